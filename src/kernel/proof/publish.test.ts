import { beforeAll, describe, expect, test } from 'vitest';
import { one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { ANONYMOUS } from '#kernel/org/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { makeTown, type Town } from '#tests/town.ts';
import { checkReceipt } from './check.ts';
import { listPublicationsOperation, publishReadingOperation } from './operations.ts';
import { publishReading, publishReadings } from './publish.ts';
import type { Receipt } from './receipt.ts';
import { openRecords, readPublication, readReceipt } from './receipt-operations.ts';
import { addStaff, computeSets, declareForTests } from './testing.ts';
import { verifyLog } from './verify.ts';

const { db, rolledBack } = await testDatabase();
let town: Town;

beforeAll(async () => {
  declareForTests();
  town = await makeTown(db);
  await addStaff(db, town.other, 20);
  await addStaff(db, town.ward, 20);
  await computeSets(db);
});

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
    const { id } = await perform(publishReadingOperation, ctx, { figure: 'directory.share-vacant', unitId: town.city, day: TODAY });
    const { statement, recordsId } = await perform(readPublication, testCtx(tx, { actor: ANONYMOUS }), { id });
    expect(statement).toMatchObject({
      label: { vi: expect.any(String) },
      unit: { id: town.city, vi: 'Thành phố Hà Nội', en: 'Hà Nội' },
      day: TODAY,
      numerator: '2',
      denominator: '43',
      value: '4.651163',
      records: { count: 45 },
      publishedBy: 'programme-officer',
      definition: {
        factor: 100,
        terms: [
          { side: 'numerator', set: 'directory.posts-vacant', size: 2 },
          { side: 'denominator', size: 43 },
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
