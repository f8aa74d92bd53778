import Type from 'typebox';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { getDocument, keepDocument } from '#kernel/document/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { closed, MessageId } from '../model.ts';
import { unitOfMessage } from './unit.ts';
import { getVersion } from './store.ts';

/** Bytes of a file at the most: a short video of about three minutes. */
const MOST_BYTES = 24 * 1_048_576;

type Kind = 'picture' | 'audio' | 'video' | 'captions';

/** The media type of a file of a kind by its first bytes; undefined when it is none that every browser plays or shows. */
export function mediaTypeOf(kind: Kind, bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 16));
  const hex = head.toString('hex');
  const ascii = head.toString('latin1');
  if (kind === 'picture') return hex.startsWith('89504e470d0a1a0a') ? 'image/png' : hex.startsWith('ffd8ff') ? 'image/jpeg' : undefined;
  if (kind === 'captions')
    return Buffer.from(bytes.subarray(0, 9))
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .startsWith('WEBVTT')
      ? 'text/vtt'
      : undefined;
  const mp4 = ascii.slice(4, 8) === 'ftyp';
  if (kind === 'video') return mp4 ? 'video/mp4' : hex.startsWith('1a45dfa3') ? 'video/webm' : undefined;
  if (ascii.startsWith('ID3') || /^fff[ab23]/.test(hex)) return 'audio/mpeg';
  return mp4 ? 'audio/mp4' : ascii.startsWith('OggS') ? 'audio/ogg' : undefined;
}

/** The files of a version. */
export async function listFiles(db: Db, messageId: string, version: number): Promise<{ id: string; kind: Kind; language: string; words: string }[]> {
  return all(
    db,
    sql<{ id: string; kind: Kind; language: string; words: string }>`
    select file.id, file.kind, file.language, file.words
    from campaigns.message_file as file
    where file.message_id = ${messageId}
      and file.version = ${version}
    order by file.created_at`,
  );
}

/** The document that holds the bytes of a file of a message; undefined for others. */
export async function findFile(db: Db, id: string): Promise<{ documentId: string } | undefined> {
  return one(db, sql<{ documentId: string }>`select file.document_id as "documentId" from campaigns.message_file as file where file.id = ${id}`);
}

/** Adds a picture, an audio reading, a short video or its captions to a draft. */
export const addFile = operation({
  name: 'campaigns.add-file',
  summary:
    'Add a picture, an audio reading for low readers, a short video or its captions to a draft, with the words that stand in its place. A video needs captions before it is approved.',
  kind: 'write',
  http: 'POST /campaigns/messages/{id}/versions/{version}/files',
  permission: 'campaigns.prepare',
  unit: (ctx, { id }) => unitOfMessage(ctx, id),
  input: Type.Object(
    {
      id: MessageId,
      version: Type.Integer({ minimum: 1, description: 'Version' }),
      kind: Type.Enum(['picture', 'audio', 'video', 'captions'], { description: 'Kind' }),
      language: Type.String({ pattern: '^[a-z]{2,3}$', examples: ['vi'], description: 'Language, as in vi, en, tay' }),
      words: Type.String({ minLength: 5, maxLength: 600, description: 'What stands in its place for whoever cannot see or hear it' }),
      name: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the file' }),
      content: Type.String({ description: 'Bytes, base64' }),
    },
    closed,
  ),
  output: Type.Object({ fileId: Type.String({ description: 'File' }) }, closed),
  trace: ({ id, version, kind }) => ({ subject: id, detail: { version, kind } }),
  run: async (ctx, { id, version, kind, language, words, name, content }) => {
    const bytes = Buffer.from(content, 'base64');
    const wrong = (code: string): Problem => new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/file', code }]);
    if (bytes.length > MOST_BYTES) throw wrong('campaigns-message.file-too-large');
    const mediaType = mediaTypeOf(kind, bytes);
    if (mediaType === undefined) throw wrong('campaigns-message.file-kind');
    const { state } = await getVersion(ctx.db, id, version);
    if (state !== 'draft') throw new Problem('conflict', 'campaigns-message.no-draft');
    const document = await keepDocument(ctx, { name, bytes: [bytes], purpose: 'campaigns.message', mediaType });
    const fileId = newId();
    await all(
      ctx.db,
      sql`
      insert into campaigns.message_file (id, message_id, version, kind, language, document_id, words)
      values (${fileId}, ${id}, ${version}, ${kind}, ${language}, ${document.id}, ${words})`,
    );
    return { fileId };
  },
});

/** Which bytes a file of a message is. */
export const readFileOf = operation({
  name: 'campaigns.read-file',
  summary: 'Which bytes are a picture, audio or video of a message; anyone may see it, as with the message.',
  kind: 'read',
  http: 'GET /campaigns/files/{id}',
  permission: 'public',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'File' }) }, closed),
  output: Type.Object(
    {
      name: Type.String({ description: 'Name under which it is kept: its id' }),
      mediaType: Type.String({ description: 'Media type, read from its bytes' }),
      size: Type.Integer({ description: 'Bytes' }),
      sha256: Type.String({ description: 'SHA-256 of its bytes, hexadecimal' }),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const { documentId } = found(await findFile(ctx.db, id), 'campaigns-message.no-file');
    const { mediaType, size, sha256 } = await getDocument(ctx.db, documentId);
    return { name: id, mediaType, size, sha256 };
  },
});

/** What can be asked of files of messages. */
export const fileOperations = [addFile, readFileOf];
