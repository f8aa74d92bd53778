import { addDays, parseDay, type Day } from '#base/day/index.ts';
import type { InputError } from '#base/problem/index.ts';
import type { Pause } from '#kernel/calendar/index.ts';

/** Rows of pauses a form shows at least, and at most (as many as the operation takes, and a page can be read). */
const ROWS = 3;
const MOST_ROWS = 30;

/** A row of a pause as it was typed; `to` is the last day of the pause, as people say it. */
export type TypedPause = { from: string; to: string };

/** A term as an address tells it: what was typed, what is wrong with it, and the term itself when it was asked for and nothing is wrong. */
export type AskedTerm = {
  typed: { start: string; workingDays: string; pauses: TypedPause[] };
  errors: InputError[];
  term: { start: Day; workingDays: number; pauses: Pause[] } | undefined;
};

/**
 * Reads a term from the query of an address: `start`, `workingDays`, and the pauses `from1`, `to1`, `from2` …, days in any form people type.
 * With `more` (the button that adds rows) nothing is asked yet. Places of errors are `/start`, `/workingDays`, `/from1` ….
 */
export function readTerm(query: URLSearchParams): AskedTerm {
  const text = (name: string) => query.get(name)?.trim() ?? '';
  const filled = Array.from({ length: MOST_ROWS }, (_, index) => index + 1).findLast((row) => text(`from${row}`) !== '' || text(`to${row}`) !== '') ?? 0;
  const more = Number(query.get('more') ?? 0);
  const rows = Math.min(Math.max(ROWS, filled, Number.isInteger(more) ? more : 0), MOST_ROWS);
  const pauses = Array.from({ length: rows }, (_, index) => ({ from: text(`from${index + 1}`), to: text(`to${index + 1}`) }));
  const typed = { start: text('start'), workingDays: text('workingDays'), pauses };
  const asked = !query.has('more') && (query.has('start') || query.has('workingDays'));
  if (!asked) return { typed, errors: [], term: undefined };
  return { typed, ...termOf(typed) };
}

function termOf({ start, workingDays, pauses }: AskedTerm['typed']): Pick<AskedTerm, 'errors' | 'term'> {
  const errors: InputError[] = [];
  const day = (name: string, text: string): Day => {
    const found = parseDay(text);
    if (found === undefined) errors.push(text === '' ? { at: `/${name}`, code: 'operation.input.required' } : { at: `/${name}`, code: 'calendar.no-day', values: { text } });
    return found ?? '';
  };
  const first = day('start', start);
  const count = Number(workingDays);
  if (workingDays === '') errors.push({ at: '/workingDays', code: 'operation.input.required' });
  else if (!/^\d{1,4}$/.test(workingDays)) errors.push({ at: '/workingDays', code: 'calendar.negative' });
  const read: Pause[] = pauses.flatMap(({ from, to }, index) => {
    if (from === '' && to === '') return [];
    const pause = { from: day(`from${index + 1}`, from), to: day(`to${index + 1}`, to) };
    if (pause.from === '' || pause.to === '') return [];
    if (pause.to < pause.from) errors.push({ at: `/to${index + 1}`, code: 'calendar.due-pause-order' });
    // People name the last day of a pause; the calendar, like every range here, the day after it.
    return { from: pause.from, to: addDays(pause.to, 1) };
  });
  return { errors, term: errors.length > 0 ? undefined : { start: first, workingDays: count, pauses: read } };
}

/** The places of a problem of `calendar.due` as the form names them: a pause of the list is the row it was typed in. */
export function placesInForm(errors: readonly InputError[], pauses: readonly TypedPause[]): InputError[] {
  const rows = pauses.flatMap((pause, index) => (pause.from === '' ? [] : index + 1));
  return errors.map((error) => {
    const found = /^\/pauses\/(\d+)\/(from|to)$/.exec(error.at);
    return found ? { ...error, at: `/${found[2]}${rows[Number(found[1])] ?? 1}` } : error;
  });
}
