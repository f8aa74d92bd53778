import { addDays, type Day } from '#base/day/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { listMain, readFigures } from '#kernel/set/index.ts';
import type { MainFigure } from './model.ts';

/** Main figures that are shown at the most. */
export const MOST_FIGURES = 8;

/** A figure as a number: a share from 0 to 100, a size, or null when hidden or divided by nothing. */
export function numberOf(shown: MainFigure['shown']): number | null {
  if (shown === null || shown.of === 0) return null;
  return shown.of === null ? shown.size : (100 * shown.size) / shown.of;
}

/** Which way a figure went since the week before: better, worse, the same, or not to be said. */
export function wayOf({ better, shown, before }: Pick<MainFigure, 'better' | 'shown' | 'before'>): 'better' | 'worse' | 'same' | 'none' {
  const [now, then] = [numberOf(shown), numberOf(before)];
  if (now === null || then === null || better === 'neither') return 'none';
  if (now === then) return 'same';
  return now > then === (better === 'higher') ? 'better' : 'worse';
}

/**
 * Worst first, by a stated rule: shares by how far they are from where they should be; then counts that grew worse in the week; then other counts of which
 * fewer (or more) is better; then mere sizes; last what may not be shown.
 */
export function orderWorst<F extends Pick<MainFigure, 'better' | 'shown' | 'before'>>(figures: readonly F[]): F[] {
  const rank = (figure: F): number => {
    const value = numberOf(figure.shown);
    if (value === null) return 1000;
    if (figure.better === 'neither') return 500;
    if (figure.shown?.of === null) return wayOf(figure) === 'worse' ? 200 : 300;
    return figure.better === 'higher' ? value : 100 - value;
  };
  return figures.toSorted((a, b) => rank(a) - rank(b));
}

/** The main figures of all modules in a unit on a day, worst first. */
export async function readMainFigures(ctx: Pick<Ctx, 'db' | 'actor'>, unitId: string, day: Day): Promise<MainFigure[]> {
  const main = listMain();
  if (main.length === 0) return [];
  const names = main.map(({ name }) => name);
  const [now, then] = [await readFigures(ctx.db, ctx.actor, names, unitId, day), await readFigures(ctx.db, ctx.actor, names, unitId, addDays(day, -7))];
  const plain = (shown: { size: number; of: number | null } | null | undefined) => (shown ? { size: shown.size, of: shown.of } : null);
  return orderWorst(main.map(({ name, title, better }, index) => ({ name, title, better, shown: plain(now[index]?.shown), before: plain(then[index]?.shown) }))).slice(
    0,
    MOST_FIGURES,
  );
}
