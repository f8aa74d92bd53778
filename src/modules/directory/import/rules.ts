import { addDays, FOREVER, formatDay, isDay, parseDay, type Day } from '#base/day/index.ts';
import type { Values } from '#base/problem/index.ts';
import { KINDS_OF_POST, KINDS_OF_UNIT, SEXES, YES_NO, type Words } from './kinds.ts';

/** Something wrong in a list: the line of the file (0: the list as a whole), the column, the key of the sentence and its values. */
export type RowError = { line: number; field: string; code: string; shown: Values };

/** Reads the cell of a field; '' when it is empty or the file has no such column. */
export type CellOf = (field: string) => string;

/** A line of a staff list as far as it could be read; `to` is the first day after the holding. Null: empty or unreadable. */
export type StaffLine = {
  line: number;
  staffCode: string | null;
  name: string | null;
  birthDate: Day | null;
  sex: string | null;
  email: string | null;
  phone: string | null;
  personalId: string | null;
  unitCode: string | null;
  postCode: string | null;
  title: string | null;
  kind: string | null;
  from: Day | null;
  to: Day | null;
  coefficient: number | null;
  union: boolean | null;
  main: boolean;
};

/** A line of a list of posts; `count` places of the same kind. */
export type PostLine = {
  line: number;
  unitCode: string | null;
  postCode: string | null;
  title: string | null;
  kind: string | null;
  count: number;
  from: Day | null;
  to: Day | null;
};

/** A line of a list of units. */
export type UnitLine = {
  line: number;
  code: string | null;
  codeSystem: string;
  nameVi: string | null;
  nameEn: string | null;
  kind: string | null;
  parentCode: string | null;
  from: Day | null;
  to: Day | null;
};

/** Youngest and oldest age of a person in a list, in whole years (Labour Code 2019, art. 3 (1): 15 years). */
const AGES = { from: 15, to: 80 } as const;
/** Highest salary coefficient (Decree 204/2004/NĐ-CP: 13.00 is the highest of its tables). */
const HIGHEST_COEFFICIENT = 13;
/** How far ahead a holding may begin, in days. */
const AHEAD_DAYS = 730;

