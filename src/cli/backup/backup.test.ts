import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { PgBoss } from 'pg-boss';
import { afterAll, expect, test } from 'vitest';
import { all, connect, sql, type Db } from '#base/db/index.ts';
import { migrate, UNFINISHED_RESTORE } from '#base/migration/index.ts';
import { testDatabase } from '#tests/database.ts';
import { load } from './load.ts';
import { save } from './save.ts';

const { owner, url } = await testDatabase();
const root = mkdtempSync(join(tmpdir(), 'khue-backup-'));
const handles: Db[] = [];
const made: string[] = [];
afterAll(async () => {
  await Promise.all(handles.map((db) => db.destroy()));
  for (const name of made) await sql.raw(`drop database if exists ${name} with (force)`).execute(owner);
  rmSync(root, { recursive: true });
});

// A program with the kernel's migrations alone, for what does not depend on how many tables there are.
const small = join(root, 'small');
for (const folder of [root, small]) mkdirSync(join(folder, 'migrations'), { recursive: true });
for (const name of readdirSync('migrations')) {
  copyFileSync(join('migrations', name), join(root, 'migrations', name));
  if (name < '0009') copyFileSync(join('migrations', name), join(small, 'migrations', name));
}
const LATER = join(root, 'migrations', '9002-trial-later.sql');
const TRIAL = `
  create schema trial;
  create table trial.unit (
    id bigint generated always as identity primary key,
    parent bigint references trial.unit,
    name text not null,
    upper_name text generated always as (upper(name)) stored
  );
  create type trial.colour as enum ('jade', 'gold');
  create table trial.fact (
    id uuid primary key,
    unit bigint not null references trial.unit,
    value numeric, share double precision, big bigint, flag boolean, bytes bytea, at timestamptz, day date, during daterange,
    term interval, tags text[], grid int[], colour trial.colour, data jsonb not null, more jsonb, raw json, text text
  );
  create function trial.refuse() returns trigger language plpgsql as $$ begin raise exception 'facts are never changed'; end $$;
  create trigger append_only before update or delete on trial.fact for each row execute function trial.refuse();
  create trigger no_truncate before truncate on trial.fact for each statement execute function trial.refuse();
  create function trial.stamp() returns trigger language plpgsql as $$ begin new.text := 'stamped'; return new; end $$;
  create table trial.seed (code text primary key, text text);
  create trigger stamp before insert on trial.seed for each row execute function trial.stamp();
  insert into trial.seed (code) values ('from-migration');
`;
for (const folder of [root, small]) writeFileSync(join(folder, 'migrations', '9001-trial-tables.sql'), TRIAL);

/** A new empty database: its address and a handle of its owner. */
async function newDatabase(): Promise<{ url: string; db: Db }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await sql.raw(`create database ${name}`).execute(owner);
  made.push(name);
  const address = Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const db = connect(address, { max: 1 });
  handles.push(db);
  return { url: address, db };
}

const newFolder = () => mkdtempSync(join(root, 'data-'));
const newFile = () => join(root, `${randomBytes(4).toString('hex')}.khue`);
const restore = (to: string, file: string, dataFolder = newFolder(), withoutJobs = false, program = root) =>
  load({ url: to, root: program, dataFolder, file, withoutJobs, onStep: () => undefined });

