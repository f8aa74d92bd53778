import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { folderStore, keepDocument, openDocument } from '#kernel/document/index.ts';
import { system } from '#kernel/org/index.ts';
import { testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { testFolder } from '#tests/folder.ts';
import { dropExpired } from './retention.ts';

const { rolledBack } = await testDatabase();
const folder = testFolder('retention');
const blobs = folderStore(folder);
const text = (words: string) => [new TextEncoder().encode(words)];
const file = (words: string, retainUntil?: string) => ({
  name: 'so-lieu.csv',
  bytes: text(words),
  purpose: 'test.file',
  mediaType: 'text/csv',
  ...(retainUntil && { retainUntil }),
});
const makeOld = (sha256: string) => utimesSync(join(folder, sha256.slice(0, 2), sha256), new Date('2020-01-01'), new Date('2020-01-01'));
const surroundings = (tx: Parameters<Parameters<typeof rolledBack>[1]>[0]) => {
  const ctx = testCtx(tx, { actor: system('test') });
  return { ...ctx, services: { ...ctx.services, blobs } };
};

describe('a document whose time is over', () => {
  rolledBack('loses its bytes after its last day, not on it', async (tx) => {
    const ctx = surroundings(tx);
    const [past, last, kept] = [await keepDocument(ctx, file('a', addDays(TODAY, -1))), await keepDocument(ctx, file('b', TODAY)), await keepDocument(ctx, file('c'))];
    for (const { sha256 } of [past, last, kept]) makeOld(sha256);
    expect(await dropExpired(ctx)).toBe(1);
    await expect(openDocument(ctx, past.id)).rejects.toMatchObject({ kind: 'missing', code: 'document.time-over' });
    await expect(blobs.get(past.sha256)).rejects.toMatchObject({ code: 'document.no-bytes' });
    for (const { id } of [last, kept]) await expect(openDocument(ctx, id)).resolves.toMatchObject({ id });
    expect(await dropExpired(ctx)).toBe(0);
  });

  rolledBack('leaves bytes that another document still needs', async (tx) => {
    const ctx = surroundings(tx);
    const [past, other] = [await keepDocument(ctx, file('same', addDays(TODAY, -1))), await keepDocument(ctx, file('same'))];
    makeOld(other.sha256);
    await dropExpired(ctx);
    await expect(openDocument(ctx, other.id)).resolves.toMatchObject({ id: other.id });
    await expect(openDocument(ctx, past.id)).rejects.toMatchObject({ code: 'document.time-over' });
  });

  rolledBack('keeps bytes that were put in a moment ago, for they may belong to a document that is just being kept', async (tx) => {
    const ctx = surroundings(tx);
    const past = await keepDocument(ctx, file('young', addDays(TODAY, -1)));
    expect(await dropExpired(ctx)).toBe(0);
    await expect(openDocument(ctx, past.id)).resolves.toMatchObject({ id: past.id });
  });
});
