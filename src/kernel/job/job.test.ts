import { afterEach, expect, test, vi } from 'vitest';
import Type from 'typebox';
import { fixedClock } from '#base/clock/index.ts';
import { all, inTransaction, one, sql } from '#base/db/index.ts';
import { createLog } from '#base/log/index.ts';
import { system } from '#kernel/org/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { testDatabase } from '#tests/database.ts';
import { enqueue, every, job, startJobs, stopJobs } from './index.ts';

const { db, owner, url, rolledBack } = await testDatabase();
const clock = fixedClock('2026-11-23');

function makeCtx(name: string): Ctx {
  const services = { root: '.', log: createLog('silent'), publicUrl: 'http://localhost' } as Ctx['services'];
  return { db, actor: system(name), today: clock.today(), now: clock.now(), locale: 'vi', requestId: 'test', purpose: undefined, services };
}

function recording(name: string, work: (n: number) => Promise<void> = async () => undefined) {
  const seen: number[] = [];
  const made = job({
    name,
    input: Type.Object({ n: Type.Integer({ description: 'Any number' }) }, { additionalProperties: false }),
    run: async (_ctx, { n }) => {
      seen.push(n);
      await work(n);
    },
  });
  return { made, seen };
}

const waiting = (name: string) => one(owner, sql<{ count: number }>`select count(*) as count from pgboss.job where job.name = ${name}`);

afterEach(stopJobs);

test('a job enqueued in a transaction that is rolled back does not exist', async () => {
  const { made } = recording('test.rolled-back');
  await expect(
    inTransaction(db, async (tx) => {
      await enqueue(tx, made, { n: 1 });
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await waiting('test.rolled-back')).toEqual({ count: 0 });
  // The queue was rolled back as well and is made anew.
  expect(await enqueue(db, made, { n: 2 })).toBe(true);
  expect(await waiting('test.rolled-back')).toEqual({ count: 1 });
});

rolledBack('enqueuing works in any transaction, with no worker about', async (tx) => {
  const { made } = recording('test.alone');
  expect(await enqueue(tx, made, { n: 1 })).toBe(true);
});

test('a committed job runs, and soon: the worker is told, it does not poll', async () => {
  const { made, seen } = recording('test.soon');
  await startJobs(url, [made], makeCtx);
  const start = performance.now();
  await inTransaction(db, (tx) => enqueue(tx, made, { n: 7 }));
  await vi.waitFor(() => expect(seen).toEqual([7]), { interval: 10, timeout: 1500 });
  expect(performance.now() - start).toBeLessThan(1500);
});

test('jobs enqueued before any worker started are carried out when one starts', async () => {
  const { made, seen } = recording('test.later');
  await enqueue(db, made, { n: 1 });
  await enqueue(db, made, { n: 2 });
  await startJobs(url, [made], makeCtx);
  await vi.waitFor(() => expect(seen.toSorted()).toEqual([1, 2]), { timeout: 5000 });
});

test('a waiting job with the same key is not doubled; jobs without a key all are kept', async () => {
  const { made } = recording('test.single');
  const added = [
    await enqueue(db, made, { n: 1 }, { singletonKey: 'k' }),
    await enqueue(db, made, { n: 2 }, { singletonKey: 'k' }),
    await enqueue(db, made, { n: 3 }, { singletonKey: 'other' }),
    await enqueue(db, made, { n: 4 }),
    await enqueue(db, made, { n: 5 }),
  ];
  expect(added).toEqual([true, false, true, true, true]);
});

test('a job with a delay waits', async () => {
  const { made } = recording('test.delayed');
  await enqueue(db, made, { n: 1 }, { after: 3600 });
  const row = await one(
    owner,
    sql<{ later: boolean }>`
    select start_after > now() + interval '3590 s' as later from pgboss.job where job.name = 'test.delayed'`,
  );
  expect(row).toEqual({ later: true });
});

test('a job that throws is tried again', async () => {
  let failures = 0;
  const { made, seen } = recording('test.again', async () => {
    if (failures++ === 0) throw new Error('first time');
  });
  await startJobs(url, [made], makeCtx);
  await enqueue(db, made, { n: 1 });
  await vi.waitFor(() => expect(seen).toEqual([1]), { timeout: 5000 });
  await vi.waitFor(async () => {
    const rows = await all(owner, sql<{ state: string }>`select state::text as state from pgboss.job where job.name = 'test.again'`);
    expect(rows).toEqual([{ state: 'retry' }]);
  });
  await sql`update pgboss.job set start_after = now() where name = 'test.again'`.execute(owner);
  await vi.waitFor(() => expect(seen).toEqual([1, 1]), { timeout: 8000 });
});

test('an input that does not fit is refused where it is enqueued', async () => {
  const { made } = recording('test.unfit');
  await expect(enqueue(db, made, JSON.parse('{"n":"x"}'))).rejects.toThrow('does not fit');
});

test('a task runs in one process at a time, and another takes over when its connection dies', async () => {
  const { startTasks } = await import('./task.ts');
  const runs: string[] = [];
  const host = (who: string) => ({
    url,
    makeCtx,
    onError: () => undefined,
    task: every(0.1, 'test.turns', async () => void runs.push(who)),
  });
  const [a, b] = [host('a'), host('b')];
  const stopA = startTasks([a.task], a);
  await vi.waitFor(() => expect(runs.length).toBeGreaterThan(1));
  const stopB = startTasks([b.task], b);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(new Set(runs)).toEqual(new Set(['a']));
  await stopA();
  const before = runs.length;
  await vi.waitFor(() => expect(runs.slice(before)).toContain('b'));
  // Its connection is cut: it connects again and goes on.
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'khue tasks' and datname = current_database()`.execute(owner);
  const cut = runs.length;
  await vi.waitFor(() => expect(runs.length).toBeGreaterThan(cut + 2));
  await stopB();
});

test('a task that fails once goes on', async () => {
  let turns = 0;
  await startJobs(
    url,
    [
      every(0.1, 'test.fails', async () => {
        if (turns++ === 0) throw new Error('once');
      }),
    ],
    makeCtx,
  );
  await vi.waitFor(() => expect(turns).toBeGreaterThan(2));
});
