import type { InputError, Problem, Values } from '#base/problem/index.ts';

/** Why a course was not taken in before its file was looked at: the sentence of each. */
const BEFORE: Record<string, string> = {
  needed: 'learning-authoring.file-needed',
  broken: 'learning-authoring.file-refused-broken',
  unit: 'learning-packages.choose-unit',
  again: 'learning-authoring.import-again',
  failed: 'learning-authoring.import-failed',
};

/** Where the page tells what is wrong: a name of the list above, or what was found in the file; with the unit that was chosen. */
export function refusedAddress(why: string | InputError, unitId: string): string {
  const { code, values = {} } = typeof why === 'string' ? { code: why } : why;
  const said = Object.entries(values).map(([name, value]): [string, string] => [name, String(value)]);
  const query = new URLSearchParams([['refused', code.replace('learning-authoring.', '')], ['unit', unitId], ...said]);
  return `/learning/authoring/import?${query}#file`;
}

/** What such an address tells: the key of its sentence and the values, the page's own where the address has none. Undefined when it tells nothing that the page knows. */
export function refusedOf(query: URLSearchParams): { code: string; values: Values } | undefined {
  const name = query.get('refused') ?? '';
  const code = BEFORE[name] ?? (/^package-[a-z-]{2,30}$/.test(name) ? `learning-authoring.${name}` : undefined);
  if (code === undefined) return undefined;
  const text = (key: string) => (query.get(key) ?? '').slice(0, 80);
  const number = (key: string) => Number(query.get(key)) || 0;
  return { code, values: { path: text('path'), place: text('place'), form: text('form'), name: text('name'), megabytes: number('megabytes'), most: number('most') } };
}

/** What the page is to tell of a problem. */
export function reasonOf({ code, kind, values, errors }: Problem): string | InputError {
  if (code === 'document.too-large') return { at: '/file', code: 'learning-authoring.package-too-large', values };
  if (code === 'document.empty') return 'needed';
  if (code === 'operation.request-reused') return 'again';
  if (kind === 'forbidden') return 'unit';
  return errors.find((one) => one.code.startsWith('learning-authoring.package-')) ?? 'failed';
}
