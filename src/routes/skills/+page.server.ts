import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { mayAnywhere, personOf } from '#kernel/org/index.ts';
import { listFrameworks, listOwnSessions, listResults, readFramework, startSitting } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where one begins with digital skills: the own check, practice and results, the frameworks, and what some roles do. */
export const load: PageServerLoad = async (event) => {
  const { actor } = event.locals.ctx;
  const personId = personOf(actor);
  const { framework } = await read(event, readFramework, { id: 'digcomp-2-2' });
  return {
    frameworks: await read(event, listFrameworks, {}),
    parts: framework.parts,
    mine: personId === undefined ? null : await read(event, listResults, { personId }),
    sessions: personId === undefined ? [] : await read(event, listOwnSessions, {}),
    may: {
      write: mayAnywhere(actor, 'skills.edit-items'),
      require: mayAnywhere(actor, 'skills.edit-requirements'),
      run: mayAnywhere(actor, 'skills.run-sessions'),
      review: mayAnywhere(actor, 'skills.review-items'),
      calibrate: mayAnywhere(actor, 'skills.calibrate'),
    },
    requestId: newId(),
  };
};

export const actions: Actions = {
  start: async ({ request, locals }) => {
    const answer = await submit(startSitting, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/skills/sittings/${answer.output.id}`) : answer.failure;
  },
};
