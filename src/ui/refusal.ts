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
  /** Nothing is wrong: the form only asked for something it shows now, with all that was typed. */
  again?: true;
};

/** Whether what an action gave back is a refusal, not an answer. */
export function isRefusal(answer: object | null | undefined): answer is Refusal {
  return Boolean(answer && 'code' in answer && 'errors' in answer && 'typed' in answer && Array.isArray(answer.errors));
}

/** A form as it is shown: at first, or again after it was refused. */
export type FormState = {
  failed: boolean;
  /** Whether it was sent before, so that what was typed is shown again. */
  sent: boolean;
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
 * Makes of what an action gave back, if it is a refusal, what `ErrorSummary` and `Field` want. A place within a field (`/days/2`) belongs to that field. The label of
 * each field is put before its line of the summary when the page is finished (`nameErrors`).
 */
export function formState(answer: object | null | undefined, t: Translate): FormState {
  const refusal = isRefusal(answer) ? answer : undefined;
  const places = (refusal?.errors ?? []).map(({ at, code, values }) => ({ name: at.split('/')[1] ?? '', text: t(code, values) }));
  const failed = refusal !== undefined && refusal.again !== true;
  const whole = failed && places.length === 0 ? [{ href: '#page', text: t(refusal.code, refusal.values) }] : [];
  return {
    failed,
    sent: refusal !== undefined,
    summary: [...whole, ...places.map(({ name, text }) => ({ href: name === '' ? '#page' : `#${name.replace(/^_/, '')}`, text }))],
    error: (name) => places.find((place) => place.name === name)?.text,
    typed: (name, first = '') => refusal?.typed[name] ?? first,
    chosen: (name, first = []) => (refusal === undefined ? first : (refusal.chosen?.[name] ?? [])),
  };
}

/** A form that stands on the page once for each of many things. */
export type RowState = FormState & {
  /** Whether this is the one that was refused. */
  own: boolean;
  /** The id of its field of this name: the summary leads to those of the one that was refused. */
  id: (name: string) => string;
};

/** The state of one of many forms of a kind on a page: what was sent with this value in the field `by` (hidden in the form) has the errors and what was typed. */
export function ofRow(state: FormState, key: string, by = 'id'): RowState {
  const own = state.sent && state.typed(by) === key;
  return {
    ...state,
    own,
    id: (name) => (own ? name : `${name}-${key}`),
    error: (name) => (own ? state.error(name) : undefined),
    typed: (name, first = '') => (own ? state.typed(name, first) : first),
    chosen: (name, first = []) => (own ? state.chosen(name, first) : first),
  };
}
