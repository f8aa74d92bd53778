import type { Matrix } from '../engine/index.ts';
import { MOST } from './model.ts';
import { tableOf, wrong } from './table.ts';

type Mark = 0 | 1 | boolean | null;

const NOT_ASKED = ['', '.', '-', 'na', 'null'];

/** The answers of one person, one for each of `items`: true, false, or null where the item was not asked. */
export function readAnswers(answers: string | readonly Mark[], items: number): (boolean | null)[] {
  const marks = typeof answers === 'string' ? [...answers.replace(/[\s,;]/g, '')].map((character, k) => markIn(character) ?? refuseMark(character, k + 1)) : answers.map(cellOf);
  if (marks.length !== items) throw wrong('answers', 'skills-engine.answers-count', { answers: marks.length, items });
  return marks.map((mark) => (mark < 0 ? null : mark === 1));
}

/** A matrix of answers, its items by name, and for how many people each row stands. */
export type ReadResponses = { names: string[]; matrix: Matrix; counts: number[] };

/** Which columns of a CSV text are items (all but the count where left out), and which one says how many people gave the row. */
export type Columns = { items?: readonly string[]; count?: string };

/** Reads a response matrix from CSV text or rows; problems name the row and the column. */
export async function readResponses(responses: string | readonly (readonly Mark[])[], columns: Columns): Promise<ReadResponses> {
  const { names, cells, counts } = typeof responses === 'string' ? await fromText(responses, columns) : fromRows(responses);
  if (counts.length === 0 || names.length < 2) throw wrong('responses', 'skills-engine.responses-empty');
  if (names.length > MOST.items || cells.length > MOST.answers) {
    throw wrong('responses', 'skills-engine.responses-too-large', { items: names.length, people: counts.length, mostItems: MOST.items, mostAnswers: MOST.answers });
  }
  return { names, matrix: { items: names.length, cells: Int8Array.from(cells) }, counts };
}

type Cells = { names: string[]; cells: number[]; counts: number[] };

function fromRows(rows: readonly (readonly Mark[])[]): Cells {
  const items = rows[0]?.length ?? 0;
  const short = rows.findIndex((row) => row.length !== items);
  if (short >= 0) throw wrong('responses', 'skills-engine.responses-width', { row: short + 1, cells: rows[short]?.length ?? 0, items });
  return { names: Array.from({ length: items }, (_, k) => String(k + 1)), cells: rows.flatMap((row) => row.map(cellOf)), counts: rows.map(() => 1) };
}

async function fromText(text: string, { items, count }: Columns): Promise<Cells> {
  const table = await tableOf(text);
  // A text without headings: its first row is answers too.
  const bare = items === undefined && count === undefined && table.headers.every((header) => markIn(header) !== undefined);
  const headers = bare ? table.headers.map((_, k) => String(k + 1)) : table.headers;
  const rows = bare ? [table.headers, ...table.rows] : table.rows;
  const numbers = bare ? [1, ...table.rowNumbers] : table.rowNumbers;
  const place = (name: string) => {
    const at = headers.findIndex((header) => header.trim().toLowerCase() === name.trim().toLowerCase());
    if (at < 0) throw wrong('responses', 'skills-engine.responses-no-column', { column: name, found: headers.join(', ') });
    return at;
  };
  const countAt = count === undefined ? -1 : place(count);
  const places = items?.map(place) ?? [...headers.keys()].filter((k) => k !== countAt);
  const cells = rows.flatMap((row, k) => places.map((at) => markIn(row[at] ?? '') ?? refuseCell(row[at] ?? '', numbers[k] ?? 0, headers[at] ?? '')));
  const counts = rows.map((row, k) => (countAt < 0 ? 1 : countIn(row[countAt] ?? '', numbers[k] ?? 0)));
  return { names: places.map((at) => headers[at] ?? ''), cells, counts };
}

function cellOf(mark: Mark): number {
  return mark === null ? -1 : Number(mark);
}

/** 1, 0 or −1 for not asked; undefined for anything else. */
function markIn(text: string): number | undefined {
  const mark = text.trim().toLowerCase();
  if (mark === '1' || mark === '0') return Number(mark);
  return NOT_ASKED.includes(mark) ? -1 : undefined;
}

function countIn(text: string, row: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0) throw wrong('responses', 'skills-engine.responses-people', { row, value: text });
  return value;
}

function refuseMark(value: string, position: number): never {
  throw wrong('answers', 'skills-engine.answers-mark', { position, value });
}

function refuseCell(value: string, row: number, column: string): never {
  throw wrong('responses', 'skills-engine.responses-mark', { row, column, value });
}
