import { addDays, addMonths, startOfPeriod, type Day } from '#base/day/index.ts';
import type { Db } from '#base/db/index.ts';
import type { Actor } from '#kernel/org/index.ts';
import { readParts, readPartsUnder, type PartOfSet, type Size } from '#kernel/set/index.ts';
import { AREAS, PARTS } from '../awareness/form.ts';
import type { GapLine, LevelLine, UnitFigures, UnitSkills } from './model.ts';
import { wilson } from './rules.ts';

const STAFF = 'directory.staff-in-post';
const MEASURED = 'skills.measured';
const ASSESSED = 'skills.assessed';
const REACHED = 'skills.at-required-level';
const SCORED = 'skills.awareness-scored';
const AWARE = 'skills.aware';
const SELF = 'skills.self-viewed';
const PLACES = ['all', ...AREAS];

/** Months of the trend. */
const MONTHS = 12;

const slicesOf = (set: string): PartOfSet[] => PLACES.map((area) => partIn(set, area));
const partIn = (set: string, area: string): PartOfSet => ({ set, slice: area === 'all' ? '' : `area=${area}` });
const whole = (set: string): PartOfSet => ({ set, slice: '' });
const keyOf = ({ set, slice }: PartOfSet): string => `${set} ${slice}`;

/** Everything that is read of a unit on a day. */
const FIGURES: PartOfSet[] = [
  ...[STAFF, MEASURED, 'skills.awareness-answered', SCORED, AWARE].map(whole),
  ...[ASSESSED, REACHED, SELF, 'skills.overconfident', 'skills.underconfident'].flatMap(slicesOf),
  ...PARTS.map((part) => ({ set: SCORED, slice: `part=${part}` })),
];

/** What is read of each month. */
const TREND: PartOfSet[] = [STAFF, MEASURED, ASSESSED, SCORED, AWARE].map(whole);

/** The sizes of one unit on one day by part; null where a small group is protected. */
type Known = (part: PartOfSet) => Size | null;

/** The figures of a unit with all under it on some days, in their order, and how its shares went over twelve months up to `on`, protected for `actor`; all in one look. */
export async function readUnitFigures(db: Db, actor: Actor, { unitId, days, on }: { unitId: string; days: readonly Day[]; on: Day }) {
  const months = monthsUpTo(on);
  const asked = [...days.flatMap((day) => FIGURES.map((part) => ({ ...part, day }))), ...months.flatMap((day) => TREND.map((part) => ({ ...part, day })))];
  const sizes = await readParts(
    db,
    actor,
    asked.map((part) => ({ ...part, unitId })),
  );
  const own = new Map(asked.map((part, place) => [`${keyOf(part)} ${part.day}`, sizes[place] ?? null]));
  const onDay =
    (day: Day): Known =>
    (part) =>
      own.get(`${keyOf(part)} ${day}`) ?? null;
  return { figures: days.map((day) => figuresFrom(day, onDay(day))), trend: months.map((day) => pointFrom(day, onDay(day))) };
}

function figuresFrom(day: Day, known: Known): UnitFigures {
  const size = (part: PartOfSet): number | null => known(part)?.size ?? null;
  return {
    day,
    staff: size(whole(STAFF)),
    measured: size(whole(MEASURED)),
    levels: PLACES.map((area) => levelFrom(area, known)),
    awareness: {
      answered: size(whole('skills.awareness-answered')),
      scored: size(whole(SCORED)),
      aware: shareOf(size(whole(AWARE)), size(whole(SCORED))),
      parts: PARTS.map((part) => {
        const there = known({ set: SCORED, slice: `part=${part}` });
        return { part, people: there?.size ?? null, mean: there === null || there.size === 0 ? null : Math.round(there.weight / there.size) };
      }),
    },
    selfView: PLACES.map((area) => {
      const there = known(partIn(SELF, area));
      const gap = there === null || there.size === 0 ? null : Math.round((10 * there.weight) / there.size) / 10;
      return { area, people: there?.size ?? null, over: size(partIn('skills.overconfident', area)), under: size(partIn('skills.underconfident', area)), gap };
    }),
  };
}

function levelFrom(area: string, known: Known): LevelLine {
  const assessed = known(partIn(ASSESSED, area));
  return { area, assessed: assessed?.size ?? null, reached: known(partIn(REACHED, area))?.size ?? null, expected: shareOf(assessed?.weight ?? null, assessed?.size ?? null) };
}

function shareOf(count: number | null, size: number | null) {
  return count === null || size === null ? null : wilson(count, size);
}

/** The last days of the months before a day, and the day. */
function monthsUpTo(day: Day): Day[] {
  const starts = Array.from({ length: MONTHS - 1 }, (_, at) => startOfPeriod(addMonths(day, at + 2 - MONTHS), 'month'));
  return [...starts.map((start) => addDays(start, -1)), day];
}

function pointFrom(day: Day, known: Known): UnitSkills['trend'][number] {
  const [staff, measured, assessed, scored, aware] = TREND.map(known);
  const over = (count: number | undefined, size: number | undefined): number | null => (count === undefined || !size ? null : count / size);
  return { day, measured: over(measured?.size, staff?.size), reached: over(assessed?.weight, assessed?.size), aware: over(aware?.size, scored?.size) };
}

/** The units directly under a unit, with how far they are. */
export async function readUnitsUnder(db: Db, actor: Actor, unitId: string, day: Day): Promise<UnitSkills['under']> {
  const { units, sizes } = await readPartsUnder(db, actor, { parts: [STAFF, MEASURED, ASSESSED].map(whole), unitId, on: day, days: [day] });
  return units.map(({ id, nameVi, nameEn, kind }, at) => {
    const [staff, measured, assessed] = sizes[at]?.[0] ?? [];
    return {
      unit: { id, nameVi, nameEn, kind },
      staff: staff?.size ?? null,
      measured: measured?.size ?? null,
      assessed: assessed?.size ?? null,
      expected: shareOf(assessed?.weight ?? null, assessed?.size ?? null),
    };
  });
}

/** Where people lack what is required: each area of each unit directly under a unit, most people first; units of which too few are measured are only counted. */
export async function readGaps(db: Db, actor: Actor, unitId: string, day: Day): Promise<{ lines: GapLine[]; hidden: number; units: number }> {
  const parts = [...AREAS.map((area) => partIn(ASSESSED, area)), ...AREAS.map((area) => partIn(REACHED, area))];
  const { units, sizes } = await readPartsUnder(db, actor, { parts, unitId, on: day, days: [day] });
  const shown = units.map(({ id, nameVi, nameEn, kind }, at) =>
    AREAS.flatMap((area, place): GapLine[] => {
      const [assessed, reached] = [sizes[at]?.[0]?.[place] ?? null, sizes[at]?.[0]?.[place + AREAS.length] ?? null];
      const share = assessed === null ? null : wilson(assessed.size - assessed.weight, assessed.size);
      if (assessed === null || reached === null || share === null) return [];
      const expectedBelow = Math.round(10 * (assessed.size - assessed.weight)) / 10;
      return [{ unit: { id, nameVi, nameEn, kind }, area, assessed: assessed.size, below: assessed.size - reached.size, expectedBelow, share }];
    }),
  );
  const lines = shown.flat().toSorted((one, other) => other.expectedBelow - one.expectedBelow || other.share.share - one.share.share);
  return { lines, hidden: shown.filter((own) => own.length === 0).length, units: units.length };
}
