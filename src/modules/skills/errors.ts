import type { Static, TSchema } from 'typebox';
import { Settings } from 'typebox/system';
import { Value } from 'typebox/value';
import type { InputError } from '#base/problem/index.ts';

/** Most faults that are listed of one file or form. */
const MOST = 500;

/** Everything in which a value departs from a schema, not only the first few; `codeOf` gives the key of each sentence by the keyword that failed. It gets the `reason`. */
export function formFaults<T extends TSchema>(schema: T, value: unknown, codeOf: (keyword: string) => string): InputError[] {
  const { maxErrors } = Settings.Get();
  Settings.Set({ maxErrors: MOST });
  try {
    const errors = [...Value.Errors(schema, value)].filter(({ keyword }) => keyword !== 'boolean');
    return errors.flatMap(({ instancePath, keyword, params, message }) => {
      const missing: unknown = 'requiredProperties' in params ? params.requiredProperties : undefined;
      const places = Array.isArray(missing) ? missing.map((name) => `${instancePath}/${String(name)}`) : [instancePath];
      return places.map((at) => ({ at, code: codeOf(keyword), values: { reason: message } }));
    });
  } finally {
    Settings.Set({ maxErrors });
  }
}

/** Whether a value has the form of a schema. */
export function hasForm<T extends TSchema>(schema: T, value: unknown): value is Static<T> {
  return Value.Check(schema, value);
}
