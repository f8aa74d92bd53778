import Type from 'typebox';
import { PROGRAMMES } from '#content/learning/course.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { holdsWords } from '#base/text/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, scope } from '#kernel/org/index.ts';
import { closed, CourseId, nullable } from '../model.ts';
import { copyFiles, copyPictures, publishedFile } from './copy.ts';
import { draftLessonOf, outlineOf } from './lessons.ts';
import { freshName } from './names.ts';
import { addCourse, addDraft, dropDraft, findDraft, getDraft, listAuthorRows, noteEvent } from './store.ts';

const Text = (description: string) => Type.String({ description });
const Title = Type.String({ minLength: 3, maxLength: 200, description: 'Title' });
const UnitId = Type.String({ format: 'uuid', description: 'Unit whose course it is' });
const Made = Type.Object({ course: Text('Course') }, closed);

/** The unit that a course belongs to; undefined (those shipped with the program): the whole city decides. Throws `missing`. */
export async function unitOfCourse(db: Db, courseId: string): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ unitId: string | null }>`
    select coalesce(draft.unit_id, course.unit_id) as "unitId"
    from learning.course
    left join learning.draft on draft.course_id = course.id
    where course.id = ${courseId}`,
  );
  return found(row, 'learning.no-course').unitId ?? undefined;
}

/** The courses that the asker may write or copy. */
export const listAuthored = operation({
  name: 'learning.list-authored',
  summary: 'The courses of the asker’s units with their drafts, and those shipped with the program; at most 300.',
  kind: 'read',
  http: 'GET /learning/authored',
  permission: 'learning.author',
  input: Type.Object(
    {
      query: Type.Optional(Type.String({ maxLength: 200, description: 'Words of the title; diacritics do not matter' })),
      state: Type.Optional(Type.Enum(['drafting', 'review', 'published', 'archived'], { description: 'Only those; left out: all but the archived ones' })),
    },
    closed,
  ),
  output: Type.Array(
    Type.Object(
      {
        id: Text('Course'),
        title: Text('Title'),
        unitName: Text('Unit whose course it is; empty for those shipped with the program'),
        state: nullable(Type.Enum(['drafting', 'review'], { description: 'State of the draft' })),
        version: nullable(Type.Integer({ description: 'Newest version' })),
        origin: nullable(Text('content: shipped; local: written here')),
        archivedOn: nullable(Text('Day of archiving')),
        updatedAt: nullable(Text('When the draft was saved last')),
        updatedBy: nullable(Text('By whom')),
      },
      closed,
    ),
  ),
  run: async (ctx, { query = '', state }) => {
    const own = scope(ctx.actor, 'learning.author', sql`coalesce(draft.unit_id, course.unit_id)`, ctx.today);
    const rows = await listAuthorRows(ctx.db, sql<boolean>`(${own} or (course.unit_id is null and version.origin = 'content'))`, ctx.locale);
    const fits = (row: (typeof rows)[number]): boolean => {
      if (state === 'archived' ? row.archivedOn === null : row.archivedOn !== null) return false;
      if (state === 'published' ? row.version === null : state !== undefined && state !== 'archived' && row.state !== state) return false;
      return holdsWords(row.title, query);
    };
    return rows.filter(fits);
  },
});

/** Begins a course. */
export const createCourse = operation({
  name: 'learning.create-course',
  summary: 'Begin a course of a unit as a draft; nobody can learn it before a second person has reviewed and published it.',
  kind: 'write',
  http: 'POST /learning/drafts',
  permission: 'learning.author',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: UnitId, title: Title, programme: Type.Enum([...PROGRAMMES], { description: 'Programme that it belongs to' }) }, closed),
  output: Made,
  trace: ({ unitId }, { course }) => ({ unitId, detail: { course } }),
  run: async (ctx, { unitId, title, programme }) => {
    const course = freshName(title, 'khoa-hoc');
    await addCourse(ctx.db, course, programme, unitId);
    const modules = [{ id: 'chuong-1', title: ctx.locale === 'vi' ? 'Chương 1' : 'Module 1', titleEn: '', lessons: [] }];
    await addDraft(ctx, { courseId: course, unitId, basedOn: null, outline: { fields: { title, programme }, modules } }, new Map());
    await noteEvent(ctx, course, 'opened');
    return { course };
  },
});

