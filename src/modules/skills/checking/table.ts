import { readTable, type Table } from '#base/table-file/index.ts';
import { Problem, type Values } from '#base/problem/index.ts';
import type { Item } from '../engine/index.ts';
import { MOST, type BankRow } from './model.ts';

/** A table from CSV text, whose rows are numbered as a spreadsheet shows them. */
export async function tableOf(text: string): Promise<Table> {
  return readTable(new TextEncoder().encode(text), 'input.csv');
}

/** What a column is called; `g`, `u` and `group` are what other programs write for `c`, `d` and the area. */
const HEADINGS: Record<'item' | 'a' | 'b' | 'c' | 'd' | 'area' | 'family', string[]> = {
  item: ['item', 'id'],
  a: ['a'],
  b: ['b'],
  c: ['c', 'g'],
  d: ['d', 'u'],
  area: ['area', 'group'],
  family: ['family'],
};

/** The items of a bank, from CSV text or a list; problems name the row and the column. */
export async function readBank(bank: string | readonly BankRow[]): Promise<Item[]> {
  const rows = typeof bank === 'string' ? await rowsOf(bank) : bank.map((row, k) => ({ ...row, number: k + 1 }));
  if (rows.length === 0) throw wrong('bank', 'skills-engine.bank-empty');
  if (rows.length > MOST.items) throw wrong('bank', 'skills-engine.bank-too-large', { items: rows.length, most: MOST.items });
  const seen = new Set<string>();
  return rows.map(({ number, item, a, b, c = 0, d = 1, area = '', family }, k) => {
    const id = item ?? String(k + 1);
    if (seen.has(id)) throw wrong('bank', 'skills-engine.bank-double', { row: number, item: id });
    seen.add(id);
    if (!(a > 0 && a <= 50)) throw wrong('bank', 'skills-engine.bank-slope', { row: number, value: a });
    if (!(c >= 0 && c < d && d <= 1)) throw wrong('bank', 'skills-engine.bank-asymptotes', { row: number, c, d });
    return { id, a, b, c, d, area, family: family ?? id };
  });
}

/** What is wrong with a part of the input: a problem that also points at the field. */
export function wrong(field: string, code: string, values: Values = {}): Problem {
  return new Problem('invalid', code, values, [{ at: `/${field}`, code, values }]);
}

type NumberedRow = BankRow & { number: number };

async function rowsOf(text: string): Promise<NumberedRow[]> {
  const { headers, rows, rowNumbers } = await tableOf(text);
  const names = headers.map((header) => header.trim().toLowerCase());
  const column = (field: keyof typeof HEADINGS) => names.findIndex((name) => HEADINGS[field].includes(name));
  for (const field of ['a', 'b'] as const) if (column(field) < 0) throw wrong('bank', 'skills-engine.bank-no-column', { column: field, found: headers.join(', ') });
  return rows.map((cells, k) => {
    const row = rowNumbers[k] ?? k + 2;
    const textOf = (field: keyof typeof HEADINGS) => cells[column(field)] ?? '';
    const numberOf = (field: 'a' | 'b' | 'c' | 'd') => numberIn(textOf(field), row, field);
    const optional = <F extends 'c' | 'd' | 'item' | 'area' | 'family', T>(field: F, value: (field: F) => T) => (textOf(field) === '' ? {} : { [field]: value(field) });
    return {
      number: row,
      a: numberOf('a'),
      b: numberOf('b'),
      ...optional('c', numberOf),
      ...optional('d', numberOf),
      ...optional('item', textOf),
      ...optional('area', textOf),
      ...optional('family', textOf),
    };
  });
}

function numberIn(text: string, row: number, column: string): number {
  const value = Number(text.trim().replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(value)) throw wrong('bank', 'skills-engine.bank-number', { row, column, value: text });
  return value;
}
