import Type from 'typebox';
import { PROGRAMMES } from '#content/learning/course.ts';
import { all, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { openDocument } from '#kernel/document/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { closed, CourseId } from '../model.ts';
import { publishedFile } from './copy.ts';
import { keepFile } from './files.ts';
import { draftLessonOf, outlineOf } from './lessons.ts';
import { readMarkdownCourse } from './markdown-course.ts';
import type { DraftLesson, Outline } from './model.ts';
import { freshName } from './names.ts';
import { PACKAGE_MOST, readPackage, writePackage } from './package.ts';
import { addCourse, addDraft, noteEvent } from './store.ts';

const UnitId = Type.String({ format: 'uuid', description: 'Unit whose course it is' });
const Made = Type.Object({ course: Type.String({ description: 'Course that is a draft now' }), lessons: Type.Integer({ description: 'Lessons' }) }, closed);

/** A course as one file. */
export const exportCourse = operation({
  name: 'learning.export-course',
  summary: 'The published version of a course as one ZIP file with all its lessons, drawings and files; it can be taken in again, here or elsewhere.',
  kind: 'read',
  http: 'GET /learning/courses/{course}/package',
  permission: 'learning.author',
  exports: true,
  input: Type.Object({ course: CourseId }, closed),
  output: Type.Object({ name: Type.String({ description: 'Name of the file' }), content: Type.String({ description: 'ZIP as base64' }) }, closed),
  trace: ({ course }) => ({ detail: { course } }),
  run: async (ctx, { course }) => {
    const file = await publishedFile(ctx.db, course);
    const bytes = writePackage({ file, files: await bytesOf(ctx, course, file.course.version) });
    return { name: `${course}-v${file.course.version}.khue.zip`, content: Buffer.from(bytes).toString('base64') };
  },
});

async function bytesOf(ctx: Ctx, course: string, version: number): Promise<Map<string, Uint8Array>> {
  const shown = await all(
    ctx.db,
    sql<{ name: string; documentId: string; size: number }>`
    select file.name, file.document_id as "documentId", file.size::float8 as size
    from learning.file_version as shown
    join learning.course_file as file
      on file.course_id = shown.course_id
      and file.name = shown.name
    where shown.course_id = ${course}
      and shown.version = ${version}
    order by file.name`,
  );
  const total = shown.reduce((sum, { size }) => sum + size, 0);
  if (total > PACKAGE_MOST.bytes) throw new Problem('limit', 'learning-authoring.package-too-large', { megabytes: PACKAGE_MOST.bytes / 1_048_576 });
  const files = new Map<string, Uint8Array>();
  for (const { name, documentId } of shown) {
    const pieces: Uint8Array[] = [];
    for await (const piece of (await openDocument(ctx, documentId)).bytes) pieces.push(piece);
    files.set(name, Buffer.concat(pieces));
  }
  return files;
}

/** Takes a course in from one file. */
export const importCourse = operation({
  name: 'learning.import-course',
  summary: 'Take a course in from a file that `learning.export-course` made, as a new draft of a unit; with a fault nothing is taken in.',
  kind: 'write',
  http: 'POST /learning/course-imports',
  permission: 'learning.author',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      unitId: UnitId,
      content: Type.String({ minLength: 1, maxLength: Math.ceil((PACKAGE_MOST.bytes * 4) / 3) + 4, contentEncoding: 'base64', description: 'ZIP as base64, at most 40 MiB' }),
    },
    closed,
  ),
  output: Made,
  trace: ({ unitId }, { course, lessons }) => ({ unitId, detail: { course, lessons } }),
  run: async (ctx, { unitId, content }) => {
    const { file, files } = await readPackage(Buffer.from(content, 'base64'));
    const lessons = new Map(file.lessons.map((lesson) => [lesson.id, draftLessonOf(lesson)]));
    const outline = outlineOf(file.course);
    const known = outline.modules.map((module) => ({ ...module, lessons: module.lessons.filter((id) => lessons.has(id)) }));
    const course = await takeIn(ctx, unitId, { outline: { ...outline, modules: known }, lessons }, new Map(Object.entries(file.pictures)));
    for (const [name, bytes] of files) await keepNamed(ctx, course, name, bytes);
    return { course, lessons: lessons.size };
  },
});

/** Files keep their names, by which blocks know them; two names for the same bytes would leave one of them without. */
async function keepNamed(ctx: Ctx, course: string, name: string, bytes: Uint8Array): Promise<void> {
  const kept = await keepFile(ctx, course, name, bytes);
  if (kept.name !== name) throw new Problem('invalid', 'learning-authoring.import-refused', {}, [{ at: '/file', code: 'learning-authoring.package-name', values: { path: name } }]);
}

/** Takes a course in from Markdown. */
export const importMarkdown = operation({
  name: 'learning.import-markdown',
  summary: 'Take a course in from a Markdown text as a new draft of a unit; every fault is told with its line, and with a fault nothing is taken in.',
  kind: 'write',
  http: 'POST /learning/markdown-imports',
  permission: 'learning.author',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: UnitId, text: Type.String({ minLength: 1, maxLength: 400_000, description: 'Markdown; see docs/users/author' }) }, closed),
  output: Made,
  trace: ({ unitId }, { course, lessons }) => ({ unitId, detail: { course, lessons } }),
  run: async (ctx, { unitId, text }) => {
    const { course: read, faults } = readMarkdownCourse(text);
    if (faults.length > 0) {
      const errors = faults.slice(0, 30).map(({ line, code, values = {} }) => ({ at: '/text', code, values: { ...values, line } }));
      throw new Problem('invalid', 'learning-authoring.import-refused', {}, errors);
    }
    return { course: await takeIn(ctx, unitId, read), lessons: read.lessons.size };
  },
});

async function takeIn(ctx: Ctx, unitId: string, { outline, lessons }: { outline: Outline; lessons: Map<string, DraftLesson> }, pictures?: Map<string, string>): Promise<string> {
  const programme = PROGRAMMES.find((one) => one === outline.fields['programme']) ?? 'digital-transformation';
  const course = freshName(outline.fields['title'] ?? '', 'khoa-hoc');
  await addCourse(ctx.db, course, programme, unitId);
  await addDraft(ctx, { courseId: course, unitId, basedOn: null, outline: { ...outline, fields: { ...outline.fields, programme } } }, lessons, pictures);
  await noteEvent(ctx, course, 'imported');
  return course;
}
