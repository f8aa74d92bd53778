import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { imports } from '#modules/directory/index.ts';
import type { Operation } from '#kernel/operation/index.ts';
import { submit } from '#web/form.ts';
import { load as perform } from '#web/load.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
  const { id } = event.params;
  const item = await perform(event, imports.readImport, { id });
  const after = event.url.searchParams.get('after');
  const errors = item.state === 'refused' ? await perform(event, imports.listImportErrors, { id, ...(after === null ? {} : { after }) }) : { errors: [], next: null };
  const matching = item.state === 'uploaded' || (['refused', 'checked', 'failed'].includes(item.state) && event.url.searchParams.has('match'));
  return { item, ...errors, paged: after !== null, matching, fields: imports.fieldsOf(item.kind, event.locals.ctx.locale), requestId: newId() };
};

/** Carries an act out and shows the import again. */
function act(op: Operation<typeof imports.runImport.input, typeof imports.runImport.output>) {
  return async ({ request, locals, params }: RequestEvent) => {
    const answer = await submit(op, locals.ctx, await request.formData(), { id: params.id });
    if (!answer.ok) return answer.failure;
    redirect(303, `/imports/${params.id}`);
  };
}

export const actions: Actions = {
  match: async ({ request, locals, params }) => {
    const answer = await submit(imports.matchImport, locals.ctx, await request.formData(), { id: params.id });
    if (!answer.ok) return answer.failure;
    redirect(303, `/imports/${params.id}`);
  },
  run: act(imports.runImport),
  undo: act(imports.undoImport),
  drop: act(imports.dropImport),
};
