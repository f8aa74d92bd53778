import type { RequestEvent } from '@sveltejs/kit';
import { addDays, addMonths, isDay, type Day, type Period } from '#base/day/index.ts';
import { isId } from '#base/id/index.ts';
import { listMembersOperation, readChildrenOperation, readFiguresOperation, readPlaceOperation, readTrendOperation } from '#kernel/set/index.ts';
import { dayOf, load } from './load.ts';

type Asking = Pick<RequestEvent, 'locals' | 'url'>;

/** The periods a trend can be shown by, in their order. */
export const PERIODS = ['day', 'month', 'quarter', 'year'] as const satisfies readonly Period[];

/** Where a trend begins when the address does not say: about as many points as can be read. */
const BEGINNINGS: Record<Period, (day: Day) => Day> = {
  day: (day) => addDays(day, -59),
  month: (day) => addMonths(day, -23),
  quarter: (day) => addMonths(day, -33),
  year: (day) => addMonths(day, -60),
};

/** A figure in a unit on a day, whole or a slice, as the address asks. */
export async function readValue(event: Asking, name: string) {
  const asked = (key: string): string => event.url.searchParams.get(key) ?? '';
  const day = dayOf(event);
  const place = await load(event, readPlaceOperation, { name, day, ...(isId(asked('unit')) ? { unitId: asked('unit') } : {}) });
  const [figure] = await load(event, readFiguresOperation, { unitId: place.unit.id, day, names: [name] });
  const parts = figure?.divisions.flatMap((division) => division.parts) ?? [];
  const part = parts.find(({ slice }) => slice === asked('slice'));
  return { name, day, place, figure, part, slice: part?.slice ?? '' };
}

/** Everything on the page of a figure, as the address asks: unit, day, slice, period, from, and the place in the list. */
export async function readSet(event: Asking, name: string) {
  const asked = (key: string): string => event.url.searchParams.get(key) ?? '';
  const { day, place, figure, part, slice } = await readValue(event, name);
  const unitId = place.unit.id;
  const period = PERIODS.find((one) => one === asked('period')) ?? 'month';
  const from = isDay(asked('from')) && asked('from') <= day ? asked('from') : undefined;
  const after = isId(asked('record')) ? { afterSort: asked('sort'), afterRecord: asked('record') } : {};
  const [trend, children, list] = await Promise.all([
    load(event, readTrendOperation, { name, slice, unitId, from: from ?? BEGINNINGS[period](day), to: day, period }),
    load(event, readChildrenOperation, { name, slice, unitId, day }),
    load(event, listMembersOperation, { name: place.numerator, slice, unitId, day, ...(from === undefined || place.measure === 'stock' ? {} : { from }), ...after }),
  ]);
  return { name, day, today: event.locals.ctx.today, place, figure, part, slice, period, from, trend, children, list, paged: 'afterRecord' in after };
}
