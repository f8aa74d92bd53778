import type { Formatters } from 'intl-messageformat';

/** Formatters of numbers, days and plurals that all sentences share: making one is dear, and the library would make its own for each sentence. */
export const formatters: Formatters = {
  getNumberFormat: once((locale, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options)),
  getDateTimeFormat: once((locale, options?: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)),
  getPluralRules: once((locale, options?: Intl.PluralRulesOptions) => new Intl.PluralRules(locale, options)),
};

/** Makes what is asked for once for each locale and options. */
function once<O, F>(make: (locale: string | string[] | undefined, options?: O) => F): (locale?: string | string[], options?: O) => F {
  const made = new Map<string, F>();
  return (locale, options) => {
    const key = options === undefined ? String(locale) : `${String(locale)} ${JSON.stringify(options)}`;
    const known = made.get(key) ?? make(locale, options);
    made.set(key, known);
    return known;
  };
}
