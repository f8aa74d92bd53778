import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { askCalibration, listCalibrations } from '#modules/skills/index.ts';
import { submit } from '#web/form.ts';
import { load as read, signedIn } from '#web/load.ts';
import { mustHave } from '../allowed.ts';
import type { Actions, PageServerLoad } from './$types';

/** Calibrations from stored answers, and what the bank in use stands on. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  mustHave(event, 'skills.calibrate');
  return { ...(await read(event, listCalibrations, {})), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const answer = await submit(askCalibration, locals.ctx, await request.formData());
    return answer.ok ? redirect(303, `/skills/calibration/${answer.output.id}`) : answer.failure;
  },
};
