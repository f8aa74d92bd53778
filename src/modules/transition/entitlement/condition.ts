import { addDays, formatDay } from '#base/day/index.ts';
import { cite, conclude, reason, type Cite, type Result } from '#kernel/rule/index.ts';
import { citeOf, endOf, type Decree } from './decrees.ts';
import type { Facts } from './model.ts';
import type { Known } from './person.ts';

/** A condition of a regime with the sentence that tells it; `transition-entitlement.need-<name>` is its key. */
export function need(name: string, ok: boolean, cites: readonly Cite[], inputs: Record<string, string | number> = {}): Result<boolean> {
  return conclude(ok, reason(`transition.need-${name}`, `transition-entitlement.need-${name}`, cites, inputs));
}

/** The day of leaving lies within the days of the decree. */
export function inDays(decree: Decree, { day, facts }: Known): Result<boolean> {
  const end = endOf(decree, facts.leaveDecisionDay);
  const open = end === 'infinity';
  return need(open ? 'days-open' : 'days', decree.valid_from <= day && (open || day < end), [citeOf(decree)], {
    document: decree.title_vi,
    from: formatDay(decree.valid_from),
    ...(open ? {} : { until: formatDay(addDays(end, -1)) }),
    day: formatDay(day),
  });
}

/** The person leaves for one of these reasons. */
export function forReason(facts: Facts, reasons: readonly Facts['reason'][], article: Cite): Result<boolean> {
  return need('reason', reasons.includes(facts.reason), [article]);
}

/** The person is of one of these kinds. */
export function ofKind(facts: Facts, kinds: readonly Facts['kind'][], article: Cite): Result<boolean> {
  return need('kind', kinds.includes(facts.kind), [article]);
}

/** The months before the retirement age are known and within bounds, both included. */
export function early({ early: months }: Known, least: number, most: number, article: Cite): Result<boolean> {
  if (months === undefined) return need('early-known', false, [article]);
  return need('early', least <= months && months <= most, [article], { least, most, months });
}

/** At least so many months with compulsory social insurance. */
export function insured(known: Known, least: number, article: Cite): Result<boolean> {
  return need('insured', known.insured >= least, [article], { least, months: known.insured });
}

/** There is a monthly pay to compute with. */
export function paid({ pay }: Known): Result<boolean> {
  return need('pay', pay.value > 0n, []);
}

/** An article that nobody has laid beside an official text. */
export const unverified = (text: string): Cite => cite(text, false);
