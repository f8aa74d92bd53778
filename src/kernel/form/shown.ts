import { createHash } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { parseDay } from '#base/day/index.ts';
import type { Locale } from '#base/text/index.ts';
import { choicesOf } from './walk.ts';
import type { Answers, FieldKind, Form, FormField } from './model.ts';

/** From so many choices on a list is shown closed. */
const MOST_RADIOS = 7;
/** From so many characters on a text has several lines. */
const LONG_TEXT = 200;

/** How a question is shown, read from the schema of its answer. */
export function kindOf(field: FormField): FieldKind {
  const schema: Record<string, unknown> = { ...field.schema };
  const choices = choicesOf(field).length;
  if (schema['type'] === 'array') return 'checkboxes';
  if (choices > 0) return choices > MOST_RADIOS ? 'select' : 'radios';
  if (schema['type'] === 'boolean') return 'yes-no';
  if (schema['type'] === 'number' || schema['type'] === 'integer') return 'number';
  if (schema['contentEncoding'] === 'document') return 'file';
  if (schema['format'] === 'date') return 'date';
  return typeof schema['maxLength'] === 'number' && schema['maxLength'] > LONG_TEXT ? 'textarea' : 'text';
}

const Said = Type.Object({
  name: Type.String(),
  label: Type.String(),
  hint: Type.Optional(Type.String()),
  choices: Type.Optional(Type.Record(Type.String(), Type.String())),
});

/** The texts that a form shows in one language: kept once by their hash, so that answers can be read as they were asked. */
export const ShownTexts = Type.Object({
  title: Type.String(),
  pages: Type.Array(Type.Object({ id: Type.String(), title: Type.String(), fields: Type.Array(Said) })),
});
export type ShownTexts = Static<typeof ShownTexts>;

/** Everything that a form says in a language. */
export function textsOf(form: Form, locale: Locale): ShownTexts {
  return {
    title: form.title[locale],
    pages: form.pages.map(({ id, title, fields }) => ({
      id,
      title: title[locale],
      fields: fields.map(({ name, label, hint, choices }) => ({
        name,
        label: label[locale],
        ...(hint === undefined ? {} : { hint: hint[locale] }),
        ...(choices === undefined ? {} : { choices: Object.fromEntries(Object.entries(choices).map(([value, words]) => [value, words[locale]])) }),
      })),
    })),
  };
}

/** SHA-256 of the texts, hexadecimal. */
export function hashOf(texts: ShownTexts): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}

/** The answers of a form's page as JSON of the types their schemas want, from what a web form sends: texts, several of one name for a list. */
export function answersFrom(fields: readonly FormField[], sent: ReadonlyMap<string, readonly string[]>): Answers {
  return Object.fromEntries(
    fields.flatMap((field): [string, unknown][] => {
      const texts = (sent.get(field.name) ?? []).map((text) => text.trim()).filter((text) => text !== '');
      const [first] = texts;
      if (first === undefined) return [];
      return [[field.name, kindOf(field) === 'checkboxes' ? texts : typed(kindOf(field), first)]];
    }),
  );
}

function typed(kind: FieldKind, text: string): unknown {
  if (kind === 'yes-no') return text === 'yes' ? true : text === 'no' ? false : text;
  if (kind === 'date') return parseDay(text) ?? text;
  if (kind !== 'number') return text;
  // 1.234,5 as people in Việt Nam write it; what is no number stays a text, and the schema says so.
  const plain = text
    .replaceAll(/\s/g, '')
    .replace(/\.(?=\d{3}(\D|$))/g, '')
    .replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text;
}
