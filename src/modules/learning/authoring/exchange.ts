import { Readable } from 'node:stream';
import Type from 'typebox';
import { PROGRAMMES } from '#content/learning/course.ts';
import { all, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { storedZip, type ByteSource } from '#base/zip/index.ts';
import { getDocument } from '#kernel/document/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed, CourseId } from '../model.ts';
import { publishedFile } from './copy.ts';
import { draftFile, draftFiles, draftIn } from './draft-file.ts';
import { keepNamed } from './files.ts';
import { readMarkdownCourse } from './markdown-course.ts';
import type { DraftLesson, Outline } from './model.ts';
import { freshName } from './names.ts';
import { COURSE_PURPOSE, PACKAGE_MOST, packageParts, planPackage, readPackage } from './package.ts';
import { addCourse, addDraft, getDraft, noteEvent } from './store.ts';

const Packed = Type.Object(
  {
    name: Type.String({ description: 'Name in the course' }),
    sha256: Type.String({ description: 'SHA-256 of the bytes, hexadecimal' }),
    size: Type.Integer({ description: 'Bytes' }),
  },
  closed,
);
const UnitId = Type.String({ format: 'uuid', description: 'Unit whose course it is' });
const Made = Type.Object({ course: Type.String({ description: 'Course that is a draft now' }), lessons: Type.Integer({ description: 'Lessons' }) }, closed);

const Contents = Type.Object(
  {
    name: Type.String({ description: 'Name of the file' }),
    size: Type.Integer({ description: 'Bytes of the file' }),
    manifest: Type.String({ description: 'Text of `khue-course.json`' }),
    files: Type.Array(Packed, { description: 'What stands under `files/`' }),
  },
  closed,
);
type Contents = Type.Static<typeof Contents>;
const OneFile = Type.Object({ name: Type.String({ description: 'Name of the file' }), content: Type.String({ description: 'ZIP as base64' }) }, closed);
const Which = Type.Object({ course: CourseId }, closed);
const unitOfDraft = async (ctx: Ctx, { course }: { course: string }): Promise<string> => (await getDraft(ctx.db, course)).unitId;

/** What the one file of a course is made of. */
export const openCoursePackage = operation({
  name: 'learning.open-course-package',
  summary: 'What the one ZIP file of the published version of a course is made of, and how large it is, at most 1 GiB. The bytes are sent by the pages, as they are read.',
  kind: 'read',
  http: 'GET /learning/courses/{course}/package-contents',
  permission: 'learning.author',
  exports: true,
  input: Which,
  output: Contents,
  trace: ({ course }) => ({ detail: { course } }),
  run: async (ctx, { course }) => planOf(ctx, course),
});

/** What the one file of a draft is made of. */
export const openDraftPackage = operation({
  name: 'learning.open-draft-package',
  summary:
    'What the one ZIP file of a draft is made of as it stands, incomplete as it may be, and how large it is, at most 1 GiB. The bytes are sent by the pages, as they are read.',
  kind: 'read',
  http: 'GET /learning/drafts/{course}/package-contents',
  permission: 'learning.author',
  unit: unitOfDraft,
  exports: true,
  input: Which,
  output: Contents,
  trace: ({ course }) => ({ detail: { course } }),
  run: async (ctx, { course }) => planOfDraft(ctx, course),
});

/** A course as one file. */
export const exportCourse = operation({
  name: 'learning.export-course',
  summary:
    'The published version of a course as one ZIP file with all its lessons, drawings and files; it can be taken in again, here or elsewhere. At most 40 MiB: a larger one leaves by its page.',
  kind: 'read',
  http: 'GET /learning/courses/{course}/package',
  permission: 'learning.author',
  exports: true,
  input: Which,
  output: OneFile,
  trace: ({ course }) => ({ detail: { course } }),
  run: async (ctx, { course }) => inOneFile(ctx, await planOf(ctx, course)),
});

/** A draft as one file. */
export const exportDraft = operation({
  name: 'learning.export-draft',
  summary: 'A draft as it stands as one ZIP file with lessons, drawings and files; taken in again it is a draft. At most 40 MiB: a larger one leaves by its page.',
  kind: 'read',
  http: 'GET /learning/drafts/{course}/package',
  permission: 'learning.author',
  unit: unitOfDraft,
  exports: true,
  input: Which,
  output: OneFile,
  trace: ({ course }) => ({ detail: { course } }),
  run: async (ctx, { course }) => inOneFile(ctx, await planOfDraft(ctx, course)),
});

async function inOneFile(ctx: Ctx, { name, size, ...packed }: Contents): Promise<Type.Static<typeof OneFile>> {
  if (size > PACKAGE_MOST.inline) throw new Problem('limit', 'learning-authoring.package-by-page', { megabytes: PACKAGE_MOST.inline / 1_048_576 });
  const pieces: Uint8Array[] = [];
  for await (const piece of storedZip(packageParts(packed, (sha256) => ctx.services.blobs.get(sha256)))) pieces.push(piece);
  return { name, content: Buffer.concat(pieces).toString('base64') };
}

async function planOfDraft(ctx: Ctx, course: string): Promise<Contents> {
  const file = await draftFile(ctx.db, course);
  return { name: `${course}-draft-${ctx.today}.khue.zip`, ...planPackage(file, await draftFiles(ctx.db, course, file)) };
}

async function planOf(ctx: Ctx, course: string): Promise<Contents> {
  const file = await publishedFile(ctx.db, course);
  const { version } = file.course;
  const files = await all(
    ctx.db,
    sql<Type.Static<typeof Packed>>`
    select file.name, file.sha256, file.size::float8 as size
    from learning.file_version as shown
    join learning.course_file as file
      on file.course_id = shown.course_id
      and file.name = shown.name
    where shown.course_id = ${course}
      and shown.version = ${version}
    order by file.name`,
  );
  return { name: `${course}-v${version}.khue.zip`, ...planPackage(file, files) };
}

/** Takes a course in from one file. */
export const importCourse = operation({
  name: 'learning.import-course',
  summary: 'Take a course in from a file that `learning.export-course` or `learning.export-draft` made, as a new draft of a unit; with a fault nothing is taken in.',
  kind: 'write',
  http: 'POST /learning/course-imports',
  permission: 'learning.author',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      unitId: UnitId,
      content: Type.String({ minLength: 1, maxLength: Math.ceil((PACKAGE_MOST.inline * 4) / 3) + 4, contentEncoding: 'base64', description: 'ZIP as base64, at most 40 MiB' }),
    },
    closed,
  ),
  output: Made,
  trace: ({ unitId }, { course, lessons }) => ({ unitId, detail: { course, lessons } }),
  run: async (ctx, { unitId, content }) => {
    const bytes = Buffer.from(content, 'base64');
    return takeInFile(ctx, unitId, { size: bytes.length, read: async (start, end) => Readable.from([bytes.subarray(start, end + 1)]) });
  },
});

