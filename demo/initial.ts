import { addDays, addMonths, daysBetween } from '#base/day/index.ts';
import type { Day } from '#base/day/index.ts';
import { standsOn } from '../content/index.ts';
import type { Unit } from '../content/index.ts';
import { pinsOn } from './accounts.ts';
import type { DemoPost, Post } from './model.ts';
import { staffRow } from './people.ts';
import { titlesOf } from './titles.ts';
import { addPerson, addPost, hold, isCityBody, isCommune, isDistrict, plainPost, shuffled, standing, unitOf } from './world.ts';
import type { World } from './world.ts';
import type { StaffRow } from '../src/modules/directory/import/columns.ts';

/** One post in twenty has no holder. */
const FILLED = 0.95;

/** Sets up posts and people as they are on the first day, `people` in post, and returns them as template rows and vacant posts. */
export function setUp(world: World, people: number): { initial: StaffRow[]; vacant: DemoPost[] } {
  for (const [unit, posts] of allocate(world, Math.round(people / FILLED))) createPosts(world, unit, posts, world.start);
  const pinned = pin(world);
  const others = shuffled(
    world,
    world.posts.filter((post) => !pinned.has(post)),
  );
  // Heads first, so that no unit begins without one.
  const first = firstPosts(world);
  others.sort((a, b) => Number(first.has(b)) - Number(first.has(a)));
  for (const post of others.slice(0, Math.max(0, people - pinned.size))) fill(world, post, 1);
  const rows = world.posts.flatMap((post) => (post.holder === undefined ? [] : [staffRow(post.holder, unitOf(world, post.unit))]));
  return { initial: rows, vacant: world.posts.filter((post) => post.holder === undefined).map(plainPost) };
}

/** Creates `n` posts in a unit; a ward or commune with inner units has only its leaders in itself, the others in these. */
export function createPosts(world: World, unit: Unit, n: number, day: Day): Post[] {
  const inner = world.units.filter((candidate) => candidate.parent === unit.id && isCommune(unit) && standsOn(candidate, day));
  if (inner.length === 0) return titlesOf(unit, n).map(({ title, kind }) => addPost(world, unit.id, title, kind, day));
  const leaders = Math.min(n, n >= 12 ? 3 : n >= 6 ? 2 : 1);
  const own = titlesOf(unit, 18)
    .slice(0, leaders)
    .map(({ title, kind }) => addPost(world, unit.id, title, kind, day));
  const shares = share(
    n - leaders,
    inner.map(() => 1),
  );
  return [...own, ...inner.flatMap((part, i) => titlesOf(part, shares[i] ?? 0).map(({ title, kind }) => addPost(world, part.id, title, kind, day)))];
}

/** Splits a whole number by weights, as evenly as whole numbers allow (largest remainders). */
export function share(n: number, weights: number[]): number[] {
  const total = weights.reduce((sum, one) => sum + one, 0);
  const exact = weights.map((one) => (n * one) / total);
  const parts = exact.map(Math.floor);
  const order = exact.map((value, i) => ({ i, rest: value - Math.floor(value) })).toSorted((a, b) => b.rest - a.rest || a.i - b.i);
  const missing = n - parts.reduce((sum, part) => sum + part, 0);
  for (const { i } of order.slice(0, missing)) parts[i] = (parts[i] ?? 0) + 1;
  return parts;
}

function allocate(world: World, posts: number): [Unit, number][] {
  const bodies = standing(world, world.start, isCityBody);
  const districts = standing(world, world.start, isDistrict);
  const known = new Set(world.succession.map((pair) => pair.from));
  // Before July 2025 only communes whose successor is known have imaginary people, so that nobody is lost in the reorganisation.
  const communes = standing(world, world.start, isCommune).filter((unit) => districts.length === 0 || known.has(unit.id));
  const committee = bodies.filter((unit) => unit.kind === 'people-committee');
  const city = Math.round(posts * 0.3);
  const inDistricts = districts.length === 0 ? 0 : Math.round(posts * 0.36);
  const spread = (units: Unit[], n: number): [Unit, number][] => {
    const parts = share(
      n,
      units.map((unit) => weight(world, unit)),
    );
    return units.map((unit, i) => [unit, parts[i] ?? 0]);
  };
  const leaders = committee.map((unit): [Unit, number] => [unit, 4]);
  return [
    ...leaders,
    ...spread(
      bodies.filter((unit) => !committee.includes(unit)),
      city - 4 * leaders.length,
    ),
    ...spread(districts, inDistricts),
    ...spread(communes, posts - city - inDistricts),
  ];
}

function weight(world: World, unit: Unit): number {
  const size = unit.kind === 'trade-union' ? 0.35 : 1;
  return size * (0.75 + world.chance.next() / 2);
}

function pin(world: World): Set<Post> {
  const taken = new Set<Post>();
  for (const { role, unit, kind, title } of pinsOn(world, world.start)) {
    const fitting = world.posts.filter((post) => post.unit === unit && post.kind === kind && !taken.has(post));
    const free = fitting.find((post) => post.title === title) ?? fitting[0];
    const post = free ?? addPost(world, unit, title ?? 'Chuyên viên', kind, world.start);
    if (title !== undefined) post.title = title;
    fill(world, post, 600).role = role;
    taken.add(post);
  }
  return taken;
}

function fill(world: World, post: Post, monthsLeft: number) {
  const { chance, start } = world;
  const pinned = monthsLeft > 240;
  // Pinned people stay through all months: they are young enough to.
  const person = addPerson(world, post.kind, start, { fresh: pinned, monthsLeft: pinned ? 60 : monthsLeft });
  const earliest = [addMonths(person.birthDate, 22 * 12), unitOf(world, post.unit).valid_from].reduce((a, b) => (a > b ? a : b));
  const longest = Math.min(15 * 365, Math.max(0, daysBetween(earliest, start)));
  hold(person, post, addDays(start, -chance.int(0, longest)));
  person.joined = person.holding?.from ?? start;
  return person;
}

function firstPosts(world: World): Set<Post> {
  const first = new Map<string, Post>();
  for (const post of world.posts) if (!first.has(post.unit)) first.set(post.unit, post);
  return new Set(first.values());
}
