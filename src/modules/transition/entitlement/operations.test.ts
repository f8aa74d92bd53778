import { expect } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { checkReceipt } from '#kernel/proof/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { actorWith, testCtx } from '../../../../tests/ctx.ts';
import { testDatabase } from '../../../../tests/database.ts';
import { calculateEntitlement, projectEntitlement, readOwnFacts, signCalculation } from './operations.ts';
import type { Facts } from './model.ts';

const { rolledBack } = await testDatabase();
const anonymous = { kind: 'anonymous' } as const;
const facts: Facts = { day: '2026-11-23', kind: 'civil-servant', reason: 'streamlining', coefficient: '4,65', insuredMonths: 264, monthsEarly: 30 };

rolledBack('anyone computes without signing in, and neither audit nor request remembers it', async (tx) => {
  const ctx = testCtx(tx, { actor: anonymous });
  const result = await perform(calculateEntitlement, ctx, facts);
  expect(result).toMatchObject({ best: 'streamlining-leave', pay: { amount: 10_881_000 }, verified: false });
  await perform(projectEntitlement, ctx, { facts });
  await perform(signCalculation, ctx, facts);
  const kept = await all(tx, sql<{ n: number }>`select count(*)::int as n from kernel.audit union all select count(*)::int from kernel.request`);
  expect(kept.map(({ n }) => n)).toEqual([0, 0]);
});

rolledBack('the receipt holds, and no longer once a đồng of it is changed', async (tx) => {
  const text = JSON.stringify(await perform(signCalculation, testCtx(tx, { actor: anonymous }), facts));
  expect(checkReceipt(text)).toEqual([expect.objectContaining({ ok: true })]);
  expect(checkReceipt(text.replace('10881000', '10881001'))[0]?.ok).toBe(false);
});

rolledBack('leaving later changes the sums; staying and leaving stand side by side', async (tx) => {
  const result = await perform(projectEntitlement, testCtx(tx, { actor: anonymous }), { facts, months: 24, newPay: 5_000_000 });
  expect(result.ways.map(({ way, pay }) => [way, pay])).toEqual([
    ['stay', 24 * 10_881_000],
    ['retrain', 24 * 10_881_000],
    ['move', 120_000_000],
    ['leave', 120_000_000],
  ]);
  const early = result.curve.map(({ sums }) => sums.find(({ regime }) => regime === 'streamlining-early')?.total);
  expect(early[0]).toBe((3 * 5 + 5.75) * 10_881_000);
  expect(early.at(-1)).toBeUndefined();
});

rolledBack('what the register knows of oneself is for whoever is signed in', async (tx) => {
  await expect(perform(readOwnFacts, testCtx(tx, { actor: anonymous }), {})).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(readOwnFacts, testCtx(tx, { actor: actorWith('0190a000-0000-7000-8000-000000000001') }), {})).rejects.toMatchObject({ kind: 'missing' });
});