/** Copies a course. */
export const copyCourse = operation({
  name: 'learning.copy-course',
  summary: 'Copy the published version of any course into a new draft of a unit, with files and drawings; the two have nothing to do with each other afterwards.',
  kind: 'write',
  http: 'POST /learning/courses/{course}/copies',
  permission: 'learning.author',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ course: CourseId, unitId: UnitId, title: Title }, closed),
  output: Made,
  trace: ({ course, unitId }, made) => ({ unitId, detail: { from: course, course: made.course } }),
  run: async (ctx, { course: from, unitId, title }) => {
    const file = await publishedFile(ctx.db, from);
    const course = freshName(title, 'khoa-hoc');
    await addCourse(ctx.db, course, file.course.programme, unitId);
    const outline = outlineOf(file.course);
    await addDraft(
      ctx,
      { courseId: course, unitId, basedOn: null, outline: { ...outline, fields: { ...outline.fields, title, titleEn: '' } } },
      new Map(file.lessons.map((lesson) => [lesson.id, draftLessonOf(lesson)])),
      new Map(Object.entries(file.pictures)),
    );
    await copyFiles(ctx.db, from, course);
    await noteEvent(ctx, course, 'opened', { note: file.course.title_vi });
    return { course };
  },
});

/** Begins the next version of a course. */
export const openDraft = operation({
  name: 'learning.open-draft',
  summary: 'Begin the next version of a published course as a draft; the published one goes on being learned meanwhile.',
  kind: 'write',
  http: 'POST /learning/courses/{course}/drafts',
  permission: 'learning.author',
  unit: async (ctx, { course }) => unitOfCourse(ctx.db, course),
  input: Type.Object({ course: CourseId }, closed),
  output: Made,
  trace: ({ course }) => ({ detail: { course } }),
  run: async (ctx, { course }) => {
    if ((await findDraft(ctx.db, course)) !== undefined) throw new Problem('conflict', 'learning-authoring.has-draft');
    const file = await publishedFile(ctx.db, course);
    const unitId = (await unitOfCourse(ctx.db, course)) ?? (await getRoot(ctx.db, ctx.today)).id;
    await addDraft(
      ctx,
      { courseId: course, unitId, basedOn: file.course.version, outline: outlineOf(file.course) },
      new Map(file.lessons.map((lesson) => [lesson.id, draftLessonOf(lesson)])),
    );
    await copyPictures(ctx.db, course, file.course.version);
    await noteEvent(ctx, course, 'opened', { version: file.course.version });
    return { course };
  },
});

/** Throws a draft away. */
export const discardDraft = operation({
  name: 'learning.discard-draft',
  summary: 'Throw a draft away; the published version, if there is one, stays as it is.',
  kind: 'write',
  http: 'POST /learning/drafts/{course}/discard',
  permission: 'learning.author',
  unit: async (ctx, { course }) => (await getDraft(ctx.db, course)).unitId,
  input: Type.Object({ course: CourseId }, closed),
  output: Type.Object({ left: Type.Boolean({ description: 'Whether a published version is left' }) }, closed),
  trace: ({ course }) => ({ detail: { course } }),
  run: async (ctx, { course }) => {
    const draft = found(await findDraft(ctx.db, course, true), 'learning-authoring.no-draft');
    if (draft.state === 'review') throw new Problem('conflict', 'learning-authoring.in-review');
    await dropDraft(ctx.db, course);
    await noteEvent(ctx, course, 'discarded');
    return { left: draft.basedOn !== null };
  },
});

/** Takes a course out of use, or back into it. */
export const archiveCourse = operation({
  name: 'learning.archive-course',
  summary: 'Archive a course: nobody can begin it or be assigned it any more, whoever has begun finishes; or take it back into use.',
  kind: 'write',
  http: 'POST /learning/courses/{course}/archive',
  permission: 'learning.review-course',
  unit: async (ctx, { course }) => unitOfCourse(ctx.db, course),
  input: Type.Object(
    { course: CourseId, archived: Type.Boolean({ description: 'true: archive; false: back into use' }), note: Type.String({ minLength: 3, maxLength: 500, description: 'Why' }) },
    closed,
  ),
  output: Type.Object({ archived: Type.Boolean({ description: 'Whether it is archived now' }) }, closed),
  trace: ({ course, archived }) => ({ detail: { course, archived } }),
  run: async (ctx, { course, archived, note }) => {
    await setArchived(ctx, course, archived);
    await noteEvent(ctx, course, archived ? 'archived' : 'restored', { note });
    return { archived };
  },
});

async function setArchived(ctx: Ctx, course: string, archived: boolean): Promise<void> {
  const changed = await all(
    ctx.db,
    sql`
    update learning.course
    set archived_on = ${archived ? ctx.today : null}
    where course.id = ${course}
      and (course.archived_on is null) = ${archived}
      and exists (
        select 1
        from learning.course_version as version
        where version.course_id = course.id
          and version.state <> 'draft')
    returning course.id`,
  );
  if (changed.length === 0) throw new Problem('conflict', archived ? 'learning-authoring.not-in-use' : 'learning-authoring.not-archived');
  await all(
    ctx.db,
    sql`
    update learning.course_version
    set state = ${archived ? 'retired' : 'published'}
    where course_version.course_id = ${course}
      and course_version.version = (
        select max(newest.version)
        from learning.course_version as newest
        where newest.course_id = ${course}
          and newest.state <> 'draft')`,
  );
}
