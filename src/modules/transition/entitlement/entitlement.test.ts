import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { translator } from '#base/text/index.ts';
import { bookOf, type OfficialText } from '#kernel/rule/index.ts';
import { calculate, countingRegime } from './calculate.ts';
import { REGIMES, type Facts, type RegimeKey } from './model.ts';
import { retirementOf, yearsOf } from './service.ts';
import { law, of, official, parameters, vi, worker } from './testing.ts';
import { inWords } from './words.ts';

const en = { t: translator('en', process.cwd()), locale: 'en' as const };

describe('published examples, to the đồng', () => {
  test('C (official letter 1814/BNV-TCBC): Decree 178/2024 art. 7; the printed total is a misprint, the parts are not', () => {
    expect(calculate(law, official, vi).pay.amount).toBe(15_356_250);
    const { amounts, total, totalInWords } = of(official, 'reorganisation-early');
    expect(amounts).toEqual({ lump: 460_687_500, years: 191_953_125, service: 92_137_500 });
    expect(total).toBe(744_778_125);
    expect(totalInWords).toBe('Bảy trăm bốn mươi bốn triệu bảy trăm bảy mươi tám nghìn một trăm hai mươi lăm đồng');
  });

  test('D: hard area, 35 months early count as 3 years; 19 years of insurance', () => {
    const facts: Facts = { day: '2025-05-01', kind: 'civil-servant', reason: 'reorganisation', coefficient: 4.32, allowances: [30, 25], insuredMonths: 228, monthsEarly: 35 };
    expect(calculate(law, facts, vi).pay.amount).toBe(15_668_640);
    const { amounts, total } = of(facts, 'reorganisation-early');
    expect(amounts).toEqual({ lump: 548_402_400, years: 235_029_600, 'service-short': 62_674_560 });
    expect(total).toBe(846_106_560);
  });

  test.each([
    ['L1', 100, 40, 50_000_000],
    ['L2: two months at least', 30, 17, 20_000_000],
    ['L3: under twelve months', 11, 0, 0],
  ])('%s: Labour Code art. 47, Decree 145/2020 art. 8', (_, workedMonths, unemploymentInsuredMonths, allowance) => {
    expect(of({ ...worker, workedMonths, unemploymentInsuredMonths }, 'job-loss').total).toBe(allowance);
  });
});

describe('odd months (guidance on Decree 178; Decree 145/2020 art. 8 para 3)', () => {
  test.each([
    [0, 0n],
    [1, 5n],
    [6, 5n],
    [7, 10n],
    [11, 10n],
    [12, 10n],
    [13, 15n],
    [18, 15n],
    [19, 20n],
  ])('%i months are %s tenths of a year', (months, tenths) => expect(yearsOf(months)).toEqual({ units: tenths, scale: 1 }));
});

