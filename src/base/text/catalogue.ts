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
  const made = fillerOf(new IntlMessageFormat(message, INTL_LOCALE[locale], undefined, { ignoreTag: true, formatters }));
  cache[locale].set(key, made);
  return made;
}

/** Most sentences with values are text and values as they are; a long page has thousands, so these are joined and only plurals and choices go through the formatter. */
function fillerOf(message: IntlMessageFormat): Filler {
  const parts: string[] = [];
  const names: string[] = [];
  for (const element of message.getAst()) {
    if (element.type === LITERAL) parts[names.length] = (parts[names.length] ?? '') + element.value;
    else if (element.type === ARGUMENT) names.push(element.value);
    else return (values) => String(message.format<string>(values));
  }
  const [first = ''] = parts;
  if (names.length === 0) return () => first;
  return (values = {}) => names.reduce((text, name, place) => text + valueOf(values, name) + (parts[place + 1] ?? ''), first);
}

function valueOf(values: Record<string, string | number>, name: string): string | number {
  if (!(name in values)) throw new RangeError(`no value for "${name}"`);
  return values[name] ?? '';
}

function warn(key: string): void {
  console.warn(`text: no sentence for "${key}"`);
}
