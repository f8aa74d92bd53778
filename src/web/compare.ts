import type { RequestEvent } from '@sveltejs/kit';
import { addMonths } from '#base/day/index.ts';
import { isId } from '#base/id/index.ts';
import { listUnitsToChoose, readIndicator, readTrendOfIndicator, searchIndicators, type Indicator } from '#modules/programme/index.ts';
import { dayOf, load } from './load.ts';

type Asking = Pick<RequestEvent, 'locals' | 'url'>;

/** Units that can stand side by side. */
export const MOST_UNITS = 8;
const MONTHS = 24;
const PAGE = 25;

/** Units side by side for an indicator, as the address asks: `indicator`, `u1` to `u8`, `day`. Without them what can be chosen. */
export async function readComparison(event: Asking) {
  const query = event.url.searchParams;
  const day = dayOf(event);
  const key = query.get('indicator') ?? '';
  const asked = [...new Set(Array.from({ length: MOST_UNITS }, (_, index) => query.get(`u${index + 1}`) ?? '').filter(isId))];
  const [units, indicators] = [await load(event, listUnitsToChoose, {}), await allIndicators(event)];
  const chosen = indicators.find((one) => one.key === key);
  const ids = asked.filter((id) => units.some(({ unitId }) => unitId === id));
  const rows = chosen === undefined || ids.length < 2 ? [] : await Promise.all(ids.map((unitId) => rowOf(event, chosen, unitId, day)));
  return { day, indicators, units, chosen, ids: asked, rows, asked: query.has('indicator') };
}

async function rowOf(event: Asking, indicator: Indicator, unitId: string, day: string) {
  const { key } = indicator;
  const [now, before, trend] = await Promise.all([
    load(event, readIndicator, { key, unitId, day }),
    load(event, readIndicator, { key, unitId, day: addMonths(day, -12) }),
    load(event, readTrendOfIndicator, { key, unitId, from: addMonths(day, 1 - MONTHS), to: day, period: 'month' }),
  ]);
  return { unit: now.unit, reading: now.reading, before: before.reading, trend };
}

async function allIndicators(event: Asking): Promise<Indicator[]> {
  const first = await load(event, searchIndicators, { page: 1 });
  const pages = Array.from({ length: Math.ceil(first.total / PAGE) - 1 }, (_, index) => index + 2);
  const rest = await Promise.all(pages.map((page) => load(event, searchIndicators, { page })));
  return [first, ...rest].flatMap(({ lines }) => lines.map(({ indicator }) => indicator));
}
