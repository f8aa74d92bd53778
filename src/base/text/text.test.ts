import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { IntlMessageFormat } from 'intl-messageformat';
import { catalogues, formatDate, formatMoment, formatNumber, formatShare, initials, isLocale, translator, translatorOf } from './index.ts';

const texts = {
  vi: { 'a.plain': 'Xin chào', 'a.count': '{n, plural, other {{n, number} người}}', 'a.only-vi': 'Chỉ có tiếng Việt' },
  en: { 'a.plain': 'Hello', 'a.count': '{n, plural, one {{n, number} person} other {{n, number} people}}' },
};

describe('translator', () => {
  test.each([
    ['vi', 'a.plain', undefined, 'Xin chào'],
    ['en', 'a.plain', undefined, 'Hello'],
    ['vi', 'a.count', { n: 2994 }, '2.994 người'],
    ['en', 'a.count', { n: 1 }, '1 person'],
    ['en', 'a.count', { n: 2994 }, '2,994 people'],
    ['en', 'a.only-vi', undefined, 'Chỉ có tiếng Việt'],
  ] as const)('%s %s', (locale, key, values, expected) => {
    expect(translatorOf(texts, locale)(key, values)).toBe(expected);
  });

  test('an unknown key is shown as it is and reported once', () => {
    const missing: string[] = [];
    const t = translatorOf(texts, 'vi', (key) => missing.push(key));
    expect([t('a.never'), t('a.never')]).toEqual(['a.never', 'a.never']);
    expect(missing).toEqual(['a.never']);
  });

  test('a forgotten value shows the key instead of failing the page', () => {
    expect(translatorOf(texts, 'vi')('a.count')).toBe('a.count');
  });

  test('reads the files of locales', () => {
    expect(translator('vi')('ui.search')).toBe('Tìm kiếm');
    expect(translator('en')('ui.search')).toBe('Search');
  });

  test('knows its languages', () => {
    expect(['vi', 'en', 'fr', '', undefined, null].map(isLocale)).toEqual([true, true, false, false, false, false]);
  });
});

type Asked = { counted: Set<string>; chosen: Map<string, string[]>; named: Set<string> };

/** What a sentence asks for: numbers, choices with their names, words. */
function askedBy(elements: ReturnType<IntlMessageFormat['getAst']>, asked: Asked = { counted: new Set(), chosen: new Map(), named: new Set() }): Asked {
  for (const element of elements) {
    if (element.type === 1) asked.named.add(element.value);
    if (element.type === 2 || element.type === 6) asked.counted.add(element.value);
    if (element.type === 5) asked.chosen.set(element.value, Object.keys(element.options));
    if ('options' in element) for (const { value } of Object.values(element.options)) askedBy(value, asked);
  }
  return asked;
}

describe.each([
  ['vi', 'vi-VN'],
  ['en', 'en-GB'],
] as const)('every sentence in %s says with values what the library makes of it', (locale, name) => {
  const all = catalogues();
  const t = translatorOf(all, locale);
  test.each([0, 1, 2, 21, 1234.5])('for %d', (n) => {
    const wrong: string[] = [];
    for (const [key, message] of Object.entries(all[locale])) {
      const library = new IntlMessageFormat(message, name, undefined, { ignoreTag: true });
      const { counted, chosen, named } = askedBy(library.getAst());
      for (let choice = 0; choice < Math.max(1, ...[...chosen.values()].map((names) => names.length)); choice += 1) {
        const values = Object.fromEntries([
          ...[...named].map((one) => [one, 'phường Ba Đình'] as const),
          ...[...chosen].map(([one, names]) => [one, names[choice % names.length] ?? ''] as const),
          ...[...counted].map((one) => [one, n] as const),
        ]);
        const expected = String(library.format(values));
        if (t(key, values) !== expected) wrong.push(`${key}: ${t(key, values)} ≠ ${expected}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('numbers', () => {
  test.each([
    [2994, 'vi', '2.994'],
    [71.4, 'vi', '71,4'],
    [71.44, 'vi', '71,4'],
    [-3, 'vi', '−3'],
    [12345678901234567890n, 'vi', '12.345.678.901.234.567.890'],
    [2994, 'en', '2,994'],
    [71.4, 'en', '71.4'],
  ] as const)('%s in %s', (n, locale, expected) => expect(formatNumber(n, locale)).toBe(expected));

  test.each([
    [2138, 2994, 'vi', '71,4\u00a0%'],
    [2138, 2994, 'en', '71.4%'],
    [41, 100, 'vi', '41,0\u00a0%'],
    [0, 10, 'vi', '0\u00a0%'],
    [10, 10, 'vi', '100\u00a0%'],
    [129_999, 130_000, 'vi', '99,9\u00a0%'],
    [1, 130_000, 'vi', '0,1\u00a0%'],
    [12, 10, 'vi', '120,0\u00a0%'],
    [0, 0, 'vi', '—'],
  ] as const)('%i of %i in %s', (numerator, denominator, locale, expected) => {
    expect(formatShare(numerator, denominator, locale)).toBe(expected);
  });

  test('100 % means all and 0 % means none, whatever the size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.nat(5_000_000), (denominator, some) => {
        const numerator = Math.min(some, denominator);
        const shown = formatShare(numerator, denominator, 'en');
        expect(shown === '100%').toBe(numerator === denominator);
        expect(shown === '0%').toBe(numerator === 0);
      }),
    );
  });
});

describe('days and names', () => {
  test.each([
    ['2026-11-23', 'vi', 'short', '23/11/2026'],
    ['2026-11-23', 'vi', 'long', 'Thứ Hai, 23/11/2026'],
    ['2026-11-22', 'vi', 'long', 'Chủ Nhật, 22/11/2026'],
    ['2026-11-23', 'en', 'long', 'Monday, 23/11/2026'],
  ] as const)('%s %s %s', (day, locale, form, expected) => expect(formatDate(day, locale, form)).toBe(expected));

  test('a moment is told on the clock of Việt Nam', () => {
    expect(formatMoment('2026-11-19T18:30:59Z')).toBe('01:30 20/11/2026');
    expect(formatMoment(new Date('2026-11-20T02:14:00Z'))).toBe('09:14 20/11/2026');
  });

  test.each([
    ['Nguyễn Thị Minh Hạnh', 'MH'],
    ['Trần Quốc Bảo', 'QB'],
    ['  lê   ánh ', 'LÁ'],
    ['Lê A\u0301nh', 'LÁ'],
    ['Đức', 'Đ'],
    ['', ''],
  ])('%s → %s', (name, expected) => expect(initials(name)).toBe(expected));
});
