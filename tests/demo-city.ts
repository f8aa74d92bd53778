import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { connect, sql, type Db } from '#base/db/index.ts';
import { runFolder } from '#tests/folder.ts';

/** The demo city of a test run: a database to copy from, and the data folder that belongs to it. */
export type DemoCity = { template: string; dataFolder: string };

/** Key of the advisory lock under which one test file makes the city for all. */
const LOCK = 7_420_931_156;

/** Makes the demo city, or waits until the test file that began first has made it. */
export async function demoCity(): Promise<DemoCity> {
  const template = inject('city');
  const city: DemoCity = { template, dataFolder: join(runFolder(), 'city') };
  const admin = connect(inject('serverUrl'), { max: 1 });
  // One connection for all of it: the lock is the connection's.
  await admin
    .connection()
    .execute(async (db) => {
      await sql`select pg_advisory_lock(${LOCK}::bigint)`.execute(db);
      const { rows } = await sql`select from pg_database as made where made.datname = ${template}`.execute(db);
      if (rows.length === 0) await make(city, db);
    })
    .finally(() => admin.destroy());
  return city;
}

/** As a first start on port 0 makes it; it bears its name only when it is whole. */
async function make({ template, dataFolder }: DemoCity, db: Db): Promise<void> {
  const unfinished = `${template}_unfinished`;
  await sql.raw(`drop database if exists ${unfinished} with (force)`).execute(db);
  await sql.raw(`create database ${unfinished} template ${inject('template')}`).execute(db);
  mkdirSync(dataFolder, { recursive: true });
  chmodSync(dataFolder, 0o755);
  const url = Object.assign(new URL(inject('serverUrl')), { pathname: `/${unfinished}` }).href;
  const { npm_lifecycle_event: _npm, NODE_ENV: _mode, VITEST: _vitest, ...inherited } = process.env;
  const env = { ...inherited, PORT: '0', DATABASE_URL: url, KHUE_DATA: dataFolder };
  await promisify(execFile)(process.execPath, ['src/cli/index.ts', 'demo'], { env, maxBuffer: 2 ** 24 });
  // What a real server does by itself within minutes: without statistics the figures of a city are planned badly.
  const owner = connect(url, { max: 1 });
  await sql`vacuum analyze`.execute(owner).finally(() => owner.destroy());
  await sql.raw(`alter database ${unfinished} rename to ${template}`).execute(db);
}
