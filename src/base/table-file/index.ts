import { Problem } from '#base/problem/index.ts';
import type { Values } from '#base/problem/index.ts';
import { openCsv } from './csv.ts';
import { MOST_COLUMNS, openXlsx } from './xlsx.ts';
import type { RawRow } from './xlsx.ts';
import { isZip } from './zip.ts';

export { matchColumns } from './columns.ts';
export type { Field, Matching } from './columns.ts';
export { writeCsv, writeXlsx } from './write.ts';
export type { Cell } from './write.ts';
export { writeWorkbook } from './workbook.ts';
export type { Sheet } from './workbook.ts';
export { entries, isZip, unpack } from './zip.ts';

/** One row of a table: `number` as the spreadsheet shows it (from 1), one text for each heading. */
export type TableRow = { number: number; cells: string[] };

/** Something the reader of a table should be told: the key of a sentence and its values. */
export type Notice = { code: string; values: Values };

/** A table being read: rows come as they are asked for, so that large files stay within memory. */
export type OpenTable = {
  headers: string[];
  rows: AsyncIterable<TableRow>;
  /** Name of the sheet that is read; empty for CSV. */
  sheet: string;
  /** What to say about the file: that only its first sheet is read (`table.other-sheets`). */
  notices: Notice[];
};

/** A table read as a whole; `rowNumbers[i]` is the number of `rows[i]` in the file. */
export type Table = { headers: string[]; rows: string[][]; rowNumbers: number[]; sheet: string; notices: Notice[] };

/** Largest file (bytes), most unpacked bytes, and most rows of one table. */
export const LIMITS = { fileBytes: 64 * 1024 * 1024, unpackedBytes: 320 * 1024 * 1024, rows: 300_000 } as const;

/**
 * Opens a CSV or XLSX file, known by its content, not by its name. The first row with at least two filled cells holds the headings
 * (else the first filled row); empty rows are passed over; cells are texts: days as dd/mm/yyyy, numbers without exponent,
 * formulas as their results. Throws the `invalid` problems `table.…`, also while rows are read.
 */
export async function openTable(bytes: Uint8Array, filename: string): Promise<OpenTable> {
  if (bytes.length > LIMITS.fileBytes) throw new Problem('invalid', 'table.too-large');
  const { sheet, others, rows } = await openFile(bytes, filename);
  const filled = checked(rows);
  const { headers, waiting } = await readHeaders(filled);
  const notices = others.length === 0 ? [] : [{ code: 'table.other-sheets', values: { sheet, count: others.length, others: others.join(', ') } }];
  return { headers, sheet, notices, rows: fitted(waiting, filled, headers.length) };
}

/** Reads a whole table (see `openTable`). */
export async function readTable(bytes: Uint8Array, filename: string): Promise<Table> {
  const { headers, sheet, notices, rows } = await openTable(bytes, filename);
  const table: Table = { headers, rows: [], rowNumbers: [], sheet, notices };
  for await (const { number, cells } of rows) {
    table.rows.push(cells);
    table.rowNumbers.push(number);
  }
  return table;
}

async function openFile(bytes: Uint8Array, filename: string): Promise<{ sheet: string; others: string[]; rows: AsyncIterable<RawRow> }> {
  if (bytes.length === 0) throw new Problem('invalid', 'table.empty');
  if (isZip(bytes)) return openXlsx(bytes, { bytes: LIMITS.unpackedBytes });
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw new Problem('invalid', includesText16(bytes, 'EncryptedPackage') ? 'table.password' : 'table.old-excel');
  if (looksForeign(bytes) || /\.xlsx$/i.test(filename)) throw new Problem('invalid', 'table.not-a-table', { file: filename });
  return { sheet: '', others: [], rows: openCsv(bytes) };
}

/** Passes filled rows on; refuses too many rows, lost letters and the letters of old fonts. */
async function* checked(rows: AsyncIterable<RawRow>): AsyncGenerator<RawRow> {
  let count = 0;
  let suspicious = 0;
  for await (const row of rows) {
    if (row.cells.every((cell) => cell === '')) continue;
    if (++count > LIMITS.rows) throw new Problem('invalid', 'table.too-many-rows', { rows: LIMITS.rows });
    if (row.cells.some((cell) => cell.includes('\uFFFD'))) throw new Problem('invalid', 'table.wrong-encoding', { row: row.number });
    if (count <= 300) suspicious += row.cells.filter((cell) => OLD_FONT.test(cell) || READ_WRONGLY.test(cell)).length;
    if (suspicious >= 3) throw new Problem('invalid', row.cells.some((cell) => READ_WRONGLY.test(cell)) ? 'table.wrong-encoding' : 'table.old-font', { row: row.number });
    yield row;
  }
}

// TCVN3 (.VnTime): `NguyÔn V¨n` for Nguyễn Văn. UTF-8 read as Windows-1252: `Nguyá»…n VÄƒn`.
const OLD_FONT = /[A-Za-z][¨©ª«¬®¸µ¶·¹][a-z]|^[®§][a-z¨©ª«¬¸µ¶·¹]/;
const READ_WRONGLY = /á»|áº|Ã[¡-¿]|Ä[‘ƒ]|Æ°/;

async function readHeaders(rows: AsyncGenerator<RawRow>): Promise<{ headers: string[]; waiting: RawRow[] }> {
  const before: RawRow[] = [];
  for (let next = await rows.next(); next.done !== true; next = await rows.next()) {
    const row = next.value;
    if (row.cells.length > MOST_COLUMNS) throw new Problem('invalid', 'table.too-many-columns', { columns: MOST_COLUMNS });
    if (row.cells.filter((cell) => cell !== '').length >= 2) return { headers: withoutEmptyEnd(row.cells), waiting: [] };
    before.push(row);
  }
  const [first, ...waiting] = before;
  if (first === undefined) throw new Problem('invalid', 'table.empty');
  return { headers: withoutEmptyEnd(first.cells), waiting };
}

async function* fitted(waiting: RawRow[], rows: AsyncGenerator<RawRow>, width: number): AsyncGenerator<TableRow> {
  const fit = (row: RawRow) => ({ number: row.number, cells: Array.from({ length: width }, (_, i) => row.cells[i] ?? '') });
  yield* waiting.map(fit);
  for await (const row of rows) yield fit(row);
}

function withoutEmptyEnd(cells: string[]): string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
}

// Pictures, PDF and web pages that carry the name of a table; NUL bytes occur in text only as UTF-16 with its mark.
function looksForeign(bytes: Uint8Array): boolean {
  const utf16 = startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]);
  const head = bytes.subarray(0, 4096);
  if (!utf16 && head.includes(0)) return true;
  return /^\s*(%PDF|<!doctype|<html|<table|<\?xml|\{\\rtf)/i.test(new TextDecoder().decode(head));
}

function startsWith(bytes: Uint8Array, start: number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}

function includesText16(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(text, 'utf16le'));
}
