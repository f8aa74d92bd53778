import { Value } from 'typebox/value';
import Type from 'typebox';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { Mark, type HandInEvent } from './model.ts';

/** Something handed in, as it is kept. */
export type HandIn = {
  id: string;
  enrolmentId: string;
  courseId: string;
  version: number;
  lessonId: string;
  blockId: string;
  personId: string;
  unitId: string;
  attempt: number;
  state: 'waiting' | 'returned' | 'passed' | 'failed' | 'contested';
  text: string;
  documentId: string | null;
  fileName: string | null;
  handedAt: string;
  points: number | null;
};

const columns = sql`
  hand_in.id, hand_in.enrolment_id as "enrolmentId", hand_in.course_id as "courseId", hand_in.version, hand_in.lesson_id as "lessonId", hand_in.block_id as "blockId",
  hand_in.person_id as "personId", hand_in.unit_id as "unitId", hand_in.attempt, hand_in.state, hand_in.text, hand_in.document_id as "documentId",
  document.name as "fileName", hand_in.handed_at::text as "handedAt", hand_in.points`;

/** Something handed in, or undefined; `lock` keeps others from changing it until the transaction ends. */
export async function findHandIn(db: Db, id: string, lock = false): Promise<HandIn | undefined> {
  return one(
    db,
    sql<HandIn>`
    select ${columns}
    from learning.hand_in
    left join kernel.document on document.id = hand_in.document_id
    where hand_in.id = ${id}
    ${lock ? sql`for update of hand_in` : sql``}`,
  );
}

/** What somebody handed in for a block, newest first. */
export async function listAttempts(db: Db, enrolmentId: string, lessonId: string, blockId: string): Promise<HandIn[]> {
  return all(
    db,
    sql<HandIn>`
    select ${columns}
    from learning.hand_in
    left join kernel.document on document.id = hand_in.document_id
    where hand_in.enrolment_id = ${enrolmentId}
      and hand_in.lesson_id = ${lessonId}
      and hand_in.block_id = ${blockId}
    order by hand_in.attempt desc`,
  );
}

/** Keeps something handed in; refused by `hand_in_attempt_key` when it was handed in twice at once. */
export async function addHandIn(db: Db, given: Omit<HandIn, 'fileName' | 'points' | 'state'>): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.hand_in (id, enrolment_id, lesson_id, block_id, course_id, version, person_id, unit_id, attempt, state, text, document_id, handed_at)
    values (${given.id}, ${given.enrolmentId}, ${given.lessonId}, ${given.blockId}, ${given.courseId}, ${given.version}, ${given.personId}, ${given.unitId}, ${given.attempt},
      'waiting', ${given.text}, ${given.documentId}, ${given.handedAt})`,
  );
}

/** Puts something handed in into another state. */
export async function putHandInState(db: Db, id: string, state: HandIn['state'], points: number | null): Promise<void> {
  await all(
    db,
    sql`
    update learning.hand_in
    set state = ${state},
      points = ${points}
    where hand_in.id = ${id}`,
  );
}

/** Notes what happened to something handed in. */
export async function noteHandIn(
  ctx: Ctx,
  handInId: string,
  kind: HandInEvent['kind'],
  reason: string,
  result?: { marks: Mark[]; points: number; passed: boolean },
): Promise<void> {
  await all(
    ctx.db,
    sql`
    insert into learning.hand_in_event (id, hand_in_id, kind, person_id, reason, marks, points, passed, at)
    values (${newId()}, ${handInId}, ${kind}, ${personOf(ctx.actor) ?? null}, ${reason}, ${result === undefined ? null : JSON.stringify(result.marks)}::jsonb,
      ${result?.points ?? null}, ${result?.passed ?? null}, ${ctx.now.toString()})`,
  );
}

/** What happened to something handed in, oldest first, each with who did it and the day. */
export async function listHandInEvents(db: Db, handInIds: string[]): Promise<(HandInEvent & { handInId: string; personId: string | null; day: Day })[]> {
  const rows = await all(
    db,
    sql<Omit<HandInEvent, 'marks'> & { marks: unknown; handInId: string; personId: string | null; day: Day }>`
    select event.hand_in_id as "handInId", event.kind, person.name, event.person_id as "personId", event.reason, event.marks, event.points, event.passed, event.at::text,
      (event.at at time zone 'Asia/Ho_Chi_Minh')::date as day
    from learning.hand_in_event as event
    left join kernel.person on person.id = event.person_id
    where event.hand_in_id = any(${handInIds}::uuid[])
    order by event.at, event.id`,
  );
  return rows.map((row) => ({ ...row, marks: row.marks === null ? null : Value.Parse(Type.Array(Mark), row.marks) }));
}

/** Something handed in, in the list of those who mark. */
export type MarkingRow = { id: string; courseTitle: string; lessonTitle: string; name: string; state: HandIn['state']; handedAt: string; attempt: number };

/** What awaits a mark or decision, oldest first, at most 100; `where` is a condition on `hand_in`. */
export async function listWaiting(db: Db, where: RawBuilder<boolean>): Promise<MarkingRow[]> {
  return all(
    db,
    sql<MarkingRow>`
    select hand_in.id, version.title_vi as "courseTitle", lesson.title_vi as "lessonTitle", person.name, hand_in.state, hand_in.handed_at::text as "handedAt", hand_in.attempt
    from learning.hand_in
    join learning.course_version as version
      on version.course_id = hand_in.course_id
      and version.version = hand_in.version
    join learning.lesson_version as lesson
      on lesson.course_id = hand_in.course_id
      and lesson.version = hand_in.version
      and lesson.lesson_id = hand_in.lesson_id
    join kernel.person on person.id = hand_in.person_id
    where hand_in.state in ('waiting', 'contested')
      and ${where}
    order by hand_in.handed_at
    limit 100`,
  );
}

/** How many hand-ins that meet a condition on `hand_in` wait for a mark; no row when there are none. */
export function waitingHandIns(where: RawBuilder<boolean>): RawBuilder<{ n: number }> {
  return sql<{ n: number }>`
    select count(*) as n
    from learning.hand_in
    where hand_in.state in ('waiting', 'contested')
      and ${where}
    having count(*) > 0`;
}
