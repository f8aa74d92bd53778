import { addDays, addMonths, FOREVER, type Day } from '#base/day/index.ts';
import { Problem, type InputError } from '#base/problem/index.ts';
import type { Held, Part, Renewal } from './model.ts';

/** What is kept of a certification. */
export type Certification = { id: string; validFrom: Day; validTo: Day; way: string };

/** How a certification stands on a day; `windowDays` before its end it can be renewed. */
export function heldOn({ id, validFrom, validTo, way }: Certification, windowDays: number, today: Day): Held {
  const opensOn = validTo === FOREVER ? null : addDays(validTo, -windowDays);
  const state = today >= validTo ? 'lapsed' : opensOn !== null && today >= opensOn ? 'renewable' : 'valid';
  return { id, validFrom, validTo: validTo === FOREVER ? null : validTo, way, state, opensOn };
}

/** From when until before when a renewal holds: within the window the days left are kept; later it begins on the day it was earned. */
export function renewedSpan(before: Pick<Certification, 'validTo'>, earnedOn: Day, validMonths: number): { validFrom: Day; validTo: Day } {
  const validFrom = earnedOn < before.validTo ? before.validTo : earnedOn;
  return { validFrom, validTo: addMonths(validFrom, validMonths) };
}

/** Whether a part can be learned: nothing comes first, or what comes first is met. */
export function isOpen(part: Pick<Part, 'after'>, met: ReadonlySet<string>): boolean {
  return part.after === undefined || met.has(part.after);
}

/** The shortest month: a certification that holds for a month holds at least so many days. */
const SHORTEST_MONTH = 28;

/** Refuses a curriculum that nobody could complete: a course twice, more optional ones asked than there are, what comes first missing or in a circle, a way to renew without what it needs, or a window in which what one has just been certified for would renew it. Throws `invalid`. */
export function mustBeComplete(given: {
  parts: readonly Part[];
  renewals: readonly Renewal[];
  optionalNeeded: number;
  validMonths?: number | undefined;
  windowDays: number;
}): void {
  const errors: InputError[] = [];
  const wrong = (at: string, code: string): number => errors.push({ at, code });
  const { parts, renewals, optionalNeeded, validMonths, windowDays } = given;
  if (new Set(parts.map(({ course }) => course)).size !== parts.length) wrong('/parts', 'learning-who.course-twice');
  if (optionalNeeded > parts.filter(({ need }) => need === 'optional').length) wrong('/optionalNeeded', 'learning-who.too-many-optional');
  if (!parts.some(({ need }) => need === 'mandatory') && optionalNeeded === 0) wrong('/parts', 'learning-who.nothing-needed');
  if (parts.some((part) => (part.testArea === undefined) !== (part.testLevel === undefined))) wrong('/parts', 'learning-who.test-half');
  if (parts.some((part) => runsInCircle(part, parts))) wrong('/parts', 'learning-who.circle');
  if (validMonths === undefined ? renewals.length > 0 : renewals.length === 0)
    wrong('/renewals', validMonths === undefined ? 'learning-who.renewal-useless' : 'learning-who.renewal-missing');
  if (validMonths !== undefined && windowDays >= validMonths * SHORTEST_MONTH) wrong('/windowDays', 'learning-who.window-long');
  if (renewals.some((one) => !isWhole(one))) wrong('/renewals', 'learning-who.renewal-half');
  if (errors.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, errors);
}

function runsInCircle(part: Part, parts: readonly Part[]): boolean {
  let next = part.after;
  for (let steps = 0; next !== undefined; steps++) {
    const before = parts.find(({ course }) => course === next);
    if (before === undefined || steps >= parts.length) return true;
    next = before.after;
  }
  return false;
}

function isWhole({ kind, course, testArea, testLevel, minutes }: Renewal): boolean {
  const given = { course: course !== undefined, measure: testArea !== undefined && testLevel !== undefined, hours: minutes !== undefined };
  const only = (what?: keyof typeof given): boolean => Object.entries(given).every(([name, is]) => is === (name === what));
  return kind === 'checks' || kind === 'outside' ? only() : only(kind);
}
