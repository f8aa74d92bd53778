import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import type { Audience, AudiencePart } from './model.ts';

/** What only the module of skills can say, as conditions on `posting` and `post` of the query: see `audienceRows`. */
export type AudienceConditions = {
  /** The newest measurement is below what the post needs in one of these areas. */
  gaps: (areas: string[], day: Day) => RawBuilder<boolean>;
  /** The post needs at least this level in the area. */
  required: (area: string, level: number, day: Day) => RawBuilder<boolean>;
};

/**
 * The people of an audience on a day as SQL: select person_id, unit_id (of the main post), each person once. Only people of `within` and all under it are meant,
 * whatever the audience says. Parts by gap or requirement need `conditions`; throws `invalid` without them.
 */
export function audienceRows(audience: Audience, within: string, day: Day, conditions?: AudienceConditions): RawBuilder<unknown> {
  const any = (parts: readonly AudiencePart[]): RawBuilder<unknown> => sql`(${sql.join([sql`false`, ...parts.map((part) => partOf(part, day, conditions))], sql` or `)})`;
  return sql`
    select posting.person_id, posting.unit_id
    from kernel.posting
    join kernel.post on post.id = posting.post_id
    where posting.main
      and posting.valid_from <= ${day}
      and posting.valid_to > ${day}
      and ${under([within], day)}
      and ${any(audience.include)}
      and not ${any(audience.exclude)}`;
}

/** How many people an audience has on a day, and in how many units they work. */
export async function countAudience(db: Db, audience: Audience, within: string, day: Day, conditions?: AudienceConditions): Promise<{ people: number; units: number }> {
  const row = await one(
    db,
    sql<{ people: number; units: number }>`
    select count(*) as people, count(distinct member.unit_id) as units
    from (${audienceRows(audience, within, day, conditions)}) as member`,
  );
  return row ?? { people: 0, units: 0 };
}

/** The names of the units that an audience names, in both languages, by id; as they were last called. */
export async function audienceUnits(db: Db, audience: Audience): Promise<Map<string, { vi: string; en: string }>> {
  const ids = [...audience.include, ...audience.exclude].flatMap(({ units = [] }) => units);
  const rows = await all(
    db,
    sql<{ id: string; vi: string; en: string }>`
    select distinct on (version.unit_id) version.unit_id as id, version.name_vi as vi, version.name_en as en
    from kernel.unit_version as version
    where version.unit_id = any(${ids}::uuid[])
    order by version.unit_id, version.valid_from desc`,
  );
  return new Map(rows.map(({ id, ...names }) => [id, names]));
}

function partOf({ units, unitKinds, postKinds, people, gaps, required }: AudiencePart, day: Day, known: AudienceConditions | undefined): RawBuilder<unknown> {
  if ((gaps !== undefined || required !== undefined) && known === undefined) throw new Problem('invalid', 'audience.no-skills');
  const conditions = [
    sql`true`,
    ...(units === undefined ? [] : [under(units, day)]),
    ...(unitKinds === undefined ? [] : [underKind(unitKinds, day)]),
    ...(postKinds === undefined ? [] : [sql`post.kind = any(${postKinds}::text[])`]),
    ...(people === undefined ? [] : [sql`posting.person_id = any(${people}::uuid[])`]),
    ...(gaps === undefined || known === undefined ? [] : [known.gaps(gaps, day)]),
    ...(required === undefined || known === undefined ? [] : [known.required(required.area, required.level, day)]),
  ];
  return sql`(${sql.join(conditions, sql` and `)})`;
}

function under(units: string[], day: Day): RawBuilder<unknown> {
  return sql`posting.unit_id in (
    select below.unit_id
    from kernel.unit_ancestor as below
    where below.ancestor_id = any(${units}::uuid[])
      and below.valid_from <= ${day}
      and below.valid_to > ${day})`;
}

function underKind(kinds: string[], day: Day): RawBuilder<unknown> {
  return sql`posting.unit_id in (
    select below.unit_id
    from kernel.unit_version as version
    join kernel.unit_ancestor as below
      on below.ancestor_id = version.unit_id
      and below.valid_from <= ${day}
      and below.valid_to > ${day}
    where version.kind = any(${kinds}::text[])
      and version.valid_from <= ${day}
      and version.valid_to > ${day})`;
}
