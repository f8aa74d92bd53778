import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { listOwnUnits } from '#modules/directory/index.ts';
import { proposePay } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { signedIn } from '#web/load.ts';
import { measuresOf } from '../measure.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form for a policy on pay. */
export const load: PageServerLoad = async (event) => {
  const { db, today } = event.locals.ctx;
  const units = await listOwnUnits(db, signedIn(event), today);
  return { units: units.map(({ id, name }) => ({ value: id, label: name })), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const result = await submit(proposePay, locals.ctx, form, { measures: measuresOf(form) });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/pay/${result.output.id}`);
  },
};
