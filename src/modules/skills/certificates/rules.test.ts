import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '#base/day/index.ts';
import { newCode, readCode, shownCode } from './code.ts';
import { fadesBelow, memoryAfter, refreshed, retained, type Memory } from './memory.ts';
import { certifiableUntil, FADED, FADING, fadingOf, lapseDay, levelCertified, nextInProbe, nextProbeDay, ownState, sameName, shownBy, toProbe } from './rules.ts';

const DAY = '2026-01-01';
const measured = (level: number, assured: number) => ({ level, assured }) as never;
/** A competence with this stability as of 1 January 2026. */
const part = (competence: string, stability: number, day = DAY) => ({ competence, stability, difficulty: 5, day });

describe('what a sitting certifies', () => {
  test.each([
    ['certification', 2, 2, 2],
    ['certification', 2, 1, 1],
    ['certification', 1, 0, 0],
    ['check', 2, 1, 2],
    ['check', 0, 0, 0],
    ['practice', 3, 3, 0],
  ] as const)('%s, most probable level %d, assured %d: level %d', (mode, level, assured, certified) => {
    expect(levelCertified({ mode, overall: measured(level, assured) })).toBe(certified);
  });

  test('can be certified for six months', () => {
    expect(certifiableUntil('2026-08-31')).toBe('2027-02-28');
  });
});

describe('memory', () => {
  test.each([
    ['everything right', { right: 2, asked: 2 }, 180],
    ['some right', { right: 1, asked: 2 }, 120],
    ['nothing right', { right: 0, asked: 1 }, 60],
  ])('%s: nine tenths are retained for %s days', (_what, answers, days) => {
    const memory = memoryAfter(DAY, answers);
    expect(retained(memory, addDays(DAY, days))).toBeCloseTo(0.9, 6);
    expect(fadesBelow(memory, FADING)).toBe(addDays(DAY, days + 1));
  });

  test.each([
    ['right', 2],
    ['unsure', 1.2],
  ] as const)('after %s at its day the next interval is at least %d times as long', (shown, times) => {
    const memory: Memory = { stability: 180, difficulty: 5, day: DAY };
    expect(refreshed(memory, addDays(DAY, 181), shown).stability).toBeGreaterThan(180 * times);
  });

  test('wrong twice makes it to be asked again soon', () => {
    const { stability } = refreshed({ stability: 180, difficulty: 5, day: DAY }, addDays(DAY, 181), 'wrong');
    expect(stability).toBeLessThan(30);
    expect(stability).toBeGreaterThan(1);
  });

  test('the day on which a share is passed is the first one below it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.6, max: 2000, noNaN: true }), fc.constantFrom(FADING, FADED, 0.95), (stability, share) => {
        const memory: Memory = { stability, difficulty: 5, day: DAY };
        const day = fadesBelow(memory, share);
        expect(retained(memory, day)).toBeLessThan(share);
        if (daysBetween(DAY, day) > 1) expect(retained(memory, addDays(day, -1))).toBeGreaterThanOrEqual(share);
      }),
    );
  });
});

describe('the state of a certificate', () => {
  const three = [part('1.1', 60), part('2.1', 120), part('3.1', 180)];
  const lapses = lapseDay({ kind: 'certification', issuedDay: DAY }, three);

  test('lapses when a third has faded: of three the first, of four the second, of seven the third', () => {
    const faded = (stability: number) => fadesBelow(part('', stability), FADED);
    expect(lapses).toBe(faded(60));
    expect(lapseDay({ kind: 'certification', issuedDay: DAY }, [...three, part('4.1', 300)])).toBe(faded(120));
    expect(
      lapseDay(
        { kind: 'certification', issuedDay: DAY },
        [10, 20, 30, 40, 50, 60, 70].map((days) => part(`${days}`, days)),
      ),
    ).toBe(faded(30));
  });

  test.each([
    ['on the day of issue', DAY, 'valid'],
    ['on the last firm day of the first', addDays(DAY, 60), 'valid'],
    ['when the first begins to fade', addDays(DAY, 61), 'to-refresh'],
    ['on the day before it lapses', addDays(lapses, -1), 'to-refresh'],
    ['on the day it lapses', lapses, 'lapsed'],
  ])('%s it is %s: %s', (_when, day, state) => {
    expect(ownState({ kind: 'certification', revoked: false, lapsesOn: lapses }, three, day)).toBe(state);
  });

  test('is revoked whatever is remembered', () => {
    expect(ownState({ kind: 'certification', revoked: true, lapsesOn: lapses }, three, DAY)).toBe('revoked');
  });

  test.each([
    ['2026-12-31', 'valid'],
    ['2027-01-01', 'lapsed'],
  ])('of an attestation on %s is %s: it holds twelve months and nothing renews it', (day, state) => {
    const lapsesOn = lapseDay({ kind: 'check', issuedDay: DAY }, []);
    expect(ownState({ kind: 'check', revoked: false, lapsesOn }, [], day)).toBe(state);
  });

  test.each([
    [0, 'firm'],
    [100, 'firm'],
    [101, 'fading'],
    [700, 'faded'],
  ])('of a competence with 100 days, after %d days: %s', (days, fading) => {
    expect(fadingOf(part('1.1', 100), addDays(DAY, days))).toBe(fading);
  });

  test('a probe that is answered rightly never brings the day of lapsing nearer', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 5, max: 400, noNaN: true }), { minLength: 1, maxLength: 21 }), fc.integer({ min: 1, max: 900 }), (stabilities, days) => {
        const outcomes = stabilities.map((stability, index) => part(`${index}`, stability));
        const today = addDays(DAY, days);
        const asked = toProbe(outcomes, today);
        const after = outcomes.map((outcome) => (asked.includes(outcome.competence) ? { competence: outcome.competence, ...refreshed(outcome, today, 'right') } : outcome));
        const issued = { kind: 'certification' as const, issuedDay: DAY };
        expect(lapseDay(issued, after) >= lapseDay(issued, outcomes)).toBe(true);
      }),
    );
  });
});

