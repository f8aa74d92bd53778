import { join } from 'node:path';
import type { Config } from '#base/config/index.ts';
import { connect, one, sql } from '#base/db/index.ts';
import { migrate } from '#base/migration/index.ts';
import { hasCluster, InUse, runningPostgres, startPostgres } from '#base/postgres/index.ts';
import { Trouble } from '#base/trouble/index.ts';

/** A database opened for one command; `url` is that of its owner. */
export type OpenDatabase = { url: string; close: () => Promise<void> };

/**
 * The database a command works with: DATABASE_URL, or the own PostgreSQL of the data folder, beside a running server
 * or started for the time of the command. It is not migrated; `migrated` is what most commands want.
 */
export async function openDatabase(config: Config): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, close: async () => undefined };
  try {
    const own = await startPostgres({ folder: config.dataFolder, onProgress: (line) => console.error(line) });
    return { url: own.url, close: own.stop };
  } catch (error) {
    const url = error instanceof InUse ? await runningPostgres(config.dataFolder) : undefined;
    if (url === undefined) throw error;
    return { url, close: async () => undefined };
  }
}

/** Opens the database, migrates it, does `work` with the owner's address and closes it again whatever happens. */
export async function migrated<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
  return opened(config, async (url) => {
    await migrate(url, join(config.root, 'migrations'));
    return work(url);
  });
}

/** Like `migrated`, for what only makes sense with a database that is there already; throws a `Trouble` instead of making an empty one. */
export async function kept<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
  if (config.databaseUrl === undefined && !hasCluster(config.dataFolder)) throw nothingKept(config.dataFolder);
  return opened(config, async (url) => {
    if (!(await isKhue(url))) throw nothingKept('DATABASE_URL');
    return work(url);
  });
}

async function isKhue(url: string): Promise<boolean> {
  const db = connect(url, { max: 1 });
  try {
    const row = await one(db, sql<{ found: boolean }>`select to_regclass('kernel.fact') is not null as found`);
    return row?.found === true;
  } finally {
    await db.destroy();
  }
}

function nothingKept(where: string): Trouble {
  return new Trouble(
    `There is no database of Khuê in ${where}: check KHUE_DATA or DATABASE_URL.`,
    `Không có cơ sở dữ liệu Khuê trong ${where}: hãy kiểm tra KHUE_DATA hoặc DATABASE_URL.`,
  );
}

/** Like `migrated`, but leaves the database as it is. */
export async function opened<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
  const database = await openDatabase(config);
  try {
    return await work(database.url);
  } finally {
    await database.close();
  }
}
