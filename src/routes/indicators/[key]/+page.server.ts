import { redirect } from '@sveltejs/kit';
import { formatNumber } from '#base/text/index.ts';
import { isId, newId } from '#base/id/index.ts';
import { may } from '#kernel/org/index.ts';
import { exportIndicator, listIndicatorPublications, listIndicatorReports, publishIndicator } from '#modules/programme/index.ts';
import { submit } from '#web/form.ts';
import { readIndicatorPage } from '#web/indicator.ts';
import { dayOf, load as run } from '#web/load.ts';
import { readingText } from '../words.ts';
import type { Actions, PageServerLoad } from './$types';

/** An indicator: what it means, how it stands, how it went, in which units, and what was reported. */
export const load: PageServerLoad = async (event) => {
  const { t, ctx } = event.locals;
  const text = { t, locale: ctx.locale, number: (n: number | bigint, decimals?: number) => formatNumber(n, ctx.locale, decimals) };
  const page = await readIndicatorPage(event, event.params.key, (indicator, reading) => readingText(indicator, reading, text));
  const reports = page.indicator.formula.kind === 'reported' ? await run(event, listIndicatorReports, { key: event.params.key, unitId: page.unit.id }) : [];
  const published = await run(event, listIndicatorPublications, { key: event.params.key, unitId: page.unit.id });
  const mayPublish = await may(ctx.db, ctx.actor, 'proof.publish', page.unit.id, ctx.today);
  return { ...page, reports, published, mayPublish, requestId: newId(), publishId: newId(), done: event.url.searchParams.get('done') };
};

export const actions: Actions = {
  export: async (event) => {
    const form = await event.request.formData();
    const unit = String(form.get('unit') ?? '');
    const fixed = { key: event.params.key, day: dayOf(event), ...(isId(unit) ? { unitId: unit } : {}) };
    const result = await submit(exportIndicator, event.locals.ctx, form, fixed);
    if (!result.ok) return result.failure;
    redirect(303, `/documents/${result.output.documentId}`);
  },
  publish: async (event) => {
    const unit = event.url.searchParams.get('unit') ?? '';
    const result = await submit(publishIndicator, event.locals.ctx, await event.request.formData(), { key: event.params.key, unitId: unit, day: dayOf(event) });
    if (!result.ok) return result.failure;
    redirect(303, `/indicators/${event.params.key}?unit=${unit}&day=${dayOf(event)}&done=published#published`);
  },
};
