import { addDays, addMonths, earlierFirst, type Day } from '#base/day/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { readIndicatorValues, type Indicator } from '../indicators/index.ts';
import type { Bounds, Value } from './projection.ts';
import type { StoredTarget } from './store.ts';

/** How many ended periods are read before the day on which a target is looked at. */
const PERIODS = 14;

/** Months of a period of an indicator. */
export const PERIOD_MONTHS: Record<Indicator['periodicity'], number> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };

/** What a value of an indicator can be at all. */
export function boundsOf({ measure }: Pick<Indicator, 'measure'>): Bounds {
  if (measure === 'percent') return { low: 0, high: 100 };
  if (measure === 'rank') return { low: 1, high: null };
  return measure === 'milestone' ? { low: 0, high: 1 } : { low: null, high: null };
}

/** The values of a target, one a period, oldest first; `hidden` when a small group of people is protected in one of them. */
export type Series = { values: Value[]; hidden: boolean };

/**
 * The values of many targets at once: on the ends of the last 14 periods, on the day itself and on due days that have passed. A counted value holds on
 * the day it is read for, a reported one on its own.
 */
export async function readSeries(ctx: Ctx, targets: readonly StoredTarget[], indicators: ReadonlyMap<string, Indicator>): Promise<Series[]> {
  const wanted = targets.map((target) => daysFor(target, indicators.get(target.indicator), ctx.today).map((day) => ({ indicator: target.indicator, unitId: target.unitId, day })));
  const read = await readIndicatorValues(ctx, wanted.flat());
  let next = 0;
  return wanted.map((asks) => {
    const own = read.slice(next, (next += asks.length));
    const byDay = new Map(own.flatMap(({ value, asOf }) => (value === null || asOf === null ? [] : [[asOf, value] as const])));
    const values = [...byDay].map(([day, value]) => ({ day, value })).toSorted((a, b) => earlierFirst(a.day, b.day));
    return { values, hidden: own.some(({ state }) => state === 'hidden') };
  });
}

function daysFor(target: StoredTarget, indicator: Indicator | undefined, today: Day): Day[] {
  if (indicator === undefined) return [];
  const months = PERIOD_MONTHS[indicator.periodicity];
  const last = target.due < today ? target.due : today;
  const ends = Array.from({ length: PERIODS }, (_, index) => addDays(addMonths(startOf(last, months), -index * months), -1));
  return [...new Set([...ends, last, today])].toSorted();
}

/** The first day of the period of so many months that a day lies in; a period begins with the year or a part of it. */
function startOf(day: Day, months: number): Day {
  const month = Number(day.slice(5, 7));
  return `${day.slice(0, 4)}-${String(month - ((month - 1) % months)).padStart(2, '0')}-01`;
}
