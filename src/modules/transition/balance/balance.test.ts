import { beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '#base/db/index.ts';
import { readBalances } from '#kernel/balance/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { listSets, readFigures, refresh } from '#kernel/set/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { go } from '#tests/transition.ts';
import { endPostings, leave, LEFT, makeWorkScene, outcome, prepareWork, type WorkScene } from '#tests/work.ts';
import { fixDue, notePayment, readOwnProgress, watchBehind } from '../index.ts';
import { linesOf } from './balance.ts';

const { db: shared, rolledBack } = await testDatabase();
beforeAll(() => prepareWork(shared));

const NAMES = ['affected', 'consulted', 'retrained', 'redeployed', 'left', 'left-entitled', 'left-behind', 'money-due', 'money-paid', 'terms-due', 'terms-kept'] as const;

/** The sets of the balance in the city on a day, with their weights, as the system sees them. */
async function sets(db: Db, scene: WorkScene, day: string) {
  await refresh(db, listSets());
  const names = NAMES.map((name) => `transition.${name}`);
  const figures = await readFigures(db, testCtx(db).actor, names, scene.city, day);
  return new Map(NAMES.map((name, index) => [name, figures[index]?.shown ?? undefined]));
}

const pay = (ctx: Ctx, id: string, amount: number, voucher: string, day = ctx.today) => perform(notePayment, ctx, { id, amount, day, voucher });

describe('what is due', () => {
  rolledBack('stands fixed when the employment ends, by the calculation that everybody saw, and is paid with vouchers', async (db) => {
    const scene = await makeWorkScene(db);
    const id = await leave(scene);
    const money = async () => (await perform(readOwnProgress, scene.ctx('second', { today: LEFT }), {}))[0]?.money;
    // 12.000.000 × 5 năm chưa đóng bảo hiểm thất nghiệp: Bộ luật Lao động Điều 47; trả trong 14 ngày: Điều 48.
    expect(await money()).toMatchObject({ due: { regime: 'job-loss', amount: 60_000_000, payBy: '2027-02-15', verified: false }, open: 60_000_000 });
    const employer = (today = LEFT) => scene.ctx('employer', { today });
    expect(await outcome(pay(scene.ctx('union', { today: LEFT }), id, 1, 'PC-0'))).toBe('operation.not-allowed');
    expect(await pay(employer(), id, 40_000_000, 'PC-1')).toEqual({ open: 20_000_000 });
    expect(await outcome(pay(employer(), id, 20_000_001, 'PC-2'))).toBe('transition-balance.too-much');
    expect(await outcome(pay(employer(), id, 1, 'PC-2', '2027-02-02'))).toBe('transition-balance.day-ahead');
    expect(await outcome(perform(fixDue, employer(), { id, regime: 'reorganisation', reason: 'Thử chế độ khác' }))).toBe('transition-balance.no-regime');
    expect(await outcome(perform(fixDue, employer(), { id, regime: 'job-loss', reason: 'Tính lại theo sổ bảo hiểm' }))).toBe('done');
    expect(await money()).toMatchObject({ due: { number: 2, amount: 60_000_000 }, payments: [{ amount: 40_000_000, voucher: 'PC-1' }], open: 20_000_000 });
  });

  rolledBack('a voucher counts once', async (db) => {
    const scene = await makeWorkScene(db);
    const id = await leave(scene);
    const employer = scene.ctx('employer', { today: LEFT });
    await pay(employer, id, 1_000_000, 'PC-1');
    expect(await outcome(pay(scene.ctx('employer', { today: LEFT }), id, 1_000_000, 'PC-1'))).toBe('constraint.payment_voucher_key');
  });

  rolledBack('cannot be paid before somebody left', async (db) => {
    const scene = await makeWorkScene(db);
    expect(await outcome(pay(scene.ctx('employer'), scene.cases.clerk, 1_000, 'PC-1'))).toBe('transition-balance.not-left');
  });
});

describe('nobody is left behind', () => {
  rolledBack('and whoever is not paid in time is found, told to the union, and counted until it is paid', async (db) => {
    const scene = await makeWorkScene(db);
    const id = await leave(scene);
    const watch = (today: string) => watchBehind(testCtx(db, { today }));
    expect(await watch('2027-02-15')).toBe(0);
    expect([await watch('2027-02-16'), await watch('2027-02-16')]).toEqual([1, 1]);
    expect((await sets(db, scene, '2027-02-16')).get('left-behind')?.size).toBe(1);
    await pay(scene.ctx('employer', { today: '2027-02-20' }), id, 60_000_000, 'PC-1');
    expect(await watch('2027-02-20')).toBe(0);
    const after = await sets(db, scene, '2027-02-20');
    expect([after.get('left-behind')?.size, after.get('left-entitled')?.size]).toEqual([0, 1]);
    expect((await sets(db, scene, '2027-02-19')).get('left-behind')?.size).toBe(1);
  });

  rolledBack('and whoever lost the post past every gate is found, until there is work or a way out again', async (db) => {
    const scene = await makeWorkScene(db);
    const watch = (today: string) => watchBehind(testCtx(db, { today }));
    expect(await watch('2026-12-01')).toBe(0);
    // What lists of reorganisations do, without asking the gate.
    await endPostings(testCtx(db), [scene.postings[0]], '2026-12-01');
    expect(await watch('2026-12-01')).toBe(1);
    await go(scene.ctx('employer', { today: '2026-12-02' }), scene.cases.clerk, 'keep', 'Giữ lại');
    expect(await watch('2026-12-03')).toBe(0);
  });
});

describe('the human balance', () => {
  rolledBack('counts people, money and terms from what happened, today and on any past day', async (db) => {
    const scene = await makeWorkScene(db);
    await go(scene.ctx('employer'), scene.cases.clerk, 'offer-retraining');
    await go(scene.ctx('clerk'), scene.cases.clerk, 'accept-retraining');
    await go(scene.ctx('employer', { today: '2026-12-10' }), scene.cases.clerk, 'redeploy', 'Văn phòng');
    await go(scene.ctx('clerk', { today: '2026-12-20' }), scene.cases.clerk, 'come-back', 'Không hợp');
    const id = await leave(scene);
    await pay(scene.ctx('employer', { today: LEFT }), id, 60_000_000, 'PC-1');
    const size = async (day: string) => Object.fromEntries([...(await sets(db, scene, day))].map(([name, shown]) => [name, shown?.size]));
    expect(await size(LEFT)).toMatchObject({ affected: 2, consulted: 2, retrained: 1, redeployed: 0, left: 1, 'left-entitled': 1, 'left-behind': 0 });
    expect(await size('2026-12-15')).toMatchObject({ affected: 2, redeployed: 1, left: 0, 'left-entitled': 0 });
    expect(await size('2026-11-22')).toMatchObject({ affected: 0, consulted: 0 });
    const shown = await sets(db, scene, LEFT);
    expect([shown.get('money-due')?.weight, shown.get('money-paid')?.weight]).toEqual([60_000_000, 60_000_000]);
    expect(shown.get('terms-due')?.size).toBeGreaterThanOrEqual(shown.get('terms-kept')?.size ?? Infinity);
    expect(shown.get('terms-kept')?.size).toBeGreaterThan(0);
  });

  rolledBack('of an initiative with few people is whole for those who answer for them, and keeps silent to others', async (db) => {
    const scene = await makeWorkScene(db);
    const id = await leave(scene);
    await pay(scene.ctx('employer', { today: LEFT }), id, 60_000_000, 'PC-1');
    const read = async (who: Parameters<WorkScene['ctx']>[0]) =>
      Object.fromEntries(
        ((await readBalances(scene.ctx(who, { today: LEFT }), [scene.initiative])).get(scene.initiative) ?? []).map(({ title, value }) => [title.split('.').at(-1), value]),
      );
    const whole = { affected: 2, consulted: 2, retrained: 0, redeployed: 0, left: 1, entitled: 1, behind: 0, due: 60_000_000, paid: 60_000_000 };
    for (const who of ['employer', 'union', 'decider'] as const) expect(await read(who)).toMatchObject(whole);
    expect(await read('stranger')).toMatchObject({ affected: 2, behind: 0, left: null, entitled: null, due: null, paid: null });
    expect((await readBalances(scene.ctx('employer'), [scene.cases.clerk])).size).toBe(0);
  });

  const figures = { affected: 12, consulted: 12, retrained: 5, redeployed: 4, left: 3, entitled: 3, behind: 0, due: 9, paid: 9, termsDue: 4, termsKept: 3, sees: false };
  test.each([
    ['ten people and more are shown by what became of them', {}, 'retrained', 5],
    ['fewer are not', { affected: 9 }, 'retrained', null],
    ['money of fewer than ten who left is not', {}, 'due', null],
    ['money of ten is', { left: 10 }, 'due', 9],
    ['that nobody is left behind is always shown', { affected: 1, behind: 1 }, 'behind', 1],
    ['terms are a share', {}, 'terms', 75],
    ['whoever answers for them sees all', { affected: 1, sees: true }, 'paid', 9],
  ])('%s', (_, more, name, value) => {
    expect(linesOf({ ...figures, ...more }).find(({ title }) => title.endsWith(`.${name}`))?.value).toBe(value);
  });
});
