import type { Translate } from '#base/text/catalogue.ts';

/** Languages in which a message can be read out or captioned: Vietnamese, English, of the peoples around Hà Nội, of guests. */
export const LANGUAGES = ['vi', 'en', 'mtq', 'ium', 'tyz', 'hmn', 'zh', 'ko', 'ja', 'fr'] as const;

/** Those that the tables of browsers and servers do not name. */
const NAMED = ['mtq', 'ium', 'tyz'];

/** What a language is called; one that nobody names by its code. */
export function languageName(code: string, t: Translate, locale: string): string {
  return NAMED.includes(code) ? t(`campaigns-message.language-${code}`) : (new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code);
}
