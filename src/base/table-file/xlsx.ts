import { SaxesParser } from 'saxes';
import { Problem } from '#base/problem/index.ts';
import { PLAIN, cleanText, formatOf, numberText, serialText } from './cell.ts';
import type { Format } from './cell.ts';
import { entries, unpack } from './zip.ts';
import type { Budget, Entry } from './zip.ts';

/** A row as it stands in the file: its number as people see it (from 1) and its texts by column. */
export type RawRow = { number: number; cells: string[] };

/** Columns beyond this one are not read. */
export const MOST_COLUMNS = 500;

type Attributes = Record<string, string>;
type Handlers = { open?: (name: string, attributes: Attributes) => void; text?: (text: string) => void; close?: (name: string) => void };
type Archive = { bytes: Uint8Array; files: Map<string, Entry>; budget: Budget };
type Meaning = { strings: string[]; formats: Format[]; from1904: boolean };

/** The first visible sheet of a workbook, its rows read as they are asked for, and the names of the others; throws `table.…` problems. */
export async function openXlsx(bytes: Uint8Array, budget: Budget): Promise<{ sheet: string; others: string[]; rows: AsyncIterable<RawRow> }> {
  const archive = { bytes, files: entries(bytes), budget };
  const main = archive.files.has('xl/workbook.xml') ? 'xl/workbook.xml' : [...archive.files.keys()].find((path) => path.endsWith('/workbook.xml'));
  if (main === undefined) throw new Problem('invalid', 'table.not-a-table');
  const { sheets, from1904 } = await readWorkbook(archive, main);
  const parts = await readRelations(archive, main);
  const first = sheets.find((sheet) => !sheet.hidden) ?? sheets[0];
  const part = first === undefined ? undefined : parts.get(first.relation);
  if (first === undefined || part === undefined) throw new Problem('invalid', 'table.empty');
  const meaning = { from1904, strings: await readStrings(archive, part.siblings.strings), formats: await readFormats(archive, part.siblings.styles) };
  return { sheet: first.name, others: sheets.filter((sheet) => sheet !== first).map((sheet) => sheet.name), rows: readSheet(archive, part.path, meaning) };
}

type Sheet = { name: string; relation: string; hidden: boolean };

async function readWorkbook(archive: Archive, path: string): Promise<{ sheets: Sheet[]; from1904: boolean }> {
  const sheets: Sheet[] = [];
  let from1904 = false;
  const open = (name: string, attributes: Attributes) => {
    if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
    if (name === 'sheet') sheets.push({ name: attributes['name'] ?? '', relation: relationOf(attributes), hidden: (attributes['state'] ?? 'visible') !== 'visible' });
  };
  await parseAll(archive, path, { open });
  return { sheets, from1904 };
}

// The namespace of relations is usually, but not always, bound to `r`.
function relationOf(attributes: Attributes): string {
  return attributes['r:id'] ?? Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? '';
}

type Part = { path: string; siblings: { strings: string | undefined; styles: string | undefined } };

