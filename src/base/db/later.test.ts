import { availableParallelism } from 'node:os';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '#tests/database.ts';
import { all, brokenConstraint, connect, inTransaction, later, one, sql, type Db } from './index.ts';

const { owner, url } = await testDatabase();
await all(owner, sql`create table public.note (n integer constraint note_key unique)`);
const db = connect(url);
afterAll(() => db.destroy());

const add = (n: number) => sql`insert into public.note (n) values (${n})`;
const notes = async (on: Db): Promise<number[]> => (await all(on, sql<{ n: number }>`select note.n from public.note order by note.n`)).map(({ n }) => n);

beforeEach(async () => void (await all(owner, sql`truncate public.note`)));

test('what is handed over is seen by the statements after it, and kept with the commit', async () => {
  const seen = await inTransaction(db, async (tx) => {
    await later(tx, add(1));
    await later(tx, add(2));
    const before = await notes(tx);
    await later(tx, add(3));
    return before;
  });
  expect(seen).toEqual([1, 2]);
  expect(await notes(db)).toEqual([1, 2, 3]);
});

test('outside of a transaction it runs at once', async () => {
  await later(db, add(1));
  expect(await notes(owner)).toEqual([1]);
});

test('a fault of the last one is told by the transaction, and nothing is kept', async () => {
  await all(owner, add(1));
  const broken = inTransaction(db, async (tx) => {
    await all(tx, add(2));
    await later(tx, add(1));
  });
  expect(brokenConstraint(await broken.catch((error: unknown) => error))).toBe('note_key');
  expect(await notes(db)).toEqual([1]);
});

test('a fault is told by the next statement, as its own', async () => {
  await all(owner, add(1));
  const told = await inTransaction(db, async (tx) => {
    await later(tx, add(1));
    return notes(tx);
  }).catch((error: unknown) => error);
  expect(brokenConstraint(told)).toBe('note_key');
});

test('what was handed over before a fault of the work is not kept, and the connection goes on', async () => {
  const single = connect(url, { max: 1 });
  const failing = (work: (tx: Db) => Promise<unknown>) => inTransaction(single, async (tx) => (await work(tx), Promise.reject(new Error('no'))));
  await expect(failing((tx) => later(tx, add(1)))).rejects.toThrow('no');
  await expect(failing(async (tx) => (await notes(tx), later(tx, add(2))))).rejects.toThrow('no');
  await inTransaction(single, async () => undefined);
  await inTransaction(single, (tx) => later(tx, add(3)));
  expect(await notes(single)).toEqual([3]);
  await single.destroy();
});

test('short statements do not wait until all long ones have ended', async () => {
  const few = Math.max(4, 2 * availableParallelism());
  const pool = connect(url, { max: few + 1 });
  const long = await inTransaction(owner, async (tx) => {
    await all(tx, sql`select pg_advisory_xact_lock(1)`);
    const waiting = Array.from({ length: few }, () => all(pool, sql`select pg_advisory_xact_lock(1)`));
    expect(await one(pool, sql<{ n: number }>`select 1 as n`)).toEqual({ n: 1 });
    return waiting;
  });
  await Promise.all(long);
  await pool.destroy();
});

test('many at once all get their turn', async () => {
  const rows = await Promise.all(Array.from({ length: 300 }, (_, n) => inTransaction(db, (tx) => one(tx, sql<{ n: number }>`select ${n}::integer as n`))));
  expect(rows.map((row) => row?.n)).toEqual(rows.map((_, n) => n));
});
