import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { perform, type AnyOperation, type Ctx } from '#kernel/operation/index.ts';
import { editReorganisation, readReorganisation, type Draft } from '#modules/directory/index.ts';
import { refuse, submit } from '#web/form.ts';
import type { Action } from './$types';

/** The action of a form that changes the draft by `edit` and comes back to the same place of the page. */
export function changing(edit: (draft: Draft, form: FormData) => Draft): Action {
  return async ({ locals, request, params, url }) => {
    const form = await request.formData();
    try {
      await changed(locals.ctx, params.id, (draft) => edit(draft, form));
    } catch (problem) {
      if (problem instanceof Problem) return refuse(problem, form);
      throw problem;
    }
    const find = url.searchParams.get('find');
    redirect(303, `/reorganisations/${params.id}${find === null ? '' : `?find=${encodeURIComponent(find)}`}#${String(form.get('at') ?? 'main')}`);
  };
}

/** The action of a form that carries out one operation on the act and goes on to a page. */
export function doing(op: AnyOperation, next: (id: string) => string): Action {
  return async ({ locals, request, params }) => {
    const done = await submit(op, locals.ctx, await request.formData(), { id: params.id });
    if (!done.ok) return done.failure;
    redirect(303, next(params.id));
  };
}

async function changed(ctx: Ctx, id: string, edit: (draft: Draft) => Draft): Promise<void> {
  const { draft } = await perform(readReorganisation, ctx, { id });
  await perform(editReorganisation, { ...ctx, requestId: newId() }, { id, draft: edit(draft) });
}
