import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { getRoot, mayAnywhere } from '#kernel/org/index.ts';
import { listOwnUnits } from '#modules/directory/index.ts';
import { proposePay } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { signedIn } from '#web/load.ts';
import { measuresOf } from '../measure.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form for a policy on pay. */
export const load: PageServerLoad = async (event) => {
  const { actor, db, locale, today } = event.locals.ctx;
  const units = await listOwnUnits(db, signedIn(event), today, locale);
  // The union speaks for workers of the whole city.
  const root = mayAnywhere(actor, 'transition.speak-for-union') ? [await getRoot(db, today)] : [];
  const choices = [
    ...root.map(({ id, nameVi, nameEn }) => ({ value: id, label: locale === 'vi' ? nameVi : nameEn })),
    ...units.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return { units: choices.filter(({ value }, index) => choices.findIndex((one) => one.value === value) === index), requestId: newId() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const result = await submit(proposePay, locals.ctx, form, { measures: measuresOf(form) });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/pay/${result.output.id}`);
  },
};
