import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '#base/folder/index.ts';
import { Problem } from '#base/problem/index.ts';

/** Where bytes are kept, by their SHA-256 (64 hex digits). The same bytes are kept once. */
export type BlobStore = {
  /** Keeps the bytes; throws `limit` when there are more than `maxBytes`. */
  put(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, maxBytes: number): Promise<{ sha256: string; size: number }>;
  /** The bytes as a stream, or those from `start` to `end` (both included, from 0); throws `missing` when there are none of that name. */
  get(sha256: string, part?: { start: number; end: number }): Promise<AsyncIterable<Uint8Array>>;
  /** Deletes bytes that were put in more than a day ago; answers whether there are none of that name now. Bytes put in anew meanwhile are young and stay. */
  drop(sha256: string): Promise<boolean>;
};

/** Bytes younger than this, in milliseconds, may belong to a document that is just being kept. */
const YOUNG_MS = 24 * 3_600_000;

declare module '#kernel/operation/services.ts' {
  interface Services {
    /** Where documents' bytes are kept. */
    blobs: BlobStore;
  }
}

/** A store in a folder (which several processes may share): written beside, flushed to disk, then renamed, so that no half a file ever shows. */
export function folderStore(folder: string): BlobStore {
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256);
  return {
    async put(chunks, maxBytes) {
      makeFolder(folder);
      const draft = join(folder, `.draft-${randomUUID()}`);
      try {
        const { sha256, size } = await writeDraft(draft, chunks, maxBytes);
        makeFolder(dirname(pathOf(sha256)));
        await rename(draft, pathOf(sha256));
        return { sha256, size };
      } finally {
        await rm(draft, { force: true });
      }
    },
    async get(sha256, part) {
      const there = await stat(pathOf(sha256)).catch(() => undefined);
      if (there === undefined) throw new Problem('missing', 'document.no-bytes');
      return createReadStream(pathOf(sha256), part ?? {});
    },
    async drop(sha256) {
      const there = await stat(pathOf(sha256)).catch(() => undefined);
      if (there !== undefined && Date.now() - there.mtimeMs < YOUNG_MS) return false;
      await rm(pathOf(sha256), { force: true });
      return true;
    },
  };
}

async function writeDraft(draft: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, maxBytes: number) {
  const hash = createHash('sha256');
  const file = await open(draft, 'wx', 0o600);
  let size = 0;
  try {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > maxBytes) throw new Problem('limit', 'document.too-large', { megabytes: Math.floor(maxBytes / 1_048_576) });
      hash.update(chunk);
      await file.write(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), size };
}
