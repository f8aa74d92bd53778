import { found } from '#base/problem/index.ts';
import type { Result } from '#kernel/rule/index.ts';
import { figure, LEAST_MONTHS, multiple, atOnce, serviceOf, type Found } from './amounts.ts';
import { early, forReason, inDays, insured, need, paid, unverified } from './condition.ts';
import type { Known } from './person.ts';
import type { Regime } from './regimes.ts';
import { yearsOf } from './service.ts';

const decreeKey = ({ law, day }: Known): string => {
  const later = law.decrees.get('streamlining-2025');
  return later !== undefined && day < later.valid_from ? 'streamlining-2023' : 'streamlining-2025';
};
const decreeOf = (known: Known) => found(known.law.decrees.get(decreeKey(known)), 'transition-entitlement.no-decree');
const articleOf = (known: Known, later: number, earlier: number) =>
  unverified(decreeKey(known) === 'streamlining-2025' ? `Nghị định 154/2025/NĐ-CP, Điều ${later}` : `Nghị định 29/2023/NĐ-CP, Điều ${earlier}`);

/** What holds for each way of streamlining: its days, its reasons, some service, some pay. */
function basics(known: Known, later: number, earlier: number): Result<boolean>[] {
  return [inDays(decreeOf(known), known), forReason(known.facts, ['streamlining', 'technology', 'reorganisation'], articleOf(known, later, earlier)), paid(known)];
}

/** Early retirement by streamlining, two to five years before the age. Decree 154/2025/NĐ-CP art. 6; before 16 June 2025 Decree 29/2023/NĐ-CP art. 5. */
export const streamliningEarly: Regime = {
  key: 'streamlining-early',
  decree: decreeKey,
  conditions: (known) => [...basics(known, 6, 5), early(known, 24, 60, articleOf(known, 6, 5)), insured(known, LEAST_MONTHS, articleOf(known, 6, 5))],
  parts: (known): Found[] => [multiple(known, 'years', 'streamlining-year-near', yearsOf(known.early ?? 0)), ...serviceOf(known, 'streamlining')],
};

/** Leaving at once by streamlining. Decree 154/2025/NĐ-CP art. 8; before, Decree 29/2023/NĐ-CP art. 7. */
export const streamliningLeave: Regime = {
  key: 'streamlining-leave',
  decree: decreeKey,
  conditions: (known) => [...basics(known, 8, 7), insured(known, 1, articleOf(known, 8, 7))],
  parts: (known) => [atOnce(known, 'search', 'streamlining-leave-search'), multiple(known, 'insured-years', 'streamlining-leave-year', yearsOf(known.insured))],
};

/** Moving to a body that is not paid from the budget. Decree 154/2025/NĐ-CP art. 7; before, Decree 29/2023/NĐ-CP art. 6. */
export const streamliningMove: Regime = {
  key: 'streamlining-move',
  decree: decreeKey,
  conditions: (known) => [...basics(known, 7, 6), insured(known, 1, articleOf(known, 7, 6))],
  parts: (known) => [atOnce(known, 'move', 'streamlining-move-search'), multiple(known, 'insured-years', 'streamlining-move-year', yearsOf(known.insured))],
};

/** Training first with full pay, then leaving; under 45. Decree 154/2025/NĐ-CP art. 8. Fees and what follows are granted, but their figures are not at hand. */
export const streamliningTrain: Regime = {
  key: 'streamlining-train',
  decree: decreeKey,
  conditions: (known) => {
    const article = articleOf(known, 8, 7);
    const limit = figure(known, 'streamlining-train-age');
    const most = limit === undefined ? undefined : Number(limit.value.units);
    const young = most !== undefined && known.age !== undefined && known.age < most;
    return [
      ...basics(known, 8, 7),
      known.age === undefined ? need('age-known', false, [article]) : need('age', young, [limit?.cite ?? article], { most: most ?? '—', age: known.age }),
      need('training', known.facts.trainingMonths !== undefined, [article]),
    ];
  },
  parts: (known): Found[] => [
    multiple(known, 'training', 'streamlining-train-month', known.facts.trainingMonths ?? 0),
    { part: 'training-fees', result: undefined },
    { part: 'after-training', result: undefined },
  ],
};
