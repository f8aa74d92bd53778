import Type from 'typebox';
import { Value } from 'typebox/value';
import { FOREVER, type Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Happened, RunningTerm, Standing } from '#kernel/procedure/index.ts';

/** A case as stored; `due` is `infinity` when nothing runs. */
export type CaseFile = {
  id: string;
  procedure: string;
  version: Day;
  unitId: string;
  subject: string | null;
  parentId: string | null;
  title: string;
  state: string;
  number: number;
  openedOn: Day;
  closedOn: Day | null;
  due: Day;
  assigneeId: string | null;
};

/** A step of the history as stored. */
export type HistoryRow = Happened & { number: number; reason: string | null; actorId: string | null; actorName: string | null; recordedAt: Date };

/** A term with the day it is due; `infinity` while its clock stands. */
export type DueTerm = RunningTerm & { due: Day };

/** Who has which part in a case. */
export type CaseParty = { party: string; personId?: string | undefined; unitId?: string | undefined };

const Data = Type.Record(Type.String(), Type.Unknown());
const Pauses = Type.Array(Type.Object({ from: Type.String(), to: Type.String() }));

/** The case of that id; `lock` makes whoever else acts on it wait for the end of this transaction. */
export async function findCase(db: Db, id: string, lock = false): Promise<CaseFile | undefined> {
  return one(
    db,
    sql<CaseFile>`
      select file.id, file.procedure, file.version, file.unit_id as "unitId", file.subject, file.parent_id as "parentId", file.title, file.state, file.number,
        file.opened_on as "openedOn", file.closed_on as "closedOn", file.due, file.assignee_id as "assigneeId"
      from kernel.case_file as file
      where file.id = ${id}
      ${lock ? sql`for update` : sql``}`,
  );
}

/** Adds a case as it stands after its opening. */
export async function addCase(db: Db, file: Omit<CaseFile, 'closedOn'>): Promise<void> {
  await all(
    db,
    sql`
      insert into kernel.case_file (id, procedure, version, unit_id, subject, parent_id, title, state, number, opened_on, due, assignee_id)
      values (${file.id}, ${file.procedure}, ${file.version}, ${file.unitId}, ${file.subject}, ${file.parentId}, ${file.title}, ${file.state}, ${file.number},
        ${file.openedOn}, ${file.due}, ${file.assigneeId})`,
  );
}

/** Writes down where a case stands now. */
export async function moveCase(db: Db, id: string, version: Day, { state, number, closed, day }: Standing, due: Day): Promise<void> {
  await all(
    db,
    sql`
      update kernel.case_file
      set state = ${state},
        number = ${number},
        version = ${version},
        due = ${due},
        closed_on = ${closed ? day : null}
      where case_file.id = ${id}`,
  );
}

/** Adds what happened to the history. */
export async function addStep(
  db: Db,
  caseId: string,
  { number, step, day, data, reason, actorId, factId, at }: Happened & { number: number; reason: string | null; actorId: string | null; factId: string; at: Temporal.Instant },
): Promise<void> {
  await all(
    db,
    sql`
      insert into kernel.case_step (case_id, number, step, day, reason, data, actor_id, fact_id, recorded_at)
      values (${caseId}, ${number}, ${step}, ${day}, ${reason}, ${JSON.stringify(data)}::jsonb, ${actorId}, ${factId}, ${at.toString()})`,
  );
}

/** Everything that happened to these cases, by case, in order; the opening first. */
export async function listHistories(db: Db, ids: readonly string[]): Promise<Map<string, HistoryRow[]>> {
  const rows = await all(
    db,
    sql<{ caseId: string; number: number; step: string; day: Day; data: unknown; reason: string | null; actorId: string | null; actorName: string | null; recordedAt: Date }>`
      select done.case_id as "caseId", done.number, done.step, done.day, done.data, done.reason, done.actor_id as "actorId", person.name as "actorName",
        done.recorded_at as "recordedAt"
      from kernel.case_step as done
      left join kernel.person on person.id = done.actor_id
      where done.case_id = any(${ids}::uuid[])
      order by done.case_id, done.number`,
  );
  const grouped = Map.groupBy(rows, ({ caseId }) => caseId);
  return new Map([...grouped].map(([id, steps]) => [id, steps.map(({ caseId: _caseId, data, ...row }): HistoryRow => ({ ...row, data: Value.Parse(Data, data) }))]));
}

/** Writes down the terms of a case. A term that was stopped before keeps the day it was due. */
export async function putTerms(db: Db, caseId: string, terms: readonly DueTerm[]): Promise<void> {
  if (terms.length === 0) return;
  await all(
    db,
    sql`
      insert into kernel.case_term (case_id, term, number, start, working_days, pauses, paused_since, due, stopped)
      select ${caseId}::uuid, run.term, run.number, run.start, run.working_days, run.pauses, run.paused_since, run.due, run.stopped
      from unnest(
        ${terms.map(({ term }) => term)}::text[],
        ${terms.map(({ number }) => number)}::int[],
        ${terms.map(({ start }) => start)}::date[],
        ${terms.map(({ workingDays }) => workingDays)}::int[],
        ${terms.map(({ pauses }) => JSON.stringify(pauses))}::jsonb[],
        ${terms.map(({ pausedSince }) => pausedSince ?? null)}::date[],
        ${terms.map(({ due }) => due)}::date[],
        ${terms.map(({ stopped }) => stopped ?? null)}::date[]
      ) as run (term, number, start, working_days, pauses, paused_since, due, stopped)
      on conflict on constraint case_term_pkey do update
      set pauses = excluded.pauses,
        paused_since = excluded.paused_since,
        due = excluded.due,
        stopped = excluded.stopped
      where case_term.stopped is null`,
  );
}

