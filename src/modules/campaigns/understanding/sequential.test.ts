import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TestPlan } from '../model.ts';
import { boundsOf, chanceOf, decisionAfter, DEFAULT_PLAN, exactOf, familiesNeeded, keepsRates, planFor, ratioOf } from './sequential.ts';

/** A generator of chances (mulberry32), so that a simulation is the same each time. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function simulate(plan: TestPlan, chance: number, people: number, next: () => number): { yes: number; length: number } {
  const { cut } = exactOf(plan);
  let [yes, length] = [0, 0];
  for (let person = 0; person < people; person += 1) {
    let [right, wrong] = [0, 0];
    for (;;) {
      if (next() < chance) right += 1;
      else wrong += 1;
      const decision = decisionAfter(plan, cut, right, wrong);
      if (decision === undefined) continue;
      yes += decision === 'understood' ? 1 : 0;
      length += right + wrong;
      break;
    }
  }
  return { yes: yes / people, length: length / people };
}

const plans = fc.record({
  falseYes: fc.double({ min: 0.01, max: 0.2, noNaN: true }),
  falseNo: fc.double({ min: 0.01, max: 0.2, noNaN: true }),
  guess: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
  slip: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
  least: fc.integer({ min: 3, max: 5 }),
  most: fc.integer({ min: 5, max: 8 }),
});

// Wald (1945): for 5 % and 5 % the bounds are ± ln 19.
test('bounds of five and five per cent are ± ln 19', () => {
  const { upper, lower } = boundsOf(DEFAULT_PLAN);
  expect(upper).toBeCloseTo(Math.log(19), 12);
  expect(lower).toBeCloseTo(-Math.log(19), 12);
});

test.each([
  ['three right answers', 3, 0, 'understood'],
  ['two wrong and one right', 1, 2, undefined],
  ['three wrong', 0, 3, 'not-yet'],
  ['two right', 2, 0, undefined],
  ['three right and one wrong', 3, 1, undefined],
  ['five right and one wrong', 5, 1, 'understood'],
  ['six right and two wrong, at the end', 6, 2, 'understood'],
  ['five right and three wrong, at the end', 5, 3, 'not-yet'],
] as const)('%s of the usual plan', (_name, right, wrong, decision) => {
  expect(decisionAfter(DEFAULT_PLAN, exactOf(DEFAULT_PLAN).cut, right, wrong)).toBe(decision);
});

test('the usual plan keeps its rates with seven families, and says so exactly', () => {
  const exact = exactOf(DEFAULT_PLAN);
  expect(exact.falseYes).toBeCloseTo(0.03639, 5);
  expect(exact.falseNo).toBeCloseTo(0.03008, 5);
  expect(exact.lengthUnderstood).toBeCloseTo(3.97, 2);
  expect(exact.lengthNotYet).toBeCloseTo(4.29, 2);
  expect(familiesNeeded(DEFAULT_PLAN)).toBe(7);
  expect(keepsRates(planFor(DEFAULT_PLAN, 6))).toBe(false);
  expect(familiesNeeded({ ...DEFAULT_PLAN, guess: 0.5 })).toBeUndefined();
});

test('a simulation of 200,000 people on either side finds the computed rates and lengths', () => {
  for (const plan of [DEFAULT_PLAN, { ...DEFAULT_PLAN, guess: 0.25 }, planFor(DEFAULT_PLAN, 7), { ...DEFAULT_PLAN, falseYes: 0.1, falseNo: 0.1, guess: 0.4 }]) {
    const exact = exactOf(plan);
    const next = chances(2026);
    const notYet = simulate(plan, plan.guess, 200_000, next);
    const understood = simulate(plan, 1 - plan.slip, 200_000, next);
    // Four standard deviations of a share of 200,000.
    const near = (share: number) => 4 * Math.sqrt((share * (1 - share)) / 200_000);
    expect(Math.abs(notYet.yes - exact.falseYes)).toBeLessThan(near(exact.falseYes));
    expect(Math.abs(1 - understood.yes - exact.falseNo)).toBeLessThan(near(exact.falseNo));
    expect(Math.abs(understood.length - exact.lengthUnderstood)).toBeLessThan(0.02);
    expect(Math.abs(notYet.length - exact.lengthNotYet)).toBeLessThan(0.02);
  }
});

test('every test ends within its questions, and never before the fewest', () => {
  fc.assert(
    fc.property(plans, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (plan, answers) => {
      const { cut } = exactOf(plan);
      const ends = answers.findIndex((_, at) => {
        const right = answers.slice(0, at + 1).filter(Boolean).length;
        return decisionAfter(plan, cut, right, at + 1 - right) !== undefined;
      });
      expect(ends + 1).toBeGreaterThanOrEqual(plan.least);
      expect(ends + 1).toBeLessThanOrEqual(plan.most);
    }),
  );
});

test('the share of wrongly understood is always kept; one more right answer never hurts', () => {
  fc.assert(
    fc.property(plans, fc.double({ min: 0, max: 0.98, noNaN: true }), (plan, right) => {
      fc.pre(plan.guess < 1 - plan.slip);
      const { cut, falseYes } = exactOf(plan);
      if (cut <= plan.most) expect(falseYes).toBeLessThanOrEqual(plan.falseYes + 1e-12);
      expect(chanceOf(plan, cut, right + 0.02).yes).toBeGreaterThanOrEqual(chanceOf(plan, cut, right).yes - 1e-12);
      expect(ratioOf(plan, 3, 1)).toBeGreaterThan(ratioOf(plan, 2, 2));
    }),
  );
});

test('who knows more is asked no more families than there are', () => {
  fc.assert(
    fc.property(plans, fc.integer({ min: 3, max: 12 }), (plan, families) => {
      const own = planFor(plan, families);
      expect(own.most).toBeLessThanOrEqual(Math.min(plan.most, families));
      expect(own.least).toBeLessThanOrEqual(own.most);
    }),
  );
});
