import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { openDocument } from '#kernel/document/index.ts';
import { record } from '#kernel/fact/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addPeople, addPosts, addSuccessions, ANONYMOUS, system } from '#kernel/org/index.ts';
import { listSets, markChangedDefinitions, refresh } from '#kernel/set/index.ts';
import { directory, openPosts, startPostings } from '#modules/directory/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { makeTown, type Town } from '#tests/town.ts';
import { checkReceipt } from './check.ts';
import { listPublicationsOperation, publishReadingOperation } from './operations.ts';
import { publishReading, publishReadings } from './publish.ts';
import type { Receipt } from './receipt.ts';
import { compareReading, compareReadingOperation, openRecords, readPublication, readReceipt } from './receipt-operations.ts';
import { verifyLog } from './verify.ts';

const { db, url, rolledBack } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'khue-receipt-'));
let town: Town;

beforeAll(async () => {
  declare([directory]);
  town = await makeTown(db);
  await people(db, town.other, 20);
  await people(db, town.ward, 20);
  await markChangedDefinitions(db, listSets());
  await refresh(db, listSets());
  return () => rmSync(folder, { recursive: true, force: true });
});

/** Puts so many people into posts of a unit; returns their ids. */
async function people(on: Db, unitId: string, n: number, day = '2026-01-01'): Promise<string[]> {
  const all = Array.from({ length: n }, () => ({ id: newId(), post: newId() }));
  await addPeople(
    on,
    all.map(({ id }) => ({ id, staffCode: id.slice(-12), name: 'Người thử', birthDate: null, sex: null })),
  );
  const ctx = { db: on, actor: system('test') };
  await openPosts(
    ctx,
    all.map(({ post }) => ({ id: post, unitId, title: 'Chuyên viên', kind: 'staff' as const, validFrom: '2025-07-01' })),
  );
  await startPostings(
    ctx,
    all.map(({ id, post }) => ({ id: newId(), postId: post, unitId, personId: id, main: true, coefficient: 3, validFrom: day })),
  );
  await refresh(on, listSets());
  return all.map(({ id }) => id);
}

const officer = () => actorWith(town.hanh, { role: 'programme-officer', unitId: town.city });
const wardOfficer = () => actorWith(town.hanh, { role: 'programme-officer', unitId: town.ward });
const administrator = () => actorWith(town.hanh, { role: 'administrator', unitId: town.city });
const auditor = () => actorWith(town.hanh, { role: 'auditor', unitId: town.city });
const official = () => actorWith(town.binh, { role: 'official', unitId: town.city });
const staff = (unitId: string, day = TODAY) => ({ figure: 'directory.staff-in-post', unitId, day });

