import { Problem, type Values } from '#base/problem/index.ts';
import { asNumber, compare, dividedBy, exact, toUnits, times, unitsOf, type Exact } from './decimal.ts';
import type { Rule, ScoreValue } from './model.ts';

/** A sentence to be said: its key and values; numbers are formatted by whoever says it. */
export type Sentence = { code: string; values: Values };

/** What a rule makes of a value: share of the maximum and points in ten-thousandths (null: none given, or unknown), and why. */
export type Applied = { share: bigint | null; points: bigint | null; because: Sentence };

const ONE: Exact = { num: 1n, den: 1n };

/**
 * Applies a rule to a value. Points of a ratio are rounded half up to four decimals. With `max` null only the share is worked out.
 * Throws `invalid` with one of the `scorecards.error.…` codes when the value does not fit the rule.
 */
export function applyRule(rule: Rule, max: number | null, value: ScoreValue): Applied {
  switch (rule.kind) {
    case 'steps':
    case 'count-steps':
      return bySteps(rule, max, value);
    case 'ratio':
    case 'ratio-threshold':
      return byRatio(rule, max, value);
    case 'conditions':
      return byConditions(rule, max, value);
    case 'record':
      return { share: null, points: null, because: { code: 'scorecards.because.record', values: { value: shownOf(value) } } };
  }
}

function bySteps({ kind, steps }: Extract<Rule, { kind: 'steps' | 'count-steps' }>, max: number | null, value: ScoreValue): Applied {
  if (typeof value !== 'number') throw wrong('score-needs-number');
  if (kind === 'count-steps' && !Number.isInteger(value)) throw wrong('score-needs-count');
  const reached = steps
    .filter(({ at_least }) => value >= at_least)
    .reduce<(typeof steps)[number] | undefined>((best, step) => (best && best.at_least > step.at_least ? best : step), undefined);
  const points = unitsOf(reached?.points ?? 0);
  const values = { value, points: asNumber(points), from: reached?.at_least ?? 0 };
  return { share: shareOf(points, max), points: max === null ? null : points, because: { code: `scorecards.because.${reached ? kind : 'below-steps'}`, values } };
}

function byRatio(rule: Extract<Rule, { kind: 'ratio' | 'ratio-threshold' }>, max: number | null, value: ScoreValue): Applied {
  const share = ratioOf(rule.per, value);
  const fullAt = rule.kind === 'ratio' ? ONE : dividedBy(exact(rule.full_at), exact(rule.per));
  const reached = compare(share, fullAt) >= 0;
  const counted = reached ? ONE : dividedBy(share, fullAt);
  const points = max === null ? null : toUnits(times(counted, exact(max)));
  const percent = asNumber(toUnits(times(share, exact(100))));
  const parts = typeof value === 'object' && !Array.isArray(value) ? value : undefined;
  const values = {
    part: parts?.part ?? 0,
    whole: parts?.whole ?? 0,
    given: parts === undefined ? 'number' : 'parts',
    percent,
    full: asNumber(toUnits(times(fullAt, exact(100)))),
    max: max ?? 0,
    points: points === null ? 0 : asNumber(points),
    share: asNumber(toUnits(times(counted, exact(100)))),
  };
  const which = rule.kind === 'ratio' ? 'ratio' : reached ? 'threshold-reached' : 'threshold-below';
  return { share: toUnits(counted), points, because: { code: `scorecards.because.${which}${max === null ? '-share' : ''}`, values } };
}

function byConditions({ conditions }: Extract<Rule, { kind: 'conditions' }>, max: number | null, value: ScoreValue): Applied {
  if (!Array.isArray(value)) throw wrong('score-needs-conditions');
  const unknown = value.find((code) => conditions.every((condition) => condition.code !== code));
  if (unknown !== undefined) throw wrong('score-unknown-condition', { code: unknown });
  const met = conditions.filter(({ code }) => value.includes(code));
  const points = met.reduce((sum, condition) => sum + unitsOf(condition.points), 0n);
  const values = { met: met.length, of: conditions.length, points: asNumber(points) };
  return { share: shareOf(points, max), points: max === null ? null : points, because: { code: 'scorecards.because.conditions', values } };
}

/** The share a value stands for, 0 to 1 exactly; refuses a zero denominator and what is more than the whole. */
function ratioOf(per: 1 | 100, value: ScoreValue): Exact {
  if (Array.isArray(value)) throw wrong('score-needs-ratio');
  if (typeof value === 'number') {
    if (value > per) throw wrong(per === 100 ? 'score-over-hundred' : 'score-over-one', { value });
    return dividedBy(exact(value), exact(per));
  }
  if (value.whole === 0) throw wrong('score-zero-denominator');
  if (value.part > value.whole) throw wrong('score-part-over-whole', { part: value.part, whole: value.whole });
  return dividedBy(exact(value.part), exact(value.whole));
}

function shareOf(points: bigint, max: number | null): bigint | null {
  return max === null || max === 0 ? null : toUnits(dividedBy({ num: points, den: 10_000n }, exact(max)));
}

/** A value as one text: `42 / 60`, `70`, or the codes of conditions. */
function shownOf(value: ScoreValue): string | number {
  if (typeof value === 'number') return value;
  return Array.isArray(value) ? value.join(', ') : `${value.part} / ${value.whole}`;
}

function wrong(code: string, values: Values = {}): Problem {
  return new Problem('invalid', `scorecards.error.${code}`, values, [{ at: '/value', code: `scorecards.error.${code}`, values }]);
}
