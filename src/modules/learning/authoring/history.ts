import { Value } from 'typebox/value';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { DraftLesson } from './model.ts';
import { draftToChange, listDraftLessons, noteAuthor, type StoredLesson } from './store.ts';

/** Saves of one person within this many minutes leave one earlier state, so that saving by itself does not fill the history. */
const APART_MINUTES = 5;

/** A lesson of a draft; throws `missing`. */
export async function getDraftLesson(db: Db, courseId: string, lessonId: string): Promise<StoredLesson> {
  return found((await listDraftLessons(db, courseId, [lessonId])).get(lessonId), 'learning-authoring.no-lesson');
}

/**
 * Changes a lesson of a draft that is still at `revision`; the state before is kept (`always`, or when it is not by the same person a moment ago). Returns the new revision. Throws `conflict` when somebody else has saved it meanwhile
 * (with the name) or the draft is being reviewed.
 */
export async function changeLesson(
  ctx: Ctx,
  at: { course: string; lesson: string; revision: number; always?: boolean },
  change: (lesson: DraftLesson) => DraftLesson,
): Promise<number> {
  await draftToChange(ctx.db, at.course);
  const stored = await getDraftLesson(ctx.db, at.course, at.lesson);
  if (stored.revision !== at.revision) throw new Problem('conflict', 'learning-authoring.saved-meanwhile', { name: stored.updatedBy ?? '?' });
  const next = change(stored.lesson);
  if (JSON.stringify(next) === JSON.stringify(stored.lesson)) return stored.revision;
  await keepEarlier(ctx, at.course, at.lesson, at.always === true);
  await all(
    ctx.db,
    sql`
    update learning.draft_lesson as lesson
    set body = ${JSON.stringify(next)},
      revision = lesson.revision + 1,
      updated_by = ${personOf(ctx.actor) ?? null},
      updated_at = ${ctx.now.toString()}
    where lesson.course_id = ${at.course}
      and lesson.lesson_id = ${at.lesson}`,
  );
  await all(
    ctx.db,
    sql`
    update learning.draft
    set updated_by = ${personOf(ctx.actor) ?? null},
      updated_at = ${ctx.now.toString()}
    where draft.course_id = ${at.course}`,
  );
  await noteAuthor(ctx, at.course);
  return stored.revision + 1;
}

async function keepEarlier(ctx: Ctx, courseId: string, lessonId: string, always: boolean): Promise<void> {
  const since = ctx.now.subtract({ minutes: APART_MINUTES }).toString();
  await all(
    ctx.db,
    sql`
    insert into learning.draft_history (course_id, lesson_id, revision, body, saved_by, saved_at)
    select lesson.course_id, lesson.lesson_id, lesson.revision, lesson.body, lesson.updated_by, lesson.updated_at
    from learning.draft_lesson as lesson
    where lesson.course_id = ${courseId}
      and lesson.lesson_id = ${lessonId}
      and (${always} or not exists (
        select 1
        from learning.draft_history as earlier
        where earlier.course_id = lesson.course_id
          and earlier.lesson_id = lesson.lesson_id
          and lesson.updated_by is not distinct from ${personOf(ctx.actor) ?? null}::uuid
          and earlier.saved_by is not distinct from lesson.updated_by
          and earlier.saved_at > ${since}))`,
  );
}

/** Earlier states of a lesson of a draft, newest first, at most 20. */
export async function listHistory(db: Db, courseId: string, lessonId: string): Promise<{ revision: number; name: string | null; at: string }[]> {
  return all(
    db,
    sql<{ revision: number; name: string | null; at: string }>`
    select earlier.revision, person.name, earlier.saved_at::text as at
    from learning.draft_history as earlier
    left join kernel.person on person.id = earlier.saved_by
    where earlier.course_id = ${courseId}
      and earlier.lesson_id = ${lessonId}
    order by earlier.revision desc
    limit 20`,
  );
}

/** An earlier state of a lesson; throws `missing`. */
export async function getEarlier(db: Db, courseId: string, lessonId: string, revision: number): Promise<DraftLesson> {
  const row = await one(
    db,
    sql<{ body: string }>`
    select earlier.body
    from learning.draft_history as earlier
    where earlier.course_id = ${courseId}
      and earlier.lesson_id = ${lessonId}
      and earlier.revision = ${revision}`,
  );
  return Value.Parse(DraftLesson, JSON.parse(found(row, 'learning-authoring.no-earlier').body));
}
