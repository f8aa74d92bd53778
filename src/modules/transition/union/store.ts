import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';

/** A request for aid. */
export type Aid = { id: string; name: string; kind: 'legal' | 'hardship'; body: string; answer: string | null; askedOn: Day; answeredOn: Day | null };

/** Requests for aid: of one person, or of people whose posts lie where `condition` (over `posting.unit_id`) allows; unanswered first. */
export async function listAid(db: Db, by: { personId: string } | { condition: RawBuilder<unknown>; day: Day }): Promise<Aid[]> {
  const whose = 'personId' in by ? sql`asked.person_id = ${by.personId}` : postedWhere(by.condition, by.day);
  return all(
    db,
    sql<Aid>`
      select asked.id, person.name, asked.kind, asked.body, asked.answer, asked.asked_on as "askedOn", asked.answered_on as "answeredOn"
      from transition.aid_request as asked
      join kernel.person on person.id = asked.person_id
      where ${whose}
      order by (asked.answered_on is not null), asked.asked_on desc, asked.id desc
      limit 200`,
  );
}

/** Whoever asks for aid holds or held a post where `condition` (over `posting.unit_id`) allows. */
function postedWhere(condition: RawBuilder<unknown>, day: Day): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1
    from kernel.posting
    where posting.person_id = asked.person_id
      and posting.valid_from <= ${day}
      and ${condition})`;
}

/** How many requests for aid of people whose posts lie where `condition` (over `posting.unit_id`) allows are unanswered; no row when none is. */
export function countOpenAid(condition: RawBuilder<unknown>, day: Day): RawBuilder<{ n: number }> {
  return sql<{ n: number }>`
    select count(*) as n
    from transition.aid_request as asked
    where asked.answered_on is null
      and ${postedWhere(condition, day)}
    having count(*) > 0`;
}

/** Keeps a request for aid. */
export async function addAid(db: Db, given: { id: string; personId: string; kind: string; body: string; day: Day }): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.aid_request (id, person_id, kind, body, asked_on)
      values (${given.id}, ${given.personId}, ${given.kind}, ${given.body}, ${given.day})`,
  );
}

/** Keeps the answer to a request; returns whether it was still open. */
export async function putAidAnswer(db: Db, given: { id: string; answer: string; day: Day; by: string | null }): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
      update transition.aid_request
      set answer = ${given.answer},
        answered_on = ${given.day},
        answered_by = ${given.by}
      where aid_request.id = ${given.id}
        and aid_request.answered_on is null
      returning aid_request.id`,
  );
  return row !== undefined;
}

/** The unit in which whoever asked for aid holds or last held a post. */
export async function findUnitOfAid(db: Db, id: string): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ unitId: string }>`
      select posting.unit_id as "unitId"
      from transition.aid_request as asked
      join kernel.posting on posting.person_id = asked.person_id
      where asked.id = ${id}
      order by posting.main desc, posting.valid_from desc
      limit 1`,
  );
  return row?.unitId;
}

/** A matter of many. */
export type Matter = { id: string; unitId: string; title: string; body: string; openedOn: Day; outcome: string | null; closedOn: Day | null };

/** Collective matters in units that `condition` (over `matter.unit_id`) allows; open ones first. */
export async function listMatters(db: Db, condition: RawBuilder<unknown>): Promise<Matter[]> {
  return all(
    db,
    sql<Matter>`
      select matter.id, matter.unit_id as "unitId", matter.title, matter.body, matter.opened_on as "openedOn", matter.outcome, matter.closed_on as "closedOn"
      from transition.collective_matter as matter
      where ${condition}
      order by (matter.closed_on is not null), matter.opened_on desc, matter.id desc
      limit 200`,
  );
}

/** Takes a matter up. */
export async function addMatter(db: Db, given: { id: string; unitId: string; title: string; body: string; day: Day }): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.collective_matter (id, unit_id, title, body, opened_on)
      values (${given.id}, ${given.unitId}, ${given.title}, ${given.body}, ${given.day})`,
  );
}

/** Ends a matter; returns whether it was open. */
export async function endMatter(db: Db, given: { id: string; outcome: string; day: Day }): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
      update transition.collective_matter
      set outcome = ${given.outcome},
        closed_on = ${given.day}
      where collective_matter.id = ${given.id}
        and collective_matter.closed_on is null
      returning collective_matter.id`,
  );
  return row !== undefined;
}

/** The unit of a matter. */
export async function findUnitOfMatter(db: Db, id: string): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ unitId: string }>`
      select matter.unit_id as "unitId"
      from transition.collective_matter as matter
      where matter.id = ${id}`,
  );
  return row?.unitId;
}

/** Keeps what a worker says of a plan; without a person nobody knows whose word it is. */
export async function addComment(db: Db, given: { id: string; initiative: string; personId: string | null; body: string; day: Day }): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.worker_comment (id, initiative_id, person_id, body, day)
      values (${given.id}, ${given.initiative}, ${given.personId}, ${given.body}, ${given.day})`,
  );
}

/** What workers said of the plan of an initiative, latest first. */
export async function listComments(db: Db, initiative: string): Promise<{ id: string; body: string; day: Day; by: string | null }[]> {
  return all(
    db,
    sql<{ id: string; body: string; day: Day; by: string | null }>`
      select said.id, said.body, said.day, person.name as by
      from transition.worker_comment as said
      left join kernel.person on person.id = said.person_id
      where said.initiative_id = ${initiative}
      order by said.id desc
      limit 500`,
  );
}

/** Cases that stand in one state of one version of a procedure. */
export type Counted = { procedure: string; version: Day; state: string; cases: number; late: number };

/** How many cases of this module stand in which state of the version that they follow, and how many are late; in units that `condition` (over `file.unit_id`) allows. */
export async function countCases(db: Db, condition: RawBuilder<unknown>, day: Day): Promise<Counted[]> {
  return all(
    db,
    sql<Counted>`
      select file.procedure, file.version, file.state, count(*) as cases, count(*) filter (where file.closed_on is null and file.due < ${day}) as late
      from kernel.case_file as file
      where file.procedure like 'transition.%'
        and ${condition}
      group by file.procedure, file.version, file.state
      order by file.procedure, file.state, file.version`,
  );
}