describe('publishing', () => {
  test.each([
    ['a programme officer', officer, true],
    ['a programme officer of another unit', wardOfficer, false],
    ['an auditor', auditor, false],
    ['an administrator', administrator, false],
    ['an official', official, false],
    ['nobody', () => ANONYMOUS, false],
  ])('%s', async (_who, actor, may) => {
    const act = perform(publishReadingOperation, testCtx(db, { actor: actor() }), { figure: 'directory.posts-vacant', unitId: town.other, day: TODAY });
    if (may) await expect(act).resolves.toMatchObject({ restricted: false });
    else await expect(act).rejects.toMatchObject({ kind: 'forbidden' });
  });

  rolledBack('freezes value, unit, day, definition, records and role, and no name', async (tx) => {
    const ctx = testCtx(tx, { actor: officer() });
    const { id } = await perform(publishReadingOperation, ctx, { figure: 'directory.share-registers-confirmed', unitId: town.city, day: TODAY });
    const { statement, recordsId } = await perform(readPublication, testCtx(tx, { actor: ANONYMOUS }), { id });
    expect(statement).toMatchObject({
      label: { vi: expect.stringContaining('danh sách') },
      unit: { id: town.city, vi: 'Thành phố Hà Nội', en: 'Hà Nội' },
      day: TODAY,
      numerator: '0',
      denominator: '2',
      value: '0',
      records: { count: 2 },
      publishedBy: 'programme-officer',
      definition: {
        factor: 100,
        terms: [
          { side: 'numerator', set: 'directory.registers-confirmed', size: 0 },
          { side: 'denominator', size: 2 },
        ],
      },
    });
    expect(recordsId).toBe(null);
    expect(JSON.stringify(statement)).not.toContain(town.hanh);
  });

  rolledBack('a definition of the caller: several sets, a factor, a version and a name of its own', async (tx) => {
    const { id, value } = await publishReading(testCtx(tx), {
      figure: 'programme.posts-for-each-hundred',
      label: { vi: 'Vị trí trống trên 100 người', en: 'Vacant posts for 100 people' },
      unitId: town.city,
      day: TODAY,
      definitionVersion: '2026-01',
      definition: { numerator: [{ set: 'directory.posts-vacant' }], denominator: [{ set: 'directory.staff-in-post', measure: 'weight' }], factor: 100 },
    });
    expect(value).toBe('4.651163');
    const { statement } = await perform(readPublication, testCtx(tx), { id });
    expect(statement).toMatchObject({ numerator: '2', denominator: '43', label: { vi: 'Vị trí trống trên 100 người' }, definition: { version: '2026-01' } });
  });

  test.each([
    ['a day to come', () => ({ ...staff(town.other), day: '2026-11-24' }), 'proof.day-to-come'],
    ['a set that is not there', () => ({ ...staff(town.other), figure: 'nothing.at-all' }), 'set.no-set'],
    ['a unit that is not there', () => ({ ...staff(newId()) }), 'org.no-unit'],
    ['a part that is not there', () => ({ ...staff(town.other), slice: 'sex=other' }), 'proof.no-slice'],
  ])('%s is refused', async (_what, input, code) => {
    await expect(perform(publishReadingOperation, testCtx(db), input())).rejects.toMatchObject({ code });
  });

  rolledBack('many readings stand in the log one after the other under one checkpoint', async (tx) => {
    const ctx = testCtx(tx);
    const published = await publishReadings(ctx, [staff(town.other), staff(town.city), { figure: 'directory.posts-vacant', unitId: town.city, day: TODAY }]);
    const receipts: Receipt[] = [];
    for (const { id } of published) receipts.push(await perform(readReceipt, ctx, { id }));
    expect(new Set(receipts.map(({ log }) => log.checkpoint)).size).toBe(1);
    expect(receipts.map(({ log }) => log.index - (receipts[0]?.log.index ?? 0))).toEqual([0, 1, 2]);
    for (const receipt of receipts) expect(checkReceipt(JSON.stringify(receipt)).filter(({ ok }) => !ok)).toEqual([]);
    expect((await verifyLog(tx, 'publication')).faults).toEqual([]);
  });
});

describe('a small group', () => {
  test('is refused to whoever may not see the persons, with a sentence', async () => {
    await expect(perform(publishReadingOperation, testCtx(db, { actor: officer() }), staff(town.inner))).rejects.toMatchObject({ kind: 'forbidden', code: 'proof.hidden-value' });
  });

  rolledBack('published by somebody who may is shown only to those who may', async (tx) => {
    const { id, seenWith } = await publishReading(testCtx(tx, { actor: administrator() }), staff(town.inner));
    expect(seenWith).toEqual(['directory.see-persons']);
    await expect(perform(readPublication, testCtx(tx, { actor: administrator() }), { id })).resolves.toMatchObject({ restricted: true });
    for (const actor of [ANONYMOUS, officer(), official(), auditor(), actorWith(town.dung, { role: 'head-of-unit', unitId: town.other })]) {
      await expect(perform(readPublication, testCtx(tx, { actor }), { id })).rejects.toMatchObject({ kind: 'missing' });
      await expect(perform(readReceipt, testCtx(tx, { actor }), { id })).rejects.toMatchObject({ kind: 'missing' });
      expect((await perform(listPublicationsOperation, testCtx(tx, { actor }), {})).lines.map((line) => line.id)).not.toContain(id);
    }
    const own = await perform(listPublicationsOperation, testCtx(tx, { actor: actorWith(town.hanh, { role: 'head-of-unit', unitId: town.ward }) }), {});
    expect(own.lines.map((line) => line.id)).toContain(id);
  });
});

