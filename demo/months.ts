import { addDays, addMonths, daysBetween, nextPeriod } from '#base/day/index.ts';
import type { Day } from '#base/day/index.ts';
import { standsOn } from '../content/index.ts';
import { heads } from './accounts.ts';
import type { LeaveReason, Person, Post } from './model.ts';
import { fullName } from './names.ts';
import { staffRow } from './people.ts';
import { addPerson, addPost, bodyOf, hold, inPost, plainPost, release, someDay, standing, unitOf } from './world.ts';
import type { World } from './world.ts';

/** Chances per person and month. */
const RESIGN = 0.003;
const MOVE = 0.004;
const RENAME = 0.0005;
/** Chance per month that a vacant post of leader is filled by promotion, and that a unit confirms its register. */
const PROMOTE = 0.3;
const CONFIRM = 0.42;
/** Months in which the staff shrinks after the great reorganisation. */
export const SHRINKING_MONTHS = 3;

type Span = { from: Day; to: Day; days: number };

/** The calendar months from the start to today, both included, as half-open spans. */
export function spans(start: Day, today: Day): Span[] {
  const end = addDays(today, 1);
  const next = nextPeriod(start, 'month');
  const to = next < end ? next : end;
  const span = { from: start, to, days: daysBetween(start, to) };
  return to === end ? [span] : [span, ...spans(to, today)];
}

/** Lets one month pass: leaving, moving, promotion, hiring up to `wanted` people in post, confirming of registers. */
export function passMonth(world: World, span: Span, wanted: number): void {
  const busy = new Set<Person>();
  const open = vacantPosts(world, span);
  for (const person of inPost(world)) passFor(world, span, person, { busy, open });
  promote(world, span, busy);
  hire(world, span, wanted - inPost(world).length);
  confirm(world, span);
}

/** After the great reorganisation people leave, the oldest first, and their posts end with them. */
export function shrink(world: World, span: Span, number: number): void {
  const eldest = inPost(world).filter((person) => person.role === undefined && postOf(person).kind !== 'leader');
  eldest.sort((a, b) => (a.birthDate < b.birthDate ? -1 : 1));
  for (const person of eldest.slice(0, number)) leave(world, person, someDay(world, span.from, span.days), 'restructured');
}

function passFor(world: World, span: Span, person: Person, { busy, open }: { busy: Set<Person>; open: Post[] }): void {
  if (person.retiresOn < span.to) return leave(world, person, person.retiresOn < span.from ? span.from : person.retiresOn, 'retired');
  if (person.role !== undefined) return;
  const { chance } = world;
  if (chance.chance(RESIGN)) return leave(world, person, someDay(world, span.from, span.days), 'resigned');
  if (chance.chance(MOVE)) {
    const post = suitable(world, person, open);
    if (post !== undefined) move(world, span, person, post, false);
    busy.add(person);
  } else if (chance.chance(RENAME)) rename(world, span, person);
}

/** A post of the same kind in another unit that is still open; a few tries at random, so that time does not grow with the city. */
function suitable(world: World, person: Person, open: Post[]): Post | undefined {
  const here = postOf(person);
  const tried = open.length === 0 ? [] : Array.from({ length: 12 }, () => world.chance.pick(open));
  return tried.find((post) => post.holder === undefined && post.kind === here.kind && post.unit !== here.unit);
}

function promote(world: World, span: Span, busy: Set<Person>): void {
  const staff = Map.groupBy(inPost(world), (person) => bodyOf(world, postOf(person).unit).id);
  for (const post of vacantPosts(world, span).filter((vacant) => vacant.kind === 'leader')) {
    if (!world.chance.chance(PROMOTE)) continue;
    const able = (staff.get(bodyOf(world, post.unit).id) ?? []).filter((person) => mayRise(person, span, busy));
    const best = able.toSorted((a, b) => b.coefficient - a.coefficient || a.number - b.number)[0];
    if (best === undefined) continue;
    move(world, span, best, post, true);
    busy.add(best);
  }
}

function mayRise(person: Person, span: Span, busy: Set<Person>): boolean {
  const here = person.holding;
  return here !== undefined && here.post.kind === 'staff' && here.from < span.from && person.role === undefined && !busy.has(person);
}

function hire(world: World, span: Span, number: number): void {
  const vacant = vacantPosts(world, span).filter((post) => post.kind !== 'leader');
  for (let i = 0; i < number; i++) {
    const at = world.chance.int(0, vacant.length - 1);
    const post = vacant.length > 0 ? vacant.splice(at, 1)[0] : undefined;
    take(world, span, post ?? addPost(world, world.chance.pick(standing(world, span.from, (unit) => unit.kind === 'department')).id, 'Chuyên viên', 'staff', span.from));
  }
}

function take(world: World, span: Span, post: Post): void {
  const day = dayFor(world, span, post.freeFrom);
  const person = addPerson(world, post.kind, day, { fresh: true, monthsLeft: 60 });
  hold(person, post, day);
  world.changes.push({ kind: 'hire', day, row: staffRow(person, unitOf(world, post.unit)), post: plainPost(post) });
}

function move(world: World, span: Span, person: Person, post: Post, promotion: boolean): void {
  const since = person.holding?.from ?? span.from;
  // A holding lasts at least a day, and nobody enters a post before the one who left it has gone.
  const day = dayFor(
    world,
    span,
    [post.freeFrom, addDays(since, 1)].reduce((a, b) => (a > b ? a : b)),
  );
  const from = postOf(person).post;
  hold(person, post, day);
  world.changes.push({ kind: 'move', day, staffCode: person.code, from, post: plainPost(post), promotion });
}

function leave(world: World, person: Person, day: Day, reason: LeaveReason): void {
  const post = postOf(person);
  const since = person.holding?.from ?? day;
  const gone = day > since ? day : addDays(since, 1);
  release(person, gone);
  person.left = gone;
  post.ended = reason === 'restructured';
  world.changes.push({ kind: 'leave', day: gone, staffCode: person.code, post: post.post, reason, postEnds: post.ended });
}

function rename(world: World, span: Span, person: Person): void {
  const words = person.name.split(' ');
  const other = fullName(person.sex, world.chance).split(' ');
  // A corrected entry of birth: the middle name changes, surname and given name stay.
  person.name = [words[0], ...other.slice(1, -1), words.at(-1)].join(' ');
  world.changes.push({ kind: 'rename', day: someDay(world, span.from, span.days), staffCode: person.code, name: person.name });
}

function confirm(world: World, span: Span): void {
  for (const { unit, staffCode } of heads(world)) {
    const slow = unit.length % 7 === 0 ? 0.4 : 1;
    if (!standsOn(unitOf(world, unit), addDays(span.to, -1)) || !world.chance.chance(CONFIRM * slow)) continue;
    const since = world.staff[Number(staffCode.slice(2)) - 1]?.holding?.from ?? span.from;
    world.confirmations.push({ day: dayFor(world, span, since), unit, by: staffCode });
  }
}

function vacantPosts(world: World, span: Span): Post[] {
  return world.posts.filter((post) => post.holder === undefined && !post.ended && post.freeFrom < span.to);
}

function dayFor(world: World, span: Span, earliest: Day): Day {
  const from = earliest > span.from ? earliest : span.from;
  return someDay(world, from, Math.max(1, daysBetween(from, span.to)));
}

function postOf(person: Person): Post {
  if (person.holding === undefined) throw new Error(`${person.code} holds no post`);
  return person.holding.post;
}

/** The first day on which the shrinking after a reorganisation is over. */
export function shrunkBy(day: Day): Day {
  return addMonths(day, SHRINKING_MONTHS);
}