/** Takes all terms of a case away, before those of another version are written. */
export async function removeTerms(db: Db, caseId: string): Promise<void> {
  await all(db, sql`delete from kernel.case_term where case_term.case_id = ${caseId}`);
}

type TermRow = {
  caseId: string;
  title: string;
  term: string;
  number: number;
  start: Day;
  workingDays: number;
  pauses: unknown;
  pausedSince: Day | null;
  due: Day;
  stopped: Day | null;
};

/** The terms of one case, or (without `caseId`) all that run in open cases, with the title of their case. */
export async function listTerms(db: Db, caseId?: string): Promise<(DueTerm & { caseId: string; title: string })[]> {
  const rows = await all(
    db,
    sql<TermRow>`
      select run.case_id as "caseId", file.title, run.term, run.number, run.start, run.working_days as "workingDays", run.pauses, run.paused_since as "pausedSince",
        run.due, run.stopped
      from kernel.case_term as run
      join kernel.case_file as file on file.id = run.case_id
      where ${caseId === undefined ? sql`run.stopped is null` : sql`run.case_id = ${caseId}`}
      order by run.case_id, run.number, run.term`,
  );
  return rows.map(({ pausedSince, stopped, pauses, ...row }) => ({
    ...row,
    pauses: Value.Parse(Pauses, pauses),
    ...(pausedSince === null ? {} : { pausedSince }),
    ...(stopped === null ? {} : { stopped }),
  }));
}

/** Puts new due days of running terms in place, and with them the day by which their cases are due. */
export async function moveDueDays(db: Db, moved: readonly { caseId: string; term: string; number: number; due: Day }[]): Promise<void> {
  if (moved.length === 0) return;
  await all(
    db,
    sql`
      update kernel.case_term
      set due = moved.due
      from unnest(
        ${moved.map(({ caseId }) => caseId)}::uuid[],
        ${moved.map(({ term }) => term)}::text[],
        ${moved.map(({ number }) => number)}::int[],
        ${moved.map(({ due }) => due)}::date[]
      ) as moved (case_id, term, number, due)
      where case_term.case_id = moved.case_id
        and case_term.term = moved.term
        and case_term.number = moved.number`,
  );
  await all(
    db,
    sql`
      update kernel.case_file
      set due = soonest.due
      from (
        select run.case_id, min(run.due) as due
        from kernel.case_term as run
        where run.stopped is null
          and run.case_id = any(${[...new Set(moved.map(({ caseId }) => caseId))]}::uuid[])
        group by run.case_id
      ) as soonest
      where case_file.id = soonest.case_id`,
  );
}

/** Adds parties; one that is there already stays. */
export async function addParties(db: Db, caseId: string, parties: readonly CaseParty[]): Promise<void> {
  if (parties.length === 0) return;
  await all(
    db,
    sql`
      insert into kernel.case_party (case_id, party, person_id, unit_id)
      select ${caseId}::uuid, part.party, part.person_id, part.unit_id
      from unnest(
        ${parties.map(({ party }) => party)}::text[],
        ${parties.map(({ personId }) => personId ?? null)}::uuid[],
        ${parties.map(({ unitId }) => unitId ?? null)}::uuid[]
      ) as part (party, person_id, unit_id)
      on conflict on constraint case_party_once do nothing`,
  );
}

/** The parties of a case. */
export async function listParties(db: Db, caseId: string): Promise<CaseParty[]> {
  const rows = await all(
    db,
    sql<{ party: string; personId: string | null; unitId: string | null }>`
      select part.party, part.person_id as "personId", part.unit_id as "unitId"
      from kernel.case_party as part
      where part.case_id = ${caseId}
      order by part.party`,
  );
  return rows.map(({ party, personId, unitId }) => ({ party, personId: personId ?? undefined, unitId: unitId ?? undefined }));
}

/** Gives a case to somebody, or to nobody. */
export async function setAssignee(db: Db, caseId: string, personId: string | null): Promise<void> {
  await all(db, sql`update kernel.case_file set assignee_id = ${personId} where case_file.id = ${caseId}`);
}

/** The person with this staff code (upper or lower case), if they hold a post on the day. */
export async function findInPost(db: Db, staffCode: string, day: Day): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ id: string }>`
      select person.id
      from kernel.person
      where person.staff_code in (${staffCode.trim()}, ${staffCode.trim().toUpperCase()})
        and exists (
          select 1
          from kernel.posting
          where posting.person_id = person.id
            and posting.valid_from <= ${day}
            and posting.valid_to > ${day})`,
  );
  return row?.id;
}

/** The sub-cases of a case, oldest first. */
export async function listSubcases(db: Db, parentId: string): Promise<Pick<CaseFile, 'id' | 'procedure' | 'version' | 'title' | 'state' | 'closedOn' | 'due'>[]> {
  return all(
    db,
    sql<Pick<CaseFile, 'id' | 'procedure' | 'version' | 'title' | 'state' | 'closedOn' | 'due'>>`
      select file.id, file.procedure, file.version, file.title, file.state, file.closed_on as "closedOn", file.due
      from kernel.case_file as file
      where file.parent_id = ${parentId}
      order by file.id`,
  );
}

/** The soonest of the terms that run; `infinity` when none does. */
export function soonest(terms: readonly DueTerm[]): Day {
  return terms.filter(({ stopped }) => stopped === undefined).reduce((first, { due }) => (due < first ? due : first), FOREVER);
}
