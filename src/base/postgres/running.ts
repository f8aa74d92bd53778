import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { codeOf, Trouble } from '#base/trouble/index.ts';
import { isRunning, SUPERUSER } from './cluster.ts';
import type { Place } from './place.ts';

/** What `postmaster.pid` says of a server: its process, its port, the folder of its Unix socket ('' without one) and whether it accepts connections. */
export type Postmaster = { pid: number; port: number; sockets: string; ready: boolean };

/** Key of the advisory lock by which one Khuê process holds an own PostgreSQL; the server frees it when that process dies. */
const HOLD = 5_107_083_826;

/** Reads `postmaster.pid` and says whether its server lives; a file left by a killed server whose number went to another program is removed. */
export function findPostmaster(place: Place): Postmaster | undefined {
  const file = join(place.cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (!isRunning(pid)) return undefined;
  if (!commandOf(pid).includes('postgres')) {
    rmSync(file, { force: true });
    return undefined;
  }
  return { pid, port: Number(lines[3] ?? 0), sockets: (lines[4] ?? '').trim(), ready: (lines[7] ?? '').trim() === 'ready' };
}

/** The address of an own PostgreSQL, as its owner: by its Unix socket where it has one. */
export function urlOf(place: Place, { port, sockets }: Pick<Postmaster, 'port' | 'sockets'>, database = 'khue'): string {
  const by = sockets === '' ? '' : `?host=${encodeURIComponent(sockets)}`;
  return `postgres://${SUPERUSER}:${encodeURIComponent(place.password)}@127.0.0.1:${port}/${database}${by}`;
}

/** Connects for one check; undefined while the server is starting up, shutting down or not listening. */
export async function tryConnect(place: Place, server: Postmaster): Promise<pg.Client | undefined> {
  const client = new pg.Client({ connectionString: urlOf(place, server, 'postgres'), application_name: 'khue hold', connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    if (codeOf(error) === '28P01') throw wrongPassword(place, error);
    return undefined;
  }
}

/** Takes the hold on the server for as long as `client` lives; throws a `Trouble` when another Khuê process has it. */
export async function takeHold(client: pg.Client, place: Place): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1::bigint) as taken', [HOLD]);
  if (rows[0]?.taken) return;
  await client.end();
  throw new InUse(place.home);
}

/** Another Khuê process works with the same data folder. */
export class InUse extends Trouble {
  constructor(home: string) {
    super(
      `Another Khuê process is already using the data folder ${home}: stop that one first, or choose another folder with KHUE_DATA.`,
      `Một tiến trình Khuê khác đang dùng thư mục dữ liệu ${home}: hãy dừng tiến trình đó trước, hoặc chọn thư mục khác bằng KHUE_DATA.`,
    );
  }
}

/** Ends the server processes of this cluster that outlived their postmaster, so that a new one may start; Linux only, elsewhere they end by themselves. */
export function endOrphans(place: Place): void {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || !commandOf(pid).startsWith('postgres:')) continue;
    try {
      if (readlinkSync(`/proc/${pid}/cwd`) === place.cluster) process.kill(pid, 'SIGQUIT');
    } catch {
      // It ended between the two looks.
    }
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout ?? '';
  }
}

function wrongPassword(place: Place, cause: unknown): Trouble {
  return new Trouble(
    `The password kept in ${join(place.home, 'password')} does not open the database beside it: put the file back from your copy of the data folder.`,
    `Mật khẩu lưu trong ${join(place.home, 'password')} không mở được cơ sở dữ liệu bên cạnh: hãy lấy lại tệp này từ bản sao của thư mục dữ liệu.`,
    { cause },
  );
}
