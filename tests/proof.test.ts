import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { all, inTransaction, sql } from '#base/db/index.ts';
import { openDocument } from '#kernel/document/index.ts';
import { record } from '#kernel/fact/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { publishReadingOperation, readPublication, readReceipt, sequence } from '#kernel/proof/index.ts';
import { listSets, markChangedDefinitions, refresh } from '#kernel/set/index.ts';
import { manifests } from '#program/index.ts';
import { testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { makeTown, type Town } from '#tests/town.ts';

const { db, owner, url } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'khue-receipt-'));
let town: Town;

beforeAll(async () => {
  declare(manifests);
  town = await makeTown(db);
  await markChangedDefinitions(db, listSets());
  await refresh(db, listSets());
  return () => rmSync(folder, { recursive: true, force: true });
});

test('khue verify reads the logs too, and says by exit code 1 that the past was changed', async () => {
  const khue = () => spawnSync(resolve('bin/khue'), ['verify'], { encoding: 'utf8', env: { ...process.env, DATABASE_URL: url } });
  await record(testCtx(db), [{ kind: 'directory.account-used', subject: town.hanh, unitId: town.ward, day: TODAY, value: 1.5 }]);
  await sequence(testCtx(db), 'fact');
  const good = khue();
  expect(good.stdout).toMatch(/ok {6}the log of facts: \d+ entries/);
  expect(good.stdout.split('\n').filter((line) => line.startsWith('FAILED'))).toEqual([]);
  expect(good.status).toBe(0);
  await inTransaction(owner, async (tx) => {
    await all(tx, sql`set local session_replication_role = replica`);
    await all(tx, sql`update kernel.fact set day = day - 1 where fact.kind = 'directory.account-used' and fact.value = 1.5`);
  });
  const bad = khue();
  expect(bad.status).toBe(1);
  expect(bad.stdout).toMatch(/FAILED {2}the log of facts: .*entry \d+ \([0-9a-f-]{36}\) was changed after it was recorded/);
}, 60_000);

describe('khue verify --receipt', () => {
  const khue = (...args: string[]) => {
    // No database can be reached: the check needs none.
    const { status, stdout, stderr } = spawnSync(resolve('bin/khue'), ['verify', ...args], {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
    });
    return { status, out: stdout + stderr };
  };

  test('checks a receipt and its records offline, and names what was changed', { timeout: 60_000 }, async () => {
    const ctx = testCtx(db);
    const { id } = await perform(publishReadingOperation, ctx, { figure: 'directory.staff-in-post', unitId: town.city, day: TODAY });
    const receipt = await perform(readReceipt, ctx, { id });
    const { recordsId } = await perform(readPublication, ctx, { id });
    const { bytes } = await openDocument(ctx, recordsId ?? '');
    const packed = await Readable.from(bytes).toArray();
    const [file, records, changed] = ['receipt.json', 'records.tsv.gz', 'changed.tsv'].map((name) => join(folder, name));
    writeFileSync(file ?? '', JSON.stringify(receipt, null, 2));
    writeFileSync(records ?? '', Buffer.concat(packed));
    const plain = await text(Readable.from([Buffer.concat(packed)]).pipe(createGunzip()));
    writeFileSync(changed ?? '', plain.replace(`${town.dung}\t${town.other}\t2022`, `${town.dung}\t${town.other}\t2023`));
    const good = khue('--receipt', file ?? '', '--records', records ?? '', '--key', receipt.log.key);
    expect(good.out).toContain('All 3 records are those that were counted.');
    expect(good).toMatchObject({ status: 0, out: expect.stringContaining('Biên nhận hợp lệ.') });
    const bad = khue('--receipt', file ?? '', '--records', changed ?? '');
    expect(bad).toMatchObject({ status: 1, out: expect.stringContaining(`(${town.dung}) was changed`) });
    expect(khue('--receipt', join(folder, 'nothing')).status).toBe(1);
    expect(khue('--records', records ?? '')).toMatchObject({ status: 1, out: expect.stringContaining('go with --receipt') });
  });
});
