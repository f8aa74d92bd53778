import { redirect } from '@sveltejs/kit';
import { newId } from '#base/id/index.ts';
import { readTarget, reportValue, withdrawReport } from '#modules/programme/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** A target, how it stands, and everything reported for it. */
export const load: PageServerLoad = async (event) => ({
  ...(await run(event, readTarget, { id: event.params.id })),
  today: event.locals.ctx.today,
  requestId: newId(),
  correcting: event.url.searchParams.get('correct'),
  withdrawing: event.url.searchParams.get('withdraw'),
});

export const actions: Actions = {
  report: async (event) => {
    const form = await event.request.formData();
    const file = form.get('file');
    const evidence = file instanceof File && file.size > 0 ? { evidence: { name: file.name, content: Buffer.from(await file.arrayBuffer()).toString('base64') } } : {};
    const value = String(form.get('value') ?? '')
      .trim()
      .replace(',', '.');
    const result = await submit(reportValue, event.locals.ctx, form, {
      target: event.params.id,
      ...(value === '' || Number.isNaN(Number(value)) ? {} : { value: Number(value) }),
      ...evidence,
    });
    if (!result.ok) return result.failure;
    redirect(303, `/targets/${event.params.id}#history`);
  },
  withdraw: async (event) => {
    const result = await submit(withdrawReport, event.locals.ctx, await event.request.formData());
    if (!result.ok) return result.failure;
    redirect(303, `/targets/${event.params.id}#history`);
  },
};
