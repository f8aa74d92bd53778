import type { Day } from '#base/day/index.ts';
import { all, one, sql, type RawBuilder } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getRoot, sortName } from '#kernel/org/index.ts';
import type { PostKind } from '../model.ts';
import { inScope, under, unitName } from './home.ts';
import { ERASED_NAME, type PersonLine, type PostingLine, type UnionLine } from './model.ts';

/** Which people are asked for. `text` is searched in names (without diacritics) and at the beginning of staff codes. */
export type PeopleQuery = { text?: string | undefined; unitId?: string | undefined; day: Day; after?: string | undefined; limit: number };

/** What whoever was erased is sorted by: they are on no list. */
const ERASED_SORT = sortName(ERASED_NAME);

type LineRow = { id: string; staff_code: string; name: string; title: string | null; kind: PostKind | null; unit_id: string | null; unit_name: string | null };

const lineFrom = (row: LineRow): PersonLine => ({
  id: row.id,
  staffCode: row.staff_code,
  name: row.name,
  title: row.title,
  kind: row.kind,
  unitId: row.unit_id,
  unitName: row.unit_name,
});

/** From how many units on the list is found by walking through all people in their order, instead of collecting those of the units and sorting. */
const WALK_FROM_UNITS = 100;

/** People who hold a main post on the day, as far as the actor may see persons, by Vietnamese alphabet. */
export async function listPosted(ctx: Ctx, query: PeopleQuery): Promise<PersonLine[]> {
  const units = await listUnitsIn(ctx, query);
  if (units.length === 0) return [];
  const held = sql`
    posting.main
    and posting.valid_from <= ${query.day}
    and posting.valid_to > ${query.day}
    and posting.unit_id = any(${units}::uuid[])
    and posting.name_sort <> ${ERASED_SORT}`;
  // A posting carries what its holder is sorted by, so that people are looked up for the page only; `offset 0` keeps the planner to the way chosen here: it cannot
  // know how many people the units hold.
  const source =
    units.length < WALK_FROM_UNITS && (query.text?.trim() ?? '') === ''
      ? sql`(select posting.person_id as id, posting.name_sort, posting.unit_id, posting.post_id from kernel.posting where ${held} offset 0) as person where ${later(query.after)}`
      : sql`kernel.person join kernel.posting on posting.person_id = person.id and ${held} where ${matches(query.text)} and ${later(query.after)}`;
  const rows = await all(
    ctx.db,
    sql<LineRow>`
    select person.id, person.staff_code, person.name, post.title, post.kind, posting.unit_id, ${unitName(ctx.locale)} as unit_name
    from (
      select person.id, person.name_sort, unit_id, post_id
      from ${source}
      order by person.name_sort, person.id
      limit ${query.limit}
    ) as posting
    join kernel.person on person.id = posting.id
    join kernel.post on post.id = posting.post_id
    left join kernel.unit_version as version
      on version.unit_id = posting.unit_id
      and version.valid_from <= ${query.day}
      and version.valid_to > ${query.day}
    order by posting.name_sort, posting.id`,
  );
  return rows.map(lineFrom);
}

/** The units of the day, under the one asked for, in which the actor may see persons. */
async function listUnitsIn(ctx: Ctx, query: PeopleQuery): Promise<string[]> {
  const rows = await all(
    ctx.db,
    sql<{ unit_id: string }>`
    select standing.unit_id
    from kernel.unit_version as standing
    where standing.valid_from <= ${query.day}
      and standing.valid_to > ${query.day}
      and ${inScope(ctx.actor, 'directory.see-persons', sql`standing.unit_id`, ctx.today)}
      and ${under(query.unitId, sql`standing.unit_id`, query.day)}`,
  );
  return rows.map(({ unit_id }) => unit_id);
}

/** People who hold no main post on the day (left, or not yet begun), in scope by the last post that began; those who never held one only over the whole city. */
export async function listUnposted(ctx: Ctx, query: PeopleQuery): Promise<PersonLine[]> {
  const decides = sql`coalesce(last.unit_id, ${(await getRoot(ctx.db, ctx.today)).id}::uuid)`;
  const rows = await all(
    ctx.db,
    sql<LineRow>`
    select person.id, person.staff_code, person.name, null as title, null as kind, last.unit_id, ${unitName(ctx.locale)} as unit_name
    from kernel.person
    left join lateral (
      select posting.unit_id, posting.valid_from
      from kernel.posting
      where posting.person_id = person.id
        and posting.main
      order by posting.valid_from desc
      limit 1
    ) as last on true
    left join kernel.unit_version as version
      on version.unit_id = last.unit_id
      and version.valid_from <= last.valid_from
      and version.valid_to > last.valid_from
    where person.erased_at is null
      and not exists (
        select 1
        from kernel.posting
        where posting.person_id = person.id
          and posting.main
          and posting.valid_from <= ${query.day}
          and posting.valid_to > ${query.day})
      and ${inScope(ctx.actor, 'directory.see-persons', decides, ctx.today)}
      and ${under(query.unitId, decides, query.day)}
      and ${matches(query.text)}
      and ${later(query.after)}
    order by person.name_sort, person.id
    limit ${query.limit}`,
  );
  return rows.map(lineFrom);
}

