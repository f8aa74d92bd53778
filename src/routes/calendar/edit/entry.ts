import { addDays, parseDay, type Day } from '#base/day/index.ts';
import type { InputError } from '#base/problem/index.ts';
import type { Refusal } from '#ui/refusal.ts';

/** The answers of the form of one day, as texts; empty where nothing was answered. */
export type TypedEntry = { day: string; kind: string; nameVi: string; nameEn: string; status: string; source: string };

const FIELDS = ['day', 'kind', 'nameVi', 'nameEn', 'status', 'source'] as const;

/** The answers in an address or a form. */
export function readEntry(answers: { get: (name: string) => FormDataEntryValue | string | null }): TypedEntry {
  const text = (name: string): string => {
    const value = answers.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  return { day: text('day'), kind: text('kind'), nameVi: text('nameVi'), nameEn: text('nameEn'), status: text('status'), source: text('source') };
}

/** The answers as the input of `calendar.put-day`, still unchecked; a missing English name is the Vietnamese one. */
export function inputOf({ day, kind, nameVi, nameEn, status, source }: TypedEntry): Record<string, unknown> {
  return { day: parseDay(day) ?? day, kind, name: { vi: nameVi, en: nameEn === '' ? nameVi : nameEn }, status, source };
}

/** The places of a problem as the form names its fields, each field once: `/put/0/name/vi` is `nameVi`; what was not answered is asked for. */
export function placesInForm(errors: readonly InputError[], entry: TypedEntry): InputError[] {
  const found = new Map<string, InputError>();
  for (const error of errors) {
    const place = error.at.replace(/^\/put\/0\//, '').replace(/^\//, '');
    const name = place.startsWith('name/') ? 'nameVi' : place;
    const empty = FIELDS.some((field) => field === name && entry[field] === '');
    if (!found.has(name)) found.set(name, { ...error, at: `/${name}`, ...(empty && { code: 'operation.input.required' }) });
  }
  return [...found.values()];
}

/** The answers as the query of an address. */
export function queryOf(entry: TypedEntry): string {
  return new URLSearchParams(FIELDS.map((name) => [name, entry[name]])).toString();
}

/** What the page of a day can show: its day, or why the day asked for cannot be edited (as a refusal of the field `day`). */
export type AskedDay = { day: Day | undefined; typed: string; refusal: Refusal | undefined };

/** The day an address names (`?day=`, in any form people type) within the half-open range the calendar covers; neither day nor refusal when none was named. */
export function askedDay(query: URLSearchParams, covers: { from: Day; to: Day }): AskedDay {
  const typed = query.get('day')?.trim();
  if (typed === undefined) return { day: undefined, typed: '', refusal: undefined };
  const day = parseDay(typed);
  if (day !== undefined && covers.from <= day && day < covers.to) return { day, typed, refusal: undefined };
  const values = { text: typed, firstYear: covers.from.slice(0, 4), lastYear: addDays(covers.to, -1).slice(0, 4) };
  const code = typed === '' ? 'operation.input.required' : day === undefined ? 'calendar.no-day' : 'calendar.outside';
  return { day: undefined, typed, refusal: { code: 'operation.input-invalid', values: {}, typed: {}, errors: [{ at: '/day', code, values }] } };
}
