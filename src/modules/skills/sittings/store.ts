import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Day } from '#base/day/index.ts';
import { found } from '#base/problem/index.ts';
import type { Answer } from '../bank/index.ts';
import type { Measure } from '../engine/index.ts';
import type { Mode } from './model.ts';
import type { Stored, StoredAnswer } from './state.ts';

const columns = sql`sitting.id, sitting.person_id as "personId", sitting.unit_id as "unitId", sitting.mode, sitting.competence,
      sitting.bank_version_id as "bankVersionId", sitting.rules, sitting.closed, sitting.pilots, sitting.session_id as "sessionId",
      sitting.extra_share as "extraShare", sitting.state,
      coalesce((select extra.large_print from skills.accommodation as extra where extra.person_id = sitting.person_id), false) as "largePrint", sitting.paused_seconds as "pausedSeconds", sitting.day, sitting.ended,
      extract(epoch from sitting.started_at) * 1000 as "startedAt", extract(epoch from sitting.paused_at) * 1000 as "pausedAt",
      extract(epoch from sitting.resumed_at) * 1000 as "resumedAt",
      (
        select coalesce(json_agg(json_build_object(
          'number', answer.number, 'itemId', answer.item_id, 'version', answer.version, 'scored', answer.scored, 'correct', answer.correct,
          'minutes', answer.minutes, 'answeredAt', extract(epoch from answer.answered_at) * 1000
        ) order by answer.number), '[]')
        from skills.answer
        where answer.sitting_id = sitting.id
      ) as answers`;

/** A sitting with its answers; throws `missing`. `lock` holds it until the end of the transaction. */
export async function getSitting(db: Db, id: string, { lock = false } = {}): Promise<Stored> {
  const row = await one(
    db,
    sql<Stored>`
    select ${columns}
    from skills.sitting
    where sitting.id = ${id}
    ${lock ? sql`for no key update of sitting` : sql``}`,
  );
  return found(row, 'skills-sittings.no-sitting');
}

/** The sitting of a mode that a person has not finished, or undefined. */
export async function findOpen(db: Db, personId: string, mode: Mode): Promise<Stored | undefined> {
  return one(
    db,
    sql<Stored>`
    select ${columns}
    from skills.sitting
    where sitting.person_id = ${personId}
      and sitting.mode = ${mode}
      and sitting.state <> 'finished'`,
  );
}

/** The day on which a person last finished a sitting of a mode, and whether it was measured; undefined when never. */
export async function lastFinished(db: Db, personId: string, mode: Mode): Promise<{ day: Day; measured: boolean } | undefined> {
  return one(
    db,
    sql<{ day: Day; measured: boolean }>`
    select sitting.day, exists (select 1 from skills.result where result.sitting_id = sitting.id) as measured
    from skills.sitting
    where sitting.person_id = ${personId}
      and sitting.mode = ${mode}
      and sitting.state = 'finished'
    order by sitting.finished_at desc
    limit 1`,
  );
}

/** The items that a person answered since a moment, the latest first. */
export async function listMet(db: Db, personId: string, since: Temporal.Instant): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ itemId: string }>`
    select answer.item_id as "itemId", max(answer.answered_at) as latest
    from skills.answer
    join skills.sitting on sitting.id = answer.sitting_id
    where sitting.person_id = ${personId}
      and answer.answered_at >= ${since.toString()}
    group by answer.item_id
    order by latest desc`,
  );
  return rows.map(({ itemId }) => itemId);
}

/** A sitting about to begin. */
export type NewSitting = Pick<Stored, 'id' | 'personId' | 'unitId' | 'mode' | 'competence' | 'bankVersionId' | 'rules' | 'closed' | 'pilots' | 'sessionId' | 'extraShare'>;

