import { all, sql, type Db } from '#base/db/index.ts';
import type { Answer } from '../bank/index.ts';
import type { Stored } from '../sittings/state.ts';

const moment = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Keeps finished checks with their answers, and counts which items they asked: a few statements for all, in the tables that live checks go to. */
export async function addChecks(db: Db, checks: readonly Stored[], given: (itemId: string, correct: boolean) => Answer): Promise<void> {
  const sittings = checks.map((one) => ({
    id: one.id,
    person_id: one.personId,
    unit_id: one.unitId,
    bank_version_id: one.bankVersionId,
    rules: one.rules,
    closed: one.closed,
    pilots: one.pilots,
    started_at: moment(one.startedAt),
    finished_at: moment(one.answers.at(-1)?.answeredAt ?? one.startedAt),
    day: one.day,
    ended: one.ended,
  }));
  await all(
    db,
    sql`
    insert into skills.sitting (id, person_id, unit_id, mode, bank_version_id, rules, closed, pilots, state, started_at, finished_at, day, ended)
    select given.id, given.person_id, given.unit_id, 'check', given.bank_version_id, given.rules, given.closed, given.pilots, 'finished',
      given.started_at, given.finished_at, given.day, given.ended
    from json_to_recordset(${JSON.stringify(sittings)}::json) as given (
      id uuid, person_id uuid, unit_id uuid, bank_version_id uuid, rules jsonb, closed text[], pilots text[], started_at timestamptz, finished_at timestamptz,
      day date, ended text
    )`,
  );
  await addAnswers(db, checks, given);
  await countItems(db, checks);
}

async function addAnswers(db: Db, checks: readonly Stored[], given: (itemId: string, correct: boolean) => Answer): Promise<void> {
  const answers = checks.flatMap((one) => one.answers.map((answer) => ({ ...answer, sittingId: one.id })));
  await all(
    db,
    sql`
    insert into skills.answer (sitting_id, number, item_id, version, scored, given, correct, minutes, answered_at)
    select given.sitting_id, given.number, given.item_id, given.version, given.scored, given.answer, given.correct, given.minutes, given.answered_at
    from unnest(
      ${answers.map(({ sittingId }) => sittingId)}::uuid[],
      ${answers.map(({ number }) => number)}::integer[],
      ${answers.map(({ itemId }) => itemId)}::text[],
      ${answers.map(({ version }) => version)}::integer[],
      ${answers.map(({ scored }) => scored)}::boolean[],
      ${answers.map(({ itemId, correct }) => JSON.stringify(given(itemId, correct)))}::jsonb[],
      ${answers.map(({ correct }) => correct)}::boolean[],
      ${answers.map(({ minutes }) => minutes)}::numeric[],
      ${answers.map(({ answeredAt }) => moment(answeredAt))}::timestamptz[]
    ) as given (sitting_id, number, item_id, version, scored, answer, correct, minutes, answered_at)`,
  );
}

async function countItems(db: Db, checks: readonly Stored[]): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.exposure (bank_version_id, item_id, asked)
    select sitting.bank_version_id, item.id, count(*)
    from skills.sitting
    cross join lateral (
      select '' as id
      union all
      select answer.item_id
      from skills.answer
      where answer.sitting_id = sitting.id
    ) as item
    where sitting.id = any(${checks.map(({ id }) => id)}::uuid[])
    group by sitting.bank_version_id, item.id
    on conflict (bank_version_id, item_id) do update
    set asked = exposure.asked + excluded.asked`,
  );
}

/** Self-ratings about to be kept. */
export type PlannedRating = { personId: string; day: string; at: number; levels: Record<string, number> };

/** Keeps many self-ratings. */
export async function addRatings(db: Db, ratings: readonly PlannedRating[]): Promise<void> {
  const rows = ratings.flatMap(({ personId, day, at, levels }) => Object.entries(levels).map(([area, level]) => ({ person_id: personId, rated_at: moment(at), area, day, level })));
  await all(
    db,
    sql`
    insert into skills.self_rating (person_id, rated_at, area, day, level)
    select given.person_id, given.rated_at, given.area, given.day, given.level
    from json_to_recordset(${JSON.stringify(rows)}::json) as given (person_id uuid, rated_at timestamptz, area text, day date, level integer)`,
  );
}

/** A questionnaire about to be kept. */
export type FilledIn = {
  id: string;
  person_id: string;
  unit_id: string;
  form: string;
  started_at: string;
  finished_at: string;
  day: string;
  knowledge: number | null;
  attitude: number | null;
  practice: number | null;
  situations: number | null;
  aware: boolean;
  given: ReadonlyMap<string, string>;
};

/** Keeps many questionnaires that were handed in, with their answers. */
export async function addQuestionnaires(db: Db, filled: readonly FilledIn[]): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.awareness (id, person_id, unit_id, form, state, started_at, finished_at, day, knowledge, attitude, practice, situations, aware)
    select given.id, given.person_id, given.unit_id, given.form, 'finished', given.started_at, given.finished_at, given.day,
      given.knowledge, given.attitude, given.practice, given.situations, given.aware
    from json_to_recordset(${JSON.stringify(filled)}::json) as given (
      id uuid, person_id uuid, unit_id uuid, form text, started_at timestamptz, finished_at timestamptz, day date,
      knowledge numeric, attitude numeric, practice numeric, situations numeric, aware boolean
    )`,
  );
  const answers = filled.flatMap(({ id, finished_at, given }) => [...given].map(([item, option]) => ({ id, item, option, at: finished_at })));
  await all(
    db,
    sql`
    insert into skills.awareness_answer (awareness_id, item, given, answered_at)
    select given.id, given.item, given.option, given.at
    from unnest(
      ${answers.map(({ id }) => id)}::uuid[],
      ${answers.map(({ item }) => item)}::text[],
      ${answers.map(({ option }) => option)}::text[],
      ${answers.map(({ at }) => at)}::timestamptz[]
    ) as given (id, item, option, at)`,
  );
}
