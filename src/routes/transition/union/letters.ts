import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Locale } from '#base/text/index.ts';

const Text = Type.Object({ vi: Type.String(), en: Type.String() });
const Letters = Type.Object({ letters: Type.Array(Type.Object({ key: Type.String(), title: Text, body: Text })) });

/** The model letters of the union, in one language; throws typebox's `ParseError` when the file has another form. */
export function readLetters(root: string, locale: Locale): { key: string; title: string; body: string }[] {
  const { letters } = Value.Parse(Letters, JSON.parse(readFileSync(join(root, 'content', 'transition', 'letters.json'), 'utf8')));
  return letters.map(({ key, title, body }) => ({ key, title: title[locale], body: body[locale] }));
}
