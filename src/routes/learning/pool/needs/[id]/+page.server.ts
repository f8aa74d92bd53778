import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { askMember, closeNeed, readNeed } from '#modules/learning/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn, pageOf } from '#web/load.ts';
import { act } from '../../act.ts';
import type { Actions, PageServerLoad } from './$types';

/** One need with everybody held against it. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { url, params } = event;
  return { list: await read(event, readNeed, { id: params.id, page: pageOf({ url }) }), done: url.searchParams.get('done'), requestId: newId() };
};

export const actions: Actions = {
  ask: async ({ request, params, locals }) => {
    const answer = await submit(askMember, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? redirect(303, `/learning/pool/requests/${answer.output.id}?done=asked`) : answer.failure;
  },
  met: act(closeNeed, 'met', () => ({ met: true })),
  cancel: act(closeNeed, 'cancelled', () => ({ met: false })),
};
