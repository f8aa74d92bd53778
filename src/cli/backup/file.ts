import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { makeFolder } from '#base/folder/index.ts';

/** A file being restored; it gets its name when it is complete. */
export type RestoredFile = { write: (bytes: Buffer) => void; close: () => void };

/** Opens a file of the data folder for restoring; undefined when `name` would lead out of it, as in a forged backup. */
export function openFile(dataFolder: string, name: string, mode: number): RestoredFile | undefined {
  const path = resolve(dataFolder, name);
  if (!path.startsWith(resolve(dataFolder) + sep)) return undefined;
  makeFolder(dirname(path));
  const unfinished = `${path}.part`;
  const handle = openSync(unfinished, 'w', mode & 0o777);
  return {
    write: (bytes) => void writeSync(handle, bytes),
    close: () => {
      fsyncSync(handle);
      closeSync(handle);
      renameSync(unfinished, path);
    },
  };
}
