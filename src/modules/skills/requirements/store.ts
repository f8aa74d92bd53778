import type { Requirement } from '#content/skills/framework.ts';
import { FOREVER, type Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { POST_KINDS, type RequirementLine } from './model.ts';

/** A required level as it holds for somebody. */
export type Required = { id: string; frameworkId: string; competence: string; level: number; unitId: string | null; source: string; verified: boolean; validFrom: Day };

/** A requirement about to be kept. */
export type NewRequirement = Omit<Requirement, 'valid_from' | 'post_kind'> & { postKind: string; unitId: string | null; validFrom: Day; validTo: Day; setBy: string | null };

/** All requirements of a framework: those in force on the day, or with `history` all; everywhere first, then by unit. */
export async function listRequirements(db: Db, frameworkId: string, day: Day, history: boolean, editable: RawBuilder<boolean>): Promise<RequirementLine[]> {
  return all(
    db,
    sql<RequirementLine>`
    select requirement.id, requirement.framework_id as "frameworkId", requirement.competence, requirement.post_kind as "postKind",
      requirement.unit_id as "unitId", version.name_vi as "unitVi", version.name_en as "unitEn", requirement.level, requirement.source,
      requirement.verified, requirement.valid_from as "validFrom", requirement.valid_to as "validTo", person.name as "setBy", ${editable} as "mayEdit"
    from skills.requirement
    left join kernel.person on person.id = requirement.set_by
    left join lateral (
      select newest.name_vi, newest.name_en
      from kernel.unit_version as newest
      where newest.unit_id = requirement.unit_id
        and newest.valid_from <= ${day}
      order by newest.valid_from desc
      limit 1
    ) as version on true
    where requirement.framework_id = ${frameworkId}
      and (${history} or (requirement.valid_from <= ${day} and requirement.valid_to > ${day}))
    order by requirement.unit_id is not null, version.name_vi collate kernel.vi, requirement.competence, array_position(${[...POST_KINDS]}::text[], requirement.post_kind), requirement.valid_from desc`,
  );
}

/** What holds for a kind of post in a unit on a day: for each competence the requirement of the nearest unit. */
export async function listRequired(db: Db, postKind: string, unitId: string, day: Day): Promise<Required[]> {
  return all(
    db,
    sql<Required>`
    select distinct on (requirement.framework_id, requirement.competence)
      requirement.id, requirement.framework_id as "frameworkId", requirement.competence, requirement.level,
      requirement.unit_id as "unitId", requirement.source, requirement.verified, requirement.valid_from as "validFrom"
    from skills.requirement
    left join kernel.unit_ancestor as above
      on above.unit_id = ${unitId}
      and above.ancestor_id = requirement.unit_id
      and above.valid_from <= ${day}
      and above.valid_to > ${day}
    where requirement.post_kind = ${postKind}
      and requirement.valid_from <= ${day}
      and requirement.valid_to > ${day}
      and (requirement.unit_id is null or above.ancestor_id is not null)
    order by requirement.framework_id, requirement.competence, above.depth nulls last`,
  );
}

/** The kind and unit of the main post that a person holds on a day, or undefined. */
export async function findMainPost(db: Db, personId: string, day: Day): Promise<{ postKind: string; unitId: string } | undefined> {
  return one(
    db,
    sql<{ postKind: string; unitId: string }>`
    select post.kind as "postKind", posting.unit_id as "unitId"
    from kernel.posting
    join kernel.post on post.id = posting.post_id
    where posting.person_id = ${personId}
      and posting.main
      and posting.valid_from <= ${day}
      and posting.valid_to > ${day}`,
  );
}

/** A requirement by its id, or undefined. */
export async function findRequirement(db: Db, id: string): Promise<{ unitId: string | null; validFrom: Day; validTo: Day } | undefined> {
  return one(
    db,
    sql<{ unitId: string | null; validFrom: Day; validTo: Day }>`
    select requirement.unit_id as "unitId", requirement.valid_from as "validFrom", requirement.valid_to as "validTo"
    from skills.requirement
    where requirement.id = ${id}`,
  );
}

type Place = Pick<NewRequirement, 'framework' | 'competence' | 'postKind' | 'unitId' | 'validFrom'>;

/** Makes room from a day on: what was to begin on that very day goes, what holds then ends. Answers the day before which the next one begins. */
export async function makeRoom(db: Db, place: Place): Promise<Day> {
  await all(db, sql`delete from skills.requirement where ${samePlace(place)} and requirement.valid_from = ${place.validFrom}`);
  await all(
    db,
    sql`
    update skills.requirement
    set valid_to = ${place.validFrom}
    where ${samePlace(place)}
      and requirement.valid_from < ${place.validFrom}
      and requirement.valid_to > ${place.validFrom}`,
  );
  const next = await one(
    db,
    sql<{ day: Day }>`
    select requirement.valid_from as day
    from skills.requirement
    where ${samePlace(place)}
      and requirement.valid_from > ${place.validFrom}
    order by requirement.valid_from
    limit 1`,
  );
  return next?.day ?? FOREVER;
}

function samePlace({ framework, competence, postKind, unitId }: Place): RawBuilder<boolean> {
  return sql<boolean>`requirement.framework_id = ${framework}
      and requirement.competence = ${competence}
      and requirement.post_kind = ${postKind}
      and requirement.unit_id is not distinct from ${unitId}::uuid`;
}

/** Adds requirements; those whose id or place is taken are left out. */
export async function addRequirements(db: Db, rows: NewRequirement[]): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.requirement (id, framework_id, competence, post_kind, unit_id, level, source, verified, valid_from, valid_to, set_by)
    select given.id, given.framework_id, given.competence, given.post_kind, given.unit_id, given.level, given.source, given.verified,
      given.valid_from, given.valid_to, given.set_by
    from unnest(
      ${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ framework }) => framework)}::text[],
      ${rows.map(({ competence }) => competence)}::text[],
      ${rows.map(({ postKind }) => postKind)}::text[],
      ${rows.map(({ unitId }) => unitId)}::uuid[],
      ${rows.map(({ level }) => level)}::integer[],
      ${rows.map(({ source }) => source)}::text[],
      ${rows.map(({ verified }) => verified)}::boolean[],
      ${rows.map(({ validFrom }) => validFrom)}::date[],
      ${rows.map(({ validTo }) => validTo)}::date[],
      ${rows.map(({ setBy }) => setBy)}::uuid[]
    ) as given (id, framework_id, competence, post_kind, unit_id, level, source, verified, valid_from, valid_to, set_by)
    on conflict do nothing`,
  );
}

/** Ends a requirement before a day. */
export async function endAt(db: Db, id: string, validTo: Day): Promise<void> {
  await all(db, sql`update skills.requirement set valid_to = ${validTo} where requirement.id = ${id}`);
}
