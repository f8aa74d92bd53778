/** The five ways in which a request can be refused; each has one HTTP status. */
export type ProblemKind = 'invalid' | 'forbidden' | 'missing' | 'conflict' | 'limit';

/** One thing wrong with an input: where it is (a JSON pointer such as `/people/3/name`) and the code of its sentence. */
export type InputError = { at: string; code: string; values?: Values };

/** Values put into a sentence of `locales`. */
export type Values = Record<string, string | number>;

const STATUS: Record<ProblemKind, number> = { invalid: 422, forbidden: 403, missing: 404, conflict: 409, limit: 429 };

/**
 * The only error a module throws. `code` names a sentence in `locales/<language>/problem.json`
 * (`problem.<code>`), `values` fill it, `errors` point at the parts of the input.
 */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly code: string;
  readonly values: Values;
  readonly errors: InputError[];

  constructor(kind: ProblemKind, code: string, values: Values = {}, errors: InputError[] = []) {
    super(`${kind}: ${code}`);
    this.name = 'Problem';
    this.kind = kind;
    this.code = code;
    this.values = values;
    this.errors = errors;
  }

  /** HTTP status, 403 … 429. */
  get status(): number {
    return STATUS[this.kind];
  }

  /** What a client of the API or the command line receives. */
  toJSON(): { kind: ProblemKind; code: string; values: Values; errors: InputError[] } {
    return { kind: this.kind, code: this.code, values: this.values, errors: this.errors };
  }
}

/** Returns `value`, or throws a `missing` problem with this code when there is none. */
export function found<T>(value: T | undefined | null, code: string, values: Values = {}): T {
  if (value === undefined || value === null) throw new Problem('missing', code, values);
  return value;
}
