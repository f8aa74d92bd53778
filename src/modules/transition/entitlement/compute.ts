import { allOf, decimal, decimalText, derive, divided, dong, reason, sum, times, type Result } from '#kernel/rule/index.ts';
import { figure } from './amounts.ts';
import { jobLoss, severance } from './labour.ts';
import type { Facts, RegimeKey } from './model.ts';
import { knownOf, type Known, type Law } from './person.ts';
import type { Regime } from './regimes.ts';
import { reorganisationEarly, reorganisationLeave } from './reorganisation.ts';
import { streamliningEarly, streamliningLeave, streamliningMove, streamliningTrain } from './streamlining.ts';

/** All regimes, in the order in which they are shown. */
export const regimes: readonly Regime[] = [reorganisationEarly, reorganisationLeave, streamliningEarly, streamliningLeave, streamliningMove, streamliningTrain, jobLoss, severance];

/** What a regime comes to: whether it applies and why, its parts, their sum (0 when it does not apply). */
export type Outcome = { key: RegimeKey; decree: string; applies: Result<boolean>; parts: { part: string; result: Result<bigint> }[]; missing: string[]; total: Result<bigint> };

/** Computes every regime for a person whose facts are sound. */
export function computeAll(law: Law, facts: Facts): { known: Known; outcomes: Outcome[] } {
  const known = knownOf(law, facts);
  return { known, outcomes: regimes.map((regime) => outcomeOf(regime, known)) };
}

function outcomeOf(regime: Regime, known: Known): Outcome {
  const applies = allOf(regime.conditions(known));
  const found = applies.value ? regime.parts(known) : [];
  const given = found.flatMap(({ part, result }) => (result === undefined ? [] : [{ part, result }]));
  const missing = found.filter(({ result }) => result === undefined).map(({ part }) => part);
  const all = regime.decree(known) === 'labour-code' ? given : [...given, ...localTopUp(known, given)];
  return {
    key: regime.key,
    decree: regime.decree(known),
    applies,
    parts: all,
    missing,
    total: derive([applies], sum(all.map(({ result }) => result)).value, ...all.flatMap(({ result }) => result.because)),
  };
}

/** What the city adds by its own resolution: a percentage of the amount of the decree; nothing while there is no resolution. */
function localTopUp(known: Known, parts: { part: string; result: Result<bigint> }[]): { part: string; result: Result<bigint> }[] {
  const percent = figure(known, 'local-top-up');
  if (percent === undefined || percent.value.units === 0n || parts.length === 0) return [];
  const base = sum(parts.map(({ result }) => result));
  const amount = dong(divided(times(decimal(base.value), percent.value), decimal('100'), 2, 'half-up'), 'half-up');
  const inputs = { percent: decimalText(percent.value), base: base.value, amount };
  return [{ part: 'local', result: derive([base], amount, reason('transition.local-top-up', 'transition-entitlement.because-local', [percent.cite], inputs)) }];
}
