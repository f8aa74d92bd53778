import { spawnSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { Trouble } from '#base/trouble/index.ts';

/** The user under whom PostgreSQL runs; undefined means our own. PostgreSQL refuses to run as root. */
export type Runner = { uid: number; gid: number; name: string } | undefined;

/** Users tried in this order when we are root; `khue` is made when none but `nobody` exists. */
const NAMES = ['khue', 'postgres'];

/** Chooses who runs PostgreSQL: the owner of an existing cluster, else the first unprivileged user there is. */
export function runnerFor(cluster: string): Runner {
  if (process.getuid?.() !== 0) return undefined;
  const owner = ownerOf(cluster);
  if (owner !== undefined && owner.uid !== 0) return owner;
  for (const name of NAMES) {
    const found = userByName(name);
    if (found) return found;
  }
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'khue']);
  const made = userByName('khue') ?? userByName('nobody');
  if (made) return made;
  throw new Trouble(
    'PostgreSQL may not run as root and no unprivileged user was found: create one with "useradd --system khue", or start Khuê as an ordinary user.',
    'PostgreSQL không được chạy bằng tài khoản root và máy chưa có tài khoản thường: hãy tạo bằng lệnh "useradd --system khue", hoặc khởi động Khuê bằng tài khoản thường.',
  );
}

/** Gives a file or folder to the runner; does nothing when the runner is ourselves. */
export function give(path: string, runner: Runner): void {
  if (runner) chownSync(path, runner.uid, runner.gid);
}

/** How a child process is started for this runner: its user, and a folder that every user may stand in. */
export function asRunner(runner: Runner): { uid?: number; gid?: number; cwd: string } {
  return runner ? { uid: runner.uid, gid: runner.gid, cwd: '/' } : { cwd: process.cwd() };
}

/** Whether the runner can pass through all folders above `path` and enter it. Asked of the system itself, which also knows of ACLs. */
export function canEnter(path: string, runner: Runner): boolean {
  if (!runner) return true;
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1" 2>/dev/null', 'sh', path], asRunner(runner)).status === 0;
}

function userByName(name: string): Runner {
  const uid = idOf(name, '-u');
  const gid = idOf(name, '-g');
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { uid, gid, name };
}

function idOf(name: string, flag: '-u' | '-g'): number | undefined {
  const answer = spawnSync('id', [flag, name], { encoding: 'utf8' });
  const id = Number.parseInt(answer.stdout ?? '', 10);
  return answer.status === 0 && Number.isInteger(id) ? id : undefined;
}

function ownerOf(path: string): Runner {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && { uid: stat.uid, gid: stat.gid, name: `user ${stat.uid}` };
}
