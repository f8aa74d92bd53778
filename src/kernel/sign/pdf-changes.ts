import { PdfArray, PdfBool, PdfDict, PdfName, PdfNull, PdfNumber, PdfRef, PdfStream, PdfString, type PDF, type PdfObject } from '@libpdf/core';

/** Two values that must be the same before and after; `of` says of what they are, for what may be added there. */
type Pair = { before: PdfObject | undefined; after: PdfObject | undefined; of: 'catalogue' | 'form' | 'page' | 'field' | 'annotations' | 'fields' | 'other' };

/** Parts of a dictionary that may be added without any signature: evidence about earlier ones. */
const EVIDENCE: Partial<Record<Pair['of'], string[]>> = { catalogue: ['DSS', 'Extensions'] };

/** Parts of a dictionary that later signatures may add to or fill in; everything else must stay. */
const GROWS: Partial<Record<Pair['of'], string[]>> = {
  catalogue: ['AcroForm', 'DSS', 'Extensions'],
  form: ['Fields', 'SigFlags'],
  page: ['Annots'],
};

/** What an empty signature field gets when it is signed. */
const FILLED = ['V', 'AP', 'F', 'TU', 'Rect', 'P'];

/**
 * Whether a later revision of a PDF shows the same as an earlier one: both are walked from their catalogue side by side. False as soon as a page, a font, an image, a
 * field or anything else reachable differs. With `signed` the later one ends with a signature, so signatures may have been added; else only evidence about
 * earlier ones (DSS), or somebody could add a field, or make a last signature unreadable, and none would tell.
 */
export function showsTheSame(earlier: PDF, later: PDF, signed: boolean): boolean {
  const seen = new Set<string>();
  const waiting: Pair[] = [{ before: earlier.getCatalog(), after: later.getCatalog(), of: 'catalogue' }];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    if (pair.before instanceof PdfRef && pair.after instanceof PdfRef) {
      const key = `${pair.before.objectNumber} ${pair.after.objectNumber}`;
      if (seen.has(key)) continue;
      seen.add(key);
    }
    const before = resolved(earlier, pair.before);
    const after = resolved(later, pair.after);
    const next = compare(later, before, after, pair.of, signed);
    if (next === undefined) return false;
    waiting.push(...next);
  }
  return true;
}

function resolved(pdf: PDF, value: PdfObject | undefined): PdfObject | undefined {
  const found = value instanceof PdfRef ? (pdf.getObject(value) ?? undefined) : value;
  return found instanceof PdfNull ? undefined : found;
}

/** Pairs that must still be compared; undefined when these two differ already. */
function compare(later: PDF, before: PdfObject | undefined, after: PdfObject | undefined, of: Pair['of'], signed: boolean): Pair[] | undefined {
  if (before instanceof PdfStream || after instanceof PdfStream) {
    if (!(before instanceof PdfStream && after instanceof PdfStream) || Buffer.compare(before.data, after.data) !== 0) return undefined;
    return dictionaries(before, after, 'other', signed);
  }
  if (before instanceof PdfDict && after instanceof PdfDict) return dictionaries(before, after, kindOf(before, of), signed);
  if ((before instanceof PdfArray || before === undefined) && after instanceof PdfArray && (of === 'annotations' || of === 'fields')) {
    return lists(later, before, after);
  }
  if (before instanceof PdfArray && after instanceof PdfArray) {
    if (before.length !== after.length) return undefined;
    return before.toArray().map((item, index) => ({ before: item, after: after.at(index), of: 'other' as const }));
  }
  return sameValue(before, after) ? [] : undefined;
}

function kindOf(dictionary: PdfDict, of: Pair['of']): Pair['of'] {
  if (of !== 'other') return of;
  if (dictionary.getName('Type')?.value === 'Page') return 'page';
  return dictionary.getName('FT')?.value === 'Sig' ? 'field' : 'other';
}

function dictionaries(before: PdfDict, after: PdfDict, of: Pair['of'], signed: boolean): Pair[] | undefined {
  const names = new Set([...before.keys(), ...after.keys()].map(({ value }) => value));
  const grows = signed ? (GROWS[of] ?? (of === 'field' && !before.has('V') ? FILLED : [])) : (EVIDENCE[of] ?? []);
  const pairs: Pair[] = [];
  for (const name of names) {
    const pair = { before: before.get(name), after: after.get(name) };
    if (!grows.includes(name)) pairs.push({ ...pair, of: 'other' });
    else if (name === 'AcroForm') pairs.push({ before: pair.before ?? PdfDict.of({}), after: pair.after, of: 'form' });
    else if (name === 'Fields') pairs.push({ ...pair, of: 'fields' });
    else if (name === 'Annots') pairs.push({ ...pair, of: 'annotations' });
  }
  return pairs;
}

/** Lists that may only grow, and only by signatures. */
function lists(later: PDF, before: PdfArray | undefined, after: PdfArray): Pair[] | undefined {
  const old = before?.toArray() ?? [];
  if (after.length < old.length) return undefined;
  const added = after.toArray().slice(old.length);
  if (!added.every((item) => isSignatureField(later, item))) return undefined;
  return old.map((item, index) => ({ before: item, after: after.at(index), of: 'other' as const }));
}

/** A field that is signed (and so has a report of its own), or an empty one that shows nothing. */
function isSignatureField(pdf: PDF, item: PdfObject): boolean {
  const field = resolved(pdf, item);
  return field instanceof PdfDict && field.getName('FT')?.value === 'Sig' && (field.has('V') || !field.has('AP'));
}

function sameValue(before: PdfObject | undefined, after: PdfObject | undefined): boolean {
  if (before instanceof PdfString && after instanceof PdfString) return Buffer.compare(before.bytes, after.bytes) === 0;
  if (before instanceof PdfName && after instanceof PdfName) return before.value === after.value;
  if (before instanceof PdfNumber && after instanceof PdfNumber) return before.value === after.value;
  if (before instanceof PdfBool && after instanceof PdfBool) return before.value === after.value;
  return before === undefined && after === undefined;
}
