import type { FieldSpec } from '#modules/learning/index.ts';

/** What a form says of these fields; a field that is not in it is empty. */
export function fieldsIn(form: FormData, specs: readonly FieldSpec[]): Record<string, string> {
  return Object.fromEntries(
    specs.map(({ name }) => {
      const value = form.get(name);
      return [name, typeof value === 'string' ? value.replaceAll('\r\n', '\n') : ''];
    }),
  );
}
