import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AREA_CORRELATION,
  areasOf,
  closedItems,
  FIRST_SITTINGS,
  hasMinimum,
  information,
  levelOf,
  measureAreas,
  nextItem,
  overallOf,
  posteriorOf,
  priorOn,
  probability,
  randomOf,
  replay,
  standingOf,
  stopReason,
  type Item,
  type Rules,
  type Sitting,
} from './index.ts';

const AREAS = ['1', '2', '3', '4', '5'];

/** 120 items in five areas; every two neighbours of an area are one family. */
function bankOf(seed: string, size = 120): Item[] {
  const random = randomOf(seed);
  return Array.from({ length: size }, (_, k) => ({
    id: `i${k}`,
    a: 0.6 + random() * 1.4,
    b: random() * 5 - 2.5,
    c: k % 3 === 0 ? 0.25 : 0,
    d: 1,
    area: AREAS[k % 5] ?? '',
    family: `f${k % 5}-${Math.floor(k / 10)}`,
  }));
}

const rules: Rules = {
  estimator: 'eap',
  start: 0,
  drawnAmong: 5,
  shares: { 1: 0.2, 2: 0.2, 3: 0.2, 4: 0.2, 5: 0.2 },
  stop: { minimum: { items: 10, perArea: 2 }, standardError: 0.4, items: 20 },
};
const bank = bankOf('bank');
const start = { bank, rules, seed: 's', closed: new Set<string>() };

/** Somebody of ability `theta`, whose answers depend on the item and the seed alone. */
const person = (theta: number, seed: string) => (id: string) => {
  const item = bank.find((one) => one.id === id);
  return { right: item !== undefined && randomOf(`${seed}/${id}`)() < probability(item, theta) };
};

describe('for any person and seed', () => {
  const sat = fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.string());
  const play = ([theta, seed]: [number, string]) => replay({ ...start, seed }, person(theta, seed));
  const itemsOf = (ids: { item: string }[]) => ids.map(({ item }) => bank.find(({ id }) => id === item));

  test('no family is asked twice', () => {
    fc.assert(
      fc.property(sat, (one) => {
        const families = itemsOf(play(one).steps).map((item) => item?.family);
        expect(new Set(families).size).toBe(families.length);
      }),
    );
  });

  test('every area has its minimum, and none is two items away from its share', () => {
    fc.assert(
      fc.property(sat, (one) => {
        const { steps, ended } = play(one);
        expect(['standard-error', 'items']).toContain(ended);
        for (const area of AREAS) {
          const asked = itemsOf(steps).filter((item) => item?.area === area).length;
          expect(asked).toBeGreaterThanOrEqual(2);
          expect(Math.abs(asked - steps.length / 5)).toBeLessThan(1);
        }
      }),
    );
  });

  test('played again it is the same to the last digit; played live, item by item, too', () => {
    fc.assert(
      fc.property(sat, (one) => {
        const played = play(one);
        expect(play(one)).toEqual(played);
        let live: Sitting = { ...start, seed: one[1], answers: [], minutes: 0 };
        while (stopReason(live) === null) {
          const item = nextItem(live);
          expect(nextItem(live)).toBe(item);
          live = { ...live, answers: [...live.answers, { id: item?.id ?? '', right: person(one[0], one[1])(item?.id ?? '').right }] };
        }
        expect(live.answers).toEqual(played.steps.map(({ item, right }) => ({ id: item, right })));
        expect(stopReason(live)).toBe(played.ended);
      }),
      { numRuns: 40 },
    );
  });
});

test('without a draw the most informative item is asked', () => {
  const plain = { ...start, rules: { ...rules, shares: null, drawnAmong: 1 }, answers: [], minutes: 0 };
  const best = bank.toSorted((one, other) => information(other, 0) - information(one, 0))[0];
  expect(nextItem(plain)).toBe(best);
});

test('areas below their minimum come before shares', () => {
  const onlyFirst = { ...rules, shares: { 1: 1 }, stop: { minimum: { items: 5, perArea: 1 }, items: 8 } };
  const { steps } = replay({ ...start, rules: onlyFirst }, () => ({ right: true }));
  const areas = steps.map(({ item }) => bank.find(({ id }) => id === item)?.area ?? '');
  expect(areas.slice(0, 5).sort()).toEqual(AREAS);
  expect(areas.slice(5)).toEqual(['1', '1', '1']);
});

