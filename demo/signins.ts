import { addDays, daysBetween } from '#base/day/index.ts';
import type { Day } from '#base/day/index.ts';
import type { DemoCity, Person } from './model.ts';
import type { World } from './world.ts';

/** Share of the people in post who signed in within the last 90 days. */
const ACTIVE = 0.8;
const RECENT_DAYS = 90;

/** On which days each person signed in: accounts come into use over the first months, four in five are in use at the end. */
export function signIns(world: World): DemoCity['signIns'] {
  return world.staff.map((person) => ({ staffCode: person.code, days: daysOf(world, person) })).filter(({ days }) => days.length > 0);
}

function daysOf(world: World, person: Person): Day[] {
  const { chance, start, today } = world;
  const first = person.joined > start ? person.joined : start;
  const end = person.left ?? addDays(today, 1);
  const lasting = daysBetween(first, end);
  if (lasting < 1) return [];
  const active = person.role !== undefined || chance.chance(ACTIVE);
  if (!active && chance.chance(0.5)) return [];
  const adopted = addDays(first, chance.int(0, Math.floor((lasting - 1) * 0.7)));
  const until = active || person.left !== undefined ? end : addDays(today, -RECENT_DAYS - 1);
  const days = everyFewWeeks(world, adopted, until);
  if (active && person.left === undefined) days.push(lastDay(world, first));
  return [...new Set(days)].toSorted();
}

function everyFewWeeks(world: World, from: Day, until: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day < until; day = addDays(day, world.chance.int(4, 36))) days.push(day);
  return days;
}

function lastDay(world: World, first: Day): Day {
  const day = addDays(world.today, -world.chance.int(0, RECENT_DAYS - 30));
  return day > first ? day : first;
}
