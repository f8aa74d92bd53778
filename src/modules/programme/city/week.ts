import { addDays, type Day } from '#base/day/index.ts';
import { all, sql, type Db, type RawBuilder } from '#base/db/index.ts';

/** Kinds of fact that the week of the city names, without `programme.`; `city.fact-<kind>` is the text key. */
export const KINDS = ['value-reported', 'value-appraised', 'initiative-stepped', 'milestone-reached', 'target-shared-out', 'conclusion-made', 'conclusion-stepped'] as const;
export type Kind = (typeof KINDS)[number];

/** Whether `fact` was recorded in the seven days up to a day. */
export function inWeek(day: Day): RawBuilder<boolean> {
  return sql<boolean>`fact.recorded_at >= ${addDays(day, -6)}::date and fact.recorded_at < ${addDays(day, 1)}::date`;
}

/** How many facts of the programme were recorded in the seven days up to a day, by kind, the most frequent first. */
export async function countFacts(db: Db, day: Day): Promise<{ kind: string; n: number }[]> {
  return all(
    db,
    sql<{ kind: string; n: number }>`
    select fact.kind, count(*)::integer as n
    from kernel.fact
    where fact.kind = any(${KINDS.map((name) => `programme.${name}`)}::text[])
      and ${inWeek(day)}
    group by fact.kind
    order by n desc, fact.kind`,
  );
}
