import type { RequestEvent } from '@sveltejs/kit';
import { addDays, addMonths, type Day, type Period } from '#base/day/index.ts';
import { isId } from '#base/id/index.ts';
import { listSetsOperation } from '#kernel/set/index.ts';
import { readChildrenOfIndicator, readIndicator, readTrendOfIndicator, type Child, type Indicator } from '#modules/programme/index.ts';
import { dayOf, load } from './load.ts';
import { tilesOf } from './city.ts';
import { PERIODS } from './set.ts';

type Asking = Pick<RequestEvent, 'locals' | 'url'>;

const BEGINNINGS: Record<Period, (day: Day) => Day> = {
  day: (day) => addDays(day, -59),
  month: (day) => addMonths(day, -23),
  quarter: (day) => addMonths(day, -33),
  year: (day) => addMonths(day, -60),
};

/** Everything on the page of an indicator, as the address asks: unit, day, period. `show` writes a value as people read it. */
export async function readIndicatorPage(event: Asking, key: string, show: (indicator: Indicator, reading: Child) => string) {
  const asked = (name: string): string => event.url.searchParams.get(name) ?? '';
  const day = dayOf(event);
  const one = await load(event, readIndicator, { key, day, ...(isId(asked('unit')) ? { unitId: asked('unit') } : {}) });
  const unitId = one.unit.id;
  const usual = one.indicator.formula.kind === 'reported' && one.indicator.periodicity !== 'month' ? (one.indicator.periodicity === 'quarter' ? 'quarter' : 'year') : 'month';
  const period = PERIODS.find((name) => name === asked('period')) ?? usual;
  const [trend, children, sets] = await Promise.all([
    load(event, readTrendOfIndicator, { key, unitId, from: BEGINNINGS[period](day), to: day, period }),
    load(event, readChildrenOfIndicator, { key, unitId, day }),
    load(event, listSetsOperation, {}),
  ]);
  const known = children.filter(({ state }) => state !== 'no-data');
  const map = one.above.length === 0 && known.length > 1 ? tilesOf(event, tileValues(one.indicator, children, show), day, one.indicator.measure === 'percent') : undefined;
  return { ...one, day, today: event.locals.ctx.today, period, trend, children: known, silent: children.length - known.length, map, sets };
}

function tileValues(indicator: Indicator, children: readonly Child[], show: (indicator: Indicator, reading: Child) => string) {
  return new Map(children.map((child) => [child.unitId, { value: child.value, text: show(indicator, child) }]));
}