async function fill(from: { url: string; db: Db }, program = root): Promise<void> {
  await migrate(from.url, join(program, 'migrations'));
  await sql
    .raw(
      `
    insert into trial.unit (name, parent) values ('Hà Nội', null), ('Phường Ba Đình', 1);
    -- A row that refers to a later one: whatever order the tables and rows come in, the keys hold only at the end.
    update trial.unit set parent = 2 where id = 1;
    update trial.seed set text = 'changed by the city';
    insert into trial.fact values
      ('00000000-0000-7000-8000-000000000001', 1, 12345678901234567890.1234567890, 0.1, 9223372036854775807, true, '\\x00ff0a', '2026-11-23 01:02:03.123456+07',
       'infinity', '[2025-07-01,)', '1 mon 2 days 03:04:05.678', array['a,b', null, '"'], array[[1,2],[3,4]], 'gold', 'null', null, '{"a": 1.50}', 'x'),
      ('00000000-0000-7000-8000-000000000002', 2, 'NaN', 'Infinity', -1, false, '', '-infinity', '0044-03-15 BC', 'empty', '-1 day', '{}', null, null,
       '{"n": 1.10, "u": "\\u2028"}', 'null', null, e'line\\nbreak\\ttab \\\\ "quote" \\u2028 # Đường');
  `,
    )
    .execute(from.db);
  await sql`insert into trial.fact (id, unit, data) select gen_random_uuid(), 1, jsonb_build_object('n', g) from generate_series(1, 5000) as g`.execute(from.db);
  const boss = new PgBoss({ connectionString: from.url, supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue('mail');
  await boss.send('mail', { to: 'someone' });
  await boss.stop({ graceful: false });
}

/** All rows of the trial tables and the queue as PostgreSQL itself writes them. */
async function contents(db: Db): Promise<unknown[]> {
  const rows = await Promise.all(
    ['trial.unit', 'trial.fact', 'trial.seed', 'pgboss.job', 'pgboss.queue'].map((name) => all(db, sql.raw<{ row: string }>(`select t::text as row from ${name} as t order by 1`))),
  );
  return rows;
}

const source = await newDatabase();
await fill(source);
const before = await contents(source.db);
const documents = newFolder();
mkdirSync(join(documents, 'documents', 'ab'), { recursive: true });
mkdirSync(join(documents, 'postgres'));
writeFileSync(join(documents, 'documents', 'ab', 'cdef'), randomBytes(2_000_000));
writeFileSync(join(documents, 'documents', 'empty'), '');
writeFileSync(join(documents, 'key'), 'secret', { mode: 0o600 });
writeFileSync(join(documents, 'postgres', 'password'), 'stays out');
const file = newFile();
const saved = await save(source.url, documents, file, () => undefined);
const textOf = (path: string) => gunzipSync(readFileSync(path)).toString();
const forge = (change: (text: string) => string, from = file) => {
  const forged = newFile();
  writeFileSync(forged, gzipSync(change(textOf(from))));
  return forged;
};

test('what was saved is restored to the last bit: values, numbers of sequences, waiting jobs, files', async () => {
  const target = await newDatabase();
  const folder = newFolder();
  expect(await restore(target.url, file, folder)).toEqual(saved);
  expect(await contents(target.db)).toEqual(before);
  expect(readFileSync(join(folder, 'documents', 'ab', 'cdef'))).toEqual(readFileSync(join(documents, 'documents', 'ab', 'cdef')));
  expect(readFileSync(join(folder, 'documents', 'empty'), 'utf8')).toBe('');
  expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600);
  expect(existsSync(join(folder, 'postgres'))).toBe(false);
  const next = await all(target.db, sql<{ id: number }>`insert into trial.unit (name) values ('next') returning id`);
  expect(next).toEqual([{ id: 3 }]);
});

test('keys and triggers are in place again', async () => {
  const target = await newDatabase();
  await restore(target.url, file);
  const rules = sql<{ rule: string }>`
    select pg_get_constraintdef(k.oid) || ' ' || k.conname as rule from pg_constraint as k
    union all
    select pg_get_triggerdef(t.oid) || t.tgenabled::text from pg_trigger as t where not t.tgisinternal
    order by 1`;
  expect(await all(target.db, rules)).toEqual(await all(source.db, rules));
  await expect(sql`delete from trial.fact`.execute(target.db)).rejects.toThrow('facts are never changed');
  await expect(sql`insert into trial.fact (id, unit, data) values (gen_random_uuid(), 99, '{}')`.execute(target.db)).rejects.toThrow('fact_unit_fkey');
});

test('only its owner may read a backup, and no half one bears its name', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const broken = newFile();
  await expect(save('postgres://khue:wrong@127.0.0.1:1/none', documents, broken, () => undefined)).rejects.toThrow();
  expect(existsSync(broken)).toBe(false);
});

/** A backup of the small program, with the same rows and files. */
const kept = newFile();
const smallSource = await newDatabase();
await fill(smallSource, small);
const keptCounts = await save(smallSource.url, documents, kept, () => undefined);

