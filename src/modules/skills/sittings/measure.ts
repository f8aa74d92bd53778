import { measureAreas, overallOf, type Measure } from '../engine/index.ts';
import { measuring, type FrozenItem, type Stored } from './state.ts';

/** The key of the measure over all areas. */
export const ALL = 'all';

/**
 * What a sitting says, over all and by area, without the answers to neutralised items (`id/version`). Empty while the plan's minimum is not reached:
 * then nothing is said of a person. Items neutralised later do not take a result away.
 */
export function measuresOf(stored: Stored, bank: readonly FrozenItem[], neutralised: ReadonlySet<string>): { area: string; measure: Measure }[] {
  if (stored.mode === 'practice' || !reachesMinimum(stored, bank)) return [];
  const counted = { ...stored, answers: stored.answers.filter(({ itemId, version }) => !neutralised.has(`${itemId}/${version}`)) };
  const sitting = measuring(counted, bank, 0);
  const { cuts } = stored.rules;
  const areas = [...measureAreas(sitting, cuts)].map(([area, measure]) => ({ area, measure }));
  return [{ area: ALL, measure: overallOf(sitting, cuts) }, ...areas.toSorted((one, other) => one.area.localeCompare(other.area))];
}

/** Whether enough was answered to say something: the minimum of items in all, and of items in each area. */
export function reachesMinimum(stored: Stored, bank: readonly FrozenItem[]): boolean {
  const { items, perArea } = stored.rules.rules.stop.minimum ?? { items: 0, perArea: 0 };
  const scored = stored.answers.filter((answer) => answer.scored);
  const areas = new Map(bank.map(({ id, area }) => [id, area]));
  const counts = Map.groupBy(scored, ({ itemId }) => areas.get(itemId) ?? '');
  const all = new Set(bank.filter((item) => item.scored).map(({ area }) => area));
  return scored.length >= Math.max(items, 1) && [...all].every((area) => (counts.get(area)?.length ?? 0) >= perArea);
}
