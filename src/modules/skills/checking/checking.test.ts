import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#base/id/index.ts';
import { catalogues, translatorOf } from '#base/text/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform, type AnyOperation } from '#kernel/operation/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { LSAT6, LSAT7, type Section } from '../engine/testing.ts';
import { skills } from '../index.ts';
import { calibrateItems, checkingOperations, estimateAbility, replaySitting } from './operations.ts';

const { db } = await testDatabase();
beforeAll(() => declare([skills]));

const ctx = () => testCtx(db, { actor: actorWith(newId()) });
const bankOf = ({ items }: Section) => `item;a;b\n${items.map(([a, b], k) => `Câu ${k + 1};${String(a).replace('.', ',')};${b}`).join('\n')}\n`;
const listOf = ({ items }: Section) => items.map(([a, b]) => ({ a, b }));
const matrixOf = ({ rows }: Section) => `Item 1,Item 2,Item 3,Item 4,Item 5,people\n${rows.map(({ pattern, people }) => `${[...pattern].join(',')},${people}`).join('\n')}\n`;

test.each(checkingOperations.map((op) => [op.name, op] as const))('%s is for everybody signed in, and for nobody else', async (_name, op) => {
  await expect(perform(op, testCtx(db, { actor: { kind: 'anonymous' } }), {})).rejects.toMatchObject({ kind: 'forbidden', code: 'operation.sign-in-first' });
  await expect(perform(op, ctx(), {})).rejects.toMatchObject({ kind: 'invalid', code: 'operation.input-invalid' });
});

describe('skills.estimate', () => {
  test.each([
    ['CSV with semicolons and decimal commas, answers as text', bankOf(LSAT7), '00101'],
    ['a list, answers as numbers', listOf(LSAT7), [0, 0, 1, 0, 1]],
    ['a list, answers as true and false', listOf(LSAT7), [false, false, true, false, true]],
  ])('from %s', async (_what, bank, answers) => {
    const found = await perform(estimateAbility, ctx(), { bank, answers, estimator: 'eap' });
    expect(found).toEqual({ estimator: 'eap', theta: expect.closeTo(-0.76618, 5), standardError: expect.closeTo(0.672125, 5), unbounded: null, answered: 5 });
  });

  test('all wrong under ML is unbounded downwards, all right upwards', async () => {
    const under = async (answers: string) => perform(estimateAbility, ctx(), { bank: listOf(LSAT6), answers, estimator: 'ml' });
    expect(await under('00000')).toEqual({ estimator: 'ml', theta: null, standardError: null, unbounded: 'below', answered: 5 });
    expect(await under('11111')).toMatchObject({ theta: null, unbounded: 'above' });
  });

  test('an item that was not asked does not count', async () => {
    const part = await perform(estimateAbility, ctx(), { bank: listOf(LSAT7), answers: '1.0.1', estimator: 'map' });
    const three = await perform(estimateAbility, ctx(), { bank: listOf(LSAT7).filter((_, k) => k % 2 === 0), answers: '101', estimator: 'map' });
    expect(part).toEqual(three);
    expect(part.answered).toBe(3);
  });

  test('prior and grid can be those of another program', async () => {
    const assumptions = { grid: { from: -9, to: 9, points: 81 }, prior: { mean: 0, deviation: Math.sqrt(1.5) } };
    const found = await perform(estimateAbility, ctx(), { bank: [{ a: 1.06665273005823, b: -0.030736508016524 }], answers: '0', estimator: 'eap', ...assumptions });
    expect(found.theta).toBeCloseTo(-0.6086, 4);
  });
});

