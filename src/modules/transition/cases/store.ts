import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';

/** The case of a person with where it stands. */
export type PersonCase = {
  caseId: string;
  initiative: string;
  number: number;
  personId: string;
  name: string;
  postId: string;
  post: string;
  postingId: string;
  state: string;
  unitId: string;
  closedOn: Day | null;
};

/** Cases of people: of one case, one person, one post, or one posting; latest first. */
export async function listPersonCases(
  db: Db,
  by: { caseId: string } | { personId: string } | { postId: string } | { postingId: string } | { initiative: string },
): Promise<PersonCase[]> {
  const [column, value] = Object.entries({
    ...('caseId' in by && { case_id: by.caseId }),
    ...('personId' in by && { person_id: by.personId }),
    ...('postId' in by && { post_id: by.postId }),
    ...('postingId' in by && { posting_id: by.postingId }),
    ...('initiative' in by && { initiative_id: by.initiative }),
  })[0] ?? ['case_id', ''];
  return all(
    db,
    sql<PersonCase>`
      select held.case_id as "caseId", held.initiative_id as initiative, held.number, held.person_id as "personId", person.name, held.post_id as "postId",
        post.title as post, held.posting_id as "postingId", file.state, file.unit_id as "unitId", file.closed_on as "closedOn"
      from transition.person_case as held
      join kernel.case_file as file on file.id = held.case_id
      join kernel.person on person.id = held.person_id
      join kernel.post on post.id = held.post_id
      where ${sql.ref(`held.${column}`)} = ${value}
      order by held.case_id desc`,
  );
}

/** Notes whose case it is. */
export async function addPersonCase(db: Db, given: Pick<PersonCase, 'caseId' | 'initiative' | 'number' | 'personId' | 'postId' | 'postingId'>): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.person_case (case_id, initiative_id, number, person_id, post_id, posting_id)
      values (${given.caseId}, ${given.initiative}, ${given.number}, ${given.personId}, ${given.postId}, ${given.postingId})`,
  );
}

/** What was computed in a case. */
export type Calculated = { number: number; facts: unknown; result: unknown; digest: string; madeBy: string | null; madeAt: Date };

/** The latest calculation of a case. */
export async function findCalculation(db: Db, caseId: string): Promise<Calculated | undefined> {
  return one(
    db,
    sql<Calculated>`
      select held.number, held.facts, held.result, held.digest, person.name as "madeBy", held.made_at as "madeAt"
      from transition.calculation as held
      left join kernel.person on person.id = held.made_by
      where held.case_id = ${caseId}
      order by held.number desc
      limit 1`,
  );
}

/** Keeps what was computed; returns its number. */
export async function addCalculation(
  db: Db,
  given: { caseId: string; facts: unknown; result: unknown; digest: string; madeBy: string | null; at: Temporal.Instant },
): Promise<number> {
  const row = await one(
    db,
    sql<{ number: number }>`
      insert into transition.calculation (case_id, number, facts, result, digest, made_by, made_at)
      select ${given.caseId}::uuid, coalesce(max(held.number), 0) + 1, ${JSON.stringify(given.facts)}::jsonb, ${JSON.stringify(given.result)}::jsonb, ${given.digest}::text,
        ${given.madeBy}::uuid, ${given.at.toString()}::timestamptz
      from transition.calculation as held
      where held.case_id = ${given.caseId}
      returning calculation.number`,
  );
  return row?.number ?? 0;
}

/** On which day each step of a case was last taken. */
export async function listStepDays(db: Db, caseId: string): Promise<Map<string, Day>> {
  const rows = await all(
    db,
    sql<{ step: string; day: Day }>`
      select done.step, max(done.day) as day
      from kernel.case_step as done
      where done.case_id = ${caseId}
      group by done.step`,
  );
  return new Map(rows.map(({ step, day }) => [step, day]));
}

/** Open appeals within a case; offers of work are cases within it too. */
export async function countOpenAppeals(db: Db, caseId: string): Promise<number> {
  const row = await one(
    db,
    sql<{ n: number }>`
      select count(*) as n
      from kernel.case_file as file
      where file.parent_id = ${caseId}
        and file.procedure = 'transition.appeal'
        and file.closed_on is null`,
  );
  return row?.n ?? 0;
}

/** Says until when something protects a person; a second statement of the same ground replaces the first. */
export async function putProtection(db: Db, given: { personId: string; ground: string; until: Day; day: Day }): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.protection (person_id, ground, until, stated_on)
      values (${given.personId}, ${given.ground}, ${given.until}, ${given.day})
      on conflict on constraint protection_pkey do update
      set until = excluded.until,
        stated_on = excluded.stated_on`,
  );
}

/** What a person said protects her or him. */
export async function listOwnProtections(db: Db, personId: string): Promise<{ ground: string; until: Day }[]> {
  return all(
    db,
    sql<{ ground: string; until: Day }>`
      select stated.ground, stated.until
      from transition.protection as stated
      where stated.person_id = ${personId}
      order by stated.ground`,
  );
}

/** The initiatives whose latest assessment says that a post goes or changes. */
export async function listInitiativesOfPost(db: Db, postId: string): Promise<{ initiative: string; effect: string }[]> {
  return all(
    db,
    sql<{ initiative: string; effect: string }>`
      select latest.initiative_id as initiative, named.post ->> 'effect' as effect
      from (
        select distinct on (held.initiative_id) held.initiative_id, held.content
        from transition.assessment as held
        order by held.initiative_id, held.number desc
      ) as latest
      cross join lateral jsonb_array_elements(latest.content -> 'posts') as named (post)
      where named.post ->> 'id' = ${postId}`,
  );
}

/** Every post that the latest assessment of some initiative names, and those of these postings that are holdings of one. */
export async function listAssessed(db: Db, postings: readonly string[]): Promise<{ posts: Set<string>; postings: Set<string> }> {
  const rows = await all(
    db,
    sql<{ postId: string; postings: string[] }>`
      select named.post ->> 'id' as "postId",
        array(
          select posting.id
          from kernel.posting
          where posting.post_id = (named.post ->> 'id')::uuid
            and posting.id = any(${postings}::uuid[])) as postings
      from (
        select distinct on (held.initiative_id) held.initiative_id, held.content
        from transition.assessment as held
        order by held.initiative_id, held.number desc
      ) as latest
      cross join lateral jsonb_array_elements(latest.content -> 'posts') as named (post)`,
  );
  return { posts: new Set(rows.map(({ postId }) => postId)), postings: new Set(rows.flatMap((row) => row.postings)) };
}

/** The post of a posting. */
export async function findPostOf(db: Db, postingId: string): Promise<{ postId: string; personId: string } | undefined> {
  return one(
    db,
    sql<{ postId: string; personId: string }>`
      select posting.post_id as "postId", posting.person_id as "personId"
      from kernel.posting
      where posting.id = ${postingId}`,
  );
}

/** Whether the holder of a posting holds another post on a day. */
export async function holdsAnother(db: Db, postingId: string, day: Day): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
      select other.id
      from kernel.posting as held
      join kernel.posting as other
        on other.person_id = held.person_id
        and other.id <> held.id
        and other.valid_from <= ${day}
        and other.valid_to > ${day}
      where held.id = ${postingId}
      limit 1`,
  );
  return row !== undefined;
}
