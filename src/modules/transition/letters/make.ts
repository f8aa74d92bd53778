import { addDays } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { typeset } from '#base/typeset/index.ts';
import { keepDocument, retainDocuments } from '#kernel/document/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { planSigners } from '#kernel/sign/index.ts';
import { putLetter, type Letter, type NewLetter } from './letter-store.ts';
import type { LetterContent } from './model.ts';

/** Purpose of the PDFs of letters; the manifest says who may open them. */
export const PURPOSE = 'transition.letter';

/**
 * Typesets a letter by Decree 30/2020, keeps the PDF with the plan of who signs where, and the letter; `former` is one that nobody has signed, whose PDF is let go.
 * Answers the letter's id.
 */
export async function makeLetter(ctx: Ctx, given: Omit<NewLetter, 'id' | 'documentId' | 'by' | 'at' | 'content'> & { content: LetterContent }, former?: Letter): Promise<string> {
  const { content } = given;
  const letter = await typeset(ctx.services.root, { template: 'nd30', data: dataOf(content, given.number), at: ctx.now, standard: 'a-2a' });
  const name = `${content.title} ${given.number}.pdf`.replaceAll(/[/\\]/g, '-');
  const { id: documentId } = await keepDocument(ctx, { name, bytes: [letter.bytes], purpose: PURPOSE, mediaType: 'application/pdf' });
  await planSigners(
    ctx,
    documentId,
    content.signers.map(({ personId, capacity, unit }, index) => ({
      personId,
      capacity: [capacity, unit].filter(Boolean).join(', '),
      reason: content.title,
      location: content.place,
      place: letter.rooms.find((room) => room.name === `signer-${index + 1}`),
    })),
  );
  if (former !== undefined) await retainDocuments(ctx.db, [former.documentId], addDays(ctx.today, -1));
  const id = former?.id ?? newId();
  await putLetter(ctx.db, { ...given, id, documentId, by: personOf(ctx.actor) ?? null, at: ctx.now });
  return id;
}

/** What `content/print/nd30.typ` is filled with. */
function dataOf(content: LetterContent, number: string) {
  const { title, parent, issuer, place, day, kind, abstract, to, bases, body, recipients } = content;
  const signers = content.signers.map(({ party, name, capacity }) => ({ authority: null, capacity: party === 'worker' || capacity === '' ? WORKER : capacity, name }));
  return { title: `${title} ${number}`, parent, issuer, number, place, day, kind, abstract, to, bases, body, signers, recipients };
}

/** As what somebody signs who holds no office in the matter. */
const WORKER = 'Người lao động';
