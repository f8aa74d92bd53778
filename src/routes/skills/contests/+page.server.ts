import { newId } from '#base/id/index.ts';
import { decideContest, listContests } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import { mustHave } from '../allowed.ts';
import type { Actions, PageServerLoad } from './$types';

/** What awaits reviewers, and how the new measuring goes. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  mustHave(event, 'skills.review-items');
  return { ...(await read(event, listContests, {})), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const answer = await submit(decideContest, locals.ctx, await request.formData());
    return answer.ok ? { done: answer.output.state } : answer.failure;
  },
};