test('different seeds ask different items first', () => {
  const first = new Set(Array.from({ length: 200 }, (_, k) => nextItem({ ...start, seed: `s${k}`, answers: [], minutes: 0 })?.id));
  expect(first.size).toBeGreaterThanOrEqual(20);
});

test('the minimum is met when every area of the bank has had its items', () => {
  const of = (count: number) => bank.slice(0, count).map(({ id }) => ({ id, right: true }));
  const sitting = { ...start, minutes: 0 };
  expect(areasOf(bank)).toEqual(AREAS);
  expect([9, 10].map((count) => hasMinimum({ ...sitting, answers: of(count) }))).toEqual([false, true]);
  expect(hasMinimum({ ...sitting, answers: bank.filter(({ area }) => area !== '4').map(({ id }) => ({ id, right: true })) })).toBe(false);
});

test('the standing of a sitting is the estimate from its answers', () => {
  const answers = bank.slice(0, 8).map(({ id }, k) => ({ id, right: k < 5 }));
  const { theta, standardError } = overallOf({ bank, answers }, []);
  expect(standingOf({ ...start, answers, minutes: 0 })).toEqual({ theta, standardError });
});

describe('exposure', () => {
  test('the cap holds after every sitting, once the first sittings are over', () => {
    const asked = new Map<string, number>();
    const cap = 0.3;
    for (let sittings = 0; sittings < 400; sittings++) {
      const closed = closedItems(
        bank.map(({ id }) => id),
        { sittings, asked },
        cap,
      );
      const { steps } = replay({ ...start, closed, seed: `s${sittings}` }, person((sittings % 7) / 2 - 1.5, `p${sittings}`));
      expect(steps.length).toBeGreaterThanOrEqual(10);
      for (const { item } of steps) asked.set(item, (asked.get(item) ?? 0) + 1);
      if (sittings + 1 >= FIRST_SITTINGS) expect(Math.max(...asked.values()) / (sittings + 1)).toBeLessThanOrEqual(cap);
    }
  });

  test('an item is closed exactly when one more sitting would bring it above the cap', () => {
    const asked = new Map([
      ['a', 24],
      ['b', 25],
    ]);
    expect(closedItems(['a', 'b', 'c'], { sittings: 99, asked }, 0.25)).toEqual(new Set(['b']));
  });

  test('the first sittings may use an item a few times', () => {
    expect(closedItems(['a'], { sittings: 1, asked: new Map([['a', 1]]) }, 0.25)).toEqual(new Set());
    expect(closedItems(['a'], { sittings: 12, asked: new Map([['a', 10]]) }, 0.25)).toEqual(new Set(['a']));
  });
});

describe('a sitting ends', () => {
  const right = () => ({ right: true, minutes: 0 });
  const ending = (stop: Rules['stop']) => ({ ...start, rules: { ...rules, stop } });

  test('by its number of items, even without any other rule', () => {
    expect(replay(ending({ items: 7 }), right)).toMatchObject({ ended: 'items', steps: { length: 7 } });
  });

  test('by precision, not before the minimum', () => {
    const early = replay(ending({ standardError: 0.6 }), person(0, 'x'));
    const later = replay(ending({ standardError: 0.6, minimum: { items: 15, perArea: 3 } }), person(0, 'x'));
    expect([early.ended, later.ended]).toEqual(['standard-error', 'standard-error']);
    expect(early.steps.length).toBeLessThan(15);
    expect(later.steps.length).toBe(15);
  });

  test('when it is certain on which side of a boundary somebody is: sooner for those far from it', () => {
    const stop = { boundary: { cuts: [0], probability: 0.95 }, items: 60 };
    const [far, near] = [replay(ending(stop), person(2.5, 'far')), replay(ending(stop), person(0.05, 'near'))];
    expect(far.ended).toBe('boundary');
    expect(far.steps.length).toBeLessThan(near.steps.length);
  });

  test('by time, even below the minimum', () => {
    const slow = replay(ending({ minutes: 15, minimum: { items: 10, perArea: 2 } }), () => ({ right: true, minutes: 15 }));
    expect(slow).toMatchObject({ ended: 'minutes', steps: { length: 1 } });
  });

  test('when every family has been used, or where the person left', () => {
    const few = bank.slice(0, 10);
    expect(replay({ ...ending({}), bank: few }, right)).toMatchObject({ ended: 'exhausted', steps: { length: 5 } });
    expect(replay(start, () => undefined)).toMatchObject({ ended: 'left', steps: [] });
  });

  test('an unbounded ML does not end it and is chosen for as far out', () => {
    const ml = replay({ ...start, rules: { ...rules, estimator: 'ml', stop: { standardError: 0.5, items: 4 } } }, right);
    expect(ml.steps.map(({ estimate }) => estimate)).toEqual(Array.from({ length: 4 }, () => ({ unbounded: 'above' })));
    expect(ml.ended).toBe('items');
  });
});

