import Type from 'typebox';
import { Value } from 'typebox/value';
import { found } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { showOwn, signingOf, verifyDocument, verifyOwn } from '#kernel/sign/index.ts';
import { closed } from '../model.ts';
import { listLetters, listReceipts, type Letter } from './letter-store.ts';
import { LetterContent, letterId, LetterLine } from './model.ts';
import { lineOf } from './operations.ts';
import { maySee, openLetter } from './sign.ts';
import { findCaseOfLetter } from './store.ts';
import { getDocument } from '#kernel/document/index.ts';

const Receipt = Type.Object(
  {
    name: Type.String({ description: 'To whom' }),
    toldAt: Type.String({ description: 'When it was delivered' }),
    receivedAt: Type.Union([Type.String(), Type.Null()], { description: 'When that person said to have received it' }),
  },
  closed,
);

/** A letter with its signatures. */
export const readLetter = operation({
  name: 'transition.read-letter',
  summary: 'A letter: what it says, who has signed and is to sign, to whom it was delivered, and what was found about its signatures. Whose letter it is, is told who looked.',
  kind: 'read',
  http: 'GET /transition/letters/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: letterId }, closed),
  output: Type.Object(
    {
      letter: LetterLine,
      kind: Type.String({ description: 'Kind of letter' }),
      caseId: Type.Union([Type.String(), Type.Null()], { description: 'Case; null at the desk of the union' }),
      procedure: Type.Union([Type.String(), Type.Null()], { description: 'Procedure of the case' }),
      personId: Type.Union([Type.String(), Type.Null()], { description: 'Whom it is about' }),
      content: LetterContent,
      signing: showOwn.output,
      report: Type.Union([verifyOwn.output, Type.Null()], { description: 'What was found about its signatures; null while there is none' }),
      receipts: Type.Array(Receipt, { description: 'To whom it was delivered' }),
      mayReceive: Type.Boolean({ description: 'Whether it was delivered to the asker, who has not said to have received it' }),
    },
    closed,
  ),
  asksPurpose: async (ctx, { id }) => isOfAnother(ctx, (await listLetters(ctx.db, { id }))[0]),
  looksAt: (_input, { personId }) => (personId === null ? [] : [personId]),
  run: async (ctx, { id }) => {
    const letter = await openLetter(ctx, id);
    const file = letter.caseId === null ? undefined : await findCaseOfLetter(ctx.db, letter.caseId);
    const receipts = await listReceipts(ctx.db, id);
    const { name, size, sha256 } = await getDocument(ctx.db, letter.latestId);
    return {
      letter: lineOf(ctx, letter, file?.number ?? null),
      kind: letter.kind,
      caseId: letter.caseId,
      procedure: file?.procedure ?? null,
      personId: file?.person?.personId ?? null,
      content: Value.Parse(LetterContent, letter.content),
      signing: { documentId: letter.latestId, name, size, sha256, ...(await signingOf(ctx, letter.latestId)) },
      report: letter.signatures === 0 ? null : await verifyDocument(ctx, letter.latestId),
      receipts: receipts.map((one) => ({ name: one.name, toldAt: one.toldAt.toISOString(), receivedAt: one.receivedAt?.toISOString() ?? null })),
      mayReceive: receipts.some(({ personId, receivedAt }) => personId === personOf(ctx.actor) && receivedAt === null),
    };
  },
});

/** Whether a letter is about somebody else, and the asker neither signs it nor drafted it: then opening it is a look at that person's record. */
async function isOfAnother(ctx: Ctx, letter: Letter | undefined): Promise<boolean> {
  const own = personOf(ctx.actor);
  if (letter === undefined || letter.caseId === null || own === undefined || letter.draftedBy === own) return false;
  if (Value.Parse(LetterContent, letter.content).signers.some(({ personId }) => personId === own)) return false;
  const person = (await findCaseOfLetter(ctx.db, letter.caseId))?.person;
  return person !== undefined && person !== null && person.personId !== own;
}

/** Who may open the PDF of a letter: whoever may read the letter. */
export const openLetterFile = operation({
  name: 'transition.open-letter-file',
  summary: 'Whether the asker may open a version of the PDF of a letter; the bytes are sent by /documents/{id}.',
  kind: 'read',
  http: 'GET /transition/letter-files/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Document' }) }, closed),
  output: Type.Object({ id: letterId, personId: Type.Union([Type.String(), Type.Null()], { description: 'Whom it is about' }) }, closed),
  asksPurpose: async (ctx, { id }) => isOfAnother(ctx, (await listLetters(ctx.db, { documentId: id }))[0]),
  looksAt: (_input, { personId }) => (personId === null ? [] : [personId]),
  run: async (ctx, { id }) => {
    const letter = found((await listLetters(ctx.db, { documentId: id }))[0], 'document.no-document');
    await maySee(ctx, letter);
    const file = letter.caseId === null ? undefined : await findCaseOfLetter(ctx.db, letter.caseId);
    return { id: letter.id, personId: file?.person?.personId ?? null };
  },
});
