import { Value } from 'typebox/value';
import { Course, Lesson } from '#content/learning/course.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';

/** A version of a course, with its lessons by title in the order of learning. */
export type StoredCourse = { version: number; course: Course; minutes: number; lessons: { id: string; titleVi: string; titleEn: string; minutes: number; moduleId: string }[] };

/** Parses a stored text once as long as it stays the same: published versions do not change. What comes out is shared and must not be changed. */
function readOnce<T>(parse: (body: string) => T): (key: string, body: string) => T {
  const read = new Map<string, { body: string; parsed: T }>();
  return (key, body) => {
    const known = read.get(key);
    if (known?.body === body) return known.parsed;
    const parsed = parse(body);
    if (read.size >= MOST_READ) read.clear();
    read.set(key, { body, parsed });
    return parsed;
  };
}

const parseCourse = readOnce((body) => Value.Parse(Course, JSON.parse(body)));
const parseLesson = readOnce((body) => Value.Parse(Lesson, JSON.parse(body)));

/** A stored course. `key` names course and version. */
export function courseFrom(key: string, body: string): Course {
  return parseCourse(key, body);
}

const MOST_READ = 500;

/** The version that a person learns: the one begun, else the published one; undefined when there is none. */
export async function findVersion(db: Db, courseId: string, personId: string | undefined): Promise<number | undefined> {
  const row = await one(
    db,
    sql<{ version: number }>`
    select version.version
    from learning.course_version as version
    left join learning.enrolment
      on enrolment.course_id = version.course_id
      and enrolment.version = version.version
      and enrolment.person_id = ${personId ?? null}::uuid
    where version.course_id = ${courseId}
      and (enrolment.id is not null or version.state = 'published')
    order by enrolment.id is null
    limit 1`,
  );
  return row?.version;
}

/** A course in the version that a person learns; throws `missing` when there is none. */
export async function getCourse(db: Db, courseId: string, personId: string | undefined): Promise<StoredCourse> {
  const version = found(await findVersion(db, courseId, personId), 'learning.no-course');
  const row = found(
    await one(
      db,
      sql<{ body: string; minutes: number }>`
      select version.body, version.minutes
      from learning.course_version as version
      where version.course_id = ${courseId}
        and version.version = ${version}`,
    ),
    'learning.no-course',
  );
  const lessons = await all(
    db,
    sql<StoredCourse['lessons'][number]>`
    select lesson.lesson_id as id, lesson.title_vi as "titleVi", lesson.title_en as "titleEn", lesson.minutes, lesson.module_id as "moduleId"
    from learning.lesson_version as lesson
    where lesson.course_id = ${courseId}
      and lesson.version = ${version}
    order by lesson.place`,
  );
  return { version, course: courseFrom(`${courseId}@${version}`, row.body), minutes: row.minutes, lessons };
}

/** A lesson of a version with its keys; throws `missing` when there is none. Never hand it to a page: see `blockView`. */
export async function getLesson(db: Db, courseId: string, version: number, lessonId: string): Promise<Lesson> {
  const row = await one(
    db,
    sql<{ body: string }>`
    select lesson.body
    from learning.lesson_version as lesson
    where lesson.course_id = ${courseId}
      and lesson.version = ${version}
      and lesson.lesson_id = ${lessonId}`,
  );
  return parseLesson(`${courseId}@${version}/${lessonId}`, found(row, 'learning.no-lesson').body);
}

/** The drawings of a version by file name. */
export async function listPictures(db: Db, courseId: string, version: number, files: string[]): Promise<Map<string, string>> {
  if (files.length === 0) return new Map();
  const rows = await all(
    db,
    sql<{ file: string; svg: string }>`
    select picture.file, picture.svg
    from learning.picture_version as picture
    where picture.course_id = ${courseId}
      and picture.version = ${version}
      and picture.file = any(${files}::text[])`,
  );
  return new Map(rows.map(({ file, svg }) => [file, svg]));
}

