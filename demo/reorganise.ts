import type { Day } from '#base/day/index.ts';
import type { Unit } from '../content/index.ts';
import type { PostKind } from '../src/modules/directory/import/columns.ts';
import { createPosts } from './initial.ts';
import type { Person, Post, Reorganisation } from './model.ts';
import { deputyTitle, isTopTitle } from './titles.ts';
import { addPost, hold, inPost, isCityBody, isCommune, isDistrict, plainPost, shuffled, unitOf } from './world.ts';
import type { World } from './world.ts';

/** The days after the start, up to today, on which units of the content end or begin. */
export function reorganisationDays(world: World): Day[] {
  const days = world.units.flatMap((unit) => [unit.valid_from, unit.valid_to]);
  return [...new Set(days)].filter((day) => day > world.start && day <= world.today && day !== 'infinity').toSorted();
}

/** Carries out the reorganisation of one day and notes it as a plan. */
export function reorganise(world: World, day: Day): void {
  const abolished = world.units.filter((unit) => unit.valid_to === day);
  const formed = world.units.filter((unit) => unit.valid_from === day);
  const plan: Reorganisation = {
    day,
    abolished: abolished.map((unit) => unit.id),
    formed: formed.map((unit) => unit.id),
    successions: world.succession.filter((pair) => pair.day === day).map(({ from, to }) => ({ from, to })),
    placements: [],
    endedPosts: [],
    vacant: [],
  };
  joinBodies(world, plan, abolished.filter(isCityBody));
  formBodies(world, plan, formed.filter(isCityBody));
  settleWards(world, plan, abolished);
  const gone = new Set(plan.abolished);
  for (const post of world.posts) if (gone.has(post.unit)) post.ended = true;
  world.reorganisations.push(plan);
}

/** The people of a joined body go to its successor with their titles; its heads become deputies there. */
function joinBodies(world: World, plan: Reorganisation, abolished: Unit[]): void {
  const successor = new Map(plan.successions.map((pair) => [pair.from, pair.to]));
  for (const old of abolished) {
    const unit = unitOf(world, successor.get(old.id) ?? 'hn.ubnd');
    for (const person of peopleOf(world, old.id)) {
      const { title, kind } = postOf(person);
      const taken = isTopTitle(old, title) ? deputyTitle(unit) : title;
      place(world, plan, person, addPost(world, unit.id, taken, kind, plan.day));
    }
  }
}

/** A body formed anew is staffed from the departments; the posts left behind end. */
function formBodies(world: World, plan: Reorganisation, formed: Unit[]): void {
  if (formed.length === 0) return;
  const settled = new Set(plan.placements.map((placement) => placement.staffCode));
  const pool = shuffled(
    world,
    inPost(world).filter((person) => !settled.has(person.code) && mayBeLent(world, person)),
  );
  const size = Math.max(2, Math.round(pool.length / new Set(pool.map((person) => postOf(person).unit)).size));
  const byKind = Map.groupBy(pool, (person) => postOf(person).kind);
  for (const post of formed.flatMap((unit) => createPosts(world, unit, size, plan.day))) {
    const person = byKind.get(post.kind)?.pop();
    if (person === undefined) plan.vacant.push(plainPost(post));
    else lend(world, plan, person, post);
  }
}

function lend(world: World, plan: Reorganisation, person: Person, post: Post): void {
  const old = postOf(person);
  old.ended = true;
  plan.endedPosts.push(old.post);
  place(world, plan, person, post);
}

function mayBeLent(world: World, person: Person): boolean {
  const post = postOf(person);
  const unit = unitOf(world, post.unit);
  return person.role === undefined && unit.kind === 'department' && !isTopTitle(unit, post.title);
}

/** Commune people go to the known successor, district people to the least staffed ward that a commune of their district became. */
function settleWards(world: World, plan: Reorganisation, abolished: Unit[]): void {
  const arrivals = new Map<string, Person[]>();
  const successors = plan.successions.filter((pair) => isCommune(unitOf(world, pair.to)));
  for (const { to } of successors) arrivals.set(to, []);
  for (const { from, to } of successors) arrivals.get(to)?.push(...peopleOf(world, from));
  for (const district of abolished.filter(isDistrict)) {
    const wards = [...new Set(successors.filter((pair) => unitOf(world, pair.from).parent === district.id).map((pair) => pair.to))];
    for (const person of peopleOf(world, district.id)) leastStaffed(arrivals, wards).push(person);
  }
  for (const [ward, people] of arrivals) settle(world, plan, unitOf(world, ward), people);
}

function leastStaffed(arrivals: Map<string, Person[]>, wards: string[]): Person[] {
  const [first, ...others] = wards.flatMap((ward) => [arrivals.get(ward) ?? []]);
  if (first === undefined) throw new Error('a district has no ward to go to');
  return others.reduce((least, list) => (list.length < least.length ? list : least), first);
}

function settle(world: World, plan: Reorganisation, ward: Unit, people: Person[]): void {
  const vacancies = world.chance.chance((people.length * 0.05) % 1) ? 1 : 0;
  const free = createPosts(world, ward, people.length + Math.floor(people.length * 0.05) + vacancies, plan.day);
  for (const person of people.toSorted(byRank)) place(world, plan, person, takeFitting(free, postOf(person).kind));
  plan.vacant.push(...free.map(plainPost));
}

/** Takes a post of the kind out of the free ones; leaders and staff may change places, a post of staff may become one of contract. */
function takeFitting(free: Post[], kind: PostKind): Post {
  const order: PostKind[] = kind === 'leader' ? ['leader', 'staff', 'contract'] : kind === 'staff' ? ['staff', 'leader', 'contract'] : ['contract', 'staff', 'leader'];
  const post = order.flatMap((wanted) => free.find((candidate) => candidate.kind === wanted) ?? [])[0];
  if (post === undefined) throw new Error('more people than posts');
  free.splice(free.indexOf(post), 1);
  if (kind === 'contract' && post.kind !== 'contract') Object.assign(post, { kind, title: 'Nhân viên phục vụ' });
  if (kind !== 'contract' && post.kind === 'contract') Object.assign(post, { kind: 'staff', title: 'Chuyên viên' });
  return post;
}

function byRank(a: Person, b: Person): number {
  const rank = (person: Person) => Number(person.role !== undefined) * 2 + Number(postOf(person).kind === 'leader');
  return rank(b) - rank(a) || b.coefficient - a.coefficient || a.number - b.number;
}

function place(world: World, plan: Reorganisation, person: Person, post: Post): void {
  hold(person, post, plan.day);
  plan.placements.push({ ...plainPost(post), staffCode: person.code });
}

function peopleOf(world: World, unit: string): Person[] {
  return inPost(world).filter((person) => postOf(person).unit === unit);
}

function postOf(person: Person): Post {
  if (person.holding === undefined) throw new Error(`${person.code} holds no post`);
  return person.holding.post;
}
