import { join } from 'node:path';
import type { Config } from '#base/config/index.ts';
import { migrate } from '#base/migration/index.ts';
import { InUse, runningPostgres, startPostgres } from '#base/postgres/index.ts';

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

/** Like `migrated`, but leaves the database as it is. */
export async function opened<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
  const database = await openDatabase(config);
  try {
    return await work(database.url);
  } finally {
    await database.close();
  }
}
