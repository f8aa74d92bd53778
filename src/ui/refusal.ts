import type { InputError, Values } from '#base/problem/index.ts';
import type { Translate } from '#base/text/catalogue.ts';
import type { FieldError } from './types.ts';

/** A form that was refused, as an action of a page gives it back: the sentence, the places, what was typed, and every value that was chosen. */
export type Refusal = {
  code: string;
  values: Values;
  errors: readonly InputError[];
  typed: Readonly<Record<string, string>>;
  chosen?: Readonly<Record<string, readonly string[]>>;
};

/** Whether what an action gave back is a refusal, not an answer. */
export function isRefusal(answer: object | null | undefined): answer is Refusal {
  return Boolean(answer && 'code' in answer && 'errors' in answer && 'typed' in answer && Array.isArray(answer.errors));
}

/** A form as it is shown: at first, or again after it was refused. */
export type FormState = {
  failed: boolean;
  /** For `ErrorSummary`: one line a place, or the one sentence when no place is to blame. */
  summary: readonly FieldError[];
  /** The sentence under the field of this name. */
  error: (name: string) => string | undefined;
  /** What was typed into the field of this name, else its first value. */
  typed: (name: string, first?: string) => string;
  /** The values chosen in the field of this name, none when all were taken away; before a refusal its first ones. */
  chosen: (name: string, first?: readonly string[]) => readonly string[];
};

/**
 * Makes of what an action gave back, if it is a refusal, what `ErrorSummary` and `Field` want. `labels` gives the label of each field by its name: it stands before the
 * sentence in the summary, where the field is not in sight. A place within a field (`/days/2`) belongs to that field.
 */
export function formState(answer: object | null | undefined, t: Translate, labels: Readonly<Record<string, string>> = {}): FormState {
  const refusal = isRefusal(answer) ? answer : undefined;
  const places = (refusal?.errors ?? []).map(({ at, code, values }) => ({ name: at.split('/')[1] ?? '', text: t(code, values) }));
  const whole = refusal && places.length === 0 ? [{ href: '#page', text: t(refusal.code, refusal.values) }] : [];
  return {
    failed: Boolean(refusal),
    summary: [...whole, ...places.map(({ name, text }) => ({ href: name === '' ? '#page' : `#${name}`, text: labels[name] === undefined ? text : `${labels[name]}: ${text}` }))],
    error: (name) => places.find((place) => place.name === name)?.text,
    typed: (name, first = '') => refusal?.typed[name] ?? first,
    chosen: (name, first = []) => (refusal === undefined ? first : (refusal.chosen?.[name] ?? [])),
  };
}
