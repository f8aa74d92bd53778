import Type from 'typebox';
import { addDays } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { checkApart } from './pdf-room.ts';
import { listPapers } from './store.ts';

const closed = { additionalProperties: false };

/** Purpose of papers that people put in to sign themselves. */
const PURPOSE = 'document.own-paper';
/** How long such a paper is kept: Khuê is the place to sign it, not to file it. */
const KEPT_DAYS = 90;
/** Base64 of 32 MiB. */
const MAX_CONTENT = 44_739_244;

/** Puts in a PDF to sign. */
export const putPaper = operation({
  name: 'document.put-paper',
  summary: 'Puts in a PDF that the asker wants to sign; it is kept for 90 days.',
  kind: 'write',
  http: 'POST /documents/papers',
  permission: 'signed-in',
  input: Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the file' }),
      content: Type.String({ minLength: 1, maxLength: MAX_CONTENT, pattern: '^[A-Za-z0-9+/]+={0,2}$', description: 'The PDF, base64, at most 32 MiB' }),
    },
    closed,
  ),
  output: Type.Object({ documentId: Type.String({ description: 'The document' }) }, closed),
  trace: (_input, output) => ({ detail: { document: output?.documentId ?? null } }),
  beforehand: ({ content }) => checkApart(new Uint8Array(Buffer.from(content, 'base64'))),
  run: async (ctx, { name, content }) => {
    if (personOf(ctx.actor) === undefined) throw new Problem('forbidden', 'operation.sign-in-first');
    const { id } = await keepDocument(ctx, {
      name,
      bytes: [Buffer.from(content, 'base64')],
      purpose: PURPOSE,
      mediaType: 'application/pdf',
      retainUntil: addDays(ctx.today, KEPT_DAYS),
    });
    return { documentId: id };
  },
});

/** The papers that the asker has put in. */
export const listOwnPapers = operation({
  name: 'document.list-papers',
  summary: 'The papers that the asker has put in to sign, newest first, at most 100, each in its latest version.',
  kind: 'read',
  http: 'GET /documents/papers',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Object(
    {
      papers: Type.Array(
        Type.Object(
          {
            documentId: Type.String({ description: 'The document' }),
            name: Type.String({ description: 'Name of the file' }),
            signatures: Type.Integer({ description: 'Signatures made here' }),
            createdAt: Type.String({ description: 'When this version came to be, ISO 8601' }),
          },
          closed,
        ),
        { description: 'Newest first' },
      ),
    },
    closed,
  ),
  run: async (ctx) => ({ papers: await listPapers(ctx.db, personOf(ctx.actor) ?? '00000000-0000-0000-0000-000000000000', PURPOSE) }),
});
