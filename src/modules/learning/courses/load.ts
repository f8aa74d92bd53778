import { createHash } from 'node:crypto';
import { readCourses, type CourseFile } from '#content/learning/index.ts';
import { all, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

const NAME = 'courses';

/**
 * Brings the courses up to those shipped under `root`. A new wording becomes a new version: published at once where the published one was shipped too, else (the city has
 * changed or retired the course) a draft that waits for a decision. Does nothing when the files are those of the last time.
 */
export async function loadCourses(ctx: Pick<Ctx, 'db'> & { services: Pick<Ctx['services'], 'root'> }): Promise<void> {
  const files = readCourses(ctx.services.root);
  const digest = digestOf(files);
  if ((await loadedDigest(ctx.db)) === digest) return;
  await inTransaction(ctx.db, async (db) => {
    await all(db, sql`select pg_advisory_xact_lock(hashtext('learning.courses'))`);
    if ((await loadedDigest(db)) === digest) return;
    for (const file of files) await loadCourse(db, file);
    await all(
      db,
      sql`
      insert into learning.content_load (name, digest)
      values (${NAME}, ${digest})
      on conflict (name) do update
      set digest = excluded.digest, loaded_at = now()`,
    );
  });
}

/** Loads one course as a shipped one; see `loadCourses`. Returns its version, or undefined when there was nothing new. */
export async function loadCourse(db: Db, file: CourseFile): Promise<number | undefined> {
  const { course } = file;
  const digest = digestOf(file);
  const known = await all(
    db,
    sql<{ version: number; origin: string; state: string; digest: string }>`
    select version.version, version.origin, version.state, version.digest
    from learning.course_version as version
    where version.course_id = ${course.id}
    order by version.version desc`,
  );
  if (known.some((had) => had.origin === 'content' && had.digest === digest)) return undefined;
  const published = known.find(({ state }) => state === 'published');
  const live = known.length === 0 || published?.origin === 'content';
  const version = (known[0]?.version ?? 0) + 1;
  if (known.length === 0) await all(db, sql`insert into learning.course (id, programme) values (${course.id}, ${course.programme})`);
  if (live && published !== undefined) await retireVersion(db, course.id, published.version);
  await addVersion(db, file, version, { state: live ? 'published' : 'draft', digest, origin: 'content' });
  return version;
}

/** Takes a version out of use: nobody begins it any more. */
export async function retireVersion(db: Db, courseId: string, version: number): Promise<void> {
  await all(
    db,
    sql`
    update learning.course_version
    set state = 'retired'
    where course_id = ${courseId}
      and version = ${version}`,
  );
}

/** Keeps a course as one of its versions. */
export async function addVersion(
  db: Db,
  { course, lessons, pictures }: CourseFile,
  version: number,
  { state, digest, origin }: { state: 'published' | 'draft'; digest: string; origin: 'content' | 'local' },
): Promise<void> {
  const minutes = lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
  await all(
    db,
    sql`
    insert into learning.course_version (course_id, version, origin, state, title_vi, title_en, minutes, body, digest)
    values (${course.id}, ${version}, ${origin}, ${state}, ${course.title_vi}, ${course.title_en}, ${minutes}, ${JSON.stringify(course)}, ${digest})`,
  );
  const moduleOf = (lesson: string): string => course.modules.find((module) => module.lessons.includes(lesson))?.id ?? '';
  await all(
    db,
    sql`
    insert into learning.lesson_version (course_id, version, lesson_id, place, module_id, title_vi, title_en, minutes, body)
    select ${course.id}, ${version}::integer, lesson.id, lesson.place, lesson.module, lesson.title_vi, lesson.title_en, lesson.minutes, lesson.body
    from unnest(
      ${lessons.map(({ id }) => id)}::text[],
      ${lessons.map((_, at) => at + 1)}::integer[],
      ${lessons.map(({ id }) => moduleOf(id))}::text[],
      ${lessons.map(({ title_vi }) => title_vi)}::text[],
      ${lessons.map(({ title_en }) => title_en)}::text[],
      ${lessons.map((lesson) => lesson.minutes)}::integer[],
      ${lessons.map((lesson) => JSON.stringify(lesson))}::text[]
    ) as lesson (id, place, module, title_vi, title_en, minutes, body)`,
  );
  await all(
    db,
    sql`
    insert into learning.picture_version (course_id, version, file, svg)
    select ${course.id}, ${version}::integer, picture.file, picture.svg
    from unnest(${Object.keys(pictures)}::text[], ${Object.values(pictures)}::text[]) as picture (file, svg)`,
  );
}

/** SHA-256 of a value as JSON, hexadecimal. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

async function loadedDigest(db: Db): Promise<string | undefined> {
  return (await one(db, sql<{ digest: string }>`select load.digest from learning.content_load as load where load.name = ${NAME}`))?.digest;
}
