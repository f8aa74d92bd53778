import { beforeAll, expect } from 'vitest';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { sendDigests } from '../digest/index.ts';
import { addTarget, compareTargets, listStatusChanges, programme, reportIndicator } from '../index.ts';
import { ctxOf, declareAll, makeCity } from '../testing.ts';

const { rolledBack } = await testDatabase();

beforeAll(declareAll);

async function withTarget(db: Db) {
  const there = await makeCity(db);
  const { key } = await perform(addTarget, testCtx(db), {
    plan: 'hanoi-2025',
    goal: null,
    indicator: 'adults-smartphone',
    titleVi: 'Điện thoại thông minh',
    titleEn: 'Smartphones',
    unitId: there.city,
    direction: 'at-least',
    value: 95,
    due: '2029-12-31',
    baseline: { day: '2025-12-31', value: 80 },
    milestones: [{ day: '2027-01-15', value: 88 }],
    personCode: 'CB-3',
    coUnits: [],
    noteVi: '',
    noteEn: '',
    document: 'Kế hoạch thử',
    source: 'Kế hoạch thử',
    verified: false,
    reason: 'Kế hoạch năm',
  });
  await perform(reportIndicator, testCtx(db), { indicator: 'adults-smartphone', unitId: there.city, period: '2026-01-01', value: 87.5, day: '2026-11-01', source: 'Khảo sát' });
  return { ...there, key };
}

const messages = (db: Db, personId: string) =>
  all(
    db,
    sql<{ key: string; data: Record<string, unknown>; href: string }>`
    select message.key, message.data, message.href
    from kernel.message
    where message.person_id = ${personId}
    order by message.id`,
  );

rolledBack('statuses are kept day by day; who answers is told once when one gets worse, and what changed can be read', async (db) => {
  const { head, key, city } = await withTarget(db);
  expect(await compareTargets(testCtx(db))).toBeGreaterThan(50);
  expect(await messages(db, head)).toEqual([]);
  expect(await listStatusChanges(testCtx(db), '2026-11-01')).toEqual([]);
  expect(await compareTargets(testCtx(db))).toBe(0);
  const later = testCtx(db, { today: '2027-01-16' });
  expect(await compareTargets(later)).toBe(1);
  expect(await listStatusChanges(later, '2027-01-10')).toMatchObject([{ target: key, before: 'on-track', status: 'late', worse: true, day: '2027-01-16', unit: { unitId: city } }]);
  await sendDigests(later);
  expect(await messages(db, head)).toMatchObject([{ key: 'plans.digest', data: { worse: 1, silent: 0 }, href: `/targets/${key}` }]);
  expect(await compareTargets(testCtx(db, { today: '2027-01-17' }))).toBe(0);
  expect(await sendDigests(testCtx(db, { today: '2027-01-17' }))).toBe(0);
  expect(await messages(db, head)).toHaveLength(1);
});

rolledBack('who answers is told once when the data stop coming, in the same message as the rest of the day', async (db) => {
  const { head } = await withTarget(db);
  await compareTargets(testCtx(db));
  for (const today of ['2028-04-29', '2028-04-30']) {
    await compareTargets(testCtx(db, { today }));
    await sendDigests(testCtx(db, { today }));
  }
  const told = await messages(db, head);
  expect(told.map(({ data }) => [data['worse'], data['silent']])).toEqual([[1, 1]]);
});

rolledBack('Today tells who answers for a target that it is late, and of values on the way that are due soon', async (db) => {
  const { head, city, member, key } = await withTarget(db);
  const awaiting = async (personId: string, today: string) => (await listAwaiting(ctxOf(db, personId, 'official', city, { today }), [programme])).map((one) => [one.key, one.href]);
  expect(await awaiting(head, '2026-11-23')).toEqual([]);
  expect(await awaiting(head, '2026-12-20')).toEqual([['plans.awaiting-milestone', `/targets/${key}`]]);
  await compareTargets(testCtx(db, { today: '2027-01-20' }));
  expect(await awaiting(head, '2027-01-20')).toEqual([['plans.awaiting-late', `/targets/${key}`]]);
  expect(await awaiting(member, '2027-01-20')).toEqual([]);
});

rolledBack('who has handed in a value is not asked again before the next comparison', async (db) => {
  const { head, city } = await withTarget(db);
  const awaiting = async (today: string) => (await listAwaiting(ctxOf(db, head, 'official', city, { today }), [programme])).map((one) => one.key);
  await compareTargets(testCtx(db, { today: '2027-01-20' }));
  expect(await awaiting('2027-01-20')).toEqual(['plans.awaiting-late']);
  // The year after has begun, so the year that ended can be reported for the whole of it.
  const report = { indicator: 'adults-smartphone', unitId: city, period: '2025-01-01', value: 84, day: '2025-12-31', source: 'Khảo sát' };
  await perform(reportIndicator, testCtx(db, { today: '2027-01-20', now: Temporal.Instant.from('2027-01-20T02:00:00Z') }), report);
  expect(await awaiting('2027-01-20')).toEqual([]);
});
