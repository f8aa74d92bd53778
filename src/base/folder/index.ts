import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { codeOf } from '#base/trouble/index.ts';

/**
 * Makes a folder and what is missing above it; one that is there already is left as it is. `mode` is that of the folders made. Throws the system's error
 * where there can be none: `ENOTDIR` below or instead of a file, `EPERM` where the file system takes no folders (`/proc`), `EACCES`, `EROFS`, `ENOSPC`.
 * Not by the `recursive` of Node: on Linux that never ends where a folder cannot be made below one that is there, as in `/proc`.
 */
export function makeFolder(path: string, mode = 0o777): void {
  const missing: string[] = [];
  let at = resolve(path);
  while (!isFolder(at)) {
    missing.push(at);
    at = dirname(at);
  }
  for (const folder of missing.toReversed()) makeOne(folder, mode);
}

/** Whether a folder is there; throws `ENOTDIR` where something else is. */
function isFolder(path: string): boolean {
  const known = statSync(path, { throwIfNoEntry: false });
  if (known === undefined || known.isDirectory()) return known !== undefined;
  throw failed('ENOTDIR', 'not a directory', path);
}

function failed(code: string, why: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${why}, mkdir '${path}'`), { code });
}

function makeOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // What is above is there, so it is the file system that knows no new folder.
    if (codeOf(error) === 'ENOENT') throw failed('EPERM', 'no folder can be made here', folder);
    // Another process may have been faster.
    if (codeOf(error) !== 'EEXIST' || !isFolder(folder)) throw error;
  }
}
