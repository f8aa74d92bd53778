import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { all, connect, sql } from '#base/db/index.ts';
import { testDatabase } from '#tests/database.ts';
import { checkMigrated, checkServerVersion, migrate, pendingOf, readMigrations, UNFINISHED_RESTORE } from './index.ts';

const { owner, url } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'khue-migrations-'));
const fresh = Object.assign(new URL(url), { pathname: `${new URL(url).pathname}_fresh` }).href;
const name = new URL(fresh).pathname.slice(1);
const ROLE = `do $$ begin create role khue_app nologin; exception when duplicate_object then null; end $$;`;

const put = (file: string, text: string) => writeFileSync(join(folder, file), text);
const history = async () => {
  const db = connect(fresh, { max: 1 });
  const rows = await all(db, sql<{ name: string }>`select m.name from khue.migration as m order by m.name`);
  await db.destroy();
  return rows.map((row) => row.name);
};

beforeEach(async () => {
  await sql.raw(`drop database if exists ${name} with (force)`).execute(owner);
  await sql.raw(`create database ${name}`).execute(owner);
  put('0001-test-first.sql', `${ROLE} create table first (id int);`);
  put('0002-test-second.sql', 'create table second (id int);');
});

afterAll(async () => {
  await sql.raw(`drop database if exists ${name} with (force)`).execute(owner);
  rmSync(folder, { recursive: true });
});

test('files are applied once, in order, and a later one when it comes', async () => {
  expect(await migrate(fresh, folder)).toEqual(['0001-test-first.sql', '0002-test-second.sql']);
  expect(await migrate(fresh, folder)).toEqual([]);
  put('0003-test-third.sql', 'create table third (id int);');
  expect(await migrate(fresh, folder)).toEqual(['0003-test-third.sql']);
  rmSync(join(folder, '0003-test-third.sql'));
});

test('two processes may migrate together', async () => {
  const applied = await Promise.all([migrate(fresh, folder), migrate(fresh, folder)]);
  expect(applied.flat().sort()).toEqual(['0001-test-first.sql', '0002-test-second.sql']);
});

test('a file that fails leaves nothing of itself and all before it', async () => {
  put('0002-test-second.sql', 'create table second (id int); select 1 / 0;');
  await expect(migrate(fresh, folder)).rejects.toThrow('migrations/0002-test-second.sql: division by zero');
  expect(await history()).toEqual(['0001-test-first.sql']);
  put('0002-test-second.sql', 'create table second (id int);');
  expect(await migrate(fresh, folder)).toEqual(['0002-test-second.sql']);
});

test('an edited file is refused in one sentence', async () => {
  await migrate(fresh, folder);
  put('0001-test-first.sql', `${ROLE} create table first (id bigint);`);
  await expect(migrate(fresh, folder)).rejects.toThrow('The file migrations/0001-test-first.sql was edited after this database had been through it');
});

test('a database of a newer Khuê is refused in one sentence', async () => {
  put('0009-test-future.sql', 'select 1;');
  await migrate(fresh, folder);
  rmSync(join(folder, '0009-test-future.sql'));
  await expect(migrate(fresh, folder)).rejects.toThrow('made by a newer Khuê (it knows 0009-test-future.sql)');
});

test('what only reads a database refuses one of an older and of a newer Khuê in one sentence', async () => {
  await migrate(fresh, folder);
  await expect(checkMigrated(fresh, folder)).resolves.toBeUndefined();
  put('0009-test-future.sql', 'select 1;');
  await expect(checkMigrated(fresh, folder)).rejects.toThrow('of an older Khuê (0009-test-future.sql is still to be applied)');
  await migrate(fresh, folder);
  rmSync(join(folder, '0009-test-future.sql'));
  await expect(checkMigrated(fresh, folder)).rejects.toThrow('made by a newer Khuê (it knows 0009-test-future.sql)');
});

test('a database with an unfinished restore is refused in one sentence', async () => {
  await migrate(fresh, folder);
  const db = connect(fresh, { max: 1 });
  await sql.raw(`comment on schema khue is '${UNFINISHED_RESTORE}'`).execute(db);
  await db.destroy();
  await expect(migrate(fresh, folder)).rejects.toThrow('A restore into this database was not finished');
});

test('a database that cannot be reached is named without its password', async () => {
  const failure = migrate('postgres://someone:secret@127.0.0.1:1/none', folder);
  await expect(failure).rejects.toThrow('Khuê cannot reach the database');
  await expect(failure).rejects.not.toThrow('secret');
});

test.each([
  ['14.12 (Debian 14.12-1)', true],
  ['9.6.24', true],
  ['15.0', false],
  ['18.4', false],
])('a server of version %s is refused: %s', (version, refused) => {
  const check = () => checkServerVersion(version);
  if (refused) expect(check).toThrow('but Khuê needs 15 or later');
  else expect(check).not.toThrow();
});

test('line ends of Windows do not count as an edit', () => {
  const before = readMigrations(folder);
  put('0002-test-second.sql', 'create table second (id int);\r\n');
  const windows = readMigrations(folder);
  put('0002-test-second.sql', 'create table second (id int);\n');
  expect(windows.map((file) => file.sha256)).toEqual(readMigrations(folder).map((file) => file.sha256));
  expect(pendingOf(before, new Map())).toHaveLength(2);
});

test.each(['2-test-x.sql', '0002_test.sql', '0002-Test-x.sql'])('a file named %s is refused', (file) => {
  put(file, 'select 1;');
  try {
    expect(() => readMigrations(folder)).toThrow('is named NNNN-module-what.sql');
  } finally {
    rmSync(join(folder, file));
  }
});

test('a number used twice is refused', () => {
  put('0002-test-other.sql', 'select 1;');
  try {
    expect(() => readMigrations(folder)).toThrow('its number is used twice');
  } finally {
    rmSync(join(folder, '0002-test-other.sql'));
  }
});
