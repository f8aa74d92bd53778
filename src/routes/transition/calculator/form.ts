import type { Day } from '#base/day/index.ts';
import { formatDay } from '#base/day/index.ts';

/** What the register suggests; every field can be corrected. */
export type Own = { birthDate: string | null; sex: string | null; coefficient: string | null; kind: string | null; workedMonths: number | null };

/** Fields that hold amounts, which people type with dots or spaces between the thousands, or with the word đồng. */
const AMOUNTS = ['basePay', 'monthlyPay', 'averagePay', 'newPay'];

/** The form with amounts as programs read them. */
export function cleaned(form: FormData): FormData {
  const made = new FormData();
  for (const [name, value] of form) made.append(name, typeof value === 'string' && AMOUNTS.includes(name) ? value.replace(/[.\s]|(vn)?đ(ồng)?$/giu, '') : value);
  return made;
}

/** Everything that was typed, by field. */
export function typedOf(form: FormData): Record<string, string[]> {
  return Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name).filter((value) => typeof value === 'string')]));
}

/** What the form holds at first: what the register knows, and today. */
export function firstValues(own: Own | null, today: Day): Record<string, string[]> {
  const known: [string, string | null | undefined][] = [
    ['day', formatDay(today)],
    ['kind', own?.kind],
    ['sex', own?.sex],
    ['birthDate', own?.birthDate && formatDay(own.birthDate)],
    ['coefficient', own?.coefficient],
    ['workedMonths', own?.workedMonths?.toString()],
  ];
  return Object.fromEntries(known.flatMap(([name, value]) => (value ? [[name, [value]]] : [])));
}