/** Takes a course in from one file whose bytes were taken in as they came. */
export const importStoredCourse = operation({
  name: 'learning.import-stored-course',
  summary: 'Take a course in from one file whose bytes were put in as a document by the asker for this, at most 1 GiB, as a new draft of a unit; with a fault nothing is taken in.',
  kind: 'write',
  http: 'POST /learning/stored-course-imports',
  permission: 'learning.author',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: UnitId, documentId: Type.String({ format: 'uuid', description: 'Document with the bytes' }) }, closed),
  output: Made,
  trace: ({ unitId }, { course, lessons }) => ({ unitId, detail: { course, lessons } }),
  run: async (ctx, { unitId, documentId }) => {
    const { purpose, createdBy, dropped, sha256, size } = await getDocument(ctx.db, documentId);
    if (purpose !== COURSE_PURPOSE || createdBy !== (personOf(ctx.actor) ?? null) || dropped) throw new Problem('missing', 'document.no-document');
    return takeInFile(ctx, unitId, { size, read: (start, end) => ctx.services.blobs.get(sha256, { start, end }) });
  },
});

async function takeInFile(ctx: Ctx, unitId: string, source: ByteSource): Promise<Type.Static<typeof Made>> {
  const { file, files } = await readPackage(source);
  const draft = draftIn(file);
  const course = await takeIn(ctx, unitId, draft, new Map(Object.entries(file.pictures)));
  for (const { name, open } of files) await keepNamed(ctx, course, name, open());
  return { course, lessons: draft.lessons.size };
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
