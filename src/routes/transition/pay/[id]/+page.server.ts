import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { decidePay, readPay, revisePay, simulatePay } from '#modules/transition/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import { measuresOf } from '../measure.ts';
import type { Actions, PageServerLoad } from './$types';

/** A policy on pay. */
export const load: PageServerLoad = async (event) => ({ ...(await run(event, readPay, { id: event.params.id })), requestId: newId() });

export const actions: Actions = {
  simulate: async ({ request, locals, params: { id } }) => {
    const result = await submit(simulatePay, locals.ctx, await request.formData(), { id });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/pay/${id}`);
  },
  revise: async ({ request, locals, params: { id } }) => {
    const form = await request.formData();
    const result = await submit(revisePay, locals.ctx, form, { id, measures: measuresOf(form) });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/pay/${id}`);
  },
  decide: async ({ request, locals, params: { id } }) => {
    const result = await submit(decidePay, locals.ctx, await request.formData(), { id });
    if (!result.ok) return result.failure;
    redirect(303, `/transition/pay/${id}`);
  },
};