/** Reads a line of a staff list; what is wrong goes to `errors`, with a sentence for each cell. */
export function readStaff(cell: CellOf, line: number, today: Day, errors: RowError[]): StaffLine {
  const read = reader(cell, line, errors);
  const birthDate = read.day('birthDate', true);
  const [from, to] = read.days(today);
  if (birthDate !== null && (birthDate > yearsBefore(today, AGES.from) || birthDate <= yearsBefore(today, AGES.to + 1))) {
    read.wrong('birthDate', 'import.error.age', { value: formatDay(birthDate), youngest: AGES.from, oldest: AGES.to });
  } else if (birthDate !== null && from !== null && from < yearsBefore(birthDate, -AGES.from)) {
    read.wrong('from', 'import.error.too-young', { value: formatDay(from), youngest: AGES.from });
  }
  return {
    line,
    staffCode: read.matching('staffCode', /^[\p{L}\p{N}._/-]{1,40}$/u, 'import.error.staff-code', true),
    name: read.matching('name', /^\p{L}[\p{L}\p{M}'’ .-]{1,119}$/u, 'import.error.name', true)?.replace(/\s+/g, ' ') ?? null,
    birthDate,
    sex: read.word('sex', SEXES, 'import.error.sex', true),
    email: read.matching('email', /^[^\s@<>,;"]{1,64}@[\p{L}\p{N}.-]+\.\p{L}{2,}$/u, 'import.error.email', false),
    phone: read.matching('phone', /^\+?[\d .()-]{8,20}$/, 'import.error.phone', false),
    personalId: read.personalId(),
    unitCode: read.text('unitCode', 60, true),
    postCode: read.text('postCode', 60, false),
    title: read.text('title', 200, true),
    kind: read.word('kind', KINDS_OF_POST, 'import.error.post-kind', true),
    from,
    to,
    coefficient: read.number('salaryCoefficient', 0, HIGHEST_COEFFICIENT, 'import.error.coefficient'),
    union: yes(read.word('unionMember', YES_NO, 'import.error.yes-no', false)),
    main: yes(read.word('main', YES_NO, 'import.error.yes-no', false)) ?? true,
  };
}

/** Reads a line of a list of posts. */
export function readPost(cell: CellOf, line: number, today: Day, errors: RowError[]): PostLine {
  const read = reader(cell, line, errors);
  const postCode = read.text('postCode', 60, false);
  const count = read.number('count', 1, 500, 'import.error.count');
  if (count !== null && !Number.isInteger(count)) read.wrong('count', 'import.error.count', { value: cell('count') });
  if (postCode !== null && (count ?? 1) !== 1) read.wrong('count', 'import.error.count-with-code', { value: cell('count') });
  const [from, to] = read.days(today);
  return {
    line,
    unitCode: read.text('unitCode', 60, true),
    postCode,
    title: read.text('title', 200, true),
    kind: read.word('kind', KINDS_OF_POST, 'import.error.post-kind', true),
    count: count ?? 1,
    from,
    to,
  };
}

/** Reads a line of a list of units. */
export function readUnit(cell: CellOf, line: number, today: Day, errors: RowError[]): UnitLine {
  const read = reader(cell, line, errors);
  const [from, to] = read.days(today);
  return {
    line,
    code: read.text('code', 60, true),
    codeSystem: read.matching('codeSystem', /^[a-z][a-z0-9-]{0,29}$/, 'import.error.code-system', false) ?? 'khue',
    nameVi: read.text('nameVi', 200, true),
    nameEn: read.text('nameEn', 200, false),
    kind: read.word('kind', KINDS_OF_UNIT, 'import.error.unit-kind', true),
    parentCode: read.text('parentCode', 60, false),
    from,
    to,
  };
}

/** A text as comparisons of titles and codes see it: lower case, single spaces. */
export function same(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

type Wrong = (field: string, code: string, shown?: Values) => null;
type Given = (field: string, required: boolean) => string | null;

/** Reads the cells of one line, each in its way; what cannot be read is null, with an error. */
function reader(cell: CellOf, line: number, errors: RowError[]) {
  const wrong: Wrong = (field, code, shown = {}) => {
    errors.push({ line, field, code, shown });
    return null;
  };
  const given: Given = (field, required) => {
    const text = cell(field).trim();
    if (text !== '') return text;
    return required ? wrong(field, 'import.error.required') : null;
  };
  const day = (field: string, required: boolean): Day | null => {
    const text = given(field, required);
    if (text === null) return null;
    const read = parseDay(text);
    return read !== undefined && isDay(read) ? read : wrong(field, 'import.error.day', { value: short(text) });
  };
  /** First day, and the first day after the last one. */
  const days = (today: Day): [Day | null, Day | null] => {
    const from = day('from', true);
    const last = day('to', false);
    if (from !== null && last !== null && last < from) wrong('to', 'import.error.days-order', { from: formatDay(from), to: formatDay(last) });
    if (from !== null && from > addDays(today, AHEAD_DAYS)) wrong('from', 'import.error.too-far', { value: formatDay(from) });
    return [from, last === null ? (cell('to').trim() === '' ? FOREVER : null) : addDays(last, 1)];
  };
  return { wrong, day, days, ...textReader(given, wrong), ...numberReader(given, wrong) };
}

function textReader(given: Given, wrong: Wrong) {
  return {
    text: (field: string, most: number, required: boolean): string | null => {
      const text = given(field, required)?.replace(/\s+/g, ' ') ?? null;
      return text !== null && text.length > most ? wrong(field, 'import.error.too-long', { most }) : text;
    },
    matching: (field: string, pattern: RegExp, code: string, required: boolean): string | null => {
      const text = given(field, required);
      return text === null || pattern.test(text) ? text : wrong(field, code, { value: short(text) });
    },
    word: (field: string, words: Words, code: string, required: boolean): string | null => {
      const text = given(field, required);
      if (text === null) return null;
      return valueOf(words, text) ?? wrong(field, code, { value: short(text), known: words.map((entry) => entry.words[0] ?? '').join(' / ') });
    },
  };
}

function numberReader(given: Given, wrong: Wrong) {
  return {
    number: (field: string, least: number, most: number, code: string): number | null => {
      const text = given(field, false);
      if (text === null) return null;
      const value = /^\d{1,6}([.,]\d{1,4})?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
      return value >= least && value <= most ? Math.round(value * 100) / 100 : wrong(field, code, { value: short(text), least, most });
    },
    // The number itself never goes into a sentence.
    personalId: (): string | null => {
      const text = given('personalId', false)?.replace(/\s+/g, '') ?? null;
      return text === null || /^\d{12}$/.test(text) ? text : wrong('personalId', 'import.error.personal-id', { digits: text.replace(/\D/g, '').length });
    },
  };
}

const indexes = new WeakMap<Words, Map<string, string>>();

function valueOf(words: Words, text: string): string | undefined {
  const known = indexes.get(words) ?? new Map(words.flatMap((entry) => entry.words.map((word) => [same(word), entry.value] as const)));
  indexes.set(words, known);
  return known.get(same(text));
}

function yes(value: string | null): boolean | null {
  return value === null ? null : value === 'yes';
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** The same date so many years earlier, as text; 29 February may name a day that is none, which comparisons bear. */
function yearsBefore(day: Day, years: number): Day {
  return `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`;
}
