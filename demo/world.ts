import { addDays } from '#base/day/index.ts';
import type { Day } from '#base/day/index.ts';
import { expandUnits, standsOn } from '../content/index.ts';
import type { Content, Succession, Unit } from '../content/index.ts';
import type { PostKind } from '../src/modules/directory/import/columns.ts';
import type { Change, DemoCity, DemoPost, Person, Post, Reorganisation } from './model.ts';
import { makePerson } from './people.ts';
import type { Random } from './random.ts';

/** What the generator knows while it goes through the days. */
export type World = {
  people: number;
  start: Day;
  today: Day;
  chance: Random;
  units: Unit[];
  byId: Map<string, Unit>;
  succession: Succession[];
  staff: Person[];
  posts: Post[];
  changes: Change[];
  reorganisations: Reorganisation[];
  confirmations: DemoCity['confirmations'];
};

/** An empty world between two days. */
export function emptyWorld(content: Pick<Content, 'units' | 'templates' | 'succession'>, people: number, start: Day, today: Day, chance: Random): World {
  const units = expandUnits(content);
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  return { people, start, today, chance, units, byId, succession: content.succession, staff: [], posts: [], changes: [], reorganisations: [], confirmations: [] };
}

/** The unit with this id; throws `Error` when the content has none. */
export function unitOf(world: Pick<World, 'byId'>, id: string): Unit {
  const unit = world.byId.get(id);
  if (unit === undefined) throw new Error(`the content has no unit ${id}`);
  return unit;
}

/** The unit itself or, for an inner unit, the body it belongs to: the one that keeps a register of its own. */
export function bodyOf(world: Pick<World, 'byId'>, id: string): Unit {
  const unit = unitOf(world, id);
  const inner = unit.parent !== null && unit.id.startsWith(`${unit.parent}.`) && isCommune(unitOf(world, unit.parent));
  return inner && unit.parent !== null ? unitOf(world, unit.parent) : unit;
}

/** Whether the unit is a ward, a commune or a township. */
export function isCommune(unit: Unit): boolean {
  return ['ward', 'commune', 'township'].includes(unit.kind);
}

/** Whether the unit is an urban or rural district or a town. */
export function isDistrict(unit: Unit): boolean {
  return ['urban-district', 'rural-district', 'town'].includes(unit.kind);
}

/** Whether the unit is a body of the city level with staff of its own. */
export function isCityBody(unit: Unit): boolean {
  return ['people-committee', 'department', 'office', 'management-board', 'inspectorate', 'trade-union'].includes(unit.kind) || unit.id === 'hn.trung-tam-phuc-vu-hanh-chinh-cong';
}

/** The units that stand on the day and satisfy the test, in the order of the content. */
export function standing(world: World, day: Day, test: (unit: Unit) => boolean): Unit[] {
  return world.units.filter((unit) => test(unit) && standsOn(unit, day));
}

/** Adds a post with a code of its own, free from `day`. */
export function addPost(world: World, unit: string, title: string, kind: PostKind, day: Day): Post {
  const post: Post = { post: `VT${String(world.posts.length + 1).padStart(6, '0')}`, unit, title, kind, holder: undefined, freeFrom: day, ended: false };
  world.posts.push(post);
  return post;
}

/** Adds a person of fitting age for the kind of post; not yet in post. */
export function addPerson(world: World, kind: PostKind, day: Day, options: { fresh: boolean; monthsLeft: number }): Person {
  const ages: [number, number] = options.fresh ? (kind === 'leader' ? [38, 48] : [22, 38]) : kind === 'leader' ? [34, 61] : [22, 61];
  const person = makePerson(world.staff.length + 1, ages, kind, day, options.monthsLeft, world.chance);
  world.staff.push(person);
  return person;
}

/** Puts the person into the post from the day on, out of the present one. */
export function hold(person: Person, post: Post, day: Day): void {
  release(person, day);
  person.holding = { post, from: day };
  post.holder = person;
}

/** Frees the post that the person holds. */
export function release(person: Person, day: Day): void {
  if (person.holding === undefined) return;
  person.holding.post.holder = undefined;
  person.holding.post.freeFrom = day;
  person.holding = undefined;
}

/** The post as others see it. */
export function plainPost(post: Post): DemoPost {
  return { post: post.post, unit: post.unit, title: post.title, kind: post.kind };
}

/** Everybody in post, by staff code. */
export function inPost(world: World): Person[] {
  return world.staff.filter((person) => person.holding !== undefined);
}

/** A day in [from, to). */
export function someDay(world: World, from: Day, days: number): Day {
  return addDays(from, world.chance.int(0, Math.max(0, days - 1)));
}

/** The items in an order of chance. */
export function shuffled<T>(world: World, items: T[]): T[] {
  return items
    .map((item) => ({ item, at: world.chance.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
