import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve as absolute } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Trouble } from '#base/trouble/index.ts';
import type { Binaries } from './binaries.ts';
import { postgresEnvironment, run } from './cluster.ts';
import { diskFull, saysFull, type Place } from './place.ts';
import { endOrphans, findPostmaster, type Postmaster } from './running.ts';
import { asRunner, give } from './user.ts';

const LOG_LIMIT_BYTES = 10_000_000;

/** A socket's path may have 103 bytes on macOS and 107 on Linux; the name in the folder takes up to 16. */
const LONGEST_SOCKET_FOLDER = 86;

/** How long a start may be put off by processes of the last server that are still ending. */
const PATIENCE_MS = 30_000;

/**
 * Settings of every own PostgreSQL. Statements and values stay out of the log (`terse`, `panic`), because they hold personal data.
 */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  max_connections: '100',
  shared_buffers: '256MB',
  // Solid-state disks read anywhere alike.
  random_page_cost: '1.1',
  jit: 'off',
  // A table that was small a moment ago is planned for as small until its statistics are new: looked for more often than each minute.
  autovacuum_naptime: '10s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  password_encryption: 'scram-sha-256',
};

/** For tests: what is acknowledged may be lost when the machine loses power, but not when a process is killed. */
const FAST = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off', wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '256MB' };

/** Starts PostgreSQL and returns once it accepts connections; throws a `Trouble` when it cannot. */
export async function launch(place: Place, binaries: Binaries, durable: boolean, port: number | undefined): Promise<Postmaster> {
  const until = Date.now() + PATIENCE_MS;
  let sockets = socketFolder(place);
  for (;;) {
    const from = logSize(place);
    const child = spawnServer(place, binaries, { ...SETTINGS, ...(durable ? {} : FAST), unix_socket_directories: sockets, port: String(port ?? (await freePort())) });
    const ready = await untilReady(child, place);
    if (ready) return ready;
    const said = readFileSync(place.log, 'utf8').slice(from);
    if (sockets !== '' && said.includes('could not create any Unix-domain sockets')) {
      // A disk that cannot hold sockets (some shared folders): connections by TCP are all there is.
      sockets = '';
    } else if (Date.now() > until || !(await worthAnotherTry(said, place, port))) throw startTrouble(said, place);
  }
}

/** Ends the server: transactions under way are rolled back, everything acknowledged is on disk. */
export async function stopServer(place: Place, binaries: Binaries): Promise<void> {
  await run(binaries.pgCtl, ['stop', '-D', place.cluster, '-m', 'fast', '-w', '-t', '60'], place);
}

/**
 * A shell that waits for our end of a pipe to close and then ends PostgreSQL, so that a killed Khuê leaves no server behind.
 * Writing a line to it lets it go without doing so.
 */
export function watchFor(pid: number, place: Place): () => void {
  if (process.platform === 'win32') return () => undefined;
  const child = spawn('/bin/sh', ['-c', 'trap "" INT TERM HUP; read -r line || kill -INT "$1"', 'sh', String(pid)], {
    ...asRunner(place.runner),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return () => child.stdin.end('done\n');
}

/**
 * Where the server's Unix socket lies: statements reach it in a third of the time that a TCP connection to this machine takes.
 * Empty (TCP only) where there is none, or where its path would be longer than a socket's may be.
 */
function socketFolder(place: Place): string {
  const folder = absolute(place.home);
  return process.platform === 'win32' || folder.includes(',') || Buffer.byteLength(folder) > LONGEST_SOCKET_FOLDER ? '' : folder;
}

function spawnServer(place: Place, binaries: Binaries, settings: Record<string, string>): ChildProcess {
  const log = openSync(place.log, 'a', 0o600);
  give(place.log, place.runner);
  const child = spawn(binaries.postgres, ['-D', place.cluster, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])], {
    ...asRunner(place.runner),
    env: postgresEnvironment(),
    // A group of its own: Ctrl+C in a terminal reaches us only, and we end PostgreSQL after the last request.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  // However our process ends, short of SIGKILL, the server is asked to end with it.
  const interrupt = () => child.kill('SIGINT');
  process.on('exit', interrupt);
  child.on('exit', () => process.off('exit', interrupt));
  return child;
}

async function untilReady(child: ChildProcess, place: Place): Promise<Postmaster | undefined> {
  let failed = false;
  child.on('error', () => (failed = true));
  while (!failed && child.exitCode === null && child.signalCode === null) {
    const found = findPostmaster(place);
    if (found?.pid === child.pid && found?.ready) return found;
    await sleep(15);
  }
  return undefined;
}

/** Whether a failed start may succeed when repeated: the last server is still ending, or the free port was taken meanwhile. */
async function worthAnotherTry(said: string, place: Place, port: number | undefined): Promise<boolean> {
  if (said.includes('Address already in use') || said.includes('could not create any TCP/IP sockets')) return port === undefined;
  if (said.includes('pre-existing shared memory block')) {
    endOrphans(place);
    await sleep(200);
    return true;
  }
  return false;
}

function startTrouble(said: string, place: Place): Error {
  if (saysFull(said)) return diskFull(place.home);
  const reason =
    said
      .split('\n')
      .filter((line) => /FATAL|PANIC|error/.test(line))
      .at(-1)
      ?.replace(/^.*?(FATAL|PANIC):\s*/, '') ?? 'no reason was logged';
  return new Trouble(
    `PostgreSQL did not start in ${place.home} (${reason}); its log is ${place.log}.`,
    `PostgreSQL không khởi động được trong ${place.home} (${reason}); nhật ký ở ${place.log}.`,
  );
}

function logSize(place: Place): number {
  const size = statSync(place.log, { throwIfNoEntry: false })?.size ?? 0;
  if (size < LOG_LIMIT_BYTES) return size;
  truncateSync(place.log);
  return 0;
}

/** A TCP port of this machine that nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}