async function readRelations(archive: Archive, main: string): Promise<Map<string, Part>> {
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const found = new Map<string, string>();
  const siblings: Part['siblings'] = { strings: undefined, styles: undefined };
  const open = (name: string, attributes: Attributes) => {
    if (name !== 'Relationship') return;
    const target = attributes['Target'] ?? '';
    // Some programs write absolute targets, most relative ones.
    const path = target.startsWith('/') ? target.slice(1) : folder + target.replace(/^\.\//, '');
    const type = attributes['Type'] ?? '';
    if (type.endsWith('/sharedStrings')) siblings.strings = path;
    if (type.endsWith('/styles')) siblings.styles = path;
    if (type.endsWith('/worksheet')) found.set(attributes['Id'] ?? '', path);
  };
  await parseAll(archive, `${folder}_rels/${main.slice(folder.length)}.rels`, { open });
  return new Map([...found].map(([id, path]) => [id, { path, siblings }]));
}

async function readStrings(archive: Archive, path: string | undefined): Promise<string[]> {
  const strings: string[] = [];
  if (path === undefined || !archive.files.has(path)) return strings;
  let current = '';
  let inText = false;
  let inPhonetic = false;
  await parseAll(archive, path, {
    open: (name) => {
      if (name === 'si') current = '';
      if (name === 'rPh') inPhonetic = true;
      inText = name === 't' && !inPhonetic;
    },
    text: (text) => {
      if (inText) current += text;
    },
    close: (name) => {
      if (name === 'rPh') inPhonetic = false;
      if (name === 't') inText = false;
      if (name === 'si') strings.push(cleanText(decodeEscapes(current)));
    },
  });
  return strings;
}

async function readFormats(archive: Archive, path: string | undefined): Promise<Format[]> {
  const codes = new Map<number, string>();
  const formats: Format[] = [];
  if (path === undefined || !archive.files.has(path)) return formats;
  let inCells = false;
  await parseAll(archive, path, {
    open: (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'cellXfs') inCells = true;
      const id = Number(attributes['numFmtId'] ?? 0);
      if (name === 'xf' && inCells) formats.push(formatOf(id, codes.get(id)));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats;
}

async function* readSheet(archive: Archive, path: string, meaning: Meaning): AsyncGenerator<RawRow> {
  const done: RawRow[] = [];
  const { handlers } = sheetHandlers(meaning, done);
  for await (const _ of parse(archive, path, handlers)) {
    yield* done;
    done.length = 0;
  }
}

/** Handlers that push each finished row; a cell is what stands in `v` (the result, where there is a formula) or in `is`. */
function sheetHandlers(meaning: Meaning, done: RawRow[]): { handlers: Handlers } {
  let row: RawRow = { number: 0, cells: [] };
  let cell = { column: -1, type: '', style: 0, text: '' };
  let reading = false;
  const open = (name: string, attributes: Attributes) => {
    if (name === 'row') {
      row = { number: Number(attributes['r'] ?? row.number + 1), cells: [] };
      cell = { column: -1, type: '', style: 0, text: '' };
    } else if (name === 'c') {
      const column = attributes['r'] === undefined ? cell.column + 1 : columnOf(attributes['r']);
      cell = { column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0), text: '' };
    } else reading = name === 'v' || name === 't';
  };
  const close = (name: string) => {
    reading = false;
    if (name === 'row') done.push(row);
    if (name !== 'c' || cell.text === '' || cell.column >= MOST_COLUMNS) return;
    while (row.cells.length < cell.column) row.cells.push('');
    row.cells[cell.column] = cellText(cell, meaning);
  };
  const text = (value: string) => {
    if (reading) cell.text += value;
  };
  return { handlers: { open, text, close } };
}

function cellText(cell: { type: string; style: number; text: string }, meaning: Meaning): string {
  const format = meaning.formats[cell.style] ?? PLAIN;
  if (cell.type === 's') return meaning.strings[Number(cell.text)] ?? '';
  if (cell.type === 'b') return cell.text === '1' ? 'TRUE' : 'FALSE';
  if (cell.type === 'd') return cell.text.replace(/^(\d{4})-(\d{2})-(\d{2})(T00:00(:00(\.0+)?)?Z?)?$/, '$3/$2/$1');
  if (cell.type !== 'n') return cleanText(decodeEscapes(cell.text));
  const value = Number(cell.text);
  return format.date ? serialText(value, meaning.from1904) : numberText(value, format.zeros);
}

/** Column of a reference, from 0: `A7` → 0, `AA7` → 26. */
function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}

// Spreadsheets write control characters as _x000D_; other such texts are what somebody typed.
function decodeEscapes(text: string): string {
  return text.includes('_x00') ? text.replace(/_x00([01][0-9A-Fa-f])_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text;
}

async function parseAll(archive: Archive, path: string, handlers: Handlers): Promise<void> {
  for await (const _ of parse(archive, path, handlers));
}

/** Parses a part and pauses after each piece; throws `table.damaged` when the part is missing or no XML. */
async function* parse(archive: Archive, path: string, handlers: Handlers): AsyncGenerator<void> {
  const entry = archive.files.get(path);
  if (entry === undefined) throw new Problem('invalid', 'table.damaged');
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  parser.on('error', () => {
    throw new Problem('invalid', 'table.damaged');
  });
  parser.on('opentag', (tag) => handlers.open?.(local(tag.name), tag.attributes));
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  parser.on('closetag', (tag) => handlers.close?.(local(tag.name)));
  const decoder = new TextDecoder();
  for await (const piece of unpack(archive.bytes, entry, archive.budget)) {
    parser.write(decoder.decode(piece, { stream: true }));
    yield;
  }
  parser.write(decoder.decode()).close();
  yield;
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
