import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';

/** A unit as it stands on the day before the act takes effect and on it. */
export type Standing = { id: string; kind: string; nameVi: string; nameEn: string; parentId: string | null; validFrom: Day; validTo: Day };

/** A post of a unit concerned, with whoever holds it on the day. */
export type HeldPost = {
  id: string;
  unitId: string;
  title: string;
  kind: 'leader' | 'staff' | 'contract';
  validTo: Day;
  posting: { id: string; personId: string; name: string; main: boolean; coefficient: number | null; validTo: Day } | null;
};

/** A role over an ending unit that is in force on the day or later. */
export type RunningGrant = { id: string; personId: string; role: string; unitId: string; validTo: Day };

/** What a plan meets: the units, what is in them, and what was entered for the time after the day. */
export type Situation = {
  /** Of the units asked for: those that stand on the day. */
  units: Map<string, Standing>;
  /** Units directly under the units concerned on the day. */
  children: Standing[];
  posts: HeldPost[];
  grants: RunningGrant[];
  /** Posts and postings of the units concerned that begin on the day or later. */
  laterPosts: number;
  /** Other facts of these units on the day or later. */
  laterFacts: number;
  /** Units that have a leader's post of their own on the day. */
  led: Set<string>;
};

/** Reads what a plan meets: `concerned` units end or change, `others` take over. */
export async function readSituation(db: Db, concerned: string[], others: string[], day: Day): Promise<Situation> {
  const units = await all(
    db,
    sql<Standing>`
    select ${state}
    from kernel.unit_version as version
    where version.unit_id = any(${[...concerned, ...others]}::uuid[])
      and version.valid_from <= ${day}
      and version.valid_to > ${day}`,
  );
  const grants = await all(
    db,
    sql<RunningGrant>`
    select granted.id, granted.person_id as "personId", granted.role, granted.unit_id as "unitId", granted.valid_to as "validTo"
    from kernel.role_grant as granted
    where granted.unit_id = any(${concerned}::uuid[])
      and granted.valid_to > greatest(${day}::date, granted.valid_from)`,
  );
  const led = await all(
    db,
    sql<{ unit_id: string }>`
    select distinct post.unit_id
    from kernel.post
    where post.unit_id = any(${others}::uuid[])
      and post.kind = 'leader'
      and post.valid_from <= ${day}
      and post.valid_to > ${day}`,
  );
  return {
    units: new Map(units.map((unit) => [unit.id, unit])),
    children: await listUnder(db, concerned, day),
    posts: await listHeldPosts(db, concerned, day),
    grants,
    ...(await countLater(db, concerned, day)),
    led: new Set(led.map(({ unit_id }) => unit_id)),
  };
}

/** The units directly under these that are not among them, by Vietnamese alphabet. */
function listUnder(db: Db, concerned: string[], day: Day): Promise<Standing[]> {
  return all(
    db,
    sql<Standing>`
    select ${state}
    from kernel.unit_version as version
    where version.parent_id = any(${concerned}::uuid[])
      and not version.unit_id = any(${concerned}::uuid[])
      and version.valid_from <= ${day}
      and version.valid_to > ${day}
    order by version.name_vi collate kernel.vi, version.unit_id`,
  );
}

const state = sql`version.unit_id as id, version.kind, version.name_vi as "nameVi", version.name_en as "nameEn", version.parent_id as "parentId",
  version.valid_from as "validFrom", version.valid_to as "validTo"`;

async function listHeldPosts(db: Db, unitIds: string[], day: Day): Promise<HeldPost[]> {
  type Row = Omit<HeldPost, 'posting'> & { postingId: string | null; personId: string; name: string; main: boolean; coefficient: number | null; postingTo: Day };
  const rows = await all(
    db,
    sql<Row>`
    select post.id, post.unit_id as "unitId", post.title, post.kind, post.valid_to as "validTo",
      posting.id as "postingId", posting.person_id as "personId", person.name, posting.main, posting.coefficient, posting.valid_to as "postingTo"
    from kernel.post
    left join kernel.posting
      on posting.post_id = post.id
      and posting.valid_from < ${day}
      and posting.valid_to > ${day}
    left join kernel.person on person.id = posting.person_id
    where post.unit_id = any(${unitIds}::uuid[])
      and post.valid_from < ${day}
      and post.valid_to > ${day}
    order by post.unit_id, array_position(array['leader', 'staff', 'contract'], post.kind), post.title collate kernel.vi, post.id`,
  );
  return rows.map(({ postingId, personId, name, main, coefficient, postingTo, ...post }) => ({
    ...post,
    posting: postingId === null ? null : { id: postingId, personId, name, main, coefficient, validTo: postingTo },
  }));
}

async function countLater(db: Db, unitIds: string[], day: Day): Promise<{ laterPosts: number; laterFacts: number }> {
  const row = await one(
    db,
    sql<{ posts: number; facts: number }>`
    select
      (select count(*) from kernel.post where post.unit_id = any(${unitIds}::uuid[]) and post.valid_from >= ${day})
        + (select count(*) from kernel.posting where posting.unit_id = any(${unitIds}::uuid[]) and posting.valid_from >= ${day}) as posts,
      (select count(*) from kernel.fact where fact.unit_id = any(${unitIds}::uuid[]) and fact.day >= ${day}) as facts`,
  );
  return { laterPosts: row?.posts ?? 0, laterFacts: row?.facts ?? 0 };
}
