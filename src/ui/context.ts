import { getContext, setContext } from 'svelte';
import type { Day } from '#base/day/index.ts';
import type { Locale, Translate } from '#base/text/catalogue.ts';
import { formatDate, formatMoment, formatNumber, formatShare } from '#base/text/format.ts';

/** What a component needs to speak: the translator and the formats of the page's language. */
export type Text = {
  t: Translate;
  locale: Locale;
  /** `2.994`, `71,4`. */
  number: (n: number | bigint, decimals?: number) => string;
  /** `71,4 %`. */
  share: (numerator: number, denominator: number) => string;
  /** `23/11/2026`, or `Thứ Hai, 23/11/2026` in the long form. */
  date: (day: Day, form?: 'short' | 'long') => string;
  /** `09:14 20/11/2026` in Việt Nam. */
  moment: (moment: string | Date) => string;
};

const KEY = Symbol('text');

/** Gives every component below the language of the page; called once, by the root layout. */
export function provideText(t: Translate, locale: Locale): Text {
  return setContext<Text>(KEY, {
    t,
    locale,
    number: (n, decimals) => formatNumber(n, locale, decimals),
    share: (numerator, denominator) => formatShare(numerator, denominator, locale),
    date: (day, form) => formatDate(day, locale, form),
    moment: formatMoment,
  });
}

/** The language of the page; throws when no layout above has called `provideText`. */
export function useText(): Text {
  const text = getContext<Text | undefined>(KEY);
  if (!text) throw new Error('useText: no layout above has called provideText');
  return text;
}
