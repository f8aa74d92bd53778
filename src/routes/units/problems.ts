import type { Translate } from '#base/text/catalogue.ts';
import type { Refusal } from '#web/form.ts';

type Refused = Refusal | null | undefined;

/** The lines of the error summary of a refused form: one for each field, or the one sentence of the refusal. */
export function summaryOf(form: Refused, t: Translate): { href: string; text: string }[] {
  if (!form) return [];
  if (form.errors.length === 0) return [{ href: '#main', text: t(form.code, form.values) }];
  return form.errors.map(({ at, code, values }) => ({ href: `#${nameOf(at)}`, text: t(code, values) }));
}

/** The sentence that belongs to one field of a refused form. */
export function errorOf(form: Refused, name: string, t: Translate): string | undefined {
  const error = form?.errors.find(({ at }) => nameOf(at) === name);
  return error && t(error.code, error.values);
}

/** What was typed into a field of a refused form, else `value`. */
export function typedOf(form: Refused, name: string, value = ''): string {
  return form?.typed[name] ?? value;
}

function nameOf(at: string): string {
  return at.split('/')[1] ?? '';
}
