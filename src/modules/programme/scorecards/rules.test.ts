import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asNumber, exact, toUnits, unitsOf } from './decimal.ts';
import type { Rule, ScoreValue } from './model.ts';
import { applyRule } from './rules.ts';

const pointsOf = (rule: Rule, max: number | null, value: ScoreValue): number | null => {
  const { points } = applyRule(rule, max, value);
  return points === null ? null : asNumber(points);
};

// District index drawn from Decision 922 (thuvienphapluat.vn, bulletin 4cac85e7): four meetings 20, three 15, two 10, one 5, else 0.
const meetings: Rule = { kind: 'count-steps', steps: [4, 3, 2, 1].map((n) => ({ at_least: n, points: 5 * n })) };
// The same (cds.tpcaolanh.dongthap.gov.vn, 1.1): head is secretary or chair: max; a deputy: max / 2; otherwise 0.
const head: Rule = { kind: 'steps', steps: [2, 1, 0].map((n) => ({ at_least: n, points: 5 * n, label_vi: `bậc ${n}`, label_en: `step ${n}` })) };
// The same, 1.2: attends all sessions: half; chairs own meetings: half.
const halves: Rule = {
  kind: 'conditions',
  conditions: ['sessions', 'meetings'].map((code) => ({ code, title_vi: code, title_en: code, points: 5 })),
};
const ratio: Rule = { kind: 'ratio', per: 100 };
// Decision 766, 3.3: all points from 50 %; 3.1: from 80 %; 5.4: from 90 %; below, ratio × max / threshold.
const from = (full_at: number): Rule => ({ kind: 'ratio-threshold', per: 100, full_at });

describe('every kind of rule at its borders', () => {
  test.each<[string, Rule, number | null, ScoreValue, number | null]>([
    ['four meetings, the highest step', meetings, 20, 4, 20],
    ['more meetings than the highest step', meetings, 20, 40, 20],
    ['three meetings', meetings, 20, 3, 15],
    ['one meeting, the lowest step', meetings, 20, 1, 5],
    ['no meeting, below every step', meetings, 20, 0, 0],
    ['the secretary is head', head, 10, 2, 10],
    ['just below a threshold', head, 10, 1.9999, 5],
    ['neither', head, 10, 0, 0],
    ['both conditions', halves, 10, ['sessions', 'meetings'], 10],
    ['one condition', halves, 10, ['meetings'], 5],
    ['a condition named twice counts once', halves, 10, ['meetings', 'meetings'], 5],
    ['no condition', halves, 10, [], 0],
    ['two thirds of 10, rounded to four decimals', ratio, 10, { part: 2, whole: 3 }, 6.6667],
    ['one third of 10', ratio, 10, { part: 1, whole: 3 }, 3.3333],
    ['half a ten-thousandth is rounded up', ratio, 1, { part: 1, whole: 20_000 }, 0.0001],
    ['less than that is not', ratio, 1, { part: 1, whole: 20_001 }, 0],
    ['nothing of it', ratio, 10, { part: 0, whole: 7 }, 0],
    ['all of it', ratio, 10, { part: 7, whole: 7 }, 10],
    ['a percentage', ratio, 20, 12.5, 2.5],
    ['a hundred percent', ratio, 20, 100, 20],
    ['a share', { kind: 'ratio', per: 1 }, 100, 0.8253, 82.53],
    ['exactly at the threshold', from(50), 4, 50, 4],
    ['above the threshold no more than all', from(50), 4, 75, 4],
    ['just below the threshold', from(80), 8, 79.99, 7.999],
    ['half way to the threshold', from(90), 9, 45, 4.5],
    ['part and whole below the threshold', from(80), 10, { part: 42, whole: 60 }, 8.75],
    ['kept only', { kind: 'record' }, null, 17, null],
    ['no maximum known', from(80), null, 40, null],
  ])('%s', (_, rule, max, value, points) => {
    expect(pointsOf(rule, max, value)).toBe(points);
  });

  test('without a maximum the share is still worked out', () => {
    expect(applyRule(from(80), null, 40).share).toBe(unitsOf(0.5));
    expect(applyRule(ratio, null, { part: 1, whole: 3 }).share).toBe(unitsOf(0.3333));
  });

  test.each<[string, Rule, ScoreValue, string]>([
    ['a percentage over 100', ratio, 100.01, 'score-over-hundred'],
    ['a share over 1', { kind: 'ratio', per: 1 }, 1.01, 'score-over-one'],
    ['a part above the whole', from(80), { part: 61, whole: 60 }, 'score-part-over-whole'],
    ['a zero denominator', ratio, { part: 0, whole: 0 }, 'score-zero-denominator'],
    ['half a meeting', meetings, 1.5, 'score-needs-count'],
    ['conditions where a number is asked for', head, ['x'], 'score-needs-number'],
    ['a number where conditions are asked for', halves, 2, 'score-needs-conditions'],
    ['conditions where a share is asked for', ratio, ['x'], 'score-needs-ratio'],
    ['an unknown condition', halves, ['sessions', 'elsewhere'], 'score-unknown-condition'],
  ])('%s is refused with its sentence', (_, rule, value, code) => {
    expect(() => applyRule(rule, 10, value)).toThrow(expect.objectContaining({ kind: 'invalid', code: `scorecards.error.${code}` }));
  });
});

