import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import ExcelJS from 'exceljs';
import { guard } from './csv.ts';
import { numberText } from './cell.ts';

/** What a cell to be written may hold; null is an empty cell. */
export type Cell = string | number | null;

type Rows = Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;

const BATCH = 500;

/** A CSV file piece by piece: UTF-8 with byte-order mark, CRLF, commas; texts that look like formulas get `'` in front. */
export function writeCsv(headers: readonly string[], rows: Rows): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  async function* texts() {
    yield encoder.encode(`\uFEFF${csvLines([headers])}`);
    for await (const batch of batches(rows)) yield encoder.encode(csvLines(batch));
  }
  return streamOf(texts());
}

/** An XLSX file piece by piece, with one sheet (its name cut to 31 characters) whose first row stays in sight; texts stay texts. */
export function writeXlsx(name: string, headers: readonly string[], rows: Rows): ReadableStream<Uint8Array> {
  const out = new PassThrough({ highWaterMark: 1024 * 1024 });
  fillWorkbook(out, name, headers, rows).catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
  return streamOf(binary(out));
}

async function fillWorkbook(out: PassThrough, name: string, headers: readonly string[], rows: Rows): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  const sheet = workbook.addWorksheet(sheetName(name), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = headers.map((header) => ({ width: Math.min(40, Math.max(12, header.length + 2)) }));
  const first = sheet.addRow([...headers]);
  first.font = { bold: true };
  first.commit();
  for await (const batch of batches(rows)) {
    for (const row of batch) sheet.addRow(row.map((cell) => (typeof cell === 'string' ? legal(cell) : cell))).commit();
    // Gives the packer and the reader their turn, so that memory stays flat.
    await new Promise((resolve) => setImmediate(resolve));
  }
  sheet.commit();
  await workbook.commit();
}

async function* binary(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) if (piece instanceof Uint8Array) yield piece;
}

function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await pieces.return(undefined);
    },
  });
}

async function* batches(rows: Rows): AsyncGenerator<(readonly Cell[])[]> {
  let batch: (readonly Cell[])[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function csvLines(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => row.map(csvText)),
    { record_delimiter: 'windows' },
  );
}

function csvText(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? numberText(cell) : guard(cell);
}

/** The name of a sheet as Excel takes it: at most 31 characters, none of `[]:*?/\\`. */
export function sheetName(name: string): string {
  return (
    name
      .replace(/[[\]:*?/\\]/g, ' ')
      .slice(0, 31)
      .trim() || 'Sheet1'
  );
}

/** A text that XML can hold: without control characters (but tab and line ends), halves of surrogate pairs and two non-characters. */
export function legal(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r\u007f-\u009f]|[\p{Cs}\ufffe\uffff]/gu, '');
}
