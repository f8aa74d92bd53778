import type { Crosswalk, Framework } from '#content/skills/framework.ts';
import { FOREVER, type Day } from '#base/day/index.ts';
import { requiredBands } from '../requirements/rules.ts';
import { AREAS } from '../awareness/form.ts';

/** A requirement as it stands: for a kind of post, in a unit and all under it, or (null) everywhere. */
export type Asked = { frameworkId: string; competence: string; level: number; postKind: string; unitId: string | null; from: Day; to: Day };

/** On which days a unit lies in or under a unit that has requirements of its own, and how many steps up. */
export type Above = { unitId: string; depth: number; from: Day; to: Day };

/** The level that a kind of post needs in an area, or over all, from a day until before another. */
export type Needed = { postKind: string; area: string; band: number; from: Day; to: Day };

/**
 * What is needed in one unit, over all time: on each day the nearest requirement of each competence, as `requiredBands` reads it. Over all (`all`) the middle of the
 * areas is needed, the lower of the two middle ones where their number is even. Neighbouring days that ask the same are one stretch.
 */
export function neededIn(asked: readonly Asked[], above: readonly Above[], frameworks: Framework[], crosswalks: Crosswalk[]): Needed[] {
  const days = [...new Set([...asked, ...above].flatMap(({ from, to }) => [from, to]))].filter((day) => day !== FOREVER).sort();
  const kinds = [...new Set(asked.map(({ postKind }) => postKind))].sort();
  return kinds.flatMap((postKind) => {
    const own = asked.filter((one) => one.postKind === postKind);
    const pieces = days.flatMap((from, at) => {
      const bands = withOverall(requiredBands(nearestOn(own, above, from), frameworks, crosswalks));
      return [...bands].map(([area, band]) => ({ postKind, area, band, from, to: days[at + 1] ?? FOREVER }));
    });
    return [...AREAS, 'all'].flatMap((area) => joined(pieces.filter((piece) => piece.area === area)));
  });
}

function nearestOn(asked: readonly Asked[], above: readonly Above[], day: Day): Asked[] {
  const holds = ({ from, to }: { from: Day; to: Day }) => from <= day && day < to;
  const depths = new Map(above.filter(holds).map(({ unitId, depth }) => [unitId, depth]));
  const depthOf = ({ unitId }: Asked): number | undefined => (unitId === null ? Infinity : depths.get(unitId));
  const reaching = asked.filter((one) => holds(one) && depthOf(one) !== undefined);
  return [...Map.groupBy(reaching, ({ frameworkId, competence }) => `${frameworkId} ${competence}`).values()].flatMap(
    (group) => group.toSorted((one, other) => (depthOf(one) === depthOf(other) ? 0 : (depthOf(one) ?? 0) - (depthOf(other) ?? 0)))[0] ?? [],
  );
}

function withOverall(bands: ReadonlyMap<string, number>): Map<string, number> {
  const asked = [...bands].filter(([, band]) => band > 0);
  const sorted = asked.map(([, band]) => band).toSorted((one, other) => one - other);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return new Map(middle === undefined ? asked : [...asked, ['all', middle]]);
}

function joined(pieces: readonly Needed[]): Needed[] {
  const whole: Needed[] = [];
  for (const piece of pieces) {
    const last = whole.at(-1);
    if (last !== undefined && last.to === piece.from && last.band === piece.band) last.to = piece.to;
    else whole.push({ ...piece });
  }
  return whole;
}
