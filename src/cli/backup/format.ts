import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { Trouble } from '#base/trouble/index.ts';

/*
 * A backup is gzip'd text, one JSON value a line, so that it can be read without Khuê in twenty years (`gunzip -c FILE | less`):
 *
 *   #{"khue":"backup","format":1, …}                          what made it, and from which migrations
 *   #{"begin":"table","name":"kernel.fact","columns":[…]}     then one line a row: {"id":…}
 *   #{"end":"kernel.fact","lines":5,"sha256":"…"}             number and digest of the lines since `begin`
 *   #{"begin":"file","name":"documents/ab/cdef"}              then its bytes: lines of base64 as JSON texts
 *   #{"end":"documents/ab/cdef","lines":1,"sha256":"…"}
 *   #{"complete":true,"parts":2,"lines":6}                    missing when the file was cut short
 *
 * Lines that begin with # steer; nothing else can begin so.
 */

/** Version of the format above. */
export const FORMAT = 1;

/** One steering line. */
export type Mark = Record<string, unknown>;

/** Counts and digests the lines of one part. */
export type Tally = { add: (line: string) => void; lines: () => number; sha256: () => string };

/** A tally that has seen nothing yet. */
export function newTally(): Tally {
  const hash: Hash = createHash('sha256');
  let lines = 0;
  return {
    add: (line) => {
      lines += 1;
      hash.update(line).update('\n');
    },
    lines: () => lines,
    sha256: () => hash.digest('hex'),
  };
}

/** A steering line as it stands in the file. */
export function markLine(mark: Mark): string {
  return `#${JSON.stringify(mark)}`;
}

/** Writes text blocks as a gzip'd file of mode 0600; the name appears only once everything is on the disk. */
export async function writeBackup(file: string, blocks: AsyncIterable<string>): Promise<void> {
  const unfinished = `${file}.part`;
  try {
    await pipeline(Readable.from(blocks), createGzip({ level: 4 }), createWriteStream(unfinished, { mode: 0o600 }));
    const handle = await open(unfinished, 'r+');
    await handle.sync();
    await handle.close();
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** The lines of a backup. Throws a `Trouble` when the file is no gzip or is damaged. */
export async function* readLines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const text = createGunzip();
  // A fault of the file (missing, unreadable) has to reach the reader of the unpacked text.
  source.on('error', (error) => text.destroy(error));
  source.pipe(text);
  text.setEncoding('utf8');
  let rest = '';
  try {
    // Not node:readline: it also breaks lines at U+2028, which may stand in any text.
    for await (const chunk of text) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) throw damaged(file, error);
    throw error;
  } finally {
    source.destroy();
    text.destroy();
  }
  if (rest !== '') throw damaged(file);
}

/** The steering value of a line, or undefined when the line is a row or a piece of a file. */
export function markOf(line: string): Mark | undefined {
  if (!line.startsWith('#')) return undefined;
  const value: unknown = JSON.parse(line.slice(1));
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The sentence for a file that is no whole backup. */
export function damaged(file: string, cause?: unknown): Trouble {
  return new Trouble(
    `The backup ${file} is damaged or incomplete, so nothing was restored: use another copy of it.`,
    `Bản sao lưu ${file} bị hỏng hoặc không đầy đủ nên chưa khôi phục gì: hãy dùng một bản khác.`,
    { cause },
  );
}