test('an answer to an item that the bank does not hold is a defect', () => {
  expect(() => overallOf({ bank, answers: [{ id: 'none', right: true }] }, [])).toThrow('not in the bank');
});

describe('levels', () => {
  const cuts = [-1, 0, 1];

  test('N(0, 1) between cuts at −1, 0, 1', () => {
    const { level, probabilities, certainty, assured, beside } = levelOf(priorOn(), cuts);
    expect(probabilities.map((share) => Number(share.toFixed(3)))).toEqual([0.159, 0.341, 0.341, 0.159]);
    expect({ level, certainty, assured, beside }).toEqual({ level: 2, certainty: 'open', assured: 0, beside: 1 });
  });

  test('many answers make a level sure, and then nothing stands beside it', () => {
    const answers = Array.from({ length: 200 }, (_, k) => ({ item: { a: 2, b: 0.5, c: 0, d: 1 }, right: k % 2 === 0 }));
    expect(levelOf(posteriorOf(answers), cuts)).toMatchObject({ level: 2, certainty: 'sure', assured: 2, beside: null });
  });

  test('without cuts there is one level, and it is sure', () => {
    expect(levelOf(priorOn(), [])).toEqual({ level: 0, probabilities: [1], certainty: 'sure', assured: 0, beside: null });
  });

  test('an area without answers keeps a wider error than one with them, and follows the others part of the way', () => {
    const answers = bank.filter(({ area }) => area !== '5').flatMap(({ id }, k) => (k % 2 === 0 ? [{ id, right: true }] : []));
    const areas = measureAreas({ bank, answers }, cuts);
    const [asked, blank, overall] = [areas.get('1'), areas.get('5'), overallOf({ bank, answers }, cuts)];
    expect(blank?.answers).toBe(0);
    expect(blank?.standardError).toBeGreaterThan(0.6);
    expect(asked?.standardError).toBeLessThan(blank?.standardError ?? 0);
    expect(blank?.theta).toBeGreaterThan(0.5 * overall.theta);
    expect(blank?.theta).toBeLessThan(0.8 * overall.theta);
  });

  test('an area that differs from the others is seen to', () => {
    const answers = bank.filter((_, k) => k % 4 < 3).map(({ id, area }) => ({ id, right: area !== '3' }));
    const areas = measureAreas({ bank, answers }, cuts);
    expect(areas.get('3')?.level.level).toBe(0);
    expect(areas.get('1')?.level.level).toBe(3);
  });

  test('with nothing known an area is N(0, 1) whatever the correlation', () => {
    for (const correlation of [AREA_CORRELATION, 0.6]) {
      const areas = measureAreas({ bank, answers: [] }, cuts, correlation);
      expect(areas.get('2')).toMatchObject({ theta: expect.closeTo(0, 6), standardError: expect.closeTo(1, 3) });
    }
  });
});

describe('random numbers', () => {
  test('are the same for a seed, for good: a stored sitting depends on them', () => {
    const random = randomOf('khue');
    expect([random(), random(), random()].map((value) => value.toFixed(9))).toMatchInlineSnapshot(`
      [
        "0.433577854",
        "0.468889926",
        "0.193998276",
      ]
    `);
  });

  test('spread evenly, within a seed and over seeds', () => {
    const random = randomOf('even');
    const within = Array.from({ length: 100_000 }, () => random());
    const over = Array.from({ length: 100_000 }, (_, k) => randomOf(`sitting-${k}`)());
    for (const values of [within, over]) {
      const tenths = Array.from({ length: 10 }, (_, tenth) => values.filter((value) => Math.floor(value * 10) === tenth).length);
      for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500);
    }
  });
});
