import { addMonths } from '#base/day/index.ts';
import { found } from '#base/problem/index.ts';
import type { Result } from '#kernel/rule/index.ts';
import { figure, LEAST_MONTHS, multiple, atOnce, serviceOf, type Found } from './amounts.ts';
import { early, forReason, inDays, insured, ofKind, paid, unverified } from './condition.ts';
import type { Known } from './person.ts';
import type { Regime } from './regimes.ts';
import { yearsOf } from './service.ts';

const DECREE = 'Nghị định 178/2024/NĐ-CP, sửa đổi bởi Nghị định 67/2025/NĐ-CP';
const ARTICLE_7 = unverified(`${DECREE}, Điều 7`);
const ARTICLE_9 = unverified(`${DECREE}, Điều 9, Điều 10`);
const NEAR = 60;
const FAR = 120;
const LEAST_EARLY = 24;

const decreeOf = ({ law }: Known) => found(law.decrees.get('reorganisation'), 'transition-entitlement.no-decree');

/** Whether the person leaves in the first twelve months after the decision took effect. */
function isFirst(known: Known): boolean {
  const months = figure(known, 'reorganisation-first-months');
  return months === undefined || known.day < addMonths(known.decision, Number(months.value.units));
}

const capped = (known: Known, months: number, cap: string): number => Math.min(months, Number(figure(known, cap)?.value.units ?? months));

/** Early retirement when bodies are reorganised: lump sum, years of early retirement, service. Decree 178/2024/NĐ-CP art. 7, as amended by Decree 67/2025/NĐ-CP. */
export const reorganisationEarly: Regime = {
  key: 'reorganisation-early',
  decree: () => 'reorganisation',
  conditions: (known): Result<boolean>[] => [
    inDays(decreeOf(known), known),
    forReason(known.facts, ['reorganisation'], ARTICLE_7),
    early(known, 1, FAR, ARTICLE_7),
    insured(known, LEAST_MONTHS, ARTICLE_7),
    paid(known),
  ],
  parts: (known): Found[] => {
    const months = known.early ?? 0;
    const reach = months <= NEAR ? 'near' : 'far';
    const share = isFirst(known) ? undefined : figure(known, 'reorganisation-later-share');
    const lump = multiple(known, 'lump', `reorganisation-lump-${reach}`, capped(known, months, 'reorganisation-lump-cap'), share);
    // Below two years the text is not at hand: years and service are named as missing rather than guessed.
    if (months < LEAST_EARLY) return [lump, { part: 'service', result: undefined }];
    return [lump, multiple(known, 'years', `reorganisation-year-${reach}`, yearsOf(months)), ...serviceOf(known, 'reorganisation')];
  },
};

/** Leaving when bodies are reorganised: months and years of service; three months to look for work for cadres and civil servants. Decree 178/2024/NĐ-CP arts. 9 and 10. */
export const reorganisationLeave: Regime = {
  key: 'reorganisation-leave',
  decree: () => 'reorganisation',
  conditions: (known): Result<boolean>[] => [inDays(decreeOf(known), known), forReason(known.facts, ['reorganisation'], ARTICLE_9), insured(known, 1, ARTICLE_9), paid(known)],
  parts: (known): Found[] => [
    multiple(known, 'leave-months', isFirst(known) ? 'reorganisation-leave-month' : 'reorganisation-leave-month-later', capped(known, known.insured, 'reorganisation-leave-cap')),
    multiple(known, 'insured-years', 'reorganisation-leave-year', yearsOf(known.insured)),
    ...(ofKind(known.facts, ['cadre', 'civil-servant'], ARTICLE_9).value
      ? [atOnce(known, 'search', 'reorganisation-leave-search')]
      : [{ part: 'unemployment', result: undefined }]),
  ],
};
