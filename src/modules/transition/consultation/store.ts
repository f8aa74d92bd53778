import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';

/** What a consultation is about. */
export type About = 'impact' | 'plan';
/** A consultation with where its case stands. */
export type Consultation = { caseId: string; initiative: string; about: About; number: number; state: string; unitId: string; closedOn: Day | null };

/** Notes what a case consults on. */
export async function addConsultation(db: Db, { caseId, initiative, about, number }: Pick<Consultation, 'caseId' | 'initiative' | 'about' | 'number'>): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.consultation (case_id, initiative_id, about, number)
      values (${caseId}, ${initiative}, ${about}, ${number})`,
  );
}

/** The consultations of an initiative, or the one of a case; latest first. */
export async function listConsultations(db: Db, by: { initiative: string } | { caseId: string }): Promise<Consultation[]> {
  return all(
    db,
    sql<Consultation>`
      select held.case_id as "caseId", held.initiative_id as initiative, held.about, held.number, file.state, file.unit_id as "unitId", file.closed_on as "closedOn"
      from transition.consultation as held
      join kernel.case_file as file on file.id = held.case_id
      where ${'caseId' in by ? sql`held.case_id = ${by.caseId}` : sql`held.initiative_id = ${by.initiative}`}
      order by held.case_id desc`,
  );
}

/** Something that was written. */
export type Statement = { id: string; kind: string; aboutId: string | null; body: string; day: Day; by: string | null };

/** Everything that was written in a case, oldest first. */
export async function listStatements(db: Db, caseId: string): Promise<Statement[]> {
  return all(
    db,
    sql<Statement>`
      select held.id, held.kind, held.about_id as "aboutId", held.body, held.day, person.name as by
      from transition.statement as held
      left join kernel.person on person.id = held.written_by
      where held.case_id = ${caseId}
      order by held.id`,
  );
}

/** Adds what somebody wrote; returns its id. */
export async function addStatement(
  db: Db,
  given: { caseId: string; kind: string; aboutId?: string | undefined; body: string; day: Day; by: string | undefined; at: Temporal.Instant },
): Promise<string> {
  const id = newId();
  await all(
    db,
    sql`
      insert into transition.statement (id, case_id, kind, about_id, body, day, written_by, written_at)
      values (${id}, ${given.caseId}, ${given.kind}, ${given.aboutId ?? null}, ${given.body}, ${given.day}, ${given.by ?? null}, ${given.at.toString()})`,
  );
  return id;
}

/** Whether the union has had its say on the latest version of what an initiative means, and how its plan stands. */
export async function findProgress(db: Db, initiative: string): Promise<{ impact: boolean; plan: string | null; number: number | null }> {
  const row = await one(
    db,
    sql<{ impact: boolean; plan: string | null; number: number | null }>`
      select exists (
          select 1
          from transition.consultation as held
          join kernel.case_file as file on file.id = held.case_id
          where held.initiative_id = ${initiative}
            and held.about = 'impact'
            and file.state = 'concluded'
            and held.number = (
              select max(latest.number)
              from transition.assessment as latest
              where latest.initiative_id = ${initiative})
        ) as impact,
        plan.state as plan, plan.number
      from (select 1) as anchor
      left join (
        select file.state, held.number
        from transition.consultation as held
        join kernel.case_file as file on file.id = held.case_id
        where held.initiative_id = ${initiative}
          and held.about = 'plan'
          and file.state <> 'withdrawn'
        order by (file.state in ('adopted', 'announced')) desc, held.number desc, held.case_id desc
        limit 1
      ) as plan on true`,
  );
  return row ?? { impact: false, plan: null, number: null };
}

/** The open consultations that wait for one side, in the states given, in units that `condition` allows. */
export function waitingConsultations(states: readonly string[], condition: RawBuilder<boolean>): RawBuilder<{ caseId: string; title: string; due: Day }> {
  return sql<{ caseId: string; title: string; due: Day }>`
      select file.id as "caseId", file.title, file.due
      from transition.consultation as held
      join kernel.case_file as file on file.id = held.case_id
      where file.closed_on is null
        and file.state = any(${states}::text[])
        and ${condition}
      order by file.due, file.id
      limit 20`;
}
