import { Value } from 'typebox/value';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { Answer } from '#modules/skills/index.ts';

/** A person who has begun a course. */
export type Enrolment = { id: string; personId: string; courseId: string; version: number; startedOn: Day; completedOn: Day | null; hours: number | null };

const columns = sql`
  enrolment.id, enrolment.person_id as "personId", enrolment.course_id as "courseId", enrolment.version, enrolment.started_on as "startedOn",
  enrolment.completed_on as "completedOn", enrolment.hours`;

/** The enrolment of a person in a course, or undefined before it was begun. */
export async function findEnrolment(db: Db, personId: string, courseId: string): Promise<Enrolment | undefined> {
  return one(
    db,
    sql<Enrolment>`
    select ${columns}
    from learning.enrolment
    where enrolment.person_id = ${personId}
      and enrolment.course_id = ${courseId}`,
  );
}

/** Begins a version of a course; false when it was begun already. */
export async function addEnrolment(db: Db, { id, personId, courseId, version, startedOn }: Omit<Enrolment, 'completedOn' | 'hours'>, unitId: string): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
    insert into learning.enrolment (id, person_id, course_id, version, unit_id, started_on)
    values (${id}, ${personId}, ${courseId}, ${version}, ${unitId}, ${startedOn})
    on conflict do nothing
    returning enrolment.id`,
  );
  return row !== undefined;
}

/** Notes that a learner is at a block of a lesson. */
export async function noteProgress(db: Db, enrolmentId: string, lessonId: string, lastBlock: string | null, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.lesson_progress (enrolment_id, lesson_id, opened_at, last_block)
    values (${enrolmentId}, ${lessonId}, ${now.toString()}, ${lastBlock})
    on conflict (enrolment_id, lesson_id) do update
    set last_block = coalesce(excluded.last_block, lesson_progress.last_block)`,
  );
}

/** Closes a lesson; false when it was closed already. */
export async function completeLesson(db: Db, enrolmentId: string, lessonId: string, day: Day): Promise<boolean> {
  const row = await one(
    db,
    sql<{ lesson_id: string }>`
    update learning.lesson_progress as progress
    set completed_on = ${day}
    where progress.enrolment_id = ${enrolmentId}
      and progress.lesson_id = ${lessonId}
      and progress.completed_on is null
    returning progress.lesson_id`,
  );
  return row !== undefined;
}

/** Title (Vietnamese) and minutes of a lesson of an enrolment's version. */
export async function readLessonSize(
  db: Db,
  { courseId, version }: Pick<Enrolment, 'courseId' | 'version'>,
  lessonId: string,
): Promise<{ title: string; minutes: number } | undefined> {
  return one(
    db,
    sql<{ title: string; minutes: number }>`
    select lesson.title_vi as title, lesson.minutes
    from learning.lesson_version as lesson
    where lesson.course_id = ${courseId}
      and lesson.version = ${version}
      and lesson.lesson_id = ${lessonId}`,
  );
}

/** Minutes of all lessons of an enrolment's version, and how many of them are still open. */
export async function readRemaining(db: Db, enrolmentId: string): Promise<{ open: number; minutes: number }> {
  const row = await one(
    db,
    sql<{ open: number; minutes: number }>`
    select count(*) filter (where progress.completed_on is null) as open, sum(lesson.minutes) as minutes
    from learning.enrolment
    join learning.lesson_version as lesson
      on lesson.course_id = enrolment.course_id
      and lesson.version = enrolment.version
    left join learning.lesson_progress as progress
      on progress.enrolment_id = enrolment.id
      and progress.lesson_id = lesson.lesson_id
    where enrolment.id = ${enrolmentId}`,
  );
  return row ?? { open: 0, minutes: 0 };
}

/** Completes an enrolment in a unit, with its hours; false when it was completed already. */
export async function completeEnrolment(db: Db, enrolmentId: string, unitId: string, day: Day, hours: number): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
    update learning.enrolment
    set completed_on = ${day},
      completed_unit_id = ${unitId},
      hours = ${hours}
    where enrolment.id = ${enrolmentId}
      and enrolment.completed_on is null
    returning enrolment.id`,
  );
  return row !== undefined;
}

/** The last answers of a learner to the blocks of a lesson, by block. */
export async function listAnswers(db: Db, enrolmentId: string, lessonId: string): Promise<Map<string, { answer: Answer; correct: boolean | null }>> {
  const rows = await all(
    db,
    sql<{ blockId: string; answer: unknown; correct: boolean | null }>`
    select answer.block_id as "blockId", answer.answer, answer.correct
    from learning.block_answer as answer
    where answer.enrolment_id = ${enrolmentId}
      and answer.lesson_id = ${lessonId}`,
  );
  return new Map(rows.map(({ blockId, answer, correct }) => [blockId, { answer: Value.Parse(Answer, answer), correct }]));
}

/** Keeps an answer in place of the one before. */
export async function putAnswer(
  db: Db,
  at: { enrolmentId: string; lessonId: string; blockId: string },
  answer: Answer,
  correct: boolean | null,
  now: Temporal.Instant,
): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.block_answer (enrolment_id, lesson_id, block_id, answer, correct, answered_at)
    values (${at.enrolmentId}, ${at.lessonId}, ${at.blockId}, ${JSON.stringify(answer)}::jsonb, ${correct}, ${now.toString()})
    on conflict (enrolment_id, lesson_id, block_id) do update
    set answer = excluded.answer,
      correct = excluded.correct,
      answered_at = excluded.answered_at`,
  );
}

