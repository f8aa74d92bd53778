import Type from 'typebox';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { findVersion, getLesson } from '../courses/store.ts';
import { courseTitle } from '../curricula/store.ts';
import { closed, CourseId, LessonId } from '../model.ts';
import { learnerOf } from '../player/acts.ts';
import { found } from '#base/problem/index.ts';

const Where = { course: CourseId, lesson: LessonId };

const Mark = Type.Object(
  {
    kept: Type.Boolean({ description: 'Whether the lesson is among those to find again' }),
    note: Type.String({ description: 'Note; nobody else ever reads it' }),
  },
  closed,
);

const MarkLine = Type.Object(
  {
    course: Type.String({ description: 'Course' }),
    lesson: Type.String({ description: 'Lesson' }),
    courseTitle: Type.String({ description: 'Title of the course' }),
    lessonTitle: Type.String({ description: 'Title of the lesson' }),
    ...Mark.properties,
  },
  closed,
);
type MarkLine = Type.Static<typeof MarkLine>;

/** The asker's bookmark and note at a lesson. */
export const readMark = operation({
  name: 'learning.read-mark',
  summary: 'The asker’s own bookmark and note at a lesson.',
  kind: 'read',
  http: 'GET /learning/courses/{course}/lessons/{lesson}/mark',
  permission: 'signed-in',
  input: Type.Object(Where, closed),
  output: Mark,
  run: async (ctx, { course, lesson }) => (await findMark(ctx.db, learnerOf(ctx), course, lesson)) ?? { kept: false, note: '' },
});

/** Keeps them. */
export const keepMark = operation({
  name: 'learning.keep-mark',
  summary: 'Keep the asker’s own bookmark and note at a lesson in place of the ones before.',
  kind: 'write',
  http: 'PUT /learning/courses/{course}/lessons/{lesson}/mark',
  permission: 'signed-in',
  input: Type.Object({ ...Where, kept: Mark.properties.kept, note: Type.Optional(Type.String({ maxLength: 4000, description: 'Note; none when left out' })) }, closed),
  output: Mark,
  run: async (ctx, { course, lesson, kept, note = '' }) => {
    const me = learnerOf(ctx);
    await getLesson(ctx.db, course, found(await findVersion(ctx.db, course, me), 'learning.no-course'), lesson);
    await all(
      ctx.db,
      sql`
      insert into learning.lesson_mark (person_id, course_id, lesson_id, kept, note, changed_at)
      values (${me}, ${course}, ${lesson}, ${kept}, ${note}, ${ctx.now.toString()})
      on conflict (person_id, course_id, lesson_id) do update
      set kept = excluded.kept,
        note = excluded.note,
        changed_at = excluded.changed_at`,
    );
    return { kept, note };
  },
});

/** All of them. */
export const listMarks = operation({
  name: 'learning.list-marks',
  summary: 'The lessons that the asker has kept or noted something at, the last changed first.',
  kind: 'read',
  http: 'GET /learning/marks',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(MarkLine),
  run: async (ctx) => listMarkRows(ctx.db, learnerOf(ctx), ctx.locale),
});

async function findMark(db: Db, personId: string, course: string, lesson: string): Promise<Type.Static<typeof Mark> | undefined> {
  return one(
    db,
    sql<Type.Static<typeof Mark>>`
    select mark.kept, mark.note
    from learning.lesson_mark as mark
    where mark.person_id = ${personId}
      and mark.course_id = ${course}
      and mark.lesson_id = ${lesson}`,
  );
}

async function listMarkRows(db: Db, personId: string, locale: Locale): Promise<MarkLine[]> {
  return all(
    db,
    sql<MarkLine>`
    select mark.course_id as course, mark.lesson_id as lesson, ${courseTitle('mark.course_id', locale)} as "courseTitle", lesson.title as "lessonTitle", mark.kept, mark.note
    from learning.lesson_mark as mark
    join lateral (
      select ${locale === 'vi' ? sql`version.title_vi` : sql`version.title_en`} as title
      from learning.lesson_version as version
      where version.course_id = mark.course_id
        and version.lesson_id = mark.lesson_id
      order by version.version desc
      limit 1
    ) as lesson on true
    where mark.person_id = ${personId}
      and (mark.kept or mark.note <> '')
    order by mark.changed_at desc
    limit 200`,
  );
}

/** What can be asked of bookmarks and notes. */
export const markOperations = [readMark, keepMark, listMarks];