describe('properties', () => {
  const max = fc.integer({ min: 1, max: 1_000_000 }).map((n) => n / 10_000);
  const full = fc.integer({ min: 1, max: 100 });
  const whole = fc.integer({ min: 1, max: 100_000 });

  test('points of a ratio never fall when the value rises, and never exceed the maximum', () => {
    fc.assert(
      fc.property(max, full, whole, fc.nat(), fc.nat(), fc.boolean(), (points, full_at, of, a, b, threshold) => {
        const rule: Rule = threshold ? from(full_at) : ratio;
        const [low, high] = [a % (of + 1), b % (of + 1)].toSorted((x, y) => x - y);
        const [less, more] = [low, high].map((part) => applyRule(rule, points, { part: part ?? 0, whole: of }).points ?? -1n);
        expect((less ?? 0n) <= (more ?? 0n) && (more ?? 0n) <= unitsOf(points) && (less ?? 0n) >= 0n).toBe(true);
      }),
    );
  });

  test('points of a count never fall with more events, never exceed the highest step, and do not depend on the order of the steps', () => {
    const rising = fc.uniqueArray(fc.nat(50), { minLength: 1, maxLength: 8 }).map((list) => list.toSorted((a, b) => a - b).map((at_least, at) => ({ at_least, points: at * 2.5 })));
    fc.assert(
      fc.property(rising, fc.nat(60), fc.nat(60), (steps, a, b) => {
        const top = steps.at(-1)?.points ?? 0;
        const given = (n: number, list: typeof steps): number => pointsOf({ kind: 'count-steps', steps: list }, top, n) ?? -1;
        expect(given(Math.min(a, b), steps)).toBeLessThanOrEqual(given(Math.max(a, b), steps));
        expect(given(b, steps)).toBeLessThanOrEqual(top);
        expect(given(b, steps.toReversed())).toBe(given(b, steps));
      }),
    );
  });

  test('a number is taken as it is written: ten times 0.1 is 1, and 1e-7 is not lost', () => {
    expect(Array.from({ length: 10 }, () => unitsOf(0.1)).reduce((sum, one) => sum + one, 0n)).toBe(unitsOf(1));
    expect(exact(1e-7)).toEqual({ num: 1n, den: 10_000_000n });
    expect(toUnits(exact(1.00005))).toBe(10_001n);
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (n) => {
        expect(asNumber(unitsOf(n / 10_000))).toBe(n / 10_000);
      }),
    );
  });
});