/** Closes what a person must complete of a course. */
export async function completeAssigned(db: Db, personId: string, courseId: string, day: Day): Promise<{ id: string; assignmentId: string; unitId: string }[]> {
  return all(
    db,
    sql<{ id: string; assignmentId: string; unitId: string }>`
    update learning.assigned
    set completed_on = ${day}
    from learning.assignment
    where assignment.id = assigned.assignment_id
      and assignment.course_id = ${courseId}
      and assigned.person_id = ${personId}
      and assigned.completed_on is null
    returning assigned.id, assigned.assignment_id as "assignmentId", assigned.unit_id as "unitId"`,
  );
}

/** Draws a closing check; the items in their order. */
export async function addCheck(
  db: Db,
  check: { id: string; enrolmentId: string; lessonId: string; pass: number },
  items: { itemId: string; version: number }[],
  now: Temporal.Instant,
): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.lesson_check (id, enrolment_id, lesson_id, pass, drawn_at)
    values (${check.id}, ${check.enrolmentId}, ${check.lessonId}, ${check.pass}, ${now.toString()})`,
  );
  await all(
    db,
    sql`
    insert into learning.lesson_check_item (check_id, place, item_id, item_version)
    select ${check.id}::uuid, drawn.place, drawn.item_id, drawn.version
    from unnest(
      ${items.map((_, at) => at + 1)}::integer[],
      ${items.map(({ itemId }) => itemId)}::text[],
      ${items.map(({ version }) => version)}::integer[]
    ) as drawn (place, item_id, version)`,
  );
}

/** A closing check as it stands; `items` in their order. */
export type StoredCheck = {
  id: string;
  personId: string;
  enrolmentId: string;
  courseId: string;
  courseVersion: number;
  lessonId: string;
  pass: number;
  passed: boolean | null;
  items: { place: number; itemId: string; version: number; correct: boolean | null }[];
};

/** A closing check, or undefined. */
export async function findCheck(db: Db, id: string): Promise<StoredCheck | undefined> {
  const check = await one(
    db,
    sql<Omit<StoredCheck, 'items'>>`
    select lesson_check.id, enrolment.person_id as "personId", enrolment.id as "enrolmentId", enrolment.course_id as "courseId", enrolment.version as "courseVersion",
      lesson_check.lesson_id as "lessonId", lesson_check.pass, lesson_check.passed
    from learning.lesson_check
    join learning.enrolment on enrolment.id = lesson_check.enrolment_id
    where lesson_check.id = ${id}`,
  );
  return check && { ...check, items: await listCheckItems(db, id) };
}

async function listCheckItems(db: Db, checkId: string): Promise<StoredCheck['items']> {
  return all(
    db,
    sql<StoredCheck['items'][number]>`
    select item.place, item.item_id as "itemId", item.item_version as version, item.correct
    from learning.lesson_check_item as item
    where item.check_id = ${checkId}
    order by item.place`,
  );
}

/** The open check of a lesson, and the items that the learner has had in earlier ones. */
export async function readEarlierChecks(db: Db, enrolmentId: string, lessonId: string): Promise<{ open: string | undefined; seen: Set<string>; passed: string | undefined }> {
  const rows = await all(
    db,
    sql<{ id: string; passed: boolean | null; items: string[] }>`
    select lesson_check.id, lesson_check.passed, array_agg(item.item_id) as items
    from learning.lesson_check
    join learning.lesson_check_item as item on item.check_id = lesson_check.id
    where lesson_check.enrolment_id = ${enrolmentId}
      and lesson_check.lesson_id = ${lessonId}
    group by lesson_check.id`,
  );
  return {
    open: rows.find(({ passed }) => passed === null)?.id,
    passed: rows.find(({ passed }) => passed === true)?.id,
    seen: new Set(rows.flatMap(({ items }) => items)),
  };
}

/** Keeps the answer to an item of a check; false when it was answered before. */
export async function putCheckAnswer(db: Db, checkId: string, place: number, answer: Answer, correct: boolean): Promise<boolean> {
  const row = await one(
    db,
    sql<{ place: number }>`
    update learning.lesson_check_item as item
    set answer = ${JSON.stringify(answer)}::jsonb,
      correct = ${correct}
    where item.check_id = ${checkId}
      and item.place = ${place}
      and item.answer is null
    returning item.place`,
  );
  return row !== undefined;
}

/** Ends a check. */
export async function finishCheck(db: Db, id: string, passed: boolean, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    update learning.lesson_check
    set finished_at = ${now.toString()},
      passed = ${passed}
    where lesson_check.id = ${id}`,
  );
}
