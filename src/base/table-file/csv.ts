import { CsvError, parse } from 'csv-parse';
import { Problem } from '#base/problem/index.ts';
import { cleanText } from './cell.ts';
import type { RawRow } from './xlsx.ts';

const DELIMITERS = [';', ',', '\t'] as const;

/** The rows of a CSV text, read as they are asked for; `table.wrong-encoding` when the bytes are neither UTF-8 nor UTF-16 with a mark, `table.open-quote` when a quote never closes. */
export async function* openCsv(bytes: Uint8Array): AsyncGenerator<RawRow> {
  const text = decode(bytes);
  // Excel may say on the first line which delimiter follows.
  const said = /^sep=(.)\r?\n/.exec(text);
  const body = said ? text.slice(said[0].length) : text;
  let number = said ? 1 : 0;
  const parser = parse({ delimiter: said?.[1] ?? delimiterOf(body), relax_column_count: true, relax_quotes: true, record_delimiter: ['\r\n', '\n', '\r'] });
  parser.end(body);
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
  const line = /^\s*([^\r\n]*)/.exec(text.slice(0, 65_536))?.[1] ?? '';
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

function decode(bytes: Uint8Array): string {
  const [a, b] = bytes;
  const utf16 = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
  try {
    return new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('invalid', 'table.wrong-encoding', { row: 1 });
  }
}
