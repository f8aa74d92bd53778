import { PDF, PdfArray, PdfDict, PdfName, PdfNumber, PdfString, type PdfRef } from '@libpdf/core';
import { Problem } from '#base/problem/index.ts';
import { rectangleOf, type Place } from './place.ts';

/** What a signature says and where it stands, as it goes to the worker. */
export type DraftOrder = {
  /** Name of the signer as shown by readers of PDF. */
  name: string;
  reason: string;
  /** Town or office where it was signed. */
  location: string;
  /** ISO 8601, UTC. */
  at: string;
  /** Where it shows; invisible when left out. */
  place?: Place | undefined;
  /** A PDF of one page that is drawn into the place. */
  appearance?: Uint8Array;
};

/** A PDF with room for a signature: where its hexadecimal digits go, with their brackets. */
export type Draft = { bytes: Uint8Array; from: number; to: number };

/** Bytes kept free for a signature: certificates and a time stamp token fit well. */
const ROOM = 16_384;
/** Stands in a byte range until the positions are known: as wide as any position. */
const UNKNOWN = 9_999_999_999;

/**
 * A PDF with all of a signature but its digits, as an incremental update: all earlier bytes stay as they are, so earlier signatures stay valid.
 * Throws `invalid` when the bytes cannot be read as a PDF, are encrypted, or have no such page.
 */
export async function draftSignature(bytes: Uint8Array, order: DraftOrder): Promise<Draft> {
  const pdf = await openPdf(bytes);
  const signature = pdf.register(signatureDictionary(order));
  await addField(pdf, signature, order);
  const draft = Uint8Array.from(await pdf.save({ incremental: true }));
  return { bytes: draft, ...patchByteRange(draft, bytes.length) };
}

/** A PDF opened for reading and signing; throws `invalid` when the bytes are no whole, open PDF. */
export async function openPdf(bytes: Uint8Array): Promise<PDF> {
  const pdf = await PDF.load(bytes).catch(() => undefined);
  if (pdf === undefined || pdf.recoveredViaBruteForce) throw new Problem('invalid', 'sign.not-a-pdf');
  if (pdf.isEncrypted) throw new Problem('invalid', 'sign.encrypted');
  return pdf;
}

function signatureDictionary({ name, reason, location, at }: DraftOrder): PdfDict {
  return PdfDict.of({
    Type: PdfName.of('Sig'),
    Filter: PdfName.of('Adobe.PPKLite'),
    SubFilter: PdfName.of('ETSI.CAdES.detached'),
    ByteRange: PdfArray.of(...[0, UNKNOWN, UNKNOWN, UNKNOWN].map((position) => PdfNumber.of(position))),
    Contents: new PdfString(new Uint8Array(ROOM), 'hex'),
    Name: PdfString.fromString(name),
    Reason: PdfString.fromString(reason),
    Location: PdfString.fromString(location),
    M: PdfString.fromString(pdfTime(at)),
  });
}

/** A moment as PDF writes it: `D:20261126093000Z`. */
function pdfTime(at: string): string {
  return `D:${Temporal.Instant.from(at)
    .toString({ smallestUnit: 'second' })
    .replaceAll(/[-:TZ]/g, '')}Z`;
}

async function addField(pdf: PDF, signature: PdfRef, order: DraftOrder): Promise<void> {
  const page = pdf.getPage((order.place?.page ?? 1) - 1);
  if (page === null) throw new Problem('invalid', 'sign.no-such-page', { page: order.place?.page ?? 1 });
  const form = pdf.getOrCreateForm();
  const taken = new Set(form.getFieldNames());
  let number = form.getSignatureFields().length + 1;
  while (taken.has(`Signature${number}`)) number += 1;
  const field = form.createSignatureField(`Signature${number}`).getDict();
  const media = page.getMediaBox();
  const rectangle = order.place === undefined ? [0, 0, 0, 0] : rectangleOf(order.place, media.height);
  field.delete('Kids');
  field.set('V', signature);
  field.set('TU', PdfString.fromString(`${order.name}: ${order.reason}`));
  field.set('Type', PdfName.of('Annot'));
  field.set('Subtype', PdfName.of('Widget'));
  // Printed, and not to be moved (ISO 32000-2, 12.5.3).
  field.set('F', PdfNumber.of(132));
  field.set('P', page.ref);
  field.set('Rect', PdfArray.of(...rectangle.map((value) => PdfNumber.of(value))));
  if (order.place !== undefined && order.appearance !== undefined) {
    const drawn = await pdf.embedPage(await PDF.load(order.appearance), 0);
    field.set('AP', PdfDict.of({ N: drawn.ref }));
  }
  const own = pdf.context.getRef(field);
  if (own === null) throw new Error('A signature field must be an object of its own.');
  const resolve = (ref: PdfRef) => pdf.getObject(ref);
  const annotations = page.dict.getArray('Annots', resolve);
  if (annotations === undefined) page.dict.set('Annots', PdfArray.of(own));
  else annotations.push(own);
}

/** Writes the true positions into the byte range of the signature that was just added; answers where its hexadecimal digits stand, with their brackets. */
function patchByteRange(draft: Uint8Array, from: number): { from: number; to: number } {
  const text = Buffer.from(draft.buffer, draft.byteOffset, draft.length);
  const range = text.indexOf(` ${UNKNOWN} ${UNKNOWN} ${UNKNOWN}`, from, 'latin1');
  const open = text.indexOf(`<${'0'.repeat(64)}`, from, 'latin1');
  const to = open + ROOM * 2 + 2;
  if (range < 0 || open < 0 || draft[to - 1] !== 0x3e) throw new Error('The place of the signature was not found in the PDF.');
  const positions = [open, to, draft.length - to].map((position) => String(position).padStart(String(UNKNOWN).length, ' '));
  draft.set(Buffer.from(` ${positions.join(' ')}`, 'latin1'), range);
  return { from: open, to };
}
