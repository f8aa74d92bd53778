import { redirect, type RequestEvent } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { getRoot } from '#kernel/org/index.ts';
import type { AnyOperation } from '#kernel/operation/index.ts';
import { answerAid, closeMatter, listUnionLetters, openMatter, readDesk } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The desk of the union. */
export const load: PageServerLoad = async (event) => {
  const { models } = await run(event, listUnionLetters, {});
  return { ...(await run(event, readDesk, {})), models, requestId: newId() };
};

async function act({ locals }: Pick<RequestEvent, 'locals'>, op: AnyOperation, form: FormData, more: object = {}) {
  const result = await submit(op, locals.ctx, form, { ...more });
  if (!result.ok) return result.failure;
  redirect(303, '/transition/union');
}

export const actions: Actions = {
  answer: async (event) => act(event, answerAid, await event.request.formData()),
  end: async (event) => act(event, closeMatter, await event.request.formData()),
  open: async (event) => {
    const { ctx } = event.locals;
    const [own] = ctx.actor.kind === 'person' ? ctx.actor.grants.filter(({ role }) => role === 'union-officer') : [];
    return act(event, openMatter, await event.request.formData(), { unitId: own?.unitId ?? (await getRoot(ctx.db, ctx.today)).id });
  },
};
