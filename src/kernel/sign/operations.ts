import Type from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { getDocument } from '#kernel/document/index.ts';
import { operation, type AnyOperation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { listOwnPapers, putPaper } from './papers.ts';
import { ReportSchema } from './report.ts';
import { signDocument, verifyBytes, verifyDocument } from './sign.ts';
import { listTransports } from './signing.ts';
import { findName } from './store.ts';
import { getTurn, readSigning } from './turn.ts';

const closed = { additionalProperties: false };
const uuid = (description: string) => Type.String({ format: 'uuid', description });
const text = (description: string) => Type.String({ description });
const Own = Type.Object({ documentId: uuid('Document that the asker has put in or signed last') }, closed);

/** Base64 of 32 MiB. */
const MAX_CONTENT = 44_739_244;

/** Keeps a signature on a document that the signer has put in. */
export const signOwn = operation({
  name: 'document.sign-own',
  summary: 'Keeps the signature that the signer has just made on an own PDF as a new version. Made on pages, where the person confirms; a call without one is refused.',
  kind: 'write',
  http: 'POST /documents/{documentId}/signatures',
  permission: 'signed-in',
  input: Own,
  output: Type.Object(
    { documentId: text('The new version, with the signature'), signatureId: text('The signature'), position: Type.Integer({ description: 'Its place in the order, from 1' }) },
    closed,
  ),
  trace: ({ documentId }, output) => ({ detail: { document: documentId, version: output?.documentId ?? null } }),
  run: async (ctx, { documentId }) => {
    await getOwn(ctx, documentId);
    return signDocument(ctx, documentId);
  },
});

const Line = Type.Object(
  {
    position: Type.Integer({ description: 'Place in the order, from 1' }),
    name: text('Who signs; empty when the person was erased'),
    capacity: text('As what'),
    reason: text('Why'),
    signedAt: Type.Union([Type.String(), Type.Null()], { description: 'When it was signed, ISO 8601; null while it is awaited' }),
  },
  closed,
);

/** What the asker is about to sign. */
export const showOwn = operation({
  name: 'document.show-signing',
  summary: 'What the asker is about to sign: the document, as what, and who has signed or is to sign.',
  kind: 'read',
  http: 'GET /documents/{documentId}/signing',
  permission: 'signed-in',
  input: Own,
  output: Type.Object(
    {
      documentId: text('The document'),
      name: text('Name of the file'),
      size: Type.Integer({ description: 'Bytes' }),
      sha256: text('SHA-256 of the bytes, hexadecimal'),
      signer: text('Who would sign'),
      capacity: text('As what; empty when the signer holds no post'),
      planned: Type.Boolean({ description: 'Whether a plan says who signs, why and where' }),
      refusal: Type.Union([Type.String(), Type.Null()], { description: 'Key of the sentence that says why the asker cannot sign now' }),
      lines: Type.Array(Line, { description: 'Signatures made and awaited, in order' }),
      transports: Type.Array(Type.Union([Type.Literal('test'), Type.Literal('pkcs12'), Type.Literal('csc')]), { description: 'Ways to sign that are open here' }),
      service: Type.Union([Type.String(), Type.Null()], { description: 'What the remote signing service is called' }),
      stamped: Type.Boolean({ description: 'Whether signatures get a time stamp (B-T)' }),
    },
    closed,
  ),
  run: async (ctx, { documentId }) => {
    const { name, size, sha256 } = await getOwn(ctx, documentId);
    return { documentId, name, size, sha256, ...(await signingOf(ctx, documentId)) };
  },
});

/** What a page shows before a person signs: by whom, as what, who else, by which ways. */
export async function signingOf(ctx: Ctx, documentId: string) {
  const { turns, signatures } = await readSigning(ctx, documentId);
  const personId = personOf(ctx.actor);
  const turn = personId === undefined ? new Problem('missing', 'sign.no-person') : await turnOrProblem(ctx, documentId, personId);
  const planned = turns.slice(signatures.length).map((one, index) => ({ ...one, position: signatures.length + index + 1, signedAt: null }));
  const lines = await Promise.all(
    [...signatures, ...planned].map(async ({ position, personId: who, capacity, reason, signedAt }) => ({
      position,
      name: (await findName(ctx.db, who)) ?? '',
      capacity,
      reason,
      signedAt,
    })),
  );
  const { config } = ctx.services.signing;
  return {
    signer: turn instanceof Problem ? ((personId && (await findName(ctx.db, personId))) ?? '') : turn.name,
    capacity: turn instanceof Problem ? '' : turn.turn.capacity,
    planned: turns.length > 0,
    refusal: turn instanceof Problem ? turn.code : null,
    lines,
    transports: listTransports(ctx.services.signing),
    service: config.csc?.name ?? null,
    stamped: config.stampUrl !== undefined,
  };
}

async function turnOrProblem(ctx: Ctx, documentId: string, personId: string) {
  try {
    return await getTurn(ctx, documentId, personId, { reason: '', location: '' });
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** What was found about the signatures of an own document. */
export const verifyOwn = operation({
  name: 'document.verify-own',
  summary: 'Looks at every signature of a PDF that the asker has put in or signed last: who, when, whether unchanged.',
  kind: 'read',
  http: 'GET /documents/{documentId}/verification',
  permission: 'signed-in',
  input: Own,
  output: ReportSchema,
  run: async (ctx, { documentId }) => {
    await getOwn(ctx, documentId);
    return verifyDocument(ctx, documentId);
  },
});

/** What was found about the signatures of a file that anybody sends. */
export const verifyUpload = operation({
  name: 'document.verify-upload',
  summary: 'Looks at every signature of a PDF sent along: who signed, when, whether it is unchanged. Open to anyone; nothing is kept.',
  kind: 'read',
  http: 'POST /documents/verification',
  permission: 'public',
  limit: { times: 60, seconds: 600 },
  input: Type.Object({ content: Type.String({ minLength: 1, maxLength: MAX_CONTENT, pattern: '^[A-Za-z0-9+/]+={0,2}$', description: 'The PDF, base64, at most 32 MiB' }) }, closed),
  output: ReportSchema,
  run: (ctx, { content }) => verifyBytes(ctx, new Uint8Array(Buffer.from(content, 'base64'))),
});

async function getOwn(ctx: Ctx, documentId: string) {
  const document = await getDocument(ctx.db, documentId);
  if (ctx.actor.kind !== 'system' && document.createdBy !== personOf(ctx.actor)) throw new Problem('missing', 'document.no-document');
  return document;
}

/** The operations of signing. */
export const signOperations: AnyOperation[] = [putPaper, listOwnPapers, signOwn, showOwn, verifyOwn, verifyUpload];
