import { earlierFirst } from '#base/day/index.ts';
import { byName } from '#base/text/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { fresh } from '#kernel/set/index.ts';
import { listIndicators, type Indicator } from '../indicators/index.ts';
import { listStoredPlans, type StoredPlan } from '../plans/store.ts';
import { listServing } from '../roadmap/serving.ts';
import type { ServingLine, TargetLine } from './model.ts';
import { nextOf } from './next.ts';
import { project, type Projection } from './projection.ts';
import { judge, valueOn, WORST_FIRST, type Judgement } from './status.ts';
import { listStoredTargets, type StoredTarget, type Which } from './store.ts';
import { boundsOf, PERIOD_MONTHS, readSeries, type Series } from './values.ts';

/** A target with everything its page shows of how it stands. */
export type Looked = { stored: StoredTarget; indicator: Indicator; line: TargetLine; judgement: Judgement; projection: Projection; series: Series; serving: ServingLine[] };

/** The targets with how they stand today for whoever asks, as stored. Targets whose indicator the catalogue does not know are left out. */
export async function lookAt(ctx: Ctx, which: Which = {}): Promise<Looked[]> {
  return fresh(ctx.db, ctx.actor, ['programme.targets', ctx.today, ctx.locale, JSON.stringify(which)], () => look(ctx, which));
}

async function look(ctx: Ctx, which: Which): Promise<Looked[]> {
  const [targets, plans, indicators] = [
    await listStoredTargets(ctx.db, ctx.today, which),
    new Map((await listStoredPlans(ctx.db, ctx.today)).map((plan) => [plan.id, plan])),
    new Map((await listIndicators(ctx, { retired: true })).map((indicator) => [indicator.key, indicator])),
  ];
  const known = targets.filter(({ indicator, planId }) => indicators.has(indicator) && plans.has(planId));
  const [series, serving] = [await readSeries(ctx, known, indicators), await listServing(ctx.db, ctx.today)];
  return known.flatMap((stored, index) => {
    const [plan, indicator, own] = [plans.get(stored.planId), indicators.get(stored.indicator), series[index]];
    if (plan === undefined || indicator === undefined || own === undefined) return [];
    return [lookOf(ctx, { stored, plan, indicator, series: own, serving: serving.get(stored.id) ?? [] })];
  });
}

type Parts = { stored: StoredTarget; plan: StoredPlan; indicator: Indicator; series: Series; serving: ServingLine[] };

function lookOf(ctx: Ctx, parts: Parts): Looked {
  const { stored, indicator, series } = parts;
  const periodMonths = PERIOD_MONTHS[indicator.periodicity];
  const known = series.values.filter(({ day }) => day <= ctx.today);
  const projection = stored.value === null ? { kind: 'none' as const, why: 'too-few' as const, points: 0 } : project(known, stored.due, boundsOf(indicator));
  const judgement = judge(stored, series.values, ctx.today, { projection, periodMonths });
  const line = lineOf(ctx, parts, judgement);
  return { stored, indicator, projection, judgement, series, serving: parts.serving, line };
}

function lineOf(ctx: Ctx, { stored, plan, indicator, series, serving }: Parts, { status, because }: Judgement): TargetLine {
  const overdue = ctx.today > stored.due;
  const latest = valueOn(series.values, ctx.today) ?? null;
  const goal = plan.goals.find(({ key }) => key === stored.goal);
  const { measure, unitVi, unitEn, decimals, periodicity } = indicator;
  const counted = indicator.formula.kind !== 'reported';
  const { key, number, parent, titleVi, titleEn, direction, value, due, document, verified, retired, parts } = stored;
  const own = { key, number, parent, titleVi, titleEn, direction, value, due, document, verified, retired, parts };
  const measured = { measure, unitVi, unitEn, decimals, counted, status, because, overdue, latest };
  return {
    ...own,
    ...measured,
    plan: { key: plan.key, titleVi: plan.titleVi, titleEn: plan.titleEn },
    goal: goal ?? null,
    indicator: stored.indicator,
    unit: { unitId: stored.unitId, nameVi: stored.unitVi, nameEn: stored.unitEn },
    person: stored.personId === null ? null : { id: stored.personId, name: stored.personName ?? '' },
    hidden: series.hidden,
    atDue: overdue ? (valueOn(series.values, due) ?? null) : null,
    values: series.values,
    next: nextOf({
      key,
      unitId: stored.unitId,
      indicator: stored.indicator,
      status,
      counted,
      overdue,
      latestDay: latest?.day ?? null,
      periodMonths: PERIOD_MONTHS[periodicity],
      today: ctx.today,
      mayPropose: mayAnywhere(ctx.actor, 'programme.edit-roadmap'),
      serving,
    }),
  };
}

/** What needs attention first: the worst status, then the earlier day, then by title. */
export function worstFirst<T extends Pick<TargetLine, 'status' | 'due' | 'titleVi' | 'key'>>(lines: readonly T[]): T[] {
  const place = (line: T): number => WORST_FIRST.indexOf(line.status);
  return lines.toSorted((a, b) => place(a) - place(b) || earlierFirst(a.due, b.due) || byName(a.titleVi, b.titleVi) || a.key.localeCompare(b.key));
}
