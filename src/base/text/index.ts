import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { translatorOf, type Catalogue, type Catalogues, type Locale, type Translate } from './catalogue.ts';

export { isLocale, LOCALES, translatorOf, type Catalogue, type Catalogues, type Locale, type Translate } from './catalogue.ts';
export { readingOf, type Reading } from './readability.ts';
export { byName, formatDate, formatMoment, formatNumber, formatShare, holdsWords, initials, plain, slug } from './format.ts';

const loaded = new Map<string, Catalogues>();

/** The sentences of `locales/<locale>/<file>.json` under `root`, read once per process; throws when a file is no flat JSON of texts. */
export function catalogues(root: string = process.cwd()): Catalogues {
  const known = loaded.get(root);
  if (known) return known;
  const made: Catalogues = { vi: read(join(root, 'locales', 'vi')), en: read(join(root, 'locales', 'en')) };
  loaded.set(root, made);
  return made;
}

/** A translator over the files of `locales/` under `root`. */
export function translator(locale: Locale, root: string = process.cwd()): Translate {
  return translatorOf(catalogues(root), locale);
}

function read(folder: string): Catalogue {
  const texts: Record<string, string> = {};
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()) {
    const content: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    for (const [key, message] of Object.entries(content ?? {})) {
      if (typeof message !== 'string') throw new Error(`${join(folder, name)}: "${key}" is not a text`);
      texts[`${name.slice(0, -'.json'.length)}.${key}`] = message;
    }
  }
  return texts;
}