/** An SQL pattern that finds the text anywhere; its own signs of patterns are taken literally. */
export const anywhere = (text: string): string => `%${literally(text)}%`;

const literally = (text: string): string => text.normalize('NFC').replace(/[\\%_]/g, '\\$&');

function matches(text: string | undefined): RawBuilder<boolean> {
  const asked = text?.trim() ?? '';
  if (asked === '') return sql<boolean>`true`;
  return sql<boolean>`(person.name_plain like kernel.plain(${anywhere(asked)}) or person.staff_code ilike ${`${literally(asked)}%`})`;
}

/** Keyset: people who sort after that one. */
function later(after: string | undefined): RawBuilder<boolean> {
  if (after === undefined) return sql<boolean>`true`;
  return sql<boolean>`(person.name_sort, person.id) > (
    select cursor.name_sort, cursor.id
    from kernel.person as cursor
    where cursor.id = ${after})`;
}

export type PersonRow = {
  id: string;
  staff_code: string;
  name: string;
  birth_date: Day | null;
  sex: 'female' | 'male' | null;
  erased_at: Date | null;
  email: string | null;
  phone: string | null;
  ending: string | null;
};

/** What is stored of one person, without postings and union; undefined when there is none. */
export async function findPerson(ctx: Pick<Ctx, 'db'>, id: string): Promise<PersonRow | undefined> {
  return one(
    ctx.db,
    sql<PersonRow>`
    select person.id, person.staff_code, person.name, person.birth_date, person.sex, person.erased_at, contact.email, contact.phone, identity.ending
    from kernel.person
    left join directory.contact on contact.person_id = person.id
    left join directory.identity on identity.person_id = person.id
    where person.id = ${id}`,
  );
}

/** How to address a person, and where they work today; undefined when there is none. */
export async function findMe(
  ctx: Pick<Ctx, 'db' | 'locale' | 'today'>,
  id: string,
): Promise<{ id: string; name: string; sex: 'female' | 'male' | null; unitId: string | null; unitName: string | null; title: string | null } | undefined> {
  return one(
    ctx.db,
    sql<{ id: string; name: string; sex: 'female' | 'male' | null; unitId: string | null; unitName: string | null; title: string | null }>`
    select person.id, person.name, person.sex, posting.unit_id as "unitId", ${unitName(ctx.locale)} as "unitName", post.title
    from kernel.person
    left join kernel.posting
      on posting.person_id = person.id
      and posting.main
      and posting.valid_from <= ${ctx.today}
      and posting.valid_to > ${ctx.today}
    left join kernel.post on post.id = posting.post_id
    left join kernel.unit_version as version
      on version.unit_id = posting.unit_id
      and version.valid_from <= ${ctx.today}
      and version.valid_to > ${ctx.today}
    where person.id = ${id}`,
  );
}

/** The posts a person held, holds or will hold, latest first. */
export async function listPostings(ctx: Pick<Ctx, 'db' | 'locale'>, personId: string, day: Day): Promise<PostingLine[]> {
  const rows = await all(
    ctx.db,
    sql<Omit<PostingLine, 'postId' | 'unitId' | 'unitName' | 'from' | 'to'> & { post_id: string; unit_id: string; unit_name: string | null; valid_from: Day; valid_to: Day }>`
    select posting.id, posting.post_id, post.title, post.kind, posting.unit_id, ${unitName(ctx.locale)} as unit_name, posting.main,
      posting.coefficient, posting.valid_from, posting.valid_to,
      posting.valid_from <= ${day} and posting.valid_to > ${day} as held
    from kernel.posting
    join kernel.post on post.id = posting.post_id
    left join kernel.unit_version as version
      on version.unit_id = posting.unit_id
      and version.valid_from <= posting.valid_from
      and version.valid_to > posting.valid_from
    where posting.person_id = ${personId}
    order by posting.valid_from desc, posting.main desc, posting.id`,
  );
  return rows.map(({ post_id, unit_id, unit_name, valid_from, valid_to, ...row }) => ({
    ...row,
    postId: post_id,
    unitId: unit_id,
    unitName: unit_name ?? '',
    from: valid_from,
    to: valid_to,
  }));
}

/** The stretches of union membership, latest first. */
export async function listUnion(ctx: Pick<Ctx, 'db'>, personId: string): Promise<UnionLine[]> {
  const rows = await all(
    ctx.db,
    sql<{ valid_from: Day; valid_to: Day; consent_day: Day }>`
    select membership.valid_from, membership.valid_to, membership.consent_day
    from directory.union_membership as membership
    where membership.person_id = ${personId}
    order by membership.valid_from desc`,
  );
  return rows.map(({ valid_from, valid_to, consent_day }) => ({ from: valid_from, to: valid_to, consentDay: consent_day }));
}
