import { parseDay } from '#base/day/index.ts';
import type { Day } from '#base/day/index.ts';
import { standsOn } from '../content/index.ts';
import type { StaffRow } from '../src/modules/directory/import/columns.ts';
import type { Change, DemoCity, DemoPost } from './model.ts';

/** Who held which post in which unit (id) from–to, half-open, `infinity` while it lasts. */
export type Holding = { staffCode: string; post: string; unit: string; title: string; from: Day; to: Day };

/** Plays the first state, the reorganisations and the changes of a demo city through; throws `Error` when they contradict each other. */
export function replay(city: DemoCity): Holding[] {
  const open = new Map<string, Holding>();
  const done: Holding[] = [];
  for (const row of city.initial) begin(open, holdingOf(city, row, city.start));
  const acts = [
    ...city.reorganisations.map((plan) => ({ day: plan.day, run: () => plan.placements.forEach((to) => transfer(open, done, to.staffCode, to, plan.day)) })),
    ...city.changes.map((change) => ({ day: change.day, run: () => apply(city, open, done, change) })),
  ];
  // The sort is stable: a reorganisation comes before the changes of its day.
  for (const act of acts.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))) act.run();
  return [...done, ...open.values()];
}

function apply(city: DemoCity, open: Map<string, Holding>, done: Holding[], change: Change): void {
  if (change.kind === 'hire') begin(open, holdingOf(city, change.row, change.day));
  if (change.kind === 'leave') finish(open, done, change.staffCode, change.post, change.day);
  if (change.kind === 'move') transfer(open, done, change.staffCode, change.post, change.day, change.from);
}

function transfer(open: Map<string, Holding>, done: Holding[], staffCode: string, post: DemoPost, day: Day, from?: string): void {
  finish(open, done, staffCode, from, day);
  begin(open, { staffCode, post: post.post, unit: post.unit, title: post.title, from: day, to: 'infinity' });
}

function begin(open: Map<string, Holding>, holding: Holding): void {
  if (open.has(holding.staffCode)) throw new Error(`${holding.staffCode} is in post already`);
  open.set(holding.staffCode, holding);
}

function finish(open: Map<string, Holding>, done: Holding[], staffCode: string, post: string | undefined, day: Day): void {
  const holding = open.get(staffCode);
  if (holding === undefined) throw new Error(`${staffCode} is not in post on ${day}`);
  if (post !== undefined && holding.post !== post) throw new Error(`${staffCode} holds ${holding.post}, not ${post}`);
  open.delete(staffCode);
  done.push({ ...holding, to: day });
}

function holdingOf(city: DemoCity, row: StaffRow, day: Day): Holding {
  const unit = city.units.find((candidate) => candidate.code === row.unitCode && standsOn(candidate, day));
  const from = parseDay(row.from);
  if (unit === undefined || from === undefined) throw new Error(`row of ${row.staffCode}: no unit ${row.unitCode} on ${day}, or no day`);
  return { staffCode: row.staffCode, post: row.postCode, unit: unit.id, title: row.title, from, to: 'infinity' };
}
