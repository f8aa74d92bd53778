import { createHash, randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '#base/folder/index.ts';
import { codeOf, Trouble } from '#base/trouble/index.ts';
import { makeOpenFolder, OPEN_FOLDER } from './binaries.ts';
import { canEnter, give, runnerFor, type Runner } from './user.ts';

/** Where one own PostgreSQL lives and who runs it. */
export type Place = {
  /** Folder of everything below. */
  home: string;
  /** PostgreSQL's data directory. */
  cluster: string;
  /** Log of the server; carries no statements and no values, so no personal data. */
  log: string;
  password: string;
  runner: Runner;
  /** Whether `home` had to be put outside the data folder. */
  moved: boolean;
};

/**
 * Prepares the folder of the own PostgreSQL below `folder`, or below `/var/lib/khue-postgres` when we are root and `folder`
 * lies where only root may enter (which is remembered in `folder/postgres-place`). Throws a `Trouble` when a folder cannot be written.
 */
export function preparePlace(folder: string): Place {
  try {
    makeFolder(folder);
    const home = chooseHome(folder);
    const cluster = join(home, 'cluster');
    const runner = runnerFor(cluster);
    makeFolder(home, 0o700);
    give(home, runner);
    return { home, cluster, log: join(home, 'server.log'), password: passwordIn(home, runner), runner, moved: !home.startsWith(folder) };
  } catch (error) {
    throw folderTrouble(error, folder);
  }
}

/** Makes the data folder where it is not there yet; throws a `Trouble` when it cannot be written. */
export function prepareFolder(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw folderTrouble(error, folder);
  }
}

/** Turns a system error about a folder into one sentence; other errors are returned as they are. */
export function folderTrouble(error: unknown, folder: string): unknown {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(folder, error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST') {
    return new Trouble(
      `Khuê cannot write to its data folder ${folder}: give this user the right to write there, or choose another folder with KHUE_DATA.`,
      `Khuê không ghi được vào thư mục dữ liệu ${folder}: hãy cấp quyền ghi cho tài khoản đang chạy, hoặc chọn thư mục khác bằng KHUE_DATA.`,
      { cause: error },
    );
  }
  return error;
}

/** Whether what PostgreSQL wrote tells of a full disk; a file that could be extended in part only has the second sentence. */
export function saysFull(said: string): boolean {
  return said.includes('No space left on device') || said.includes('Check free disk space');
}

/** Whether a database was ever made for this data folder. */
export function hasCluster(folder: string): boolean {
  const note = join(folder, 'postgres-place');
  const home = existsSync(note) ? readFileSync(note, 'utf8').trim() : join(folder, 'postgres');
  return existsSync(join(home, 'cluster', 'PG_VERSION'));
}

/** The sentence for a full disk. */
export function diskFull(folder: string, cause?: unknown): Trouble {
  return new Trouble(
    `The disk that holds ${folder} is full: free some space and start Khuê again; nothing saved before is lost.`,
    `Ổ đĩa chứa ${folder} đã đầy: hãy giải phóng dung lượng rồi khởi động lại Khuê; dữ liệu đã lưu trước đó không mất.`,
    { cause },
  );
}

function chooseHome(folder: string): string {
  const note = join(folder, 'postgres-place');
  if (existsSync(note)) return readFileSync(note, 'utf8').trim();
  const inside = join(folder, 'postgres');
  if (existsSync(join(inside, 'cluster')) || canEnter(folder, runnerFor(join(inside, 'cluster')))) return inside;
  const outside = join(OPEN_FOLDER, `data-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
  makeOpenFolder();
  writeFileSync(note, `${outside}\n`);
  return outside;
}

function passwordIn(home: string, runner: Runner): string {
  const file = join(home, 'password');
  if (!existsSync(file)) {
    // Written whole, then linked: neither a kill nor a second process can leave an empty or a second password.
    const unfinished = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
    writeFileSync(unfinished, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true });
    give(unfinished, runner);
    try {
      linkSync(unfinished, file);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    } finally {
      rmSync(unfinished, { force: true });
    }
  }
  return readFileSync(file, 'utf8').trim();
}
