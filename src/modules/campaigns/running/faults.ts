import { addDays, isDay, type Day } from '#base/day/index.ts';
import type { InputError } from '#base/problem/index.ts';

/** What a draft says of days, as far as it says it rightly yet. */
type Days = { starts?: unknown; joinersUntil?: unknown; ends?: unknown; ladder?: unknown; steps?: unknown; stepDays?: unknown };

/** Days between two steps unless the draft says otherwise. */
export const STEP_DAYS = 14;

/** What is wrong with the days and channels of a draft, at the fields where it is mended; what is not there, or no day, is left to its schema. Pure. */
export function dayFaults(given: Days, today: Day): InputError[] {
  const [starts, joiners, ends] = [dayOf(given.starts), dayOf(given.joinersUntil), dayOf(given.ends)];
  const steps = wholeOf(given.steps) ?? 1;
  const take = steps > 1 ? (steps - 1) * (wholeOf(given.stepDays) ?? STEP_DAYS) : 0;
  return [
    ...(starts !== undefined && starts < today ? [{ at: '/starts', code: 'campaigns-wizard.fault-starts-past' }] : []),
    ...(joiners !== undefined && ((starts !== undefined && joiners < starts) || (ends !== undefined && joiners > ends))
      ? [{ at: '/joinersUntil', code: 'campaigns-wizard.fault-joiners' }]
      : []),
    ...(starts !== undefined && ends !== undefined && ends <= starts ? [{ at: '/ends', code: 'campaigns-wizard.fault-ends' }] : []),
    ...(hasTwice(given.ladder) ? [{ at: '/ladder', code: 'campaigns-wizard.fault-channel-twice' }] : []),
    ...(starts !== undefined && ends !== undefined && addDays(starts, take) > ends ? [{ at: '/stepDays', code: 'campaigns-wizard.fault-steps-long' }] : []),
  ];
}

const dayOf = (value: unknown): Day | undefined => (typeof value === 'string' && isDay(value) ? value : undefined);
const wholeOf = (value: unknown): number | undefined => (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 120 ? value : undefined);

function hasTwice(ladder: unknown): boolean {
  const names = Array.isArray(ladder) ? ladder.flatMap((rung: unknown) => (typeof rung === 'object' && rung !== null && 'channel' in rung ? [rung.channel] : [])) : [];
  return new Set(names).size < names.length;
}
