import { listAudit } from '#modules/directory/index.ts';
import { operations } from '#program/index.ts';
import { load as read } from '#web/load.ts';
import { detailsOf } from './detail.ts';
import { filtersOf } from './filters.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const filters = filtersOf(event.url.searchParams);
  const before = event.url.searchParams.get('before') ?? '';
  const found = await read(event, listAudit, { ...filters, ...(before && { before }) });
  const order = new Intl.Collator(event.locals.ctx.locale);
  const choices = operations.map(({ name }) => ({ value: name, label: event.locals.t(`audit.op.${name}`) })).sort((a, b) => order.compare(a.label, b.label));
  const { locale } = event.locals.ctx;
  const lines = found.lines.map((line) => ({ ...line, details: detailsOf(line.detail, { locale, t: event.locals.t }) }));
  return { ...found, lines, filters, choices, paged: before !== '' };
};
