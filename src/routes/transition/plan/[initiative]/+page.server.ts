import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { ANONYMOUS, mayAnywhere } from '#kernel/org/index.ts';
import { commentAnonymously, commentPlan, listPlanComments, openConsultation, openPersonCases, readPlan, readProgress } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { actOn, initiativeOf, orNull, versionIn } from '../../initiative.ts';
import type { Actions, PageServerLoad } from './$types';

/** A labour-use plan in plain language, with what workers may say of it. */
export const load: PageServerLoad = async (event) => {
  const initiative = await initiativeOf(event);
  const of = { initiative: initiative.id };
  const progress = await run(event, readProgress, of);
  const { actor } = event.locals.ctx;
  const mayHandle = mayAnywhere(actor, 'transition.handle-cases');
  // Not asked for anybody else: a refusal has a line in the audit, and right after a comment without a name it would tell who wrote it.
  const comments = mayAnywhere(actor, 'transition.speak-for-union') ? await orNull(event, listPlanComments, of) : null;
  const done = event.url.searchParams.get('done');
  const asked = versionIn(event.url);
  return { initiative, progress, mayHandle, done, asked, plan: await orNull(event, readPlan, { ...of, ...asked }), comments, requestId: newId() };
};

export const actions: Actions = {
  send: (event) => actOn(event, openConsultation, { about: 'plan' }, 'sent'),
  cases: (event) => actOn(event, openPersonCases, {}, 'cases'),
  comment: async (event) => {
    const { id, key } = await initiativeOf(event);
    const form = await event.request.formData();
    const named = form.get('how') === 'named';
    // Without a name the session stays behind, and the request has an id of its own: nothing that is written down says who it was.
    if (!named) form.set('_request', newId());
    const ctx = named ? event.locals.ctx : { ...event.locals.ctx, actor: ANONYMOUS, purpose: undefined };
    const result = await submit(named ? commentPlan : commentAnonymously, ctx, form, { initiative: id });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/plan/${key}?done=comment`);
  },
};
