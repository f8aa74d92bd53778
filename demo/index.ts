import { addMonths } from '#base/day/index.ts';
import type { Day } from '#base/day/index.ts';
import type { Content } from '../content/index.ts';
import { accounts, heads } from './accounts.ts';
import { setUp } from './initial.ts';
import type { DemoCity } from './model.ts';
import { SHRINKING_MONTHS, passMonth, shrink, shrunkBy, spans } from './months.ts';
import { random } from './random.ts';
import { reorganisationDays, reorganise } from './reorganise.ts';
import { signIns } from './signins.ts';
import { emptyWorld, inPost } from './world.ts';
import type { World } from './world.ts';

export type { Change, DemoAccount, DemoCity, DemoPost, DemoRole, LeaveReason, Placement, Reorganisation } from './model.ts';
export type { Holding } from './replay.ts';
export { replay } from './replay.ts';

/** What the demo is made from: `people` in post on `today` (at least 1,000), `months` of history before it, a whole-number seed. */
export type DemoOptions = {
  people?: number;
  months?: number;
  seed?: number;
  today: Day;
  content: Pick<Content, 'units' | 'templates' | 'succession'>;
};

/** By how much the staff was larger before the districts ended. */
const LARGER_BEFORE = 1.06;

/** Makes the imaginary staff of the city: the same options give the same people, day by day. Throws `RangeError` below 1,000 people or 1 month. */
export function demoCity({ people = 3000, months = 24, seed = 1, today, content }: DemoOptions): DemoCity {
  if (people < 1000 || months < 1) throw new RangeError('a demo city has at least 1,000 people and 1 month');
  const start = addMonths(today, -months);
  const world = emptyWorld(content, people, start, today, random(seed));
  const days = reorganisationDays(world);
  const great = days.find((day) => world.units.some((unit) => unit.valid_to === day && unit.kind === 'urban-district'));
  const shrinking = great !== undefined && shrunkBy(great) < today ? great : undefined;
  const { initial, vacant } = setUp(world, Math.round(people * (shrinking === undefined ? 1 : LARGER_BEFORE)));
  for (const span of spans(start, today)) {
    if (days.includes(span.from)) reorganise(world, span.from);
    passMonth(world, span, wantedAt(world, span.from, shrinking));
    if (shrinking !== undefined && span.from >= shrinking && span.from < shrunkBy(shrinking)) shrink(world, span, inPost(world).length - wantedAt(world, span.from, shrinking));
  }
  return finished(world, seed, initial, vacant);
}

function wantedAt(world: World, day: Day, shrinking: Day | undefined): number {
  if (shrinking === undefined) return world.people;
  if (day < shrinking) return Math.round(world.people * LARGER_BEFORE);
  const steps = Array.from({ length: SHRINKING_MONTHS }, (_, i) => addMonths(shrinking, i + 1)).filter((step) => step <= day).length;
  const left = Math.max(0, SHRINKING_MONTHS - 1 - steps) / SHRINKING_MONTHS;
  return Math.round(world.people * (1 + (LARGER_BEFORE - 1) * left));
}

function finished(world: World, seed: number, initial: DemoCity['initial'], vacant: DemoCity['vacant']): DemoCity {
  const byDay = <T extends { day: Day }>(items: T[]) => items.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  return {
    seed,
    start: world.start,
    today: world.today,
    units: world.units,
    initial,
    vacant,
    reorganisations: world.reorganisations,
    changes: byDay(world.changes),
    signIns: signIns(world),
    confirmations: byDay(world.confirmations),
    heads: heads(world),
    accounts: accounts(world),
  };
}
