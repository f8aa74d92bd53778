import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameworkContent } from '../frameworks/index.ts';
import { neededIn, type Asked } from './required-rules.ts';
import { differenceOf, wilson } from './rules.ts';

describe('the interval of a share', () => {
  // Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is %f to %f', (count, size, from, to) => {
    const found = wilson(count, size);
    expect(found?.from).toBeCloseTo(from, 4);
    expect(found?.to).toBeCloseTo(to, 4);
  });

  test('of nobody there is none', () => expect(wilson(0, 0)).toBeNull());

  test('holds the share and stays within 0 and 1, also for sums of probabilities', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (size, part) => {
        const found = wilson(part * size, size);
        expect(found !== null && found.from >= 0 && found.from <= found.share + 1e-12 && found.share <= found.to + 1e-12 && found.to <= 1).toBe(true);
      }),
    );
  });

  test('covers the true number in at least 94 of 100 groups whose people are measured with error', () => {
    // Every person truly reaches the level with a probability of their own; only the probabilities are known.
    const probabilities = Array.from({ length: 40 }, (_, at) => ((at * 37) % 100) / 100);
    const known = wilson(
      probabilities.reduce((sum, one) => sum + one, 0),
      40,
    );
    let seed = 7;
    const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const groups = Array.from({ length: 2000 }, () => probabilities.filter((one) => next() < one).length / 40);
    const covered = groups.filter((share) => known !== null && share >= known.from && share <= known.to).length;
    expect(covered / groups.length).toBeGreaterThan(0.94);
  });

  // Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10.
  test.each([
    [48, 80, 56, 70, 0.0524, 0.3339, true],
    [3, 10, 9, 10, 0.1705, 0.809, true],
    [0, 29, 5, 56, -0.0381, 0.1926, false],
  ])('from %i of %i to %i of %i the change lies between %f and %f; clear: %s', (a, m, b, n, from, to, clear) => {
    const [before, after] = [wilson(a, m), wilson(b, n)];
    if (before === null || after === null) throw new Error('there are people');
    const found = differenceOf(before, after);
    expect(found.from).toBeCloseTo(from, 4);
    expect(found.to).toBeCloseTo(to, 4);
    expect(found.clear).toBe(clear);
  });
});

describe('what is needed in a unit', () => {
  const { frameworks, crosswalks } = frameworkContent(process.cwd());
  const asked = (competence: string, level: number, more: Partial<Asked> = {}): Asked => ({
    frameworkId: 'civil-service-8',
    competence,
    level,
    postKind: 'staff',
    unitId: null,
    from: '2026-01-01',
    to: 'infinity',
    ...more,
  });
  const here = { unitId: 'ward', depth: 1, from: '2026-03-01', to: 'infinity' };

  test('is the level of the nearest unit from the day on which it lies under it, in stretches without gaps', () => {
    const rules = [asked('2', 2), asked('2', 3, { unitId: 'ward', from: '2026-02-01' })];
    expect(neededIn(rules, [here], frameworks, crosswalks)).toEqual(
      ['1', 'all'].flatMap((area) => [
        { postKind: 'staff', area, band: 2, from: '2026-01-01', to: '2026-03-01' },
        { postKind: 'staff', area, band: 3, from: '2026-03-01', to: 'infinity' },
      ]),
    );
    expect(neededIn(rules, [], frameworks, crosswalks).map(({ band }) => band)).toEqual([2, 2]);
  });

  test('a nearer unit may ask less, and a requirement of another competence does not change it', () => {
    const rules = [asked('2', 3), asked('2', 1, { unitId: 'ward' }), asked('3', 2), asked('6', 2, { unitId: 'elsewhere' })];
    const last = neededIn(rules, [here], frameworks, crosswalks).filter(({ to }) => to === 'infinity');
    expect(last.map(({ area, band }) => [area, band])).toEqual([
      ['1', 1],
      ['2', 2],
      ['all', 1],
    ]);
  });

  test('over all it is the middle of the areas', () => {
    const rules = ['2', '3', '4', '5', '6'].map((competence, at) => asked(competence, at < 2 ? 1 : at < 4 ? 2 : 3));
    expect(neededIn(rules, [], frameworks, crosswalks).find(({ area }) => area === 'all')?.band).toBe(2);
  });

  test('level 0 and parts that no item measures ask nothing', () => {
    expect(neededIn([asked('2', 0), asked('8', 3)], [], frameworks, crosswalks)).toEqual([]);
  });
});
