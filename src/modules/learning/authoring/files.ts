import Type from 'typebox';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { getDocument, keepDocument, retainDocuments, type StoredDocument } from '#kernel/document/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { closed, CourseId } from '../model.ts';
import { unitOfCourse } from './courses.ts';
import { MOST } from './model.ts';
import { freshName, slugOf } from './names.ts';
import { draftToChange, getDraft, noteAuthor } from './store.ts';

const Text = (description: string) => Type.String({ description });
const FileName = Type.String({ pattern: '^[a-z0-9][a-z0-9-]*\\.[a-z0-9]{2,5}$', maxLength: 120, examples: ['quay-tiep-dan.png'], description: 'File of the course' });

/** A file of a course. */
export const StoredFile = Type.Object(
  { name: Text('Name in the course'), mediaType: Text('Kind of file'), size: Type.Integer({ description: 'Bytes' }), sha256: Text('SHA-256 of the bytes, hexadecimal') },
  closed,
);
export type StoredFile = Type.Static<typeof StoredFile>;

/** What a document kept for a course is for. */
export const FILE_PURPOSE = 'learning.course-file';

/** The files of a course by name. */
export async function listFiles(db: Db, courseId: string): Promise<StoredFile[]> {
  return all(
    db,
    sql<StoredFile>`
    select file.name, file.media_type as "mediaType", file.size::float8 as size, file.sha256
    from learning.course_file as file
    where file.course_id = ${courseId}
    order by file.name`,
  );
}

/** The drawings of a draft by file name. */
export async function listDraftPictures(db: Db, courseId: string): Promise<Map<string, string>> {
  const rows = await all(
    db,
    sql<{ file: string; svg: string }>`
    select picture.file, picture.svg
    from learning.draft_picture as picture
    where picture.course_id = ${courseId}
    order by picture.file`,
  );
  return new Map(rows.map(({ file, svg }) => [file, svg]));
}

const KINDS: Record<string, string> = { 'video/mp4': 'mp4', 'video/webm': 'webm', 'image/png': 'png', 'image/jpeg': 'jpg', 'text/vtt': 'vtt', 'application/pdf': 'pdf' };

