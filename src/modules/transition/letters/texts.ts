import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { found, Problem } from '#base/problem/index.ts';
import { closed } from '../model.ts';
import type { LetterKind } from './kinds.ts';

const lines = Type.Array(Type.String({ minLength: 1 }));
const words = Type.Object({ vi: Type.String(), en: Type.String() }, closed);
const Letter = Type.Object(
  { key: Type.String(), title: words, kind: Type.Union([Type.String(), Type.Null()]), code: Type.String(), abstract: Type.String(), bases: lines, body: lines, recipients: lines },
  closed,
);
const CaseLetters = Type.Object({ about: Type.String(), verified: Type.Boolean(), letters: Type.Array(Letter) }, closed);
const Models = Type.Object({ about: Type.String(), letters: Type.Array(Type.Object({ key: Type.String(), title: words, body: words }, closed)) }, closed);

/** The words of a kind of letter before they are filled: type by Decree 30/2020 (null for an ordinary one), code, abstract, bases, body, recipients. */
export type LetterText = Static<typeof Letter>;

const read = (root: string, file: string): unknown => JSON.parse(readFileSync(join(root, 'content', 'transition', file), 'utf8'));

/** The words of a kind of letter; throws typebox's `ParseError` when the file has another form. */
export function textOf(root: string, kind: LetterKind): LetterText {
  const { letters } = Value.Parse(CaseLetters, read(root, 'case-letters.json'));
  return found(
    letters.find(({ key }) => key === kind),
    'transition-letters.no-kind',
  );
}

/** The model letters of the union in both languages; throws typebox's `ParseError` when the file has another form. */
export function readModels(root: string): Static<typeof Models>['letters'] {
  return Value.Parse(Models, read(root, 'letters.json')).letters;
}

/** What fills the names in a text; a list becomes a paragraph each where a paragraph is that name alone. */
export type Fill = Record<string, string | readonly string[]>;

/** A paragraph with its names filled; a name that is not known stays, so that the drafter sees it. */
export function filled(paragraph: string, fill: Fill): string[] {
  const alone = /^\{(\w+)\}$/.exec(paragraph)?.[1];
  const list = alone === undefined ? undefined : fill[alone];
  if (Array.isArray(list)) return list.filter((one) => one !== '');
  const text = paragraph.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = fill[name];
    return value === undefined ? whole : typeof value === 'string' ? value : value.join('; ');
  });
  return text.trim() === '' ? [] : [text];
}

/** Throws `invalid` at `/body` while a letter still holds a place to be filled, `[…]`: nobody signs a model. */
export function mustBeFilled(body: string): void {
  if (/\[[^\]]+\]/.test(body)) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/body', code: 'transition-letters.brackets-left' }]);
}
