import type { PDF } from '@libpdf/core';
import { Problem } from '#base/problem/index.ts';
import { showsTheSame } from './pdf-changes.ts';
import { openPdf } from './pdf-draft.ts';
import { findSignatures, type FoundSignature } from './pdf-read.ts';
import { check, type Check } from './report.ts';

/** A signature with what became of the document after it. */
export type Look = { found: FoundSignature; changes: Check };

/** More signatures than these are not looked at, so that nobody keeps the machine busy with a made-up file. */
const MAX_SIGNATURES = 30;

/** The signatures of a PDF in the order of signing. Throws `invalid` when the bytes are no PDF that can be read, `limit` when it has more than 30 signatures. */
export async function lookAt(bytes: Uint8Array): Promise<Look[]> {
  const { pdf, signatures } = await findSignatures(bytes);
  if (signatures.length > MAX_SIGNATURES) throw new Problem('limit', 'sign.too-many', { max: MAX_SIGNATURES });
  return changesAfter(bytes, pdf, signatures);
}

/** Each signature with what became of the document after it. Later revisions are compared step by step, so each one is opened once. */
async function changesAfter(bytes: Uint8Array, whole: PDF, signatures: FoundSignature[]): Promise<Look[]> {
  const answers: Look[] = [];
  let later = { pdf: whole, end: bytes.length, signed: false };
  let sound = true;
  for (const found of signatures.toReversed()) {
    if (found.gap === undefined) {
      answers.unshift({ found, changes: check('changes', 'unknown', 'changes-unreadable') });
      continue;
    }
    if (found.end === later.end) later = { ...later, signed: true };
    else {
      const own = await openPdf(bytes.subarray(0, found.end)).catch(() => undefined);
      sound &&= own !== undefined && showsTheSame(own, later.pdf, later.signed);
      if (own !== undefined) later = { pdf: own, end: found.end, signed: true };
    }
    const last = answers.every(({ found: { gap } }) => gap === undefined);
    answers.unshift({ found, changes: sound ? whatFollows(bytes, found, last, whole, later.pdf) : check('changes', 'bad', 'changed-after') });
  }
  return answers;
}

/** What stands behind a signature in a file that still shows the same: nothing, later signatures, evidence about earlier ones (DSS), or bytes that nothing speaks for. */
function whatFollows(bytes: Uint8Array, { end }: FoundSignature, last: boolean, whole: PDF, own: PDF): Check {
  if (end === bytes.length) return check('changes', 'good', 'unchanged');
  if (!last) return check('changes', 'good', 'only-signatures');
  const evidence = whole.getCatalog().has('DSS') && !own.getCatalog().has('DSS');
  return evidence ? check('changes', 'good', 'only-evidence') : check('changes', 'unknown', 'appended');
}
