import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDay } from '#base/day/index.ts';
import {
  allOf,
  anyOf,
  at,
  bookOf,
  cite,
  compare,
  conclude,
  decimal,
  decimalText,
  derive,
  divided,
  dong,
  minus,
  plus,
  readParameters,
  reason,
  rounded,
  sum,
  times,
} from './index.ts';

const parameters = readParameters(process.cwd());
const number = fc.tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 6 })).map(([units, scale]) => ({ units, scale }));

describe('decimals', () => {
  test('0.1 + 0.2 is 0.3', () => expect(decimalText(plus(decimal('0.1'), decimal('0.2')))).toBe('0.3'));

  test.each([
    ['1234567.005', 2, 'half-up', '1234567.01'],
    ['1234567.005', 2, 'down', '1234567'],
    ['0.5', 0, 'half-up', '1'],
    ['-0.5', 0, 'half-up', '-1'],
    ['-0.4', 0, 'half-up', '0'],
    ['0.0001', 0, 'up', '1'],
    ['-1.2', 0, 'up', '-2'],
    ['7', 3, 'down', '7'],
  ] as const)('%s with %i digits, %s, is %s', (text, places, rounding, expected) => {
    expect(decimalText(rounded(decimal(text), places, rounding))).toBe(expected);
  });

  // Công văn 1814/BNV-TCBC, example C: (4.65 + 0.6) × 1.25 × 2,340,000
  test('monthly pay of an official example, to the đồng', () => {
    const pay = times(times(plus(decimal('4.65'), decimal('0.6')), plus(decimal('1'), decimal('0.25'))), decimal('2340000'));
    expect(dong(pay, 'half-up')).toBe(15_356_250n);
    expect(dong(times(pay, decimal('30')), 'half-up')).toBe(460_687_500n);
  });

  test.each(['', '1,5', '1e3', '0.', '.5', 'NaN', '--1'])('"%s" is no decimal', (text) => expect(() => decimal(text)).toThrow(RangeError));

  test('text and number are one; the laws of arithmetic hold; rounding moves less than one unit', () => {
    fc.assert(
      fc.property(number, number, number, (a, b, c) => {
        expect(compare(decimal(decimalText(a)), a)).toBe(0);
        expect(compare(times(a, plus(b, c)), plus(times(a, b), times(a, c)))).toBe(0);
        expect(compare(minus(plus(a, b), b), a)).toBe(0);
        for (const rounding of ['half-up', 'down', 'up'] as const) {
          const moved = minus({ units: dong(a, rounding), scale: 0 }, a);
          expect(compare(moved, decimal('1'))).toBeLessThan(0);
          expect(compare(moved, decimal('-1'))).toBeGreaterThan(0);
        }
        if (b.units !== 0n) expect(compare(divided(times(a, b), b, a.scale, 'down'), a)).toBe(0);
      }),
    );
  });
});

describe('parameters', () => {
  const day = '2026-11-23';
  const text = { id: 't', parameter: 'base-salary', validFrom: '2026-07-01', validTo: '2027-01-01', value: '2530000', cites: 'NĐ thử' };

  test('an official text wins on its days, the newest first; outside them content holds', () => {
    const book = bookOf(parameters, [{ ...text, value: '2540000' }, text]);
    expect(['2026-06-30', '2026-07-01', '2026-12-31', '2027-01-01'].map((each) => decimalText(at(book, 'base-salary', each).value))).toEqual([
      '2340000',
      '2540000',
      '2540000',
      '2340000',
    ]);
    expect([at(book, 'base-salary', day).verified, at(book, 'base-salary', '2027-01-01').verified]).toEqual([true, false]);
  });

  test('there is no value before the first day, and none of an unknown name', () => {
    expect(() => at(bookOf(parameters), 'base-salary', '2024-12-31')).toThrow(expect.objectContaining({ kind: 'missing', code: 'rule.no-value' }));
    expect(() => at(bookOf(parameters), 'nothing', day)).toThrow(expect.objectContaining({ kind: 'missing', code: 'rule.no-parameter' }));
  });

  test('every value of the content stands on days that exist and says where it was read', () => {
    expect(parameters.size).toBeGreaterThan(5);
    for (const { values, name } of parameters.values())
      for (const { valid_from, valid_to, source } of values)
        expect([isDay(valid_from), valid_to === 'infinity' || isDay(valid_to), source.length > 5], name).toEqual([true, true, true]);
  });
});

describe('results', () => {
  const because = (name: string, verified: boolean) => reason('test.rule', `test.${name}`, [cite(name, verified)], { n: 1n });
  const keys = ({ because: reasons }: { because: readonly { key: string }[] }) => reasons.map(({ key }) => key);

  test('all conditions that fail are told', () => {
    const conditions = [conclude(true, because('a', true)), conclude(false, because('b', true)), conclude(false, because('c', false))];
    expect([allOf(conditions).value, keys(allOf(conditions))]).toEqual([false, ['test.b', 'test.c']]);
    expect([anyOf(conditions).value, keys(anyOf(conditions))]).toEqual([true, ['test.a']]);
    expect([allOf([]).value, anyOf([]).value]).toEqual([true, false]);
  });

  test('one unverified cite anywhere below makes the whole unverified', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), (all) => {
        const parts = all.map((verified, at) => conclude(BigInt(at), because(String(at), verified)));
        expect(derive([sum(parts)], 'x', because('own', true)).verified).toBe(!all.includes(false));
        expect(sum(parts).value).toBe(BigInt((all.length * (all.length - 1)) / 2));
      }),
    );
  });

  test('bigints are kept as text, so that a result can be sent and stored', () => expect(because('a', true).inputs).toEqual({ n: '1' }));
});
