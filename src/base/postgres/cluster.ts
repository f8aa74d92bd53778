import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Trouble } from '#base/trouble/index.ts';
import type { Binaries } from './binaries.ts';
import { diskFull, saysFull, type Place } from './place.ts';
import { asRunner } from './user.ts';

/** Name of the superuser of an own PostgreSQL; it owns the database. */
export const SUPERUSER = 'khue';

/**
 * Makes the data directory unless it exists. It is made under another name and renamed when complete,
 * so a process killed half-way leaves nothing that looks like a database.
 */
export async function ensureCluster(place: Place, binaries: Binaries, durable: boolean, onProgress: (line: string) => void): Promise<void> {
  if (existsSync(join(place.cluster, 'PG_VERSION'))) return checkMajor(place, binaries);
  onProgress('Preparing a new PostgreSQL database …');
  for (const name of readdirSync(place.home)) {
    // Leftovers of a killed start; those of a process that is making one right now are younger and its own affair.
    if (name.startsWith('unfinished-') && !isRunning(Number(name.split('-')[1]))) {
      rmSync(join(place.home, name), { recursive: true, force: true });
    }
  }
  const unfinished = join(place.home, `unfinished-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    await initdb(unfinished, place, binaries, durable);
    renameSync(unfinished, place.cluster);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // A second process that began together with us was faster: its cluster is as good as ours.
    if (!existsSync(join(place.cluster, 'PG_VERSION'))) throw error;
  }
}

/** Whether a process of this number exists, whoever owns it. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function checkMajor(place: Place, binaries: Binaries): void {
  const found = readFileSync(join(place.cluster, 'PG_VERSION'), 'utf8').trim();
  if (Number.parseInt(found, 10) === binaries.major) return;
  throw new Trouble(
    `The data folder ${place.cluster} was made by PostgreSQL ${found}, but this Khuê brings PostgreSQL ${binaries.major}: make a backup with the Khuê that made it ("khue backup FILE") and restore it into a new data folder with this one.`,
    `Thư mục dữ liệu ${place.cluster} do PostgreSQL ${found} tạo ra, còn bản Khuê này dùng PostgreSQL ${binaries.major}: hãy sao lưu bằng bản Khuê cũ ("khue backup TỆP") rồi khôi phục vào thư mục dữ liệu mới bằng bản này.`,
  );
}

async function initdb(target: string, place: Place, binaries: Binaries, durable: boolean): Promise<void> {
  const { code, output } = await run(
    binaries.initdb,
    [
      `--pgdata=${target}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${join(place.home, 'password')}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The built-in provider behaves the same on every machine; Vietnamese order is a collation of its own (migration 0001).
      '--locale-provider=builtin',
      '--locale=C',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      ...(durable ? [] : ['--no-sync']),
    ],
    place,
  );
  if (code === 0) return;
  if (saysFull(output)) throw diskFull(place.home);
  throw new Trouble(
    `PostgreSQL could not prepare its data folder in ${place.home}: ${lastLine(output)}`,
    `PostgreSQL không tạo được thư mục dữ liệu trong ${place.home}: ${lastLine(output)}`,
  );
}

/** Runs a program as the runner to its end; `output` is what it wrote on both streams. */
export function run(program: string, args: string[], place: Place): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...asRunner(place.runner), env: postgresEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** The environment of PostgreSQL's programs: ours without PG… variables, with messages in plain English because we read them. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_') && name !== 'LANG');
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

function lastLine(output: string): string {
  const lines = output.split('\n').filter((line) => /error|fatal|could not|cannot/i.test(line));
  return (lines.at(-1) ?? output.trim().split('\n').at(-1) ?? '').replace(/^.*?(FATAL|ERROR|error):\s*/, '');
}