describe('the list', () => {
  rolledBack('is the same for everybody, filtered and in pages', async (tx) => {
    const ctx = testCtx(tx, { actor: ANONYMOUS });
    const made = await publishReadings(testCtx(tx), [staff(town.city), staff(town.other, '2026-06-30'), { figure: 'directory.posts-vacant', unitId: town.other, day: TODAY }]);
    const idsOf = async (input: Record<string, unknown>) =>
      (await perform(listPublicationsOperation, ctx, input)).lines.map(({ id }) => made.findIndex((one) => one.id === id)).filter((at) => at >= 0);
    expect(await idsOf({})).toEqual([2, 1, 0]);
    expect(await idsOf({ figure: 'directory.staff-in-post' })).toEqual([1, 0]);
    expect(await idsOf({ unitId: town.other })).toEqual([2, 1]);
    expect(await idsOf({ until: '2026-07-01' })).toEqual([1]);
    expect(await idsOf({ from: '2026-07-01' })).toEqual([2, 0]);
    const first = await perform(listPublicationsOperation, ctx, { limit: 1 });
    expect(await idsOf({ limit: 1, before: first.next ?? 0 })).toEqual([1]);
  });
});

describe('the records', () => {
  rolledBack('are opened by those who may see them all, with a purpose, and each person sees it', async (tx) => {
    const { id } = await publishReading(testCtx(tx, { actor: officer() }), staff(town.other));
    const { recordsId } = await perform(readPublication, testCtx(tx, { actor: administrator() }), { id });
    expect((await perform(readPublication, testCtx(tx, { actor: officer() }), { id })).recordsId).toBe(null);
    const input = { id: recordsId ?? '' };
    await expect(perform(openRecords, testCtx(tx, { actor: officer() }), input)).rejects.toMatchObject({ code: 'proof.records-hidden' });
    await expect(perform(openRecords, testCtx(tx, { actor: administrator() }), input)).rejects.toMatchObject({ code: 'operation.purpose-missing' });
    await perform(openRecords, testCtx(tx, { actor: administrator(), purpose: 'Đối chiếu số liệu công bố' }), input);
    const looks = await one(
      tx,
      sql<{ n: number }>`select count(distinct look.person_id) as n from kernel.look join kernel.audit on audit.id = look.audit_id where audit.operation = 'proof.open-records'`,
    );
    expect(looks?.n).toBe(21);
  });
});

