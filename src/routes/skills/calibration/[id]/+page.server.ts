import { newId } from '#base/id/index.ts';
import { decideCalibration, readCalibration } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import { mustHave } from '../../allowed.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a calibration found. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  mustHave(event, 'skills.calibrate');
  return { ...(await read(event, readCalibration, { id: event.params.id })), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const answer = await submit(decideCalibration, locals.ctx, await request.formData(), { id: params.id });
    return answer.ok ? { done: answer.output.state } : answer.failure;
  },
};
