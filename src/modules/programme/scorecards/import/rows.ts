import type { InputError, Values } from '#base/problem/index.ts';
import type { Component, Group, Rule } from '../model.ts';
import type { ColumnName } from './columns.ts';
import { listWords, RULE_WORDS, STATED_WORDS, wordOf, YES_WORDS } from './words.ts';

/** A row of the file: its number as the spreadsheet shows it, and its cells by column. */
export type Row = { number: number; cell: (column: ColumnName) => string };

/** What rows come to: groups, for each place (`/groups/0/components/1`) the number of its row, and what could not be read. */
export type Read = { groups: Group[]; rowOf: Map<string, number>; errors: InputError[] };

type Wrong = (row: number, column: ColumnName, code: string, values?: Values) => undefined;

/** Reads the rows of an index. Errors stand at `/rows/<number>/<column>`, one for every cell that is wrong. */
export function readRows(rows: readonly Row[]): Read {
  const errors: InputError[] = [];
  const wrong: Wrong = (row, column, code, values = {}) => {
    errors.push({ at: `/rows/${row}/${column}`, code: `scorecards.error.import-${code}`, values: { row, ...values } });
    return undefined;
  };
  const groups: Group[] = [];
  const rowOf = new Map<string, number>();
  for (const row of rows) {
    const text = row.cell('row');
    const kind = wordOf(STATED_WORDS, text);
    if (kind === undefined) wrong(row.number, 'row', 'row-kind', { value: short(text), known: listWords(STATED_WORDS, 'vi').join(' / ') });
    else if (kind !== 'component') {
      rowOf.set(`/groups/${groups.length}`, row.number);
      groups.push(groupOf(row, kind, wrong));
    } else {
      const group = groups.at(-1);
      if (group === undefined) wrong(row.number, 'row', 'no-group');
      else {
        rowOf.set(`/groups/${groups.length - 1}/components/${group.components.length}`, row.number);
        group.components.push(componentOf(row, group, wrong));
      }
    }
  }
  return { groups, rowOf, errors };
}

function groupOf(row: Row, kind: 'group' | 'group-whole' | 'group-not-scored', wrong: Wrong): Group {
  const scored = kind !== 'group-not-scored';
  return {
    ...named(row, wrong),
    max_points: points(row, wrong, scored) ?? (scored ? null : 0),
    scored,
    by: kind === 'group' ? 'components' : 'whole',
    verified: verified(row, wrong),
    components: [],
  };
}

function componentOf(row: Row, group: Group, wrong: Wrong): Component {
  const needed = group.scored && group.by === 'components';
  const rule = ruleOf(row, needed, wrong);
  const optional = { note_vi: row.cell('note'), note_en: row.cell('noteEn'), source: row.cell('source'), indicator: row.cell('indicator') };
  return {
    ...named(row, wrong),
    max_points: points(row, wrong, needed && rule !== null && rule.kind !== 'record'),
    rule,
    verified: verified(row, wrong),
    ...Object.fromEntries(Object.entries(optional).filter(([, text]) => text !== '')),
  };
}

function named(row: Row, wrong: Wrong): { code: string; title_vi: string; title_en: string } {
  const [code, title] = [row.cell('code'), row.cell('title')];
  if (code === '') wrong(row.number, 'code', 'required');
  else if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,29}$/u.test(code)) wrong(row.number, 'code', 'code', { value: short(code) });
  if (title === '') wrong(row.number, 'title', 'required');
  return { code, title_vi: title, title_en: row.cell('titleEn') || title };
}

function points(row: Row, wrong: Wrong, needed: boolean): number | null {
  const text = row.cell('points');
  if (text === '') {
    if (needed) wrong(row.number, 'points', 'required');
    return null;
  }
  const value = numberOf(text);
  if (value === undefined || value > 100_000) wrong(row.number, 'points', 'points', { value: short(text) });
  return value ?? null;
}

function verified(row: Row, wrong: Wrong): boolean {
  const text = row.cell('verified');
  const answer = text === '' ? 'yes' : wordOf(YES_WORDS, text);
  if (answer === undefined) wrong(row.number, 'verified', 'yes-no', { value: short(text) });
  return answer !== 'no';
}

function ruleOf(row: Row, needed: boolean, wrong: Wrong): Rule | null {
  const text = row.cell('rule');
  if (text === '') {
    if (needed) wrong(row.number, 'rule', 'required');
    return null;
  }
  const kind = wordOf(RULE_WORDS, text);
  if (kind === undefined) wrong(row.number, 'rule', 'rule-kind', { value: short(text), known: listWords(RULE_WORDS, 'vi').join(' / ') });
  switch (kind) {
    case undefined:
      return null;
    case 'ratio':
      return { kind, per: 100 };
    case 'record':
      return { kind };
    case 'ratio-threshold':
      return thresholdOf(row, wrong);
    case 'conditions': {
      const conditions = entriesOf(row, wrong).map(({ left, points: part }, at) => ({ code: `c${at + 1}`, title_vi: left, title_en: left, points: part }));
      return conditions.length === 0 ? null : { kind, conditions };
    }
    case 'steps':
    case 'count-steps': {
      const steps = entriesOf(row, wrong).flatMap(({ left, points: part }) => {
        const from = numberOf(left.replace(/^(≥|>=|từ)\s*/iu, '').replace(/\s*%$/, ''));
        if (from === undefined) wrong(row.number, 'table', 'step', { value: short(left) });
        return from === undefined ? [] : [{ at_least: from, points: part }];
      });
      return steps.length === 0 ? null : { kind, steps };
    }
  }
}

function thresholdOf(row: Row, wrong: Wrong): Rule | null {
  const text = row.cell('fullAt').replace(/\s*%$/, '');
  const value = numberOf(text);
  if (text === '') wrong(row.number, 'fullAt', 'required');
  else if (value === undefined || value <= 0) wrong(row.number, 'fullAt', 'percent', { value: short(text) });
  else if (value > 100) wrong(row.number, 'fullAt', 'over-hundred', { value: short(text) });
  else return { kind: 'ratio-threshold', per: 100, full_at: value };
  return null;
}

/** Parts of a table cell: `4: 20; 3: 15`, or `Có kế hoạch: 5; Có phân công: 5`; parted by `;` or a new line, points after the last `:` or `=`. */
function entriesOf(row: Row, wrong: Wrong): { left: string; points: number }[] {
  const text = row.cell('table');
  if (text === '') wrong(row.number, 'table', 'required');
  return text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [, left = '', right = ''] = /^(.*)[:=]([^:=]*)$/su.exec(part) ?? [];
      const value = numberOf(right);
      if (left.trim() === '' || value === undefined) wrong(row.number, 'table', 'table', { value: short(part) });
      return left.trim() === '' || value === undefined ? [] : [{ left: left.trim(), points: value }];
    });
}

/** `12,5`, `12.5` or `12`, at most four decimals; undefined when it is no such number. */
function numberOf(text: string): number | undefined {
  const plain = text.trim().replace(',', '.');
  return /^\d{1,9}(\.\d{1,4})?$/.test(plain) ? Number(plain) : undefined;
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