describe('a probe', () => {
  test('asks the two that have faded most, and nothing while all are firm', () => {
    const outcomes = [part('1.1', 200), part('2.1', 50), part('3.1', 90), part('4.1', 60)];
    expect(toProbe(outcomes, addDays(DAY, 40))).toEqual([]);
    expect(toProbe(outcomes, addDays(DAY, 55))).toEqual(['2.1']);
    expect(toProbe(outcomes, addDays(DAY, 300))).toEqual(['2.1', '4.1']);
  });

  test('comes once a week at the most', () => {
    expect([nextProbeDay(undefined), nextProbeDay('2026-11-23')]).toEqual([undefined, '2026-11-30']);
  });

  const right = (competence: string) => ({ competence, correct: true });
  const wrong = (competence: string) => ({ competence, correct: false });
  test.each([
    [
      'both right',
      [right('1.1'), right('2.1')],
      ['1.1', '2.1', undefined],
      [
        ['1.1', 'right'],
        ['2.1', 'right'],
      ],
    ],
    [
      'first wrong, then right',
      [wrong('1.1'), right('2.1'), right('1.1')],
      ['1.1', '2.1', '1.1', undefined],
      [
        ['1.1', 'unsure'],
        ['2.1', 'right'],
      ],
    ],
    [
      'first wrong twice',
      [wrong('1.1'), right('2.1'), wrong('1.1')],
      ['1.1', '2.1', '1.1', undefined],
      [
        ['1.1', 'wrong'],
        ['2.1', 'right'],
      ],
    ],
    ['both wrong: the second stays as it was', [wrong('1.1'), wrong('2.1'), right('1.1')], ['1.1', '2.1', '1.1', undefined], [['1.1', 'unsure']]],
  ])('%s', (_what, answers, asked, shown) => {
    const competences = ['1.1', '2.1'];
    expect(asked.map((_, count) => nextInProbe(competences, answers.slice(0, count)))).toEqual(asked);
    expect(shownBy(competences, answers).map(({ competence, shown: how }) => [competence, how])).toEqual(shown);
  });

  test('of one competence asks once more after a wrong answer', () => {
    expect([nextInProbe(['1.1'], []), nextInProbe(['1.1'], [right('1.1')]), nextInProbe(['1.1'], [wrong('1.1')]), nextInProbe(['1.1'], [wrong('1.1'), wrong('1.1')])]).toEqual([
      '1.1',
      undefined,
      '1.1',
      undefined,
    ]);
  });
});

test('a code is read as people type it from paper', () => {
  fc.assert(
    fc.property(fc.constant(0), () => {
      const code = newCode();
      expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{25}$/);
      expect(readCode(` ${shownCode(code)} `)).toBe(code);
    }),
  );
  expect(readCode('oIl-0 1')).toBe('01101');
});

test.each([
  ['Nguyễn Thị Minh Hạnh', ' nguyễn  thị minh hạnh ', true],
  ['Nguyễn Thị Minh Hạnh', 'Nguyễn Thị Minh Hạnh'.normalize('NFD'), true],
  ['Nguyễn Thị Minh Hạnh', 'Nguyen Thi Minh Hanh', false],
])('%s and %s are the same name: %s', (one, other, same) => {
  expect(sameName(one, other)).toBe(same);
});