describe('branches by article', () => {
  const L = 15_356_250;
  test.each<[string, Partial<Facts>, RegimeKey, Record<string, number>]>([
    ['Decree 178 art. 7 para 1: last day of the first 12 months', { decisionDay: '2024-05-02' }, 'reorganisation-early', { lump: 30 * L }],
    ['Decree 178 art. 7 para 1: month 13 pays half the lump sum', { decisionDay: '2024-05-01' }, 'reorganisation-early', { lump: 15 * L, years: 2.5 * 5 * L }],
    ['Decree 178 art. 7 para 1: five years are still near', { monthsEarly: 60 }, 'reorganisation-early', { lump: 60 * L, years: 25 * L }],
    ['Decree 178 art. 7: beyond five years 0.9 × 60 and 4 a year', { monthsEarly: 61 }, 'reorganisation-early', { lump: 54 * L, years: 5.5 * 4 * L }],
    ['Decree 178 art. 7: ten years, the cap of 60 months', { monthsEarly: 120 }, 'reorganisation-early', { lump: 54 * L, years: 40 * L }],
    ['Decree 178 art. 7 para 2: twenty years exactly', { insuredMonths: 240 }, 'reorganisation-early', { service: 5 * L }],
    ['Decree 178 art. 7 para 2: under twenty years', { insuredMonths: 239 }, 'reorganisation-early', { 'service-short': 4 * L }],
    ['Decree 178 art. 9: cap of 60 months, years, three months to look for work', {}, 'reorganisation-leave', { 'leave-months': 48 * L, 'insured-years': 33 * L, search: 3 * L }],
    ['Decree 178 art. 9: fewer months than the cap', { insuredMonths: 40 }, 'reorganisation-leave', { 'leave-months': 32 * L, 'insured-years': Math.ceil(1.5 * 3.5 * L) }],
    ['Decree 178 art. 9: from month 13', { decisionDay: '2024-05-01' }, 'reorganisation-leave', { 'leave-months': 24 * L }],
    ['Decree 154 art. 6', { day: '2025-06-16', reason: 'streamlining' }, 'streamlining-early', { years: 12.5 * L, service: 6 * L }],
    ['Decree 154 art. 6: 15 to under 20 years', { day: '2025-06-16', reason: 'streamlining', insuredMonths: 180 }, 'streamlining-early', { 'service-short': 5 * L }],
    ['Decree 154 art. 8: leaving at once', { day: '2026-01-01', reason: 'streamlining' }, 'streamlining-leave', { search: 3 * L, 'insured-years': 33 * L }],
    ['Decree 154 art. 7: moving', { day: '2026-01-01', reason: 'streamlining' }, 'streamlining-move', { move: 3 * L, 'insured-years': 11 * L }],
    ['Decree 29 art. 5: three months a year', { day: '2025-06-15', reason: 'streamlining' }, 'streamlining-early', { years: 7.5 * L }],
  ])('%s', (_, change, regime, parts) => {
    expect(of({ ...official, ...change }, regime).amounts).toMatchObject(parts);
  });

  test('Decree 178 art. 10: public employees get unemployment benefit instead of the third part, named and not counted', () => {
    const { amounts, missing } = of({ ...official, kind: 'public-employee' }, 'reorganisation-leave');
    expect(Object.keys(amounts)).toEqual(['leave-months', 'insured-years']);
    expect(missing).toEqual(['unemployment']);
  });

  test('Decree 154 art. 8: training with full pay under 45; fees are named as not at hand', () => {
    const facts: Facts = { ...official, day: '2026-01-01', reason: 'streamlining', birthDate: '1981-01-02', sex: 'female', insuredMonths: 120, trainingMonths: 6 };
    expect(of(facts, 'streamlining-train')).toMatchObject({ standing: 'due', amounts: { training: 6 * L }, missing: ['training-fees', 'after-training'] });
    expect(of({ ...facts, birthDate: '1981-01-01' }, 'streamlining-train').standing).toBe('not-applicable');
  });

  test('Labour Code art. 46: half a month a year, after twelve months', () => {
    const facts: Facts = { ...worker, reason: 'agreement' };
    expect(of(facts, 'severance').total).toBe(25_000_000);
    expect(of({ ...facts, workedMonths: 12, unemploymentInsuredMonths: 0 }, 'severance').total).toBe(5_000_000);
    expect(of({ ...facts, workedMonths: 11, unemploymentInsuredMonths: 0 }, 'severance').standing).toBe('not-applicable');
    expect(of(facts, 'job-loss').standing).toBe('not-applicable');
  });

  test('Labour Code art. 47: everything insured still gives the least amount', () => {
    expect(of({ ...worker, unemploymentInsuredMonths: 100 }, 'job-loss').total).toBe(20_000_000);
  });
});

describe('days', () => {
  test.each<[string, Partial<Facts>, RegimeKey, boolean]>([
    ['Decree 178 begins on 1/1/2025', { day: '2025-01-01' }, 'reorganisation-early', true],
    ['its last day is 1/9/2025 (official letter 6383/BNV)', { day: '2025-09-01' }, 'reorganisation-early', true],
    ['2/9/2025 is too late', { day: '2025-09-02' }, 'reorganisation-early', false],
    ['unless leaving was decided before 1/8/2025', { day: '2025-12-31', leaveDecisionDay: '2025-07-31' }, 'reorganisation-early', true],
    ['decided on 1/8/2025 is too late', { day: '2025-12-31', leaveDecisionDay: '2025-08-01' }, 'reorganisation-early', false],
    ['Decree 154 ends with 2030', { day: '2030-12-31' }, 'streamlining-early', true],
    ['2031 has no decree yet', { day: '2031-01-01' }, 'streamlining-early', false],
  ])('%s', (_, change, regime, applies) => {
    expect(of({ ...official, ...change }, regime).standing === 'due').toBe(applies);
  });

  test('every condition that is not met is told, not only the first', () => {
    const { because } = of({ ...official, day: '2026-11-23', reason: 'streamlining', insuredMonths: 100, monthsEarly: 130 }, 'reorganisation-early');
    expect(because).toHaveLength(4);
    expect(because[0]?.sentence).toContain('01/09/2025');
  });

  // Labour Code art. 169 para 2: 60 years 3 months and 55 years 4 months in 2021, rising to 62 (2028) and 60 (2035).
  test.each([
    ['1961-01-15', 'male', '2021-05-01'],
    ['1961-09-30', 'male', '2022-01-01'],
    ['1961-10-01', 'male', '2022-05-01'],
    ['1966-04-10', 'male', '2028-05-01'],
    ['1966-01-20', 'female', '2021-06-01'],
    ['1975-05-01', 'female', '2035-06-01'],
  ] as const)('born %s, %s: retires on %s', (birth, sex, retires) => {
    expect(retirementOf(law.book, birth, sex, '2021-01-01').day).toBe(retires);
  });

  test('the months to the retirement age follow from birth and sex, and the person may correct them', () => {
    const { monthsEarly: _, ...facts } = { ...official, birthDate: '1966-04-10', sex: 'male' as const };
    expect(calculate(law, { ...facts, day: '2025-05-01' }, vi)).toMatchObject({ monthsEarly: 36, retirementDay: '2028-05-01' });
    expect(calculate(law, { ...facts, monthsEarly: 30 }, vi).monthsEarly).toBe(30);
  });
});

