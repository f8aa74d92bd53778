import { Value } from 'typebox/value';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { Content } from './model.ts';

/** Which initiatives there are stands in facts: where it lies, and whether it changes posts. */
export async function findInitiative(db: Db, initiative: string): Promise<{ unitId: string; changesPosts: boolean } | undefined> {
  return one(
    db,
    sql<{ unitId: string; changesPosts: boolean }>`
      select fact.unit_id as "unitId", coalesce((fact.data ->> 'changesPosts')::boolean, false) as "changesPosts"
      from kernel.fact
      where fact.subject = ${initiative}
        and fact.kind = 'programme.initiative-changed'
      order by fact.recorded_at desc, fact.id desc
      limit 1`,
  );
}

/** An assessment as stored. */
export type Assessment = { initiative: string; number: number; unitId: string; content: Content; reason: string; changedBy: string | null; changedAt: string };

/** The version of an assessment, the latest unless said. */
export async function findAssessment(db: Db, initiative: string, number?: number): Promise<Assessment | undefined> {
  const row = await one(
    db,
    sql<{ initiative: string; number: number; unitId: string; content: unknown; reason: string; changedBy: string | null; changedAt: Date }>`
      select held.initiative_id as initiative, held.number, held.unit_id as "unitId", held.content, held.reason, person.name as "changedBy", held.changed_at as "changedAt"
      from transition.assessment as held
      left join kernel.person on person.id = held.changed_by
      where held.initiative_id = ${initiative}
        and ${number === undefined ? sql`true` : sql`held.number = ${number}`}
      order by held.number desc
      limit 1`,
  );
  return row && { ...row, content: Value.Parse(Content, row.content), changedAt: row.changedAt.toISOString() };
}

/** Adds a version of an assessment. */
export async function addAssessment(
  db: Db,
  given: Pick<Assessment, 'initiative' | 'number' | 'unitId' | 'content' | 'reason' | 'changedBy'> & { at: Temporal.Instant; factId: string },
): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.assessment (initiative_id, number, unit_id, content, reason, changed_by, changed_at, fact_id)
      values (${given.initiative}, ${given.number}, ${given.unitId}, ${JSON.stringify(given.content)}::jsonb, ${given.reason}, ${given.changedBy},
        ${given.at.toString()}, ${given.factId})`,
  );
}

/** Initiatives with an assessment, the latest changed first. */
export async function listAssessments(db: Db): Promise<{ initiative: string; number: number; unitId: string; posts: number }[]> {
  return all(
    db,
    sql<{ initiative: string; number: number; unitId: string; posts: number }>`
      select latest.initiative_id as initiative, latest.number, latest.unit_id as "unitId", jsonb_array_length(latest.content -> 'posts') as posts
      from (
        select distinct on (held.initiative_id) held.initiative_id, held.number, held.unit_id, held.content, held.changed_at
        from transition.assessment as held
        order by held.initiative_id, held.number desc
      ) as latest
      order by latest.changed_at desc, latest.initiative_id`,
  );
}

/** A post with whoever holds it on a day. */
export type HeldPost = { postId: string; title: string; unitId: string; unitVi: string; unitEn: string; personId: string | null; name: string | null; postingId: string | null };

/** The posts of these ids that stand on a day, with their holders. */
export async function listHeldPosts(db: Db, ids: readonly string[], day: Day): Promise<HeldPost[]> {
  return all(
    db,
    sql<HeldPost>`
      select post.id as "postId", post.title, post.unit_id as "unitId", unit.name_vi as "unitVi", unit.name_en as "unitEn", person.id as "personId", person.name,
        posting.id as "postingId"
      from kernel.post
      join kernel.unit_version as unit
        on unit.unit_id = post.unit_id
        and unit.valid_from <= ${day}
        and unit.valid_to > ${day}
      left join kernel.posting
        on posting.post_id = post.id
        and posting.valid_from <= ${day}
        and posting.valid_to > ${day}
      left join kernel.person on person.id = posting.person_id
      where post.id = any(${ids}::uuid[])
        and post.valid_from <= ${day}
        and post.valid_to > ${day}
      order by unit.name_vi collate kernel.vi, post.title collate kernel.vi, post.id`,
  );
}

/** How many people hold these posts, by what they are counted by. */
export type Count = { by: 'unit' | 'age' | 'sex' | 'protection'; key: string; title: string; people: number };

/** The holders of these posts on a day, counted by unit, age band, sex and protection. */
export async function countConcerned(db: Db, ids: readonly string[], day: Day, locale: 'vi' | 'en'): Promise<Count[]> {
  return all(
    db,
    sql<Count>`
      with concerned as (${concerned(ids, day)}),
      grouped as (
        select 'unit' as by, concerned.unit_id::text as key, count(*) as people from concerned group by concerned.unit_id
        union all
        select 'age', concerned.age, count(*) from concerned group by concerned.age
        union all
        select 'sex', concerned.sex, count(*) from concerned group by concerned.sex
        union all
        select 'protection', concerned.protection, count(*) from concerned group by concerned.protection
      )
      select grouped.by, grouped.key, coalesce(${locale === 'vi' ? sql`unit.name_vi` : sql`unit.name_en`}, '') as title, grouped.people
      from grouped
      left join kernel.unit_version as unit
        on grouped.by = 'unit'
        and unit.unit_id::text = grouped.key
        and unit.valid_from <= ${day}
        and unit.valid_to > ${day}
      order by grouped.by, grouped.key`,
  );
}

/** Each holder of these posts once, with what people are counted by. */
function concerned(ids: readonly string[], day: Day): RawBuilder<unknown> {
  return sql`
        select distinct on (person.id) person.id, posting.unit_id, coalesce(person.sex, 'unknown') as sex,
          case
            when person.birth_date is null then 'unknown'
            when person.birth_date > ${day}::date - interval '35 years' then 'under-35'
            when person.birth_date > ${day}::date - interval '50 years' then '35-49'
            else '50-up'
          end as age,
          case when exists (
            select 1
            from transition.protection as stated
            where stated.person_id = person.id
              and stated.until > ${day}) then 'protected' else 'not-protected' end as protection
        from kernel.posting
        join kernel.person on person.id = posting.person_id
        where posting.post_id = any(${ids}::uuid[])
          and posting.valid_from <= ${day}
          and posting.valid_to > ${day}
        order by person.id, posting.main desc`;
}

/** The posts of a unit that stand on a day, leaders first, then by title. */
export async function listUnitPosts(db: Db, unitId: string, day: Day): Promise<{ id: string; title: string }[]> {
  return all(
    db,
    sql<{ id: string; title: string }>`
      select post.id, post.title
      from kernel.post
      where post.unit_id = ${unitId}
        and post.valid_from <= ${day}
        and post.valid_to > ${day}
      order by array_position(array['leader', 'staff', 'contract'], post.kind), post.title collate kernel.vi, post.id`,
  );
}
