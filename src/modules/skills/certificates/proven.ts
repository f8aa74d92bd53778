import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';

/** A level that a certification of somebody proves on a day; area `all` is overall, 1 to 5 those of DigComp; `until`: the day on which it lapses if nothing more is answered. */
export type Proven = { personId: string; area: string; level: number; until: Day };

/** The levels that certifications of people prove on a day: the highest of each area. For modules whose people agreed that it is shown; results are never given. */
export async function listProven(db: Db, people: readonly string[], day: Day): Promise<Proven[]> {
  return all(
    db,
    sql<Proven>`
    select distinct on (certificate.person_id, measured.area) certificate.person_id as "personId", measured.area, measured.level, certificate.lapses_on as until
    from skills.certificate
    cross join lateral (
      select 'all' as area, certificate.level
      union all
      select one.value ->> 'area', (one.value ->> 'assured')::integer
      from jsonb_array_elements(certificate.measured -> 'areas') as one (value)
    ) as measured
    where certificate.person_id = any(${[...people]}::uuid[])
      and certificate.kind = 'certification'
      and certificate.revoked_at is null
      and certificate.issued_day <= ${day}
      and certificate.lapses_on > ${day}
      and measured.level > 0
    order by certificate.person_id, measured.area, measured.level desc, certificate.lapses_on desc`,
  );
}