/** A row of the list of courses for somebody. */
export type CourseRow = {
  id: string;
  version: number;
  enrolmentId: string | null;
  titleVi: string;
  titleEn: string;
  body: string;
  minutes: number;
  lessons: number;
  done: number;
  begun: boolean;
  completedOn: string | null;
  next: string | null;
};

/** All courses that can be learned, or one of them, each in the version that the person learns, in the order of their ids. */
export async function listCourseRows(db: Db, personId: string | undefined, courseId?: string): Promise<CourseRow[]> {
  return all(
    db,
    sql<CourseRow>`
    select version.course_id as id, version.version, enrolment.id as "enrolmentId", version.title_vi as "titleVi", version.title_en as "titleEn", version.body, version.minutes,
      count(*) as lessons, count(progress.completed_on) as done, enrolment.id is not null as begun, enrolment.completed_on as "completedOn",
      (array_agg(lesson.lesson_id order by lesson.place) filter (where progress.completed_on is null))[1] as next
    from learning.course_version as version
    left join learning.enrolment
      on enrolment.course_id = version.course_id
      and enrolment.person_id = ${personId ?? null}::uuid
    join learning.lesson_version as lesson
      on lesson.course_id = version.course_id
      and lesson.version = version.version
    left join learning.lesson_progress as progress
      on progress.enrolment_id = enrolment.id
      and progress.lesson_id = lesson.lesson_id
    where (version.version = enrolment.version or (enrolment.id is null and version.state = 'published'))
      and ${courseId === undefined ? sql`true` : sql`version.course_id = ${courseId}`}
    group by version.course_id, version.version, enrolment.id
    order by version.course_id`,
  );
}

/** A lesson of a course with how far somebody has come in it; `lastBlock`: where they were. */
export type LessonRow = {
  id: string;
  titleVi: string;
  titleEn: string;
  minutes: number;
  moduleId: string;
  begun: boolean;
  doneOn: string | null;
  lastBlock: string | null;
};

/** A course in the version that the person learns, with its lessons in the order of learning and the version that is published now: all that its page needs, in one statement. */
export async function findCourse(db: Db, courseId: string, personId: string | undefined): Promise<(CourseRow & { newest: number | null; rows: LessonRow[] }) | undefined> {
  return one(
    db,
    sql<CourseRow & { newest: number | null; rows: LessonRow[] }>`
    select version.course_id as id, version.version, enrolment.id as "enrolmentId", version.title_vi as "titleVi", version.title_en as "titleEn", version.body, version.minutes,
      lesson.lessons, lesson.done, enrolment.id is not null as begun, enrolment.completed_on as "completedOn", lesson.next, lesson.rows, newest.version as newest
    from learning.course_version as version
    left join learning.enrolment
      on enrolment.course_id = version.course_id
      and enrolment.person_id = ${personId ?? null}::uuid
    left join learning.course_version as newest
      on newest.course_id = version.course_id
      and newest.state = 'published'
    cross join lateral (
      select count(*) as lessons, count(progress.completed_on) as done,
        (array_agg(lesson.lesson_id order by lesson.place) filter (where progress.completed_on is null))[1] as next,
        json_agg(json_build_object(
          'id', lesson.lesson_id, 'titleVi', lesson.title_vi, 'titleEn', lesson.title_en, 'minutes', lesson.minutes, 'moduleId', lesson.module_id,
          'begun', progress.lesson_id is not null, 'doneOn', progress.completed_on, 'lastBlock', progress.last_block
        ) order by lesson.place) as rows
      from learning.lesson_version as lesson
      left join learning.lesson_progress as progress
        on progress.enrolment_id = enrolment.id
        and progress.lesson_id = lesson.lesson_id
      where lesson.course_id = version.course_id
        and lesson.version = version.version
    ) as lesson
    where version.course_id = ${courseId}
      and (version.version = enrolment.version or (enrolment.id is null and version.state = 'published'))
      and lesson.lessons > 0`,
  );
}
