import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { InUse, prepareFolder, runningPostgres, startPostgres, type OwnPostgres } from './index.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'khue-postgres-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

function start(folder: string): Promise<OwnPostgres> {
  return startPostgres({ folder, durable: false, onProgress: () => undefined });
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query({ text: statement, rowMode: 'array' });
  await client.end();
  return rows;
}

const postmaster = (folder: string) => Number(readFileSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);

test('what was written is there after a stop and a start', async () => {
  const folder = newFolder();
  const first = await start(folder);
  await ask(first.url, `create table note as select 'kept'::text as text`);
  await first.stop();
  expect(await runningPostgres(folder)).toBeUndefined();
  const second = await start(folder);
  expect(await ask(second.url, 'select n.text from note as n')).toEqual([['kept']]);
  await second.stop();
  expect(existsSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false);
});

test('nobody enters without the password, which only its owner may read', async () => {
  const folder = newFolder();
  const own = await start(folder);
  const url = new URL(own.url);
  expect(url.hostname).toBe('127.0.0.1');
  expect(decodeURIComponent(url.password)).toBe(readFileSync(join(folder, 'postgres', 'password'), 'utf8'));
  expect(statSync(join(folder, 'postgres', 'password')).mode & 0o777).toBe(0o600);
  url.password = 'guess';
  await expect(ask(url.href, 'select 1')).rejects.toThrow('password authentication failed');
  await own.stop();
});

test('a second process on the same data folder is told so, and the first goes on', async () => {
  const folder = newFolder();
  const own = await start(folder);
  await expect(start(folder)).rejects.toThrow(InUse);
  await expect(start(folder)).rejects.toThrow('Another Khuê process is already using the data folder');
  expect(await runningPostgres(folder)).toBe(own.url);
  expect(await ask(own.url, 'select 1')).toEqual([[1]]);
  await own.stop();
});

test('two processes that start together on a new folder: one holds it, the other is told', async () => {
  const folder = newFolder();
  const outcomes = await Promise.allSettled([start(folder), start(folder)]);
  const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const losers = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(winners).toHaveLength(1);
  expect(losers).toEqual([expect.any(InUse)]);
  for (const winner of winners) await winner.stop();
});

test('a killed server leaves a file behind that does not hinder the next start', async () => {
  const folder = newFolder();
  const first = await start(folder);
  await ask(first.url, `create table note as select 'kept'::text as text`);
  process.kill(postmaster(folder), 'SIGKILL');
  const second = await start(folder);
  expect(await ask(second.url, 'select n.text from note as n')).toEqual([['kept']]);
  await second.stop();
});

test('nor does one whose process number belongs to another program by now', async () => {
  const folder = newFolder();
  await (await start(folder)).stop();
  const cluster = join(folder, 'postgres', 'cluster');
  writeFileSync(join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n1\n54329\n\n127.0.0.1\n\nready   \n`);
  const second = await start(folder);
  expect(await ask(second.url, 'select 1')).toEqual([[1]]);
  await second.stop();
});

test('the loss of the server is reported, its orderly end is not', async () => {
  const folder = newFolder();
  let lost = 0;
  const options = { folder, durable: false, onProgress: () => undefined, onLost: () => void (lost += 1) };
  await (await startPostgres(options)).stop();
  expect(lost).toBe(0);
  await startPostgres(options);
  process.kill(postmaster(folder), 'SIGKILL');
  await expect.poll(() => lost).toBe(1);
});

test('a data folder of another major version is refused in one sentence', async () => {
  const folder = newFolder();
  await (await start(folder)).stop();
  writeFileSync(join(folder, 'postgres', 'cluster', 'PG_VERSION'), '16\n');
  await expect(start(folder)).rejects.toThrow('was made by PostgreSQL 16, but this Khuê brings PostgreSQL 18');
});

test('a folder that cannot be written is refused in one sentence, in both languages', async () => {
  const file = join(newFolder(), 'file');
  writeFileSync(file, '');
  const folder = join(file, 'data');
  await expect(start(folder)).rejects.toThrow(`Khuê cannot write to its data folder ${folder}`);
  await expect(start(folder)).rejects.toThrow(`Khuê không ghi được vào thư mục dữ liệu ${folder}`);
});

const small = join(newFolder(), 'small');
mkdirSync(small);
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m,mode=0755', 'tmpfs', small]).status === 0;
afterAll(() => mounted && spawnSync('umount', [small]));

test.skipIf(!mounted)('a full disk is named as such, and nothing half-made is left', async () => {
  await expect(start(small)).rejects.toThrow(`is full: free some space`);
  expect(existsSync(join(small, 'postgres', 'cluster'))).toBe(false);
});

test('a data folder is made where it is missing, and one that cannot be made gets one sentence', () => {
  const folder = join(newFolder(), 'new', 'data');
  prepareFolder(folder);
  expect(existsSync(folder)).toBe(true);
  writeFileSync(join(folder, 'file'), '');
  expect(() => prepareFolder(join(folder, 'file', 'data'))).toThrow(`Khuê cannot write to its data folder ${join(folder, 'file', 'data')}`);
});