describe('skills.calibrate', () => {
  test('LSAT 6 from CSV text with a column of people', async () => {
    const found = await perform(calibrateItems, ctx(), { responses: matrixOf(LSAT6), model: '2PL', count: 'People' });
    expect(found.logLikelihood).toBeCloseTo(-2466.653, 3);
    expect(found.items[0]).toMatchObject({ item: 'Item 1', model: '2pl', a: expect.closeTo(0.8257, 3), b: expect.closeTo(-3.3588, 3), answered: 1000, right: 924 });
  });

  test('LSAT 7 from rows, one for each person', async () => {
    const responses = LSAT7.rows.flatMap(({ pattern, people }) => Array.from({ length: people }, () => [...pattern].map(Number)));
    const found = await perform(calibrateItems, ctx(), { responses, model: ['2pl', '3pl', '2pl', '2pl', '2pl'] });
    expect(found.items[1]?.c).toBeCloseTo(0.298, 2);
    expect(found.items[0]?.standardErrors.c).toBeNull();
  });

  test('CSV text without headings, and only some of its columns', async () => {
    const bare = await perform(calibrateItems, ctx(), { responses: '1,0,1\n0,1,1\n1,1,0\n0,0,\n1,0,0\n', model: '1pl' });
    expect(bare).toMatchObject({ people: 5, items: [{ item: '1', answered: 5 }, { item: '2' }, { item: '3', answered: 4 }] });
    const some = await perform(calibrateItems, ctx(), { responses: matrixOf(LSAT6), model: '1pl', items: ['Item 2', 'Item 3'], count: 'people' });
    expect(some.items.map(({ item }) => item)).toEqual(['Item 2', 'Item 3']);
  });
});

describe('skills.replay-sitting', () => {
  const input = { bank: listOf(LSAT7), answers: '10110', estimator: 'eap', start: 0, rule: 'mfi', exposure: 'off' };

  test('asks by information, and says θ and its error after each item', async () => {
    const { steps, final, ended } = await perform(replaySitting, ctx(), { ...input, stop: { items: 3 } });
    // Information at 0: 0.114, 0.249, 0.354, 0.138, 0.063; the answers then keep θ near 0.
    expect(steps.map(({ item, right }) => [item, right])).toEqual([
      ['3', true],
      ['2', false],
      ['4', true],
    ]);
    expect(steps.map(({ standardError }) => standardError ?? 9).every((error, k, all) => k === 0 || error < (all[k - 1] ?? 0))).toBe(true);
    expect(final).toEqual({ estimator: 'eap', theta: steps[2]?.theta, standardError: steps[2]?.standardError, unbounded: null });
    expect(ended).toBe('items');
  });

  test('all items asked, the end is the plain estimate', async () => {
    const { steps, final, ended } = await perform(replaySitting, ctx(), { ...input, finalEstimator: 'ml' });
    expect([steps.length, ended]).toEqual([5, 'exhausted']);
    const plain = await perform(estimateAbility, ctx(), { bank: listOf(LSAT7), answers: '10110', estimator: 'ml' });
    expect(final.theta).toBeCloseTo(plain.theta ?? 0, 6);
  });

  test('ends by precision, by a boundary, and keeps the shares of areas', async () => {
    const bank = Array.from({ length: 40 }, (_, k) => ({ item: `i${k}`, a: 1.5, b: (k % 8) / 2 - 2, area: k < 30 ? 'one' : 'two' }));
    const answers = bank.map(({ b }) => (b < 0.5 ? 1 : 0));
    const played = await perform(replaySitting, ctx(), { bank, answers, estimator: 'eap', stop: { standardError: 0.4 }, shares: { one: 0.5, two: 0.5 } });
    expect(played.ended).toBe('standard-error');
    const two = played.steps.filter(({ position }) => position > 30).length;
    expect(Math.abs(two - played.steps.length / 2)).toBeLessThanOrEqual(0.5);
    const bounded = await perform(replaySitting, ctx(), { bank, answers, estimator: 'eap', stop: { boundary: { cuts: [-2], probability: 0.95 } } });
    expect(bounded.ended).toBe('boundary');
  });

  test('does not ask what has no answer', async () => {
    const { steps } = await perform(replaySitting, ctx(), { ...input, answers: [1, 0, null, 1, 0] });
    expect(steps.map(({ item }) => item)).not.toContain('3');
    expect(steps).toHaveLength(4);
  });
});