describe('computed anew', () => {
  const published = async (tx: Db, unitId = town.other) => (await publishReading(testCtx(tx), staff(unitId))).id;
  const later = sql`clock_timestamp() + interval '1 second'`;

  rolledBack('a reading is equal while nothing changed, also after somebody left later', async (tx) => {
    const id = await published(tx);
    await all(tx, sql`update kernel.posting set valid_to = ${'2026-12-31'} where posting.person_id = ${town.dung}`);
    await expect(compareReading(testCtx(tx), id)).resolves.toMatchObject({ equal: true, keptWhole: true, differences: [], now: { value: '21' } });
  });

  rolledBack('a fact learned late: the record is named', async (tx) => {
    const id = await published(tx);
    const [late] = await people(tx, town.other, 1, '2026-10-01');
    const { equal, now, differences, counts } = await compareReading(testCtx(tx), id);
    expect({ equal, value: now?.value }).toEqual({ equal: false, value: '22' });
    expect(differences).toEqual([
      {
        change: 'added',
        set: 'directory.staff-in-post',
        title: expect.any(String),
        record: late,
        href: `/people/${late}`,
        before: null,
        now: { unitId: town.other, since: '2026-10-01', weight: '1' },
        reason: 'late-fact',
      },
    ]);
    expect(counts).toEqual([{ change: 'added', reason: 'late-fact', n: 1 }]);
  });

  rolledBack('a correction', async (tx) => {
    const id = await published(tx);
    const wrong = await one(
      tx,
      sql<{ id: string; day: string }>`select fact.id, fact.day from kernel.fact where fact.subject = ${town.dung} and fact.kind = 'directory.posting-started'`,
    );
    await record({ db: tx, actor: system('test') }, [
      { kind: 'directory.record-withdrawn', subject: town.dung, unitId: town.other, day: wrong?.day ?? TODAY, corrects: wrong?.id ?? '' },
    ]);
    await all(tx, sql`update kernel.posting set valid_to = ${'2026-11-01'} where posting.person_id = ${town.dung}`);
    const { differences } = await compareReading(testCtx(tx), id);
    expect(differences.map(({ change, record: who, reason }) => [change, who, reason])).toEqual([['removed', town.dung, 'correction']]);
  });

  rolledBack('a reorganisation entered afterwards', async (tx) => {
    const id = await published(tx, town.city);
    await addSuccessions(tx, [{ oldId: town.other, newId: town.ward, day: TODAY, basis: 'decision' }], null);
    await all(tx, sql`update kernel.unit_succession set recorded_at = ${later} where unit_succession.old_id = ${town.other}`);
    const post = newId();
    await addPosts(tx, [{ id: post, unitId: town.ward, title: 'Chuyên viên', kind: 'staff', validFrom: '2025-07-01' }]);
    await all(tx, sql`update kernel.posting set post_id = ${post}, unit_id = ${town.ward} where posting.person_id = ${town.dung}`);
    const { differences, equal } = await compareReading(testCtx(tx), id);
    expect(equal).toBe(false);
    expect(differences.map(({ change, record: who, reason, before, now }) => [change, who, reason, before?.unitId, now?.unitId])).toEqual([
      ['changed', town.dung, 'reorganisation', town.other, town.ward],
    ]);
  });

  rolledBack('another definition of the set', async (tx) => {
    const id = await published(tx);
    const narrower = directory.sets.map((one) =>
      one.name === 'directory.staff-in-post' ? { ...one, rows: sql`${one.rows} and posting.person_id <> ${sql.lit(town.dung)}` } : one,
    );
    declare([{ ...directory, sets: narrower }]);
    const { redefined, differences, equal } = await compareReading(testCtx(tx), id).finally(() => declare([directory]));
    expect({ equal, redefined }).toEqual({ equal: false, redefined: ['directory.set.staff-in-post'] });
    expect(differences.map(({ record: who, reason }) => [who, reason])).toEqual([[town.dung, 'definition']]);
  });

  rolledBack('names records only to those who may see them, and is asked for by those who may check', async (tx) => {
    const id = await published(tx);
    await people(tx, town.other, 1, '2026-10-01');
    const asked = (actor: ReturnType<typeof officer>) => perform(compareReadingOperation, testCtx(tx, { actor }), { id });
    await expect(asked(auditor())).resolves.toMatchObject({ equal: false, differences: [], counts: [{ n: 1 }] });
    expect((await asked(administrator())).differences).toHaveLength(1);
    await expect(asked(official())).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

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
    const { id } = await perform(publishReadingOperation, ctx, staff(town.other));
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
    expect(good.out).toContain('All 21 records are those that were counted.');
    expect(good).toMatchObject({ status: 0, out: expect.stringContaining('Biên nhận hợp lệ.') });
    const bad = khue('--receipt', file ?? '', '--records', changed ?? '');
    expect(bad).toMatchObject({ status: 1, out: expect.stringContaining(`(${town.dung}) was changed`) });
    expect(khue('--receipt', join(folder, 'nothing')).status).toBe(1);
    expect(khue('--records', records ?? '')).toMatchObject({ status: 1, out: expect.stringContaining('go with --receipt') });
  });

  test('the log of publications holds', async () => {
    expect(url).toContain('test_');
    expect((await verifyLog(db, 'publication')).faults).toEqual([]);
  });
});
