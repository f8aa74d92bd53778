import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import type { PostLine } from './model.ts';

/** Units over which the person holds a role today, and the unit of the main post; for the switch in the header, named in a language. */
export async function listOwnUnits(db: Db, personId: string, day: Day, locale: Locale): Promise<{ id: string; name: string; own: boolean }[]> {
  const name = locale === 'vi' ? sql`version.name_vi` : sql`version.name_en`;
  return all(
    db,
    sql<{ id: string; name: string; own: boolean }>`
      select version.unit_id as id, ${name} as name, bool_or(mine.own) as own
      from (
        select posting.unit_id, true as own
        from kernel.posting
        where posting.person_id = ${personId}
          and posting.main
          and posting.valid_from <= ${day}
          and posting.valid_to > ${day}
        union all
        select granted.unit_id, false
        from kernel.role_grant as granted
        where granted.person_id = ${personId}
          and granted.valid_from <= ${day}
          and granted.valid_to > ${day}
      ) as mine
      join kernel.unit_version as version
        on version.unit_id = mine.unit_id
        and version.valid_from <= ${day}
        and version.valid_to > ${day}
      group by version.unit_id, ${name}
      order by ${name} collate kernel.vi`,
  );
}

/** The codes of a unit, those in force on `day` first. */
export function codeRows(unitId: string): RawBuilder<{ system: string; code: string; validFrom: Day; validTo: Day }> {
  return sql<{ system: string; code: string; validFrom: Day; validTo: Day }>`
      select code.system, code.code, code.valid_from as "validFrom", code.valid_to as "validTo"
      from kernel.unit_code as code
      where code.unit_id = ${unitId}
      order by code.valid_to desc, code.system`;
}

/** One state of a unit with the names of the unit above on its first day. */
export type State = { kind: string; nameVi: string; nameEn: string; parentId: string | null; parentVi: string | null; parentEn: string | null; validFrom: Day; validTo: Day };

/** Every state of a unit, oldest first. */
export function stateRows(unitId: string): RawBuilder<State> {
  return sql<State>`
      select version.kind, version.name_vi as "nameVi", version.name_en as "nameEn", version.parent_id as "parentId",
        parent.name_vi as "parentVi", parent.name_en as "parentEn", version.valid_from as "validFrom", version.valid_to as "validTo"
      from kernel.unit_version as version
      left join kernel.unit_version as parent
        on parent.unit_id = version.parent_id
        and parent.valid_from <= version.valid_from
        and parent.valid_to > version.valid_from
      where version.unit_id = ${unitId}
      order by version.valid_from`;
}

/** Who a unit succeeded (`before`) or who succeeded it (`after`), with the name each had around that day. */
export function relativeRows(unitId: string, side: 'before' | 'after'): RawBuilder<{ id: string; nameVi: string; nameEn: string; day: Day; basis: string }> {
  const [own, other] = side === 'before' ? [sql.ref('succession.new_id'), sql.ref('succession.old_id')] : [sql.ref('succession.old_id'), sql.ref('succession.new_id')];
  return sql<{ id: string; nameVi: string; nameEn: string; day: Day; basis: string }>`
      select ${other} as id, named.name_vi as "nameVi", named.name_en as "nameEn", succession.day, succession.basis
      from kernel.unit_succession as succession
      cross join lateral (
        select version.name_vi, version.name_en
        from kernel.unit_version as version
        where version.unit_id = ${other}
        order by abs(version.valid_from - succession.day)
        limit 1
      ) as named
      where ${own} = ${unitId}
      order by succession.day, named.name_vi collate kernel.vi`;
}

/** Where a unit comes from, when it was made from content. */
export function sourceRows(unitId: string): RawBuilder<{ source: string; verified: boolean }> {
  return sql<{ source: string; verified: boolean }>`
      select source.source, source.verified
      from directory.unit_source as source
      where source.unit_id = ${unitId}`;
}

/** The posts of a unit that stand on a day with whoever holds them then: leaders first, then by title. */
export async function listUnitPosts(db: Db, unitId: string, day: Day): Promise<PostLine[]> {
  const rows = await all(
    db,
    sql<Omit<PostLine, 'holder'> & { personId: string | null; name: string | null; since: Day | null; main: boolean | null }>`
      select post.id, post.title, post.kind, post.valid_from as "validFrom", post.valid_to as "validTo",
        person.id as "personId", person.name, posting.valid_from as since, posting.main
      from kernel.post
      left join kernel.posting
        on posting.post_id = post.id
        and posting.valid_from <= ${day}
        and posting.valid_to > ${day}
      left join kernel.person on person.id = posting.person_id
      where post.unit_id = ${unitId}
        and post.valid_from <= ${day}
        and post.valid_to > ${day}
      order by array_position(array['leader', 'staff', 'contract'], post.kind), post.title collate kernel.vi, person.name_sort, post.id`,
  );
  return rows.map(({ personId, name, since, main, ...post }) => ({
    ...post,
    holder: personId === null || name === null || since === null ? null : { personId, name, since, main: main === true },
  }));
}

/** A post with its unit; undefined when there is none. */
export async function findPost(db: Db, postId: string): Promise<{ id: string; unitId: string; title: string; kind: string; validFrom: Day; validTo: Day } | undefined> {
  return one(
    db,
    sql<{ id: string; unitId: string; title: string; kind: string; validFrom: Day; validTo: Day }>`
      select post.id, post.unit_id as "unitId", post.title, post.kind, post.valid_from as "validFrom", post.valid_to as "validTo"
      from kernel.post
      where post.id = ${postId}`,
  );
}

/** Who held a post, latest first. */
export async function listHolders(db: Db, postId: string): Promise<{ personId: string; name: string; validFrom: Day; validTo: Day }[]> {
  return all(
    db,
    sql<{ personId: string; name: string; validFrom: Day; validTo: Day }>`
      select posting.person_id as "personId", person.name, posting.valid_from as "validFrom", posting.valid_to as "validTo"
      from kernel.posting
      join kernel.person on person.id = posting.person_id
      where posting.post_id = ${postId}
      order by posting.valid_from desc`,
  );
}

/** What would be left without a unit if it ended on `day`: units under it, posts and people in it on that day or later, and its own later states. */
export async function countDependents(db: Db, unitId: string, day: Day): Promise<{ units: number; posts: number; people: number; later: number }> {
  const row = await one(
    db,
    sql<{ units: number; posts: number; people: number; later: number }>`
      select
        (select count(distinct version.unit_id) from kernel.unit_version as version where version.parent_id = ${unitId} and version.valid_to > ${day}) as units,
        (select count(*) from kernel.post where post.unit_id = ${unitId} and post.valid_to > ${day}) as posts,
        (select count(distinct posting.person_id) from kernel.posting where posting.unit_id = ${unitId} and posting.valid_to > ${day}) as people,
        (select count(*) from kernel.unit_version as version where version.unit_id = ${unitId} and version.valid_from > ${day}) as later`,
  );
  return row ?? { units: 0, posts: 0, people: 0, later: 0 };
}
