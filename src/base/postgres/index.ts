import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { findBinaries, type Binaries } from './binaries.ts';
import { ensureCluster, isRunning } from './cluster.ts';
import { freePort, launch, stopServer, watchFor } from './launch.ts';
import { folderTrouble, hasCluster, prepareFolder, preparePlace, type Place } from './place.ts';
import { findPostmaster, InUse, takeHold, tryConnect, urlOf, type Postmaster } from './running.ts';

export { freePort, hasCluster, InUse, isRunning, prepareFolder };

/** A running own PostgreSQL: the address of its database `khue` as the owner, and how to end it. */
export type OwnPostgres = { url: string; stop: () => Promise<void> };

/** `folder` is the data folder (KHUE_DATA); `durable: false` trades safety against power loss for speed, for tests; without `port` a free one is taken; `onLost` hears that the server ended by itself. */
export type PostgresOptions = { folder: string; onProgress: (line: string) => void; durable?: boolean; port?: number; onLost?: () => void };

/**
 * Starts the own PostgreSQL of a data folder, or takes over the one that a killed process left behind, and holds it
 * until `stop()` or the end of this process. Throws `InUse` when another Khuê process holds it, and other `Trouble`s.
 */
export async function startPostgres(options: PostgresOptions): Promise<OwnPostgres> {
  const place = preparePlace(options.folder);
  if (place.moved) options.onProgress(`Only root may enter ${options.folder}, so PostgreSQL keeps its data in ${place.home}`);
  try {
    const binaries = findBinaries(place.runner);
    const durable = options.durable ?? true;
    await ensureCluster(place, binaries, durable, options.onProgress);
    const { server, hold } = await adoptOrLaunch(place, binaries, durable, options.port);
    return await holding(server, hold, place, binaries, options.onLost);
  } catch (error) {
    throw folderTrouble(error, options.folder);
  }
}

/** The address of the own PostgreSQL of a data folder when it is running, for a command beside a running server. */
export async function runningPostgres(folder: string): Promise<string | undefined> {
  const place = preparePlace(folder);
  const found = findPostmaster(place);
  const client = found && (await tryConnect(place, found));
  await client?.end();
  return found && client && urlOf(place, found);
}

async function adoptOrLaunch(place: Place, binaries: Binaries, durable: boolean, port: number | undefined): Promise<{ server: Postmaster; hold: pg.Client }> {
  for (;;) {
    // A server that lives but does not answer is starting, recovering or ending: it is waited for, however long it takes.
    const found = findPostmaster(place);
    const server = found ?? (await launchUnlessRunning(place, binaries, durable, port));
    const hold = server && (await tryConnect(place, server));
    if (server && hold) {
      await takeHold(hold, place);
      return { server, hold };
    }
    await sleep(50);
  }
}

async function launchUnlessRunning(place: Place, binaries: Binaries, durable: boolean, port: number | undefined): Promise<Postmaster | undefined> {
  try {
    return await launch(place, binaries, durable, port);
  } catch (error) {
    // Another process started one between our look and our start: look again.
    if (findPostmaster(place)) return undefined;
    throw error;
  }
}

async function holding(server: Postmaster, first: pg.Client, place: Place, binaries: Binaries, onLost?: () => void): Promise<OwnPostgres> {
  await ensureDatabase(first);
  const release = watchFor(server.pid, place);
  let stopping: Promise<void> | undefined;
  let hold = first;
  const keep = () => hold.once('end', () => void regain());
  const regain = async (): Promise<void> => {
    // One crashed session makes PostgreSQL drop all others; the hold is taken again as soon as it accepts connections.
    while (!stopping && findPostmaster(place)) {
      const client = await tryConnect(place, server);
      if (client) {
        hold = client;
        await takeHold(client, place).catch(() => undefined);
        keep();
        return;
      }
      await sleep(200);
    }
    if (!stopping) onLost?.();
  };
  keep();
  const onExit = () => interrupt(server.pid);
  process.once('exit', onExit);
  const stop = async () => {
    await hold.end().catch(() => undefined);
    await stopServer(place, binaries);
    process.off('exit', onExit);
    release();
  };
  return { url: urlOf(place, server), stop: () => (stopping ??= stop()) };
}

async function ensureDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(`select 1 from pg_database where datname = 'khue'`);
  if (rowCount === 0) await client.query('create database khue');
}

function interrupt(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // Already gone.
  }
}
