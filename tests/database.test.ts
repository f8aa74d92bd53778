import { afterAll, expect, test } from 'vitest';
import { all, one, sql } from '#base/db/index.ts';
import { testDatabase } from '#tests/database.ts';

const { db, owner, rolledBack } = await testDatabase();

await sql`create table public.note (text text not null); grant select, insert on public.note to khue_app`.execute(owner);
afterAll(async () => {
  expect(await all(owner, sql`select n.text from public.note as n`)).toEqual([]);
});

test('the application works under a role that owns nothing', async () => {
  const role = await one(
    db,
    sql<{ name: string; superuser: boolean }>`
    select current_user as name, r.rolsuper as superuser
    from pg_roles as r
    where r.rolname = current_user`,
  );
  expect(role).toEqual({ name: 'khue_app', superuser: false });
  await expect(sql`create table kernel.anything (id int)`.execute(db)).rejects.toThrow('permission denied');
});

test('the template went through the migrations and holds the job queue', async () => {
  const first = await one(owner, sql<{ name: string }>`select m.name from khue.migration as m order by m.name`);
  expect(first?.name).toBe('0001-kernel-schema.sql');
  expect(await all(db, sql`select q.name from pgboss.queue as q`)).toEqual([]);
});

rolledBack('a row written in a test is seen inside it', async (tx) => {
  await sql`insert into public.note (text) values ('one')`.execute(tx);
  expect(await all(tx, sql`select n.text from public.note as n`)).toEqual([{ text: 'one' }]);
});

rolledBack('and not in the next test', async (tx) => {
  expect(await all(tx, sql`select n.text from public.note as n`)).toEqual([]);
});

test('a connection that is lost between two statements of a transaction fails the next statement, and nothing else', async () => {
  const work = db.transaction().execute(async (tx) => {
    const own = await one(tx, sql<{ pid: number }>`select pg_backend_pid() as pid`);
    await all(owner, sql`select pg_terminate_backend(${own?.pid ?? 0}, 5000)`);
    await all(tx, sql`select 1`);
  });
  await expect(work).rejects.toThrow();
  expect(await one(db, sql`select 1 as one`)).toEqual({ one: 1 });
});
