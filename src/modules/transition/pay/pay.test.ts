import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Db } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { decimal } from '#kernel/rule/index.ts';
import { actorWith, testCtx, TODAY } from '../../../../tests/ctx.ts';
import { testDatabase } from '../../../../tests/database.ts';
import { declareTown, makeTown } from '../../../../tests/town.ts';
import type { Measure } from './model.ts';
import { decidePay, proposePay, readPay, revisePay, simulatePay } from './operations.ts';
import { payUnder, tallyOf, type InPost } from './rules.ts';
import { simulate } from './simulate.ts';

const { rolledBack } = await testDatabase();
declareTown();
const PAY = decimal('7000000');
const person = { post: 'staff', coefficient: '2.99' };

describe('measures', () => {
  test.each<[string, Measure[], bigint]>([
    ['a percentage', [{ kind: 'percent', value: '2,5' }], 7_175_000n],
    ['an amount taken away', [{ kind: 'amount', value: '-500000' }], 6_500_000n],
    ['a floor below does nothing', [{ kind: 'floor', value: '5000000' }], 7_000_000n],
    [
      'in order: first the floor, then the percentage',
      [
        { kind: 'floor', value: '8000000' },
        { kind: 'percent', value: '10' },
      ],
      8_800_000n,
    ],
    ['only for leaders', [{ kind: 'percent', value: '10', post: 'leader' }], 7_000_000n],
    ['only below a coefficient', [{ kind: 'amount', value: '1', below: '2.99' }], 7_000_000n],
    ['never below nothing', [{ kind: 'amount', value: '-9000000' }], 0n],
  ])('%s', (_, measures, expected) => expect(payUnder(measures, PAY, person)).toBe(expected));
});

const people = (n: number, more: Partial<InPost> = {}): InPost[] =>
  Array.from({ length: n }, () => ({ post: 'staff', sex: 'female', birthDate: '1990-01-01', coefficient: '3.00', ...more }));
const resultOf = (list: InPost[], measures: Measure[]) => {
  const tally = tallyOf(measures, decimal('2340000'), TODAY);
  list.forEach(tally.add);
  return tally.close(false, '2340000');
};

