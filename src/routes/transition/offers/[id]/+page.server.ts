import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { caseRead, caseStep } from '#kernel/case/index.ts';
import { readOffer, readOwnProgress } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { placeOf } from '../../under.ts';
import type { Actions, PageServerLoad } from './$types';

/** An offer of work: the person answers it as it is, anybody else says why and is told of. */
export const load: PageServerLoad = async (event) => {
  const { id } = event.params;
  const whole = await run(event, caseRead, { id });
  const own = (await run(event, readOwnProgress, {})).flatMap(({ offers }) => offers).find((one) => one.id === id);
  const offer = own ?? (await run(event, readOffer, { id }));
  return { whole, offer, own: own !== undefined, menuEntry: placeOf(event.locals.ctx, own !== undefined), requestId: newId(), done: event.url.searchParams.has('done') };
};

export const actions: Actions = {
  step: async ({ locals, params: { id }, request }) => {
    const result = await submit(caseStep, locals.ctx, await request.formData(), { id });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/offers/${id}?done`);
  },
};
