import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { Problem } from '#base/problem/index.ts';
import { cleanText } from './cell.ts';
import type { RawRow } from './xlsx.ts';

const HEAD_BYTES = 65_536;
const DELIMITERS = [';', ',', '\t'] as const;

/** The rows of a CSV text, read as they are asked for; `table.wrong-encoding` when the bytes are neither UTF-8 nor UTF-16 with a mark, `table.open-quote` when a quote never closes. */
export async function* openCsv(bytes: Uint8Array): AsyncGenerator<RawRow> {
  const utf8 = withoutMark(asUtf8(bytes));
  const head = new TextDecoder().decode(utf8.subarray(0, HEAD_BYTES));
  // Excel may say on the first line which delimiter follows.
  const said = /^sep=([ -~\t])\r?\n/.exec(head);
  let number = said ? 1 : 0;
  const parser = parse({ delimiter: said?.[1] ?? delimiterOf(head), relax_column_count: true, relax_quotes: true, record_delimiter: ['\r\n', '\n', '\r'] });
  Readable.from(slices(utf8.subarray(said?.[0].length ?? 0))).pipe(parser);
  try {
    for await (const record of parser) {
      number += 1;
      if (Array.isArray(record)) yield { number, cells: record.map((cell) => unguard(cleanText(String(cell)))) };
    }
  } catch (error) {
    if (error instanceof CsvError) throw new Problem('invalid', 'table.open-quote', { row: number + 1 });
    throw error;
  }
}

/** Which of `;` `,` and tab parts the cells of the first line that is not empty. */
export function delimiterOf(text: string): string {
  const line = /^\s*([^\r\n]*)/.exec(text)?.[1] ?? '';
  const outside = line.replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => outside.split(delimiter).length - 1;
  const most = DELIMITERS.reduce((best, next) => (count(next) > count(best) ? next : best));
  return count(most) === 0 ? ',' : most;
}

/** Puts `'` before a text that a spreadsheet would take for a formula; numbers stay as they are. */
export function guard(text: string): string {
  return /^'*[=+\-@]/.test(text) && !/^-\d+([.,]\d+)?$/.test(text) ? `'${text}` : text;
}

function unguard(text: string): string {
  return /^'+[=+\-@]/.test(text) ? text.slice(1) : text;
}

function asUtf8(bytes: Uint8Array): Uint8Array {
  const [a, b] = bytes;
  const utf16 = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
  if (utf16 !== undefined) return new TextEncoder().encode(new TextDecoder(utf16).decode(bytes));
  if (!isUtf8(bytes)) throw new Problem('invalid', 'table.wrong-encoding', { row: 1 });
  return bytes;
}

function withoutMark(utf8: Uint8Array): Uint8Array {
  return utf8[0] === 0xef && utf8[1] === 0xbb && utf8[2] === 0xbf ? utf8.subarray(3) : utf8;
}

// In slices, so that the parser never holds the whole file a second time.
function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += HEAD_BYTES) yield bytes.subarray(at, at + HEAD_BYTES);
}
