import { Problem, type InputError } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getUnit } from '#kernel/org/index.ts';
import { listIndicators, type Indicator } from '../indicators/index.ts';
import { findPersonByCode, type StoredPlan } from '../plans/store.ts';
import type { TargetFields } from './model.ts';
import { boundsOf } from './values.ts';

/** A target that was checked, with the person whose staff code was given. */
export type Checked = { indicator: Indicator; person: { id: string; name: string } | undefined };

/**
 * Everything wrong with a target, each at its field: an indicator that does not exist, a value that it cannot have, milestones beyond the due day or
 * out of order, a person or goal that does not exist. Throws `invalid` with all of them, `missing` for a unit that does not stand.
 */
export async function mustBeTarget(ctx: Ctx, fields: TargetFields, plan: StoredPlan): Promise<Checked> {
  await getUnit(ctx.db, fields.unitId, ctx.today);
  for (const unit of fields.coUnits) await getUnit(ctx.db, unit, ctx.today);
  const indicator = (await listIndicators(ctx)).find(({ key }) => key === fields.indicator);
  const person = fields.personCode === null ? undefined : await findPersonByCode(ctx.db, fields.personCode);
  const errors = [
    ...(indicator === undefined ? [error('/indicator', 'plans.no-indicator')] : valueErrors(fields, indicator)),
    ...dayErrors(fields),
    ...(fields.goal !== null && !plan.goals.some(({ key }) => key === fields.goal) ? [error('/goal', 'plans.no-goal')] : []),
    ...(fields.personCode !== null && person === undefined ? [error('/personCode', 'plans.no-person')] : []),
  ];
  if (indicator === undefined || errors.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, errors);
  return { indicator, person };
}

function valueErrors({ direction, value, baseline, milestones }: TargetFields, indicator: Indicator): InputError[] {
  const { measure } = indicator;
  const { low, high } = boundsOf(indicator);
  const fits = (one: number): boolean => one >= (low ?? -Infinity) && one <= (high ?? Infinity) && (measure !== 'rank' || Number.isInteger(one));
  const code = `plans.value-not-${measure}`;
  if ((measure === 'milestone') !== (direction === 'reached')) return [error('/direction', measure === 'milestone' ? 'plans.direction-reached' : 'plans.direction-value')];
  return [
    ...((value === null) === (direction === 'reached') ? [] : [error('/value', value === null ? 'operation.input.required' : 'plans.value-not-wanted')]),
    ...(value !== null && !fits(value) ? [error('/value', code)] : []),
    ...(baseline !== null && !fits(baseline.value) ? [error('/baselineValue', code)] : []),
    ...milestones.flatMap((mark, index) => (fits(mark.value) ? [] : [error(`/milestones/${index}`, code)])),
  ];
}

function dayErrors({ due, baseline, milestones }: TargetFields): InputError[] {
  const days = milestones.map(({ day }) => day);
  return [
    ...(baseline !== null && baseline.day >= due ? [error('/baselineDay', 'plans.baseline-after-due')] : []),
    ...days.flatMap((day, index) => (day >= due || (baseline !== null && day <= baseline.day) ? [error(`/milestones/${index}`, 'plans.milestone-outside')] : [])),
    ...days.flatMap((day, index) => (days.indexOf(day) < index ? [error(`/milestones/${index}`, 'plans.milestone-twice')] : [])),
  ];
}

function error(at: string, code: string): InputError {
  return { at, code };
}
