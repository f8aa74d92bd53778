import type { RequestEvent } from '@sveltejs/kit';
import { addDays, addMonths, type Day } from '#base/day/index.ts';
import { listMain, readFiguresOperation, readTrendOperation } from '#kernel/set/index.ts';
import { orderWorst } from '#modules/programme/index.ts';
import type { FigureBlock } from '#ui/figure.ts';
import { load } from './load.ts';

type Asking = Pick<RequestEvent, 'locals' | 'url'>;

/** Figures that a page begins with at the most. */
const MOST = 8;

/** Names of the figures that the pages of the city and of units begin with: the main ones of all modules, as their manifests say. */
export function mainFigures(): string[] {
  return listMain()
    .map(({ name }) => name)
    .slice(0, MOST * 4);
}

/** Months of the small lines beside the figures. */
const MONTHS = 24;

/** The main figures of a unit with everything under it on a day, with their divisions and the last 24 months, worst first; for `FigureGrid`. */
export async function figuresOf(event: Asking, unitId: string, day: Day): Promise<FigureBlock> {
  const names = mainFigures();
  const [now, then] = await Promise.all([day, addDays(day, -7)].map((on) => load(event, readFiguresOperation, { unitId, day: on, names })));
  const better = new Map(listMain().map((one) => [one.name, one.better]));
  const figures = (now ?? []).map((figure, index) => ({ ...figure, better: better.get(figure.name) ?? ('neither' as const), before: then?.[index]?.shown ?? null }));
  const chosen = orderWorst(figures).slice(0, MOST);
  const trends = await Promise.all(chosen.map(({ name }) => load(event, readTrendOperation, { name, unitId, from: addMonths(day, 1 - MONTHS), to: day, period: 'month' })));
  return { unitId, day, figures: chosen.map((figure, index) => ({ ...figure, trend: trends[index] ?? [] })) };
}
