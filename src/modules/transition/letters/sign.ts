import Type from 'typebox';
import { Value } from 'typebox/value';
import { found, Problem } from '#base/problem/index.ts';
import { caseRead, takeStep } from '#kernel/case/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { signDocument } from '#kernel/sign/index.ts';
import { closed } from '../model.ts';
import { permissionOf } from './kinds.ts';
import { addReceipts, listLetters, listSigned, markReceived, markSigned, type Letter } from './letter-store.ts';
import { PURPOSE } from './make.ts';
import { LetterContent, letterId } from './model.ts';
import { findCaseOfLetter } from './store.ts';

/** Base64 of 20 MiB. */
const MAX_CONTENT = 27_962_027;

/** The letter, locked, for whoever may see its case or speaks for the union at whose desk it lies; throws `missing`. */
export async function openLetter(ctx: Ctx, id: string, lock = false): Promise<Letter> {
  const letter = found((await listLetters(ctx.db, { id }, lock))[0], 'transition-letters.none');
  await maySee(ctx, letter);
  return letter;
}

/** Throws `missing` for whoever has nothing to do with a letter. */
export async function maySee(ctx: Ctx, letter: Letter): Promise<void> {
  if (letter.caseId !== null) await caseRead.run(ctx, { id: letter.caseId });
  else if (!(await may(ctx.db, ctx.actor, 'transition.speak-for-union', letter.unitId, ctx.today))) throw new Problem('missing', 'transition-letters.none');
}

/** Keeps a signature on a letter; the last one takes the step that the letter carries and delivers it. */
export const signLetter = operation({
  name: 'transition.sign-letter',
  summary:
    'Keep the signature that the signer has just made on a letter. The last signature takes the step of the case and delivers the letter. Made on pages, where the person confirms.',
  kind: 'write',
  http: 'POST /transition/letters/{id}/signatures',
  permission: 'signed-in',
  input: Type.Object({ id: letterId, documentId: Type.String({ format: 'uuid', description: 'Newest version of its PDF, as the signer saw it' }) }, closed),
  output: Type.Object(
    { documentId: Type.String({ description: 'The new version, with the signature' }), done: Type.Boolean({ description: 'Whether it was the last one and the step is taken' }) },
    closed,
  ),
  trace: ({ id }, { documentId, done }) => ({ detail: { letter: id, version: documentId, done } }),
  run: async (ctx, { id, documentId }) => {
    const letter = await openLetter(ctx, id, true);
    if (letter.latestId !== documentId) throw new Problem('conflict', 'sign.newer-version');
    if (letter.signedAt !== null) throw new Problem('conflict', 'sign.all-signed');
    await mustActFor(ctx, letter);
    const signed = await signDocument(ctx, documentId);
    const done = signed.position === letter.signers;
    if (done) await finish(ctx, letter, null, ctx.today);
    return { documentId: signed.documentId, done };
  },
});

/** Who signs for a party must still be allowed to act for it; the worker signs in person. */
async function mustActFor(ctx: Ctx, letter: Letter): Promise<void> {
  const signer = Value.Parse(LetterContent, letter.content).signers.find(({ personId }) => personId === personOf(ctx.actor));
  const file = letter.caseId === null ? undefined : await findCaseOfLetter(ctx.db, letter.caseId);
  const permission = signer && permissionOf(signer.party, file?.procedure ?? '');
  if (permission !== undefined && !(await may(ctx.db, ctx.actor, permission, letter.unitId, ctx.today))) throw new Problem('forbidden', 'case.not-yours');
}

/** Everything is signed: the step of the case is taken, and the letter is delivered. */
async function finish(ctx: Ctx, letter: Letter, paperId: string | null, day: string): Promise<void> {
  if (letter.caseId !== null) await mustLeadOn(ctx, letter.caseId, letter);
  await markSigned(ctx.db, letter.id, ctx.now, paperId);
  if (letter.caseId === null || letter.step === null || letter.caseNumber === null) return;
  const { reason } = Value.Parse(LetterContent, letter.content);
  await takeStep(ctx, { id: letter.caseId, expected: letter.caseNumber, step: letter.step, day, ...(reason !== null && { reason }) });
  const person = (await findCaseOfLetter(ctx.db, letter.caseId))?.person?.personId;
  const people = new Set([...(person === undefined ? [] : [person]), ...(await listSigned(ctx.db, letter.caseId))]);
  people.delete(personOf(ctx.actor) ?? '');
  await addReceipts(ctx.db, letter.id, [...people], ctx.now);
  await notify(ctx, { to: [...people], key: 'transition-letters.delivered', values: { number: letter.number }, href: `/transition/letters/${letter.id}`, email: true });
}

/** Throws `conflict` when the case has gone on since the letter was drafted, `forbidden` for who may not take its step. */
async function mustLeadOn(ctx: Ctx, caseId: string, { caseNumber, step }: Letter): Promise<void> {
  const { number, next } = await caseRead.run(ctx, { id: caseId });
  if (number !== caseNumber) throw new Problem('conflict', 'case.moved-on');
  if (!next.some(({ name, mine }) => name === step && mine)) throw new Problem('forbidden', 'case.not-yours');
}

/** Keeps the scan of a letter that was signed by hand. */
export const fileSignedPaper = operation({
  name: 'transition.file-signed-paper',
  summary:
    'Put in the scan (PDF) of a letter that all signers have signed by hand, for people without a digital signature. Takes the step that the letter carries; who may take it may do this.',
  kind: 'write',
  http: 'POST /transition/letters/{id}/paper',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: letterId,
      day: Type.String({ format: 'date', description: 'Day of the last signature on paper' }),
      content: Type.String({ minLength: 1, maxLength: MAX_CONTENT, pattern: '^[A-Za-z0-9+/]+={0,2}$', description: 'The PDF, base64, at most 20 MiB' }),
    },
    closed,
  ),
  output: Type.Object({ id: letterId }, closed),
  trace: ({ id }) => ({ detail: { letter: id } }),
  run: async (ctx, { id, day, content }) => {
    const letter = await openLetter(ctx, id, true);
    if (letter.signedAt !== null || letter.caseId === null) throw new Problem('conflict', 'sign.all-signed');
    if (letter.signatures > 0) throw new Problem('conflict', 'transition-letters.signed-already');
    const bytes = Buffer.from(content, 'base64');
    if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') throw new Problem('invalid', 'sign.pdf-only', {}, [{ at: '/content', code: 'sign.pdf-only' }]);
    const { id: paperId } = await keepDocument(ctx, {
      name: `${letter.number.replaceAll(/[/\\]/g, '-')} (ban ky tay).pdf`,
      bytes: [bytes],
      purpose: PURPOSE,
      mediaType: 'application/pdf',
    });
    await finish(ctx, letter, paperId, day);
    return { id };
  },
});

/** A person says to have received a letter. */
export const receiveLetter = operation({
  name: 'transition.receive-letter',
  summary: 'Say that you have received a letter that was delivered to you. It says nothing about whether you agree.',
  kind: 'write',
  http: 'POST /transition/letters/{id}/receipt',
  permission: 'signed-in',
  input: Type.Object({ id: letterId }, closed),
  output: Type.Object({ id: letterId }, closed),
  trace: ({ id }) => ({ detail: { letter: id } }),
  run: async (ctx, { id }) => {
    await openLetter(ctx, id);
    if (!(await markReceived(ctx.db, id, personOf(ctx.actor) ?? '', ctx.now))) throw new Problem('forbidden', 'transition-letters.not-to-you');
    return { id };
  },
});