describe('groups', () => {
  test('cost, who gains, who keeps', () => {
    const { whole, groups } = resultOf([...people(20), ...people(30, { sex: 'male', post: 'leader' })], [{ kind: 'amount', value: '100000', post: 'staff' }]);
    expect(whole).toMatchObject({ people: 50, gain: 20, lose: 0, same: 30, cost: 2_000_000 });
    expect(groups.find(({ dimension }) => dimension === 'sex')?.groups).toEqual([
      { key: 'female', people: 20, gain: 20, lose: 0, same: 0, cost: 2_000_000 },
      { key: 'male', people: 30, gain: 0, lose: 0, same: 30, cost: 0 },
    ]);
  });

  test('a group of fewer than ten tells nothing, nor do the others tell it', () => {
    const { groups } = resultOf([...people(20), ...people(40, { post: 'leader' }), ...people(3, { post: 'contract' })], [{ kind: 'amount', value: '100000' }]);
    const posts = groups.find(({ dimension }) => dimension === 'post')?.groups ?? [];
    expect(posts.filter(({ people: n }) => n === null)).toHaveLength(2);
    expect(posts.every(({ cost, gain }) => cost === null && gain === null)).toBe(true);
  });

  test('stand from the lowest band to the highest, those not known last', () => {
    const births = ['1960-01-01', '1990-01-01', '2000-01-01', '1980-01-01', null];
    const { groups } = resultOf(
      births.flatMap((birthDate, n) => people(20, { birthDate, coefficient: ['1.5', '2.34', '4.98', '3.99'][n % 4] ?? null })),
      [],
    );
    const keysOf = (name: string) => groups.find(({ dimension }) => dimension === name)?.groups.map(({ key }) => key);
    expect(keysOf('age')).toEqual(['under-30', '30-39', '40-49', '60-on', 'unknown']);
    expect(keysOf('coefficient')).toEqual(['under-2.34', '2.34-3.32', '3.33-4.39', '4.40-on']);
  });

  test('people without a coefficient are counted apart', () => {
    expect(resultOf([...people(20), ...people(12, { coefficient: null })], [{ kind: 'percent', value: '1' }])).toMatchObject({ whole: { people: 20 }, withoutPay: 12 });
  });

  test('what is shown of the groups of a division adds up to the whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ post: fc.constantFrom('leader', 'staff'), coefficient: fc.constantFrom('2.10', '3.00', '5.02') }), { minLength: 1, maxLength: 80 }),
        (list) => {
          const { whole, groups } = resultOf(
            list.map((one) => ({ sex: 'male', birthDate: null, ...one })),
            [{ kind: 'percent', value: '5', post: 'staff' }],
          );
          for (const division of groups) {
            if (whole.cost === null || division.groups.some(({ cost }) => cost === null)) continue;
            expect(division.groups.reduce((sum, { cost }) => sum + (cost ?? 0), 0)).toBe(whole.cost);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

const wording = { validFrom: '2027-01-01', measures: [{ kind: 'percent' as const, value: '5' }] };
const proposal = { side: 'union' as const, title: 'Hỗ trợ người học nghề mới', reason: 'Giữ thu nhập khi người lao động đi học để nhận vị trí mới.', ...wording };

async function proposed(tx: Db) {
  const { ward, binh, hanh } = await makeTown(tx);
  const union = actorWith(binh, { role: 'union-officer', unitId: ward });
  const head = actorWith(hanh, { role: 'head-of-unit', unitId: ward });
  const { id } = await perform(proposePay, testCtx(tx, { actor: union }), { unitId: ward, ...proposal });
  return { id, union, head, ward };
}

rolledBack('proposed, simulated, decided; nothing is decided before groups were seen, nor twice', async (tx) => {
  const { id, union, head } = await proposed(tx);
  const decision = { id, outcome: 'adopted', reason: 'Phù hợp với ngân sách của đơn vị.' };
  await expect(perform(decidePay, testCtx(tx, { actor: head }), decision)).rejects.toMatchObject({ code: 'transition-pay.not-simulated' });
  const simulation = await perform(simulatePay, testCtx(tx, { actor: union }), { id });
  await simulate(testCtx(tx), simulation.id);
  const { simulations, mayDecide } = await perform(readPay, testCtx(tx, { actor: union }), { id });
  expect(simulations[0]).toMatchObject({ version: 1, result: { verified: false } });
  expect(simulations[0]?.done).toBe(simulations[0]?.total);
  expect(mayDecide).toBe(false);
  await expect(perform(decidePay, testCtx(tx, { actor: union }), decision)).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await perform(decidePay, testCtx(tx, { actor: head }), decision)).toEqual({ version: 1 });
  await expect(perform(decidePay, testCtx(tx, { actor: head }), decision)).rejects.toMatchObject({ code: 'transition-pay.decided' });
  await expect(perform(revisePay, testCtx(tx, { actor: union }), { id, ...wording })).rejects.toMatchObject({ code: 'transition-pay.decided' });
});

rolledBack('the union speaks for any unit, an employer for the own ones, neither for the other', async (tx) => {
  const { other, ward, binh, hanh } = await makeTown(tx);
  const union = testCtx(tx, { actor: actorWith(binh, { role: 'union-officer', unitId: ward }) });
  const head = (unitId: string, side: 'union' | 'employer') =>
    perform(proposePay, testCtx(tx, { actor: actorWith(hanh, { role: 'head-of-unit', unitId: ward }) }), { ...proposal, unitId, side });
  await expect(perform(proposePay, union, { ...proposal, unitId: other })).resolves.toHaveProperty('id');
  await expect(head(ward, 'employer')).resolves.toHaveProperty('id');
  await expect(head(other, 'employer')).rejects.toMatchObject({ code: 'transition-pay.not-your-side' });
  await expect(head(ward, 'union')).rejects.toMatchObject({ code: 'transition-pay.not-your-side' });
});

rolledBack('a new version asks for a new simulation', async (tx) => {
  const { id, union, head } = await proposed(tx);
  await simulate(testCtx(tx), (await perform(simulatePay, testCtx(tx, { actor: union }), { id })).id);
  expect(await perform(revisePay, testCtx(tx, { actor: union }), { id, ...wording })).toEqual({ number: 2 });
  await expect(perform(decidePay, testCtx(tx, { actor: head }), { id, outcome: 'rejected', reason: 'Chưa đủ nguồn kinh phí.' })).rejects.toMatchObject({
    code: 'transition-pay.not-simulated',
  });
  await expect(perform(revisePay, testCtx(tx, { actor: union }), { id, ...wording, validTo: '2026-12-31' })).rejects.toMatchObject({ code: 'transition-pay.wrong' });
});