describe('what is wrong is said, with its place', () => {
  const bank = [{ a: 1, b: 0 }];
  const one = { estimator: 'eap', answers: '1' };
  test.each<[string, AnyOperation, object, string, object]>([
    ['a word for a number', estimateAbility, { ...one, bank: 'item,a,b\nx,1,0\ny,cao,1\n' }, 'bank-number', { row: 3, column: 'a', value: 'cao' }],
    ['a missing column', estimateAbility, { ...one, bank: 'item,a,k\nx,1,0\n' }, 'bank-no-column', { column: 'b' }],
    ['a slope below 0', estimateAbility, { ...one, bank: [{ a: -1, b: 0 }] }, 'bank-slope', { row: 1, value: -1 }],
    ['guessing above the upper end', estimateAbility, { ...one, bank: 'item,a,b,c,d\nx,1,0,0.9,0.8\n' }, 'bank-asymptotes', { row: 2 }],
    ['an item twice', estimateAbility, { ...one, bank: 'item,a,b\nx,1,0\nx,1,1\n' }, 'bank-double', { row: 3, item: 'x' }],
    ['headings alone', estimateAbility, { ...one, bank: 'item,a,b\n' }, 'bank-empty', {}],
    ['too few answers', estimateAbility, { ...one, bank, answers: '10' }, 'answers-count', { answers: 2, items: 1 }],
    ['a strange answer', estimateAbility, { ...one, bank, answers: 'x' }, 'answers-mark', { position: 1, value: 'x' }],
    ['a grid that ends before it begins', estimateAbility, { ...one, bank, grid: { from: 1, to: 0, points: 5 } }, 'grid-empty', {}],
    ['a short row', calibrateItems, { model: '2pl', responses: [[1, 0], [1]] }, 'responses-width', { row: 2, cells: 1, items: 2 }],
    ['a strange cell', calibrateItems, { model: '2pl', responses: 'x,y\n1,0\n2,1\n' }, 'responses-mark', { row: 3, column: 'x', value: '2' }],
    ['an unknown column', calibrateItems, { model: '2pl', responses: 'x,y\n1,0\n', count: 'n' }, 'responses-no-column', { column: 'n' }],
    ['half a person', calibrateItems, { model: '2pl', responses: 'x,y,n\n1,0,0.5\n', count: 'n' }, 'responses-people', { row: 2, value: '0.5' }],
    ['a single item', calibrateItems, { model: '2pl', responses: [[1], [0]] }, 'responses-empty', {}],
    [
      'an item that everybody can do',
      calibrateItems,
      {
        model: '2pl',
        responses: [
          [1, 1],
          [1, 0],
        ],
      },
      'responses-constant',
      { items: '1' },
    ],
    ['too many models', calibrateItems, { model: ['2pl', '2pl', '3pl'], responses: [[1, 0]] }, 'models-count', { models: 3, items: 2 }],
    ['1pl for some', calibrateItems, { model: ['1pl', '2pl'], responses: [[1, 0]] }, 'models-mixed', {}],
    ['too many items', replaySitting, { ...one, bank: `item,a,b\n${Array.from({ length: 501 }, (_, k) => `i${k},1,0`).join('\n')}` }, 'bank-too-large', { items: 501 }],
    [
      'too many answers',
      calibrateItems,
      { model: '2pl', responses: Array.from({ length: 10_001 }, () => Array.from({ length: 100 }, (_, k) => k % 2)) },
      'responses-too-large',
      { people: 10_001 },
    ],
  ])('%s', async (_what, op, input, code, values) => {
    const problem: unknown = await perform(op, ctx(), input).catch((error: unknown) => error);
    expect(problem).toMatchObject({ kind: 'invalid', code: `skills-engine.${code}`, values });
    for (const locale of ['vi', 'en'] as const) {
      const sentence = translatorOf(catalogues(), locale)(`skills-engine.${code}`, (problem as { values: Record<string, string | number> }).values);
      expect(sentence).not.toMatch(/[{}]|skills-engine/);
    }
  });
});
