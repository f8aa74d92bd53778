import { randomBytes } from 'node:crypto';
import { afterAll, inject, test } from 'vitest';
import { APP_ROLE, connect, sql, type Db, type Tx } from '#base/db/index.ts';

/** A database of one test file. */
export type TestDatabase = {
  /** Works as the application's role. */
  db: Db;
  /** Works as the owner, who may do anything: for preparing and for looking. */
  owner: Db;
  /** Address of the database, as the owner. */
  url: string;
  /** A test in one transaction of the application's role, which is rolled back whatever happens. */
  rolledBack: (name: string, work: (tx: Tx) => Promise<void>) => void;
  /** Runs `work` in one transaction of the application's role that is rolled back: for `test.each` and properties. */
  inRolledBack: (work: (tx: Tx) => Promise<void>) => Promise<void>;
};

/** Makes a database for this test file from the migrated template (or another one); it is dropped after the file's last test. Call it once, at the top. */
export async function testDatabase(template = inject('template')): Promise<TestDatabase> {
  const server = inject('serverUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = connect(server, { max: 1 });
  // Without durability copying files costs a third of writing every page through the log.
  await sql.raw(`create database ${name} template ${template} strategy file_copy`).execute(admin);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const db = connect(url, { role: APP_ROLE, max: 5 });
  const owner = connect(url, { max: 3 });
  afterAll(async () => {
    await Promise.all([db.destroy(), owner.destroy()]);
    await sql.raw(`drop database ${name} with (force)`).execute(admin);
    await admin.destroy();
  });
  const inRolledBack = (work: (tx: Tx) => Promise<void>) => rollBackAfter(db, work);
  return { db, owner, url, inRolledBack, rolledBack: (title, work) => test(title, () => inRolledBack(work)) };
}

class RollBack extends Error {}

/** What was handed over to be sent with the next statement (`later`) shows its faults; a test may have made one that it expected, after which PostgreSQL refuses all. */
async function tellFaults(tx: Tx): Promise<void> {
  await sql`select 1`.execute(tx).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === '25P02')) throw error;
  });
}

async function rollBackAfter(db: Db, work: (tx: Tx) => Promise<void>): Promise<void> {
  const done = new RollBack();
  await db
    .transaction()
    .execute(async (tx) => {
      await work(tx);
      await tellFaults(tx);
      throw done;
    })
    .catch((error: unknown) => {
      if (error !== done) throw error;
    });
}
