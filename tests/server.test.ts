import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { runningPostgres } from '#base/postgres/index.ts';
import { spawnServer } from '#tests/browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'khue-server-'));
chmodSync(folder, 0o755);
const data = (name: string) => ({ KHUE_DATA: join(folder, name), KHUE_DEMO: '0' });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a taken port gives one sentence and exit code 1, before any data folder is made', async () => {
  const other = createServer().listen(0);
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const server = spawnServer({ ...data('port'), PORT: String(port) });
  expect(await server.ended).toBe(1);
  expect(server.output()).toMatch(new RegExp(`^Port ${port} is already in use.*\\nCổng ${port} đang được.*\\n$`));
  other.close();
});

test('a port that is none gives one sentence and exit code 1', async () => {
  const server = spawnServer({ ...data('port'), PORT: 'many' });
  expect(await server.ended).toBe(1);
  expect(server.output()).toMatch(/^PORT must be a whole number.*\n.*\n$/);
});

test('a second server on the same data folder gives one sentence; the first goes on, and SIGTERM ends all of it', async () => {
  const first = spawnServer(data('second'));
  const address = await first.ready();
  const second = spawnServer(data('second'));
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(/^Another Khuê process is already using the data folder.*\n.*\n$/);
  expect((await fetch(address)).status).toBe(200);
  expect(await first.stop('SIGTERM')).toBe(0);
  expect(await runningPostgres(data('second').KHUE_DATA)).toBeUndefined();
}, 60_000);

test('a server whose PostgreSQL is gone says so and ends with code 1', async () => {
  const server = spawnServer(data('lost'));
  await server.ready();
  process.kill(postmaster('lost'), 'SIGKILL');
  expect(await server.ended).toBe(1);
  expect(server.output()).toContain('PostgreSQL ended unexpectedly; start Khuê again.');
}, 60_000);

test('started by npm, the server ends when the shell between them is gone', async () => {
  const shell = spawn('/bin/sh', ['-c', `"${process.execPath}" src/server.ts; true`], {
    env: { ...process.env, ...data('npm'), PORT: '0', npm_lifecycle_event: 'start', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => shell.stdout.on('data', (chunk: Buffer) => chunk.toString().includes('is ready') && resolve(null)));
  shell.kill('SIGTERM');
  await expect.poll(() => runningPostgres(data('npm').KHUE_DATA), { timeout: 15_000 }).toBeUndefined();
}, 60_000);

/** Inserts numbers one after the other until the connection breaks; returns the last one that the server acknowledged. */
async function writeUntilKilled(url: string, from: number, written: (n: number) => void): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('create table if not exists public.written (n int primary key)');
  let n = from;
  try {
    for (;;) {
      await client.query('insert into public.written (n) values ($1)', [n + 1]);
      n += 1;
      written(n - from);
    }
  } catch {
    return n;
  }
}

function postmaster(name: string): number {
  return Number(readFileSync(join(data(name).KHUE_DATA, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

test('killed five times while writing, it loses nothing acknowledged and the next start just works', async () => {
  let acknowledged = 0;
  for (const round of [1, 2, 3, 4, 5]) {
    const server = spawnServer(data('kill'));
    await server.ready();
    const url = (await runningPostgres(data('kill').KHUE_DATA)) ?? '';
    const kill = () => {
      server.process.kill('SIGKILL');
      // In the even rounds PostgreSQL dies in the same moment, as when a machine or a container is killed.
      if (round % 2 === 0) process.kill(postmaster('kill'), 'SIGKILL');
    };
    acknowledged = await writeUntilKilled(url, acknowledged, (count) => count === 100 * round && kill());
    const next = spawnServer(data('kill'));
    await next.ready();
    const client = new pg.Client({ connectionString: await runningPostgres(data('kill').KHUE_DATA) });
    await client.connect();
    const { rows } = await client.query<{ count: number; last: number }>('select count(*)::int as count, max(w.n) as last from public.written as w');
    await client.end();
    expect(await next.stop('SIGTERM')).toBe(0);
    // The last insert may have been done without the answer reaching us.
    expect(rows[0]?.count).toBe(rows[0]?.last);
    expect(rows[0]?.last).toBeGreaterThanOrEqual(acknowledged);
    expect(rows[0]?.last).toBeLessThanOrEqual(acknowledged + 1);
    acknowledged = rows[0]?.last ?? 0;
  }
  expect(acknowledged).toBeGreaterThanOrEqual(1500);
}, 180_000);
