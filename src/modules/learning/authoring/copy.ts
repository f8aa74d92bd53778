import { Value } from 'typebox/value';
import { Lesson, type CourseFile } from '#content/learning/course.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { found } from '#base/problem/index.ts';
import { findVersion, getCourse } from '../courses/store.ts';

/** The published version of a course as one file; its number wins over the one in the words. Throws `missing`. */
export async function publishedFile(db: Db, courseId: string): Promise<CourseFile> {
  found(await findVersion(db, courseId, undefined), 'learning.no-course');
  const { version, course } = await getCourse(db, courseId, undefined);
  const lessons = await all(
    db,
    sql<{ body: string }>`
    select lesson.body
    from learning.lesson_version as lesson
    where lesson.course_id = ${courseId}
      and lesson.version = ${version}
    order by lesson.place`,
  );
  const pictures = await all(
    db,
    sql<{ file: string; svg: string }>`
    select picture.file, picture.svg
    from learning.picture_version as picture
    where picture.course_id = ${courseId}
      and picture.version = ${version}
    order by picture.file`,
  );
  return {
    form: 'khue-course/1',
    course: { ...course, version },
    lessons: lessons.map(({ body }) => Value.Parse(Lesson, JSON.parse(body))),
    pictures: Object.fromEntries(pictures.map(({ file, svg }) => [file, svg])),
  };
}

/** Gives a course the files that the published version of another one shows: the same bytes, kept once. */
export async function copyFiles(db: Db, from: string, to: string): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.course_file (course_id, name, document_id, media_type, size, sha256, added_by, added_at)
    select ${to}, file.name, file.document_id, file.media_type, file.size, file.sha256, file.added_by, file.added_at
    from learning.course_version as version
    join learning.file_version as shown
      on shown.course_id = version.course_id
      and shown.version = version.version
    join learning.course_file as file
      on file.course_id = shown.course_id
      and file.name = shown.name
    where version.course_id = ${from}
      and version.state = 'published'`,
  );
}

/** Gives the draft of a course the drawings of one of its versions. */
export async function copyPictures(db: Db, courseId: string, version: number): Promise<void> {
  await all(
    db,
    sql`
    insert into learning.draft_picture (course_id, file, svg)
    select picture.course_id, picture.file, picture.svg
    from learning.picture_version as picture
    where picture.course_id = ${courseId}
      and picture.version = ${version}`,
  );
}
