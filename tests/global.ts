import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '#base/migration/index.ts';
import { isRunning, startPostgres } from '#base/postgres/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the test server's database `khue`, as its owner. */
    serverUrl: string;
    /** Name of the migrated database that each test file's own one is copied from. */
    template: string;
    /** Name of the database of the demo city, once somebody has asked for it (`demoCity`). */
    city: string;
  }
}

const TEMPLATE = 'khue_template';
const CITY = 'khue_city';

/** Starts one PostgreSQL for the whole test run (or uses KHUE_TEST_DATABASE_URL) and migrates the template once; for the whole run, not for each of its projects. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!project.isRootProject()) return undefined;
  // Every test file and every program that a test starts is a process of its own: what one has compiled the next one reads.
  process.env['NODE_COMPILE_CACHE'] ??= resolve('node_modules', '.cache', 'compiled');
  const given = process.env['KHUE_TEST_DATABASE_URL'];
  const folder = folderOfRun(roomiest());
  process.env['KHUE_TEST_FOLDER'] = folder;
  const server = given === undefined ? await startPostgres({ folder, durable: false, onProgress: () => undefined }) : undefined;
  const url = given ?? server?.url ?? '';
  await makeTemplate(url);
  project.provide('serverUrl', url);
  project.provide('template', TEMPLATE);
  project.provide('city', CITY);
  return async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

const FOLDER = 'khue-test-';
const MEMORY_DISK = '/dev/shm';
const GIGABYTE = 2 ** 30;

/** A folder in memory where the machine has room for it, else one on disk: every test file makes a database of some 500 files and drops it, which takes a second on some disks. */
function roomiest(): string {
  if (!existsSync(MEMORY_DISK) || process.availableMemory() < 8 * GIGABYTE) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY_DISK);
  return bavail * bsize < 3 * GIGABYTE ? tmpdir() : MEMORY_DISK;
}

/** A folder for this run alone, gone with it; what runs that were killed left in the same place goes now. */
function folderOfRun(place: string): string {
  dropLeft(place);
  const folder = mkdtempSync(join(place, `${FOLDER}${process.pid}-`));
  // Started by root, PostgreSQL runs as another user, who has to pass through here.
  chmodSync(folder, 0o755);
  return folder;
}

/** A run that was killed leaves its folder behind, which may be memory. */
function dropLeft(place: string): void {
  for (const name of readdirSync(place)) {
    const pid = Number(new RegExp(`^${FOLDER}(\\d+)-`).exec(name)?.[1] ?? process.pid);
    if (!isRunning(pid)) rmSync(join(place, name), { recursive: true, force: true });
  }
}

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const left of [TEMPLATE, CITY]) await client.query(`drop database if exists ${left} with (force)`);
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const template = new URL(url);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.href, resolve('migrations'));
}