describe('protected persons (Labour Code art. 37)', () => {
  test.each(['pregnant', 'maternity', 'small-child', 'ill'] as const)('%s: only at the own request, and said before anything else', (circumstance) => {
    const facts: Facts = { ...official, circumstances: [circumstance] };
    expect(of(facts, 'reorganisation-early').standing).toBe('own-request');
    expect(calculate(law, facts, vi).protections[0]?.cites[0]?.text).toContain('Điều 37');
    expect(of({ ...facts, voluntary: true }, 'reorganisation-early').standing).toBe('due');
  });

  test('under discipline everything waits, willing or not', () => {
    expect(of({ ...official, circumstances: ['discipline'], voluntary: true }, 'reorganisation-early').standing).toBe('waits');
  });
});

describe('what cannot be', () => {
  test.each<[string, Facts, string, string]>([
    ['a day before birth', { ...official, birthDate: '2026-01-01' }, '/birthDate', 'wrong-birth'],
    ['too young to work', { ...official, birthDate: '2012-01-01' }, '/birthDate', 'wrong-young'],
    ['service longer than age allows', { ...official, birthDate: '1990-01-01' }, '/insuredMonths', 'wrong-service'],
    ['a decision after leaving', { ...official, decisionDay: '2025-05-02' }, '/decisionDay', 'wrong-decision'],
    ['insured longer than worked', { ...worker, unemploymentInsuredMonths: 101 }, '/unemploymentInsuredMonths', 'wrong-unemployment'],
    [
      'unemployment insurance before it began',
      { ...worker, day: '2021-01-31', workedMonths: 300, unemploymentInsuredMonths: 146 },
      '/unemploymentInsuredMonths',
      'wrong-unemployment-began',
    ],
    ['no pay', { day: '2026-01-01', kind: 'cadre', reason: 'streamlining' }, '/coefficient', 'wrong-pay'],
    ['no base salary on the day', { ...official, day: '2023-12-01' }, '/basePay', 'wrong-base'],
  ])('%s', (_, facts, at, code) => {
    expect(() => calculate(law, facts, vi)).toThrow(
      expect.objectContaining({ kind: 'invalid', errors: [expect.objectContaining({ at, code: `transition-entitlement.${code}` })] }),
    );
  });

  test('two regimes exclude each other; one outside its days is refused with its document', () => {
    expect(() => calculate(law, { ...official, regimes: ['reorganisation-early', 'streamlining-early'] }, vi)).toThrow(
      expect.objectContaining({ code: 'transition-entitlement.wrong-exclusive' }),
    );
    expect(() => calculate(law, { ...official, day: '2026-11-23', regimes: ['reorganisation-early'] }, vi)).toThrow(
      expect.objectContaining({
        code: 'transition-entitlement.wrong-outside-days',
        values: expect.objectContaining({ until: '01/09/2025', document: expect.stringContaining('178/2024') }),
      }),
    );
  });
});

describe('the regime that counts', () => {
  const leaver: Facts = { ...official, day: '2026-01-01', reason: 'streamlining' };
  const counting = (regimes?: RegimeKey[]) => {
    const facts = { ...leaver, ...(regimes && { regimes }) };
    return countingRegime(facts, calculate(law, facts, vi))?.regime;
  };

  test('is the highest one while none is chosen', () => expect(counting()).toBe(calculate(law, leaver, vi).best));

  test('is the one that was chosen, though another pays more at once', () => {
    expect(calculate(law, leaver, vi).best).not.toBe('streamlining-move');
    expect(counting(['streamlining-move'])).toBe('streamlining-move');
  });

  test('is the highest one where the chosen one does not apply', () => expect(counting(['job-loss'])).toBe(calculate(law, leaver, vi).best));

  test('is none where none applies', () => {
    const facts: Facts = { ...worker, reason: 'agreement', workedMonths: 3, unemploymentInsuredMonths: 0 };
    expect(countingRegime(facts, calculate(law, facts, vi))).toBeUndefined();
  });
});

