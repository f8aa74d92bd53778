import type { Target } from '#content/index.ts';
import type { Day } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';
import type { Standing, Value } from './model.ts';

type Aim = Pick<Target, 'measure' | 'direction' | 'value' | 'due'>;

/** Whether a value fulfils a target: at least, at most (a rank), or reached (1). */
export function fulfils({ direction, value }: Aim, reported: number): boolean {
  if (direction === 'at-least') return value !== null && reported >= value;
  if (direction === 'at-most') return value !== null && reported <= value;
  return reported >= 1;
}

/** The value that held on a day: the newest one up to it, or undefined. `values` oldest first. */
export function valueOn(values: readonly Value[], day: Day): Value | undefined {
  return values.findLast((one) => one.day <= day);
}

/**
 * How a target stands today. On its due day it is still open; afterwards the value that held on the due day decides, and what came
 * later does not. Without a value there is no data: nothing is estimated.
 */
export function standingOf(target: Aim, values: readonly Value[], today: Day): Standing {
  const over = today > target.due;
  const held = valueOn(values, over ? target.due : today);
  if (held === undefined) return 'no-data';
  if (fulfils(target, held.value)) return 'reached';
  return over ? 'not-reached' : 'under-way';
}

const URGENCY: Record<Standing, number> = { 'not-reached': 0, 'no-data': 1, 'under-way': 2, reached: 3 };

/** What needs attention first: missed, then without data (the earlier due the sooner), then under way, then reached. */
export function byAttention<T extends { standing: Standing; due: Day; titleVi: string }>(targets: readonly T[]): T[] {
  return targets.toSorted((a, b) => URGENCY[a.standing] - URGENCY[b.standing] || a.due.localeCompare(b.due) || a.titleVi.localeCompare(b.titleVi, 'vi'));
}

/** Refuses a value that cannot be one of the target's measure, or a day that is still to come; throws `invalid` at its field. */
export function mustFit({ measure }: Pick<Target, 'measure'>, { value, day }: Value, today: Day): void {
  const fits = measure === 'percent' ? value >= 0 && value <= 100 : measure === 'rank' ? Number.isInteger(value) && value >= 1 : value === 0 || value === 1;
  if (!fits) throw wrong('/value', `programme.value-not-${measure}`);
  if (day > today) throw wrong('/day', 'programme.day-to-come');
}

function wrong(at: string, code: string): Problem {
  return new Problem('invalid', 'operation.input-invalid', {}, [{ at, code }]);
}
