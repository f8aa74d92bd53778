import { IntlMessageFormat } from 'intl-messageformat';
import { formatters } from './formatters.ts';

/** The languages a person can choose; `vi` is complete by law of this project, `en` is kept equal by a test. */
export const LOCALES = ['vi', 'en'] as const;

/** A language of the interface. */
export type Locale = (typeof LOCALES)[number];

/** Gives the sentence of a key (`<file>.<key>`), filled with `values`; never throws. */
export type Translate = (key: string, values?: Record<string, string | number>) => string;

/** ICU messages of one language by key (`<file>.<key>`). */
export type Catalogue = Readonly<Record<string, string>>;

/** The messages of every language; plain data, free of any I/O. */
export type Catalogues = Readonly<Record<Locale, Catalogue>>;

/** The locale as `Intl` wants it. */
export const INTL_LOCALE: Readonly<Record<Locale, string>> = { vi: 'vi-VN', en: 'en-GB' };

/** A sentence ready to be filled. */
type Filler = (values: Record<string, string | number> | undefined) => string;

type Compiled = Record<Locale, Map<string, Filler>>;

// Kinds of element in a parsed message (TYPE of @formatjs/icu-messageformat-parser).
const LITERAL = 0;
const ARGUMENT = 1;
const NUMBER = 2;
const SELECT = 5;
const PLURAL = 6;
const POUND = 7;

// Kept by catalogue, not by translator: a page makes a new translator for each request.
const compiledOf = new WeakMap<Catalogues, Compiled>();
const reported = new Set<string>();

/** Whether a text names a language of the interface. */
export function isLocale(text: string | null | undefined): text is Locale {
  return LOCALES.some((locale) => locale === text);
}

/**
 * A translator over catalogues already in memory: the locale's message, else the Vietnamese one, else the key itself,
 * which is given to `onMissing` once per process.
 */
export function translatorOf(catalogues: Catalogues, locale: Locale, onMissing: (key: string) => void = warn): Translate {
  return (key, values) => {
    const from = catalogues[locale][key] === undefined ? 'vi' : locale;
    const message = catalogues[from][key];
    if (message === undefined) {
      if (!reported.has(key)) onMissing(key);
      reported.add(key);
      return key;
    }
    // Most sentences have neither arguments nor quotes, and need no parser.
    if (!/[{}']/.test(message)) return message;
    try {
      return compiled(catalogues, from, key, message)(values);
    } catch {
      // A value was forgotten: the key shows the defect without taking the page down.
      return key;
    }
  };
}

function compiled(catalogues: Catalogues, locale: Locale, key: string, message: string): Filler {
  const cache = compiledOf.get(catalogues) ?? { vi: new Map(), en: new Map() };
  compiledOf.set(catalogues, cache);
  const known = cache[locale].get(key);
  if (known) return known;
  const made = fillerOf(new IntlMessageFormat(message, INTL_LOCALE[locale], undefined, { ignoreTag: true, formatters }), INTL_LOCALE[locale]);
  cache[locale].set(key, made);
  return made;
}

/**
 * A long page has thousands of sentences with values, so each is taken apart once: into text, and what makes text of values. Kinds of element that our sentences
 * do not have (days, hours, styles of numbers) are left to the library.
 */
function fillerOf(message: IntlMessageFormat, locale: string): Filler {
  const part = joined(message.getAst(), locale);
  if (part === undefined) return (values) => String(message.format<string>(values));
  return typeof part === 'string' ? () => part : (values = {}) => part(values, 0);
}

type Values = Record<string, string | number>;
type Element = ReturnType<IntlMessageFormat['getAst']>[number];
/** Text, or what makes text of values; `n`: the number that the plural around it counts. */
type Part = string | ((values: Values, n: number) => string);

function joined(elements: readonly Element[], locale: string): Part | undefined {
  const parts: Part[] = [];
  for (const element of elements) {
    const part = partOf(element, locale);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  if (parts.every((part) => typeof part === 'string')) return parts.join('');
  return (values, n) => {
    let text = '';
    for (const part of parts) text += textOf(part, values, n);
    return text;
  };
}

const textOf = (part: Part, values: Values, n: number): string => (typeof part === 'string' ? part : part(values, n));

function partOf(element: Element, locale: string): Part | undefined {
  if (element.type === LITERAL) return element.value;
  if (element.type === POUND || (element.type === NUMBER && !element.style)) {
    const format = formatters.getNumberFormat(locale);
    return element.type === POUND ? (_values, n) => format.format(n) : (values) => format.format(Number(valueOf(values, element.value)));
  }
  if (element.type === ARGUMENT) return (values) => String(valueOf(values, element.value));
  return element.type === PLURAL || element.type === SELECT ? choiceOf(element, locale) : undefined;
}

function choiceOf(element: Extract<Element, { options: unknown }>, locale: string): Part | undefined {
  const choices = new Map<string, Part>();
  for (const [name, { value }] of Object.entries(element.options)) {
    const part = joined(value, locale);
    if (part === undefined) return undefined;
    choices.set(name, part);
  }
  const chosen = (...names: string[]): Part => names.map((name) => choices.get(name)).find((part) => part !== undefined) ?? '';
  if (element.type === SELECT) return (values) => textOf(chosen(String(valueOf(values, element.value)), 'other'), values, 0);
  const rules = formatters.getPluralRules(locale, { type: element.pluralType ?? 'cardinal' });
  return (values) => {
    const value = Number(valueOf(values, element.value));
    const n = value - element.offset;
    return textOf(chosen(`=${value}`, rules.select(n), 'other'), values, n);
  };
}

function valueOf(values: Record<string, string | number>, name: string): string | number {
  if (!(name in values)) throw new RangeError(`no value for "${name}"`);
  return values[name] ?? '';
}

function warn(key: string): void {
  console.warn(`text: no sentence for "${key}"`);
}