/** Keeps bytes, at most 300 MiB, as a file of a course; the same bytes under their first name. `wanted`: the name they come with. */
export async function keepFile(ctx: Ctx, courseId: string, wanted: string, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StoredFile> {
  return nameFile(ctx, courseId, wanted, await keepDocument(ctx, { name: wanted, bytes, purpose: FILE_PURPOSE, maxBytes: MOST.streamedBytes }));
}

/** Keeps bytes as a file of a course under just this name, by which blocks know it already. */
export async function keepNamed(ctx: Ctx, courseId: string, name: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  await putFile(ctx, courseId, name, await keepDocument(ctx, { name, bytes, purpose: FILE_PURPOSE, maxBytes: MOST.streamedBytes }));
}

/** The ending that the name of a file has, by what its bytes are. */
export function endingOf(name: string, mediaType: string): string {
  return KINDS[mediaType] ?? name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}

async function nameFile(ctx: Ctx, courseId: string, wanted: string, document: StoredDocument): Promise<StoredFile> {
  const known = await listFiles(ctx.db, courseId);
  const same = known.find(({ sha256 }) => sha256 === document.sha256);
  if (same !== undefined) return same;
  const dot = wanted.lastIndexOf('.');
  const ending = endingOf(wanted, document.mediaType);
  const base = dot > 0 ? wanted.slice(0, dot) : wanted;
  const short = `${slugOf(base) || 'tep'}.${ending}`;
  return putFile(ctx, courseId, known.some((file) => file.name === short) ? `${freshName(base, 'tep')}.${ending}` : short, document);
}

async function putFile(ctx: Ctx, courseId: string, name: string, { id, mediaType, size, sha256 }: StoredDocument): Promise<StoredFile> {
  await all(
    ctx.db,
    sql`
    insert into learning.course_file (course_id, name, document_id, media_type, size, sha256, added_by, added_at)
    values (${courseId}, ${name}, ${id}, ${mediaType}, ${size}, ${sha256}, ${personOf(ctx.actor) ?? null}, ${ctx.now.toString()})`,
  );
  return { name, mediaType, size, sha256 };
}

/** Adds a file to a course that is being written. */
export const addFile = operation({
  name: 'learning.add-file',
  summary: 'Add a picture, video, captions or another file to a course that is being written; what it is, its bytes tell.',
  kind: 'write',
  http: 'POST /learning/drafts/{course}/files',
  permission: 'learning.author',
  unit: async (ctx, { course }) => (await getDraft(ctx.db, course)).unitId,
  input: Type.Object(
    {
      course: CourseId,
      name: Type.String({ minLength: 1, maxLength: 300, description: 'Name of the file' }),
      content: Type.String({ minLength: 1, maxLength: Math.ceil((MOST.fileBytes * 4) / 3) + 4, contentEncoding: 'base64', description: 'Bytes as base64, at most 40 MiB' }),
    },
    closed,
  ),
  output: StoredFile,
  trace: ({ course }, { name, size }) => ({ detail: { course, name, size } }),
  run: async (ctx, { course, name, content }) => {
    await draftToChange(ctx.db, course);
    await noteAuthor(ctx, course);
    const bytes = Buffer.from(content, 'base64');
    if (bytes.length > MOST.fileBytes) throw new Problem('limit', 'learning-authoring.file-too-large', { megabytes: MOST.fileBytes / 1_048_576 });
    return keepFile(ctx, course, name, [bytes]);
  },
});

/** Adds a file whose bytes were taken in as they came. */
export const addStoredFile = operation({
  name: 'learning.add-stored-file',
  summary: 'Add a file to a course that is being written, whose bytes were put in as a document by the asker for this; at most 300 MiB.',
  kind: 'write',
  http: 'POST /learning/drafts/{course}/stored-files',
  permission: 'learning.author',
  unit: async (ctx, { course }) => (await getDraft(ctx.db, course)).unitId,
  input: Type.Object({ course: CourseId, documentId: Type.String({ format: 'uuid', description: 'Document with the bytes' }) }, closed),
  output: StoredFile,
  trace: ({ course }, { name, size }) => ({ detail: { course, name, size } }),
  run: async (ctx, { course, documentId }) => {
    await draftToChange(ctx.db, course);
    const document = await getDocument(ctx.db, documentId);
    if (document.purpose !== FILE_PURPOSE || document.createdBy !== (personOf(ctx.actor) ?? null)) throw new Problem('missing', 'document.no-document');
    await noteAuthor(ctx, course);
    const file = await nameFile(ctx, course, document.name, document);
    await retainDocuments(ctx.db, [documentId], 'infinity');
    return file;
  },
});

/** What is known of a file of a course that the asker may open. */
export const openFile = operation({
  name: 'learning.open-file',
  summary: 'What is known of a file of a course: whoever is signed in opens what a published version shows, authors everything of their courses. The bytes are sent by the pages.',
  kind: 'read',
  http: 'GET /learning/courses/{course}/files/{name}',
  permission: 'signed-in',
  input: Type.Object({ course: CourseId, name: FileName }, closed),
  output: Type.Object({ ...StoredFile.properties, documentId: Text('Document') }, closed),
  run: async (ctx, { course, name }) => {
    const row = found(
      await one(
        ctx.db,
        sql<StoredFile & { documentId: string; shown: boolean }>`
        select file.name, file.media_type as "mediaType", file.size::float8 as size, file.sha256, file.document_id as "documentId",
          exists (
            select 1
            from learning.file_version as shown
            where shown.course_id = file.course_id
              and shown.name = file.name) as shown
        from learning.course_file as file
        where file.course_id = ${course}
          and file.name = ${name}`,
      ),
      'learning-authoring.no-file',
    );
    const { shown, ...file } = row;
    if (!shown && !(await mayWrite(ctx, course))) throw new Problem('missing', 'learning-authoring.no-file');
    return file;
  },
});

async function mayWrite(ctx: Ctx, course: string): Promise<boolean> {
  const unitId = await unitOfCourse(ctx.db, course);
  return unitId !== undefined && may(ctx.db, ctx.actor, 'learning.author', unitId, ctx.today);
}
