import type { InputError, Values } from '#base/problem/index.ts';
import { asNumber, compare, exact, sumOf, unitsOf } from './decimal.ts';
import type { Component, Group, Index, Rule } from './model.ts';

/** Everything that does not add up in an index, each at its place (`/groups/0/components/2`); empty when it can be used. `indicators`: keys of those that may give a value. */
export function checkIndex(index: Index, indicators?: ReadonlySet<string>): InputError[] {
  return [
    ...checkWhole(index),
    ...checkCodes(index),
    ...index.groups.flatMap((group, at) => checkGroup(group, `/groups/${at}`, indicators)),
    ...(index.groups.some(({ scored }) => scored) ? [] : [wrong('/groups', 'index-nothing-scored')]),
  ];
}

function checkWhole({ from_year, to_year, max_points, groups, composition }: Index): InputError[] {
  const errors = to_year !== null && to_year < from_year ? [wrong('/to_year', 'index-years')] : [];
  const scored = groups.filter((group) => group.scored);
  if (composition.kind === 'weighted') {
    const weights = scored.map(({ code }) => composition.weights[code] ?? 0);
    const sum = sumOf(weights.map(exact));
    if (compare(sum, exact(1)) !== 0) errors.push(wrong('/composition', 'index-weights', { sum: asNumber(weights.reduce((total, one) => total + unitsOf(one), 0n)) }));
    return errors;
  }
  const sum = addUp(scored.map((group) => group.max_points));
  if (sum !== null && max_points !== null && sum !== unitsOf(max_points)) errors.push(wrong('/max_points', 'index-total-not-adding', { sum: asNumber(sum), max: max_points }));
  return errors;
}

function checkCodes({ groups }: Index): InputError[] {
  const seen = new Set<string>();
  const twice = (code: string, at: string): InputError[] => {
    if (seen.has(code)) return [wrong(at, 'index-duplicate-code', { code })];
    seen.add(code);
    return [];
  };
  return groups.flatMap((group, g) => [...twice(group.code, `/groups/${g}`), ...group.components.flatMap(({ code }, c) => twice(code, `/groups/${g}/components/${c}`))]);
}

function checkGroup(group: Group, at: string, indicators: ReadonlySet<string> | undefined): InputError[] {
  const errors = group.components.flatMap((component, c) => checkComponent(component, group, `${at}/components/${c}`, indicators));
  if (!group.scored && (group.max_points ?? 0) > 0) errors.push(wrong(at, 'index-not-scored-points', { code: group.code }));
  if (group.scored && group.max_points === null && group.verified) errors.push(wrong(at, 'index-points-missing', { code: group.code }));
  if (group.stated_components !== undefined && group.stated_components !== group.components.length)
    errors.push(wrong(at, 'index-stated-components', { code: group.code, stated: group.stated_components, n: group.components.length }));
  if (!group.scored || group.by === 'whole') return errors;
  const counting = group.components.filter(({ rule }) => rule?.kind !== 'record');
  if (counting.length === 0) errors.push(wrong(at, 'index-group-empty', { code: group.code }));
  const sum = addUp(counting.map(({ max_points }) => max_points));
  if (sum !== null && group.max_points !== null && sum !== unitsOf(group.max_points))
    errors.push(wrong(at, 'index-points-not-adding', { code: group.code, sum: asNumber(sum), max: group.max_points }));
  return errors;
}

function checkComponent({ code, rule, max_points, verified, indicator }: Component, group: Group, at: string, indicators: ReadonlySet<string> | undefined): InputError[] {
  const needed = group.scored && group.by === 'components';
  const errors: InputError[] = [];
  if (needed && rule === null) errors.push(wrong(at, 'index-rule-missing', { code }));
  if (needed && rule !== null && rule.kind !== 'record' && verified && max_points === null && group.verified) errors.push(wrong(at, 'index-points-missing', { code }));
  if (indicator !== undefined && (rule === null || rule.kind === 'conditions')) errors.push(wrong(at, 'index-indicator-rule', { code }));
  if (indicator !== undefined && indicators?.has(indicator) === false) errors.push(wrong(at, 'index-unknown-indicator', { code, indicator }));
  if (rule === null) return errors;
  return [...errors, ...checkRule(rule, max_points, at, code)];
}

function checkRule(rule: Rule, max: number | null, at: string, code: string): InputError[] {
  if (rule.kind === 'ratio-threshold' && rule.full_at > rule.per) return [wrong(at, 'index-threshold-over', { code, value: rule.full_at, per: rule.per })];
  if (rule.kind === 'steps' || rule.kind === 'count-steps') return checkSteps(rule, max, at, code);
  if (rule.kind !== 'conditions') return [];
  const codes = rule.conditions.map((condition) => condition.code);
  const errors = new Set(codes).size < codes.length ? [wrong(at, 'index-condition-twice', { code })] : [];
  const sum = addUp(rule.conditions.map(({ points }) => points)) ?? 0n;
  if (max !== null && sum !== unitsOf(max)) errors.push(wrong(at, 'index-conditions-not-adding', { code, sum: asNumber(sum), max }));
  return errors;
}

function checkSteps({ kind, steps }: Extract<Rule, { kind: 'steps' | 'count-steps' }>, max: number | null, at: string, code: string): InputError[] {
  const errors: InputError[] = [];
  if (new Set(steps.map(({ at_least }) => at_least)).size < steps.length) errors.push(wrong(at, 'index-step-twice', { code }));
  const top = Math.max(...steps.map(({ points }) => points));
  if (max !== null && top !== max) errors.push(wrong(at, 'index-steps-top', { code, top, max }));
  if (kind === 'steps') return errors;
  const rising = steps.toSorted((a, b) => a.at_least - b.at_least);
  if (rising.some(({ points }, i) => points < (rising[i - 1]?.points ?? 0))) errors.push(wrong(at, 'index-steps-falling', { code }));
  if (steps.some(({ at_least }) => !Number.isInteger(at_least) || at_least < 0)) errors.push(wrong(at, 'index-steps-count', { code }));
  return errors;
}

/** The sum in ten-thousandths, or null when a part is unknown. */
function addUp(points: readonly (number | null)[]): bigint | null {
  return points.reduce<bigint | null>((sum, one) => (sum === null || one === null ? null : sum + unitsOf(one)), 0n);
}

function wrong(at: string, code: string, values: Values = {}): InputError {
  return { at, code: `scorecards.error.${code}`, values };
}
