import { asNumber, dividedBy, exact, fromUnits, sumOf, times, toUnits, unitsOf } from './decimal.ts';
import type { Component, Group, Index } from './model.ts';

/** Something that gets points of its own: a component, or a group that is scored as a whole (by a share from 0 to 1). */
export type Item = Component & { group: string; counts: boolean };

/** What is scored in an index, in its order. Components of a group that is scored as a whole are not. */
export function itemsOf({ groups }: Pick<Index, 'groups'>): Item[] {
  return groups.flatMap((group): Item[] =>
    group.by === 'whole'
      ? [wholeItem(group)]
      : group.components.map((component) => ({ ...component, group: group.code, counts: group.scored && component.rule?.kind !== 'record' })),
  );
}

function wholeItem({ code, title_vi, title_en, max_points, verified, scored }: Group): Item {
  return { code, title_vi, title_en, max_points, verified, rule: { kind: 'ratio', per: 1 }, group: code, counts: scored };
}

/** A group with the sum of its points, in ten-thousandths; null while the points of a component are unknown. */
export type GroupSum = { code: string; scored: boolean; maxPoints: number | null; points: bigint | null; missing: number };

/** Adds points up by group: exact, as points are whole ten-thousandths. What has no points adds nothing and is counted as missing. */
export function groupSums(index: Pick<Index, 'groups'>, pointsOf: (code: string) => bigint | null): GroupSum[] {
  const byGroup = Map.groupBy(itemsOf(index), ({ group }) => group);
  return index.groups.map(({ code, scored, max_points }) => {
    const counting = (byGroup.get(code) ?? []).filter(({ counts, rule }) => counts || (!scored && rule?.kind !== 'record'));
    const known = counting.every(({ max_points: max, rule }) => max !== null && rule !== null);
    const points = counting.map((item) => pointsOf(item.code));
    return {
      code,
      scored,
      maxPoints: max_points,
      points: known ? points.reduce<bigint>((sum, one) => sum + (one ?? 0n), 0n) : null,
      missing: scored ? points.filter((one) => one === null).length : 0,
    };
  });
}

/** Points / maximum of a group in ten-thousandths, rounded half up; null where there is nothing to divide. */
export function groupValue({ points, maxPoints }: Pick<GroupSum, 'points' | 'maxPoints'>): bigint | null {
  return points === null || maxPoints === null || maxPoints === 0 ? null : toUnits(dividedBy(fromUnits(points), exact(maxPoints)));
}

/** The total of an index from its groups, in ten-thousandths: their sum, or share × weight × maximum of each, rounded once. Null while points are unknown. */
export function totalOf({ composition, max_points }: Pick<Index, 'composition' | 'max_points'>, groups: readonly GroupSum[]): bigint | null {
  const counting = groups.filter(({ scored }) => scored);
  const points = counting.flatMap((group) => (group.points === null ? [] : [{ ...group, points: group.points }]));
  if (points.length < counting.length) return null;
  if (composition.kind === 'sum') return points.reduce((sum, group) => sum + group.points, 0n);
  if (max_points === null) return null;
  const parts = points.map((group) => {
    const share = group.maxPoints === null || group.maxPoints === 0 ? exact(0) : dividedBy(fromUnits(group.points), exact(group.maxPoints));
    return times(share, exact(composition.weights[group.code] ?? 0), exact(max_points));
  });
  return toUnits(sumOf(parts));
}

/** Total / maximum in ten-thousandths, rounded half up; null where either is unknown. */
export function valueOfTotal({ max_points }: Pick<Index, 'max_points'>, total: bigint | null): bigint | null {
  return total === null || max_points === null || max_points === 0 ? null : toUnits(dividedBy(fromUnits(total), exact(max_points)));
}

/** Ten-thousandths as a number, or null. */
export function shown(units: bigint | null): number | null {
  return units === null ? null : asNumber(units);
}

/** A stored number of points as ten-thousandths, or null. */
export function stored(points: number | null): bigint | null {
  return points === null ? null : unitsOf(points);
}