describe('doubt and certainty', () => {
  test('nothing is called verified while a single figure is not', () => {
    expect(calculate(law, official, vi).verified).toBe(false);
    expect(of(official, 'reorganisation-early').parts.every(({ verified }) => !verified)).toBe(true);
  });

  test('an official text wins on its days and its article is cited', () => {
    const text: OfficialText = {
      id: '1',
      parameter: 'reorganisation-service-short',
      validFrom: '2025-01-01',
      validTo: 'infinity',
      value: '5',
      cites: 'Nghị định 67/2025/NĐ-CP, Điều 1',
    };
    const known = { ...law, book: bookOf(parameters, [text]) };
    const regime = calculate(known, { ...official, insuredMonths: 228 }, vi).regimes.find((one) => one.regime === 'reorganisation-early');
    expect(regime?.parts.find(({ part }) => part === 'service-short')).toMatchObject({ amount: 5 * 15_356_250, article: 'Nghị định 67/2025/NĐ-CP, Điều 1' });
  });

  test('a top-up of the city is a percentage of the decree, and none while there is no resolution', () => {
    expect(of(official, 'reorganisation-early').amounts).not.toHaveProperty('local');
    const text: OfficialText = { id: '1', parameter: 'local-top-up', validFrom: '2025-01-01', validTo: 'infinity', value: '10', cites: 'Nghị quyết (ví dụ), Điều 2' };
    const regime = calculate({ ...law, book: bookOf(parameters, [text]) }, official, vi).regimes.find((one) => one.regime === 'reorganisation-early');
    expect(regime?.parts.at(-1)).toMatchObject({ part: 'local', amount: 74_477_813 });
  });
});

describe('what always holds', () => {
  const facts = fc.record({
    day: fc.constantFrom('2025-02-01', '2025-09-01', '2025-12-01', '2026-11-23', '2030-01-01'),
    kind: fc.constantFrom('cadre', 'civil-servant', 'public-employee', 'contract'),
    reason: fc.constantFrom('reorganisation', 'streamlining', 'technology', 'agreement'),
    coefficient: fc.integer({ min: 100, max: 1000 }).map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`),
    allowances: fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 3 }),
    insuredMonths: fc.integer({ min: 0, max: 480 }),
    workedMonths: fc.integer({ min: 0, max: 480 }),
    monthsEarly: fc.integer({ min: 0, max: 150 }),
  });
  const totals = (input: Facts) => Object.fromEntries(calculate(law, input, vi).regimes.map(({ regime, total }) => [regime, total]));

  test('no amount is negative, a total is the sum of its parts, each part is told', () => {
    fc.assert(
      fc.property(facts, (input: Facts) => {
        for (const { parts, total, standing, because } of calculate(law, input, vi).regimes) {
          expect(parts.every(({ amount, arithmetic, article }) => amount >= 0 && arithmetic !== '' && article !== '')).toBe(true);
          expect(parts.reduce((sum, { amount }) => sum + amount, 0)).toBe(total);
          if (standing === 'not-applicable') expect(because.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('longer service never pays less', () => {
    fc.assert(
      fc.property(facts, fc.integer({ min: 1, max: 60 }), (input: Facts, more) => {
        const [before, after] = [totals(input), totals({ ...input, insuredMonths: (input.insuredMonths ?? 0) + more, workedMonths: (input.workedMonths ?? 0) + more })];
        for (const regime of REGIMES) expect(after[regime]).toBeGreaterThanOrEqual(before[regime] ?? 0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('amounts in words', () => {
  test.each([
    [0, 'Không đồng', 'Zero đồng'],
    [15, 'Mười lăm đồng', 'Fifteen đồng'],
    [21, 'Hai mươi mốt đồng', 'Twenty-one đồng'],
    [105, 'Một trăm linh năm đồng', 'One hundred five đồng'],
    [1_000_000, 'Một triệu đồng', 'One million đồng'],
    [1_000_001, 'Một triệu không trăm linh một đồng', 'One million one đồng'],
    [2_000_000_000, 'Hai tỷ đồng', 'Two billion đồng'],
    [1_010_020_030, 'Một tỷ không trăm mười triệu không trăm hai mươi nghìn không trăm ba mươi đồng', 'One billion ten million twenty thousand thirty đồng'],
  ])('%i', (amount, vietnamese, english) => {
    expect(inWords(amount, vi.t, 'vi')).toBe(vietnamese);
    expect(inWords(amount, en.t, 'en')).toBe(english);
  });
});
