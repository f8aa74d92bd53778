import type { RequestEvent } from '@sveltejs/kit';
import { addMonths, type Day } from '#base/day/index.ts';
import { readFiguresOperation, readTrendOperation } from '#kernel/set/index.ts';
import type { FigureBlock } from '#ui/figure.ts';
import { load } from './load.ts';

type Asking = Pick<RequestEvent, 'locals' | 'url'>;

/** The figures that every unit's page begins with. */
export const FIRST_FIGURES = ['directory.staff-in-post', 'directory.posts-vacant', 'directory.share-accounts-used', 'directory.share-registers-confirmed'];

/** Months of the small lines beside the figures. */
const MONTHS = 24;

/** The first figures of a unit with everything under it on a day, with their divisions and the last 24 months; for `FigureGrid`. */
export async function figuresOf(event: Asking, unitId: string, day: Day): Promise<FigureBlock> {
  const [figures, trends] = await Promise.all([
    load(event, readFiguresOperation, { unitId, day, names: FIRST_FIGURES }),
    Promise.all(FIRST_FIGURES.map((name) => load(event, readTrendOperation, { name, unitId, from: addMonths(day, 1 - MONTHS), to: day, period: 'month' }))),
  ]);
  return { unitId, day, figures: figures.map((figure, index) => ({ ...figure, trend: trends[index] ?? [] })) };
}
