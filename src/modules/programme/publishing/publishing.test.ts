import { beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '#base/db/index.ts';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { openDocument } from '#kernel/document/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { ANONYMOUS } from '#kernel/org/index.ts';
import { checkReceipt, compareReadingOperation, readPublication, readReceipt } from '#kernel/proof/index.ts';
import { testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { appraiseReport, defineIndicator, reportIndicator } from '../index.ts';
import { ctxOf, declareAll, makeCity, outcomeOf, type City } from '../testing.ts';
import { listIndicatorPublications, listPublicReadings, publishIndicator } from './index.ts';

const { db, rolledBack } = await testDatabase();
const KEY = 'cashless-services';
let city: City;

beforeAll(async () => {
  declareAll();
  city = await makeCity(db);
});

const officer = (tx: Db) => ctxOf(tx, city.officer, 'programme-officer', city.city);
const member = (tx: Db) => ctxOf(tx, city.member, 'steering-member', city.city);
const report = async (tx: Db) =>
  (
    await perform(reportIndicator, officer(tx), {
      indicator: KEY,
      unitId: city.city,
      period: '2026-07-01',
      day: '2026-09-30',
      value: 61.5,
      source: 'Báo cáo quý III',
      evidence: [{ name: 'a.csv', content: Buffer.from('a,b\n1,2\n').toString('base64') }],
    })
  ).id;
const accept = (tx: Db, id: string) => perform(appraiseReport, member(tx), { id, outcome: 'accepted', basedOn: 0 });
const publish = (tx: Db, more = {}) => perform(publishIndicator, officer(tx), { key: KEY, unitId: city.city, day: TODAY, ...more });

describe('a reported value', () => {
  rolledBack('is published once it is appraised, with the report as its one record, and its receipt holds offline', async (tx) => {
    const id = await report(tx);
    expect(await outcomeOf(publish(tx))).toBe('publishing.not-appraised');
    await accept(tx, id);
    const made = await publish(tx);
    const { statement, recordsId, titles } = await perform(readPublication, member(tx), { id: made.id });
    expect(statement).toMatchObject({ figure: `programme.${KEY}`, value: '61.5', denominator: null, records: { count: 1 }, definition: { version: '1', factor: null } });
    expect(titles).toEqual(['publishing.appraised-values']);
    const receipt = JSON.stringify(await perform(readReceipt, testCtx(tx, { actor: ANONYMOUS }), { id: made.id }));
    const records = gunzipSync(await buffer(Readable.from((await openDocument(testCtx(tx), recordsId ?? '')).bytes))).toString();
    expect(checkReceipt(receipt, { records }).filter(({ ok }) => !ok)).toEqual([]);
    expect(records).toContain(id);
    expect(checkReceipt(receipt, { records: records.replace('61.5', '71.5') }).some(({ ok, what }) => !ok && what.includes(id))).toBe(true);
  });

  rolledBack('that the appraiser changes later is a restatement that names the report', async (tx) => {
    const id = await report(tx);
    await accept(tx, id);
    const made = await publish(tx);
    const same = await perform(listIndicatorPublications, member(tx), { key: KEY, unitId: city.city });
    expect(same).toMatchObject([{ id: made.id, value: 61.5, now: 61.5, restated: false }]);
    await perform(appraiseReport, member(tx), { id, outcome: 'changed', value: 58, reason: 'Đếm trùng', basedOn: 1 });
    expect(await perform(listIndicatorPublications, member(tx), { key: KEY, unitId: city.city })).toMatchObject([{ value: 61.5, now: 58, restated: true }]);
    const compared = await perform(compareReadingOperation, officer(tx), { id: made.id });
    expect(compared).toMatchObject({ equal: false, now: { value: '58' }, differences: [{ change: 'changed', record: id, href: `/reports/${id}`, reason: 'correction' }] });
  });
});

describe('a counted value', () => {
  rolledBack('is published with its sets, a factor of a sum too', async (tx) => {
    const words = { nameVi: 'Thử nhân', definitionVi: 'Số người nhân hai.', unitVi: 'người', source: 'Danh sách' };
    const kind = { measure: 'number', decimals: 0, direction: 'higher', periodicity: 'month', termWorkingDays: 5, verified: false };
    const formula = { kind: 'sum', parts: [{ set: 'directory.staff-in-post' }], factor: 2 };
    const { key } = await perform(defineIndicator, officer(tx), { ...words, ...kind, formula, ownerId: city.city, from: '2026-01-01', basedOn: 0 });
    const made = await publish(tx, { key });
    const { statement } = await perform(readPublication, member(tx), { id: made.id });
    expect(statement).toMatchObject({ numerator: '4', value: '8', definition: { factor: 2 }, label: { vi: 'Thử nhân (người)' } });
    const receipt = JSON.stringify(await perform(readReceipt, testCtx(tx, { actor: ANONYMOUS }), { id: made.id }));
    expect(checkReceipt(receipt).filter(({ ok }) => !ok)).toEqual([]);
  });
});

test.each([
  ['a member of the committee', 'steering-member', 'operation.not-allowed'],
  ['a head of unit', 'head-of-unit', 'operation.not-allowed'],
  ['a programme officer without a value', 'programme-officer', 'publishing.no-value'],
])('%s may not publish', async (_who, role, code) => {
  expect(await outcomeOf(perform(publishIndicator, ctxOf(db, city.head, role, city.city), { key: KEY, unitId: city.city, day: TODAY }))).toBe(code);
});

rolledBack('residents read the newest published value with its meaning and the one before, and no names', async (tx) => {
  const resident = testCtx(tx, { actor: ANONYMOUS });
  expect((await perform(listPublicReadings, resident, {})).lines).toEqual([]);
  await accept(tx, await report(tx));
  await publish(tx, { day: '2026-10-01' });
  await publish(tx);
  const read = await perform(listPublicReadings, resident, {});
  expect(read.lines).toMatchObject([{ key: KEY, value: 61.5, day: TODAY, before: { day: '2026-10-01', value: 61.5 }, counted: false }]);
  expect(read.lines[0]?.definitionVi.length).toBeGreaterThan(20);
  expect(JSON.stringify(read)).not.toMatch(/Vũ Phương Thảo|Đặng Quốc Huy/);
  expect((await perform(listPublicReadings, resident, { unitId: city.first })).lines).toEqual([]);
});
