import { applyRule, type Applied } from './rules.ts';
import { Problem } from '#base/problem/index.ts';
import type { IndicatorValue } from '../indicators/index.ts';
import type { ScoreState, ScoreValue } from './model.ts';
import type { Item } from './score.ts';
import type { Act } from './store.ts';

/** How a component stands after what was done on it. Points are as they were given, in numbers. */
export type Standing = {
  state: ScoreState;
  seen: number;
  value: ScoreValue | null;
  self: number | null;
  appraised: number | null;
  selfBy: string | null;
  owner: { id: string; name: string } | null;
  due: string | null;
  evidence: Act['evidence'];
};

/** Folds the acts of a component in their order; `counted`: the value that Khuê counts, when there is one. */
export function standingOf(acts: readonly Omit<Act, 'at'>[], counted: ScoreValue | undefined): Standing {
  const done = acts.filter(({ kind }) => kind !== 'assign');
  const last = done.at(-1);
  const self = done.findLast(({ kind }) => kind === 'self-score');
  const assigned = acts.findLast(({ kind }) => kind === 'assign');
  const common = {
    seen: acts.at(-1)?.seq ?? 0,
    self: self?.points ?? null,
    selfBy: self?.by ?? null,
    owner: assigned === undefined || assigned.ownerId === null ? null : { id: assigned.ownerId, name: assigned.owner ?? '' },
    due: assigned?.due ?? null,
    evidence: self?.evidence ?? [],
  };
  if (last === undefined) return { ...common, state: counted === undefined ? 'open' : 'counted', value: counted ?? null, appraised: null };
  if (last.kind === 'appraise') return { ...common, state: 'appraised', value: last.value, appraised: last.points };
  if (last.kind === 'return') return { ...common, state: 'returned', value: self?.value ?? null, appraised: null };
  return { ...common, state: 'self-scored', value: last.value, appraised: null };
}

/** What an indicator gives a component as its value: part and whole of a ratio, else the number; undefined without one, or where it does not fit the rule. */
export function valueFrom(item: Pick<Item, 'rule' | 'max_points'>, read: Pick<IndicatorValue, 'value' | 'numerator' | 'denominator'> | undefined): ScoreValue | undefined {
  if (read === undefined || read.value === null || item.rule === null) return undefined;
  const share = item.rule.kind === 'ratio' || item.rule.kind === 'ratio-threshold';
  const value = share && read.numerator !== null && read.denominator !== null ? { part: read.numerator, whole: read.denominator } : read.value;
  return fitting(item, value) === undefined ? undefined : value;
}

/** A rule applied to a value, or undefined when the value does not fit it. */
export function fitting({ rule, max_points }: Pick<Item, 'rule' | 'max_points'>, value: ScoreValue | null): Applied | undefined {
  if (rule === null || value === null) return undefined;
  try {
    return applyRule(rule, max_points, value);
  } catch (problem) {
    if (problem instanceof Problem) return undefined;
    throw problem;
  }
}
