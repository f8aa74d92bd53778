import { redirect } from '@sveltejs/kit';
import { addDays } from '#base/day/index.ts';
import { isId, newId } from '#base/id/index.ts';
import { prepareReport, reportIndicator } from '#modules/programme/index.ts';
import { submit } from '#web/form.ts';
import { load as run } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form in which a value is reported, or one put in place of a report that was wrong or returned. */
export const load: PageServerLoad = async (event) => {
  const query = event.url.searchParams;
  const found = await run(event, prepareReport, { indicator: query.get('indicator') ?? '', unitId: query.get('unit') ?? '' });
  const { today } = event.locals.ctx;
  const corrected = found.history.find(({ id, state }) => id === query.get('correct') && state !== 'corrected' && state !== 'withdrawn');
  const asked = corrected?.periodFrom ?? query.get('period');
  const period = found.periods.find(({ from }) => from === asked) ?? found.periods[1] ?? found.periods[0];
  const end = period === undefined ? today : addDays(period.to, -1);
  return { ...found, corrected, first: { period: period?.from ?? '', day: end < today ? end : today }, requestId: newId() };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const files = form.getAll('file').filter((file): file is File => file instanceof File && file.size > 0);
    const evidence = await Promise.all(files.map(async (file) => ({ name: file.name, content: Buffer.from(await file.arrayBuffer()).toString('base64') })));
    const value = Number(
      String(form.get('value') ?? '')
        .trim()
        .replace(',', '.') || Number.NaN,
    );
    const correct = event.url.searchParams.get('correct') ?? '';
    const fixed = { indicator: event.url.searchParams.get('indicator') ?? '', unitId: event.url.searchParams.get('unit') ?? '', evidence };
    const result = await submit(reportIndicator, event.locals.ctx, form, { ...fixed, ...(Number.isNaN(value) ? {} : { value }), ...(isId(correct) ? { corrects: correct } : {}) });
    if (!result.ok) return result.failure;
    redirect(303, '/reports?state=self-reported&done=reported');
  },
};