/** Begins a sitting and, when it measures, counts it; a second open one of the mode breaks `sitting_open_key`. */
export async function addSitting(db: Db, sitting: NewSitting, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    with begun as (
      insert into skills.sitting
        (id, person_id, unit_id, mode, competence, bank_version_id, rules, closed, pilots, session_id, extra_share, state, started_at)
      values (${sitting.id}, ${sitting.personId}, ${sitting.unitId}, ${sitting.mode}, ${sitting.competence}, ${sitting.bankVersionId},
        ${JSON.stringify(sitting.rules)}::jsonb, ${sitting.closed}::text[], ${sitting.pilots}::text[], ${sitting.sessionId}, ${sitting.extraShare}, 'open', ${now.toString()})
      returning sitting.bank_version_id, sitting.mode
    )
    insert into skills.asked (bank_version_id, item_id)
    select begun.bank_version_id, ''
    from begun
    where begun.mode <> 'practice'`,
  );
}

/** Keeps an answer and counts its item in the same statement; false when the number or the item is answered already. */
export async function addAnswer(db: Db, sitting: Pick<Stored, 'id' | 'mode' | 'bankVersionId'>, answer: StoredAnswer & { given: Answer }): Promise<boolean> {
  const row = await one(
    db,
    sql<{ number: number }>`
    with kept as (
      insert into skills.answer (sitting_id, number, item_id, version, scored, given, correct, minutes, answered_at)
      values (${sitting.id}, ${answer.number}, ${answer.itemId}, ${answer.version}, ${answer.scored}, ${JSON.stringify(answer.given)}::jsonb, ${answer.correct},
        ${answer.minutes}, ${new Date(answer.answeredAt).toISOString()})
      on conflict do nothing
      returning answer.number, answer.item_id
    ), counted as (
      insert into skills.asked (bank_version_id, item_id)
      select ${sitting.bankVersionId}::uuid, kept.item_id
      from kept
      where ${sitting.mode !== 'practice'}
    )
    select kept.number
    from kept`,
  );
  return row !== undefined;
}

/** What was answered at a number, or undefined. */
export async function findAnswer(
  db: Db,
  sittingId: string,
  number: number,
): Promise<{ itemId: string; version: number; scored: boolean; given: Answer; correct: boolean } | undefined> {
  return one(
    db,
    sql<{ itemId: string; version: number; scored: boolean; given: Answer; correct: boolean }>`
    select answer.item_id as "itemId", answer.version, answer.scored, answer.given, answer.correct
    from skills.answer
    where answer.sitting_id = ${sittingId}
      and answer.number = ${number}`,
  );
}

/** Ends sittings. */
export async function finishSitting(db: Db, id: string, { ended, day, now }: { ended: string; day: Day; now: Temporal.Instant }): Promise<void> {
  await all(
    db,
    sql`
    update skills.sitting
    set state = 'finished', paused_at = null, finished_at = ${now.toString()}, day = ${day}, ended = ${ended}
    where sitting.id = ${id}`,
  );
}

/** Stops the time of open sittings; answers whose. */
export async function pauseSittings(db: Db, which: RawBuilder<unknown>, now: Temporal.Instant): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ personId: string }>`
    update skills.sitting
    set state = 'paused', paused_at = ${now.toString()}
    where sitting.state = 'open'
      and ${which}
    returning sitting.person_id as "personId"`,
  );
  return rows.map(({ personId }) => personId);
}

/** Lets the time of paused sittings run on; answers whose. */
export async function resumeSittings(db: Db, which: RawBuilder<unknown>, now: Temporal.Instant): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ personId: string }>`
    update skills.sitting
    set state = 'open', paused_at = null, resumed_at = ${now.toString()},
      paused_seconds = sitting.paused_seconds + greatest(0, round(extract(epoch from ${now.toString()}::timestamptz - sitting.paused_at)))::integer
    where sitting.state = 'paused'
      and ${which}
    returning sitting.person_id as "personId"`,
  );
  return rows.map(({ personId }) => personId);
}

/** One row of a result about to be kept. */
export type NewResult = { sittingId: string; area: string; revision: number; neutralisationId: string | null; measure: Measure };

/** Keeps results; rows that are there already stay (a job may be done twice). */
export async function addResults(db: Db, rows: NewResult[], now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.result (sitting_id, area, revision, neutralisation_id, theta, standard_error, theta_from, theta_to, answers, level, assured, certainty, beside, probabilities, measured_at)
    select given.sitting_id, given.area, given.revision, given.neutralisation_id, given.theta, given.standard_error, given.theta_from, given.theta_to, given.answers,
      given.level, given.assured, given.certainty, given.beside, given.probabilities, ${now.toString()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows.map(resultRow))}::json) as given (
      sitting_id uuid, area text, revision integer, neutralisation_id uuid, theta numeric, standard_error numeric, theta_from numeric, theta_to numeric, answers integer,
      level integer, assured integer, certainty text, beside integer, probabilities numeric[]
    )
    on conflict (sitting_id, area, revision) do nothing`,
  );
}

function resultRow({ sittingId, area, revision, neutralisationId, measure }: NewResult) {
  const { theta, standardError, from, to, answers, level } = measure;
  return {
    sitting_id: sittingId,
    area,
    revision,
    neutralisation_id: neutralisationId,
    theta,
    standard_error: standardError,
    theta_from: from,
    theta_to: to,
    answers,
    level: level.level,
    assured: level.assured,
    certainty: level.certainty,
    beside: level.beside,
    probabilities: level.probabilities,
  };
}
