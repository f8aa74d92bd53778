import { PdfNumber, type PDF, type PdfArray, type PdfDict, type PdfString } from '@libpdf/core';
import { openPdf } from './pdf-draft.ts';

/** A signature as it stands in a PDF. */
export type FoundSignature = {
  field: string;
  kind: 'signature' | 'stamp';
  subFilter: string;
  /** CMS bytes, without the zeros that fill the room. */
  cms: Uint8Array;
  /** First byte after the part of the file that it speaks for. */
  end: number;
  /** Where the signature itself stands: all else up to `end` is signed; undefined when its range is not of that form. */
  gap: { from: number; to: number } | undefined;
  reason: string | null;
  location: string | null;
  /** ISO 8601; null when it names none. */
  claimedAt: string | null;
};

/** A signature with the bytes that it speaks for; undefined when its range is not of the honest form. */
export type HeldSignature = FoundSignature & { signed: Uint8Array | undefined };

/** The signatures of a PDF in the order of signing, with the opened PDF; throws `invalid` when it cannot be read. */
export async function findSignatures(bytes: Uint8Array): Promise<{ pdf: PDF; signatures: FoundSignature[] }> {
  const pdf = await openPdf(bytes);
  const fields = pdf.getForm()?.getSignatureFields() ?? [];
  const found = fields.flatMap((field) => {
    const dictionary = field.getSignatureDict();
    return dictionary === null ? [] : [readSignature(field.name, dictionary, bytes)];
  });
  return { pdf, signatures: found.sort((one, other) => one.end - other.end) };
}

function readSignature(field: string, dictionary: PdfDict, bytes: Uint8Array): FoundSignature {
  const contents = dictionary.getString('Contents')?.bytes ?? new Uint8Array();
  const range = numbersOf(dictionary.getArray('ByteRange'));
  const end = (range[2] ?? 0) + (range[3] ?? 0);
  return {
    field,
    kind: dictionary.getName('Type')?.value === 'DocTimeStamp' ? 'stamp' : 'signature',
    subFilter: dictionary.getName('SubFilter')?.value ?? '',
    cms: withoutFilling(contents).slice(),
    end,
    gap: gapOf(bytes, range, contents),
    reason: dictionary.getString('Reason')?.asString() ?? null,
    location: dictionary.getString('Location')?.asString() ?? null,
    claimedAt: timeOf(dictionary.getString('M')),
  };
}

function numbersOf(array: PdfArray | undefined): number[] {
  return (array?.toArray() ?? []).map((item) => (item instanceof PdfNumber ? item.value : Number.NaN));
}

/**
 * What a byte range leaves out, when it is of the one honest form: from the first byte of the file to the end of a revision, leaving out
 * exactly the hexadecimal digits of this signature, of one case and filled up with zeros, with their brackets. Anything else could hide bytes in the gap or leave some
 * unsigned.
 */
function gapOf(bytes: Uint8Array, range: number[], contents: Uint8Array): FoundSignature['gap'] {
  const [start, firstLength, second, secondLength] = range;
  if (range.length !== 4 || start !== 0 || firstLength === undefined || second === undefined || secondLength === undefined) return undefined;
  if (!range.every((value) => Number.isInteger(value) && value >= 0) || second <= firstLength || second + secondLength > bytes.length) return undefined;
  const left = Buffer.from(bytes.subarray(firstLength, second)).toString('latin1');
  if (!/^<(?:[0-9a-f]*|[0-9A-F]*)>$/.test(left) || left.slice(1, -1).toLowerCase() !== Buffer.from(contents).toString('hex')) return undefined;
  if (contents.subarray(withoutFilling(contents).length).some((byte) => byte !== 0)) return undefined;
  const tail = Buffer.from(bytes.subarray(Math.max(0, second + secondLength - 16), second + secondLength)).toString('latin1');
  if (!/%%EOF\s*$/.test(tail)) return undefined;
  return { from: firstLength, to: second };
}

/** A DER value says how long it is; what follows is filling. */
function withoutFilling(contents: Uint8Array): Uint8Array {
  const first = contents[1] ?? 0;
  if (first < 0x80) return contents.subarray(0, 2 + first);
  const digits = first & 0x7f;
  // Of unknown length (BER): the reader finds the end itself.
  if (digits === 0 || digits > 4) return contents;
  let length = 0;
  for (const byte of contents.subarray(2, 2 + digits)) length = length * 256 + byte;
  return contents.subarray(0, 2 + digits + length);
}

/** `D:20261126093000+07'00'` as ISO 8601 in UTC; null when it is no such moment. */
function timeOf(text: PdfString | undefined): string | null {
  const match = /^D:(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:Z|([+-])(\d{2})'?(\d{2})?'?)?/.exec(text?.asString() ?? '');
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, sign = '+', hours = '00', minutes = '00'] = match;
  try {
    return Temporal.Instant.from(`${year}-${month}-${day}T${hour}:${minute}:${second}${sign}${hours}:${minutes}`).toString();
  } catch {
    return null;
  }
}