test.each<[string, (text: string) => string]>([
  ['a changed value', (all) => all.replace('changed by the city', 'changed by a thief')],
  ['a row taken out', (all) => all.replace(/^\{"code": "from-migration".*\n/m, '')],
  ['a row put in twice', (all) => all.replace(/^(\{"code": "from-migration".*\n)/m, '$1$1')],
  ['a changed document', (all) => all.replace(/^"[A-Za-z0-9+/]{20}/m, `"${'A'.repeat(20)}`)],
  ['the end cut off', (all) => all.slice(0, all.lastIndexOf('#{"complete"'))],
  ['a table taken out', (all) => all.replace(/#\{"begin":"table","schema":"trial","name":"seed"[^]*?#\{"end":"trial.seed".*\n/, '')],
  ['a file outside the data folder', (all) => all.replaceAll('"documents/empty"', '"../../escaped"')],
  ['no backup at all', () => 'something else\n'],
])('a backup with %s is refused, and nothing stays behind', async (_what, change) => {
  const target = await newDatabase();
  const tried = (path: string) => restore(target.url, path, newFolder(), false, small);
  expect(change(textOf(kept))).not.toBe(textOf(kept));
  await expect(tried(forge(change, kept))).rejects.toThrow('is damaged or incomplete, so nothing was restored');
  const schemas = await all(target.db, sql<{ name: string }>`select n.nspname as name from pg_namespace as n where n.nspname in ('khue', 'kernel', 'trial', 'pgboss')`);
  expect(schemas).toEqual([]);
  expect(await tried(kept)).toEqual(keptCounts);
});

test('a file cut in the middle of its gzip stream is refused', async () => {
  const target = await newDatabase();
  const cut = newFile();
  writeFileSync(cut, readFileSync(file).subarray(0, 100_000));
  await expect(restore(target.url, cut)).rejects.toThrow('is damaged or incomplete');
});

test('a database with anything in it is refused and left as it is', async () => {
  await expect(restore(source.url, file)).rejects.toThrow('The database to restore into is not empty');
  expect(await contents(source.db)).toEqual(before);
});

test('a restore that was killed is begun anew', async () => {
  const target = await newDatabase();
  await migrate(target.url, join(root, 'migrations'));
  await sql.raw(`comment on schema khue is '${UNFINISHED_RESTORE}'`).execute(target.db);
  await restore(target.url, file);
  expect(await contents(target.db)).toEqual(before);
  expect(await migrate(target.url, join(root, 'migrations'))).toEqual([]);
});

test('a backup of an older Khuê is restored as it was and then migrated', async () => {
  writeFileSync(LATER, `alter table trial.seed add column later text; update trial.seed set later = 'filled by the migration';`);
  try {
    const target = await newDatabase();
    await restore(target.url, file);
    const rows = await all(target.db, sql`select s.code, s.text, s.later from trial.seed as s`);
    expect(rows).toEqual([{ code: 'from-migration', text: 'changed by the city', later: 'filled by the migration' }]);
  } finally {
    rmSync(LATER);
  }
});

test('a backup of a newer Khuê is refused', async () => {
  const target = await newDatabase();
  const newer = forge((all) => all.replace('"migrations":[', '"migrations":[{"name":"9999-far-future.sql","sha256":"00"},'));
  await expect(restore(target.url, newer)).rejects.toThrow('made by a newer Khuê (it knows 9999-far-future.sql)');
});

test('waiting jobs of another queue version are refused, or left behind when told so', async () => {
  const target = await newDatabase();
  const other = forge((all) => all.replace(/"jobs":\d+\}/, '"jobs":1}'));
  await expect(restore(target.url, other)).rejects.toThrow('leave waiting jobs behind with --without-jobs');
  await restore(target.url, other, newFolder(), true);
  expect(await all(target.db, sql`select j.id from pgboss.job as j`)).toEqual([]);
  expect(await all(target.db, sql`select s.code from trial.seed as s`)).toEqual([{ code: 'from-migration' }]);
});

test('an owner who is no superuser can save and restore', async () => {
  await sql`do $$ begin create role plain_owner login createrole password 'plain'; exception when duplicate_object then null; end $$`.execute(owner);
  await sql`grant khue_app to plain_owner`.execute(owner);
  const target = await newDatabase();
  const address = Object.assign(new URL(target.url), { username: 'plain_owner', password: 'plain' });
  await sql.raw(`alter database ${address.pathname.slice(1)} owner to plain_owner`).execute(owner);
  await restore(address.href, file);
  expect(await contents(target.db)).toEqual(before);
  const again = newFile();
  expect(await save(address.href, documents, again, () => undefined)).toEqual(saved);
});
