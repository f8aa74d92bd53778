import { beforeAll, describe, expect, test } from 'vitest';
import { FOREVER } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { readContent } from '#content/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addPeople } from '#kernel/org/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import {
  defineIndicator,
  exportIndicator,
  exportIndicators,
  getIndicator,
  listIndicators,
  loadIndicators,
  loadIndicatorsOperation,
  previewIndicator,
  programme,
  readIndicator,
  readIndicatorValues,
  retireIndicator,
  searchIndicators,
} from '../index.ts';
import { citySets, makeCity } from './testing.ts';

const { inRolledBack, rolledBack } = await testDatabase();
const testSets = { ...programme, name: 'test', operations: [], permissions: [], facts: [], jobs: [], sets: citySets };

beforeAll(() => declare([programme, testSets]));

async function town(db: Db) {
  const staff = (unit: number, n: number, weight: number) => Array.from({ length: n }, () => ({ unit, from: '2020-01-01', to: FOREVER, weight }));
  const [city = '', ward = ''] = await makeCity(db, [{ under: 0, from: '2000-01-01', to: FOREVER }], [...staff(1, 30, 2), ...staff(1, 10, 4)]);
  const person = newId();
  await addPeople(db, [{ id: person, staffCode: 'A1', name: 'Vũ Phương Thảo', birthDate: null, sex: null }]);
  return { city, ward, person };
}

const definition = {
  nameVi: 'Tỷ lệ hệ số cao',
  definitionVi: 'Số người có hệ số từ 3 chia cho số người đang giữ vị trí.',
  formula: { kind: 'ratio' as const, numerator: [{ set: 'test.people', slice: 'half=high' }], denominator: [{ set: 'test.people' }], factor: 100 },
  measure: 'percent' as const,
  unitVi: '%',
  decimals: 1,
  direction: 'higher' as const,
  periodicity: 'month' as const,
  termWorkingDays: 5,
  source: 'Thử nghiệm',
  verified: false,
  from: '2026-01-01',
  basedOn: 0,
};

describe('the catalogue', () => {
  rolledBack('is entered from the content once; what a person changed stays, and a new text of the content makes a new version', async (db) => {
    const { city } = await town(db);
    const ctx = () => testCtx(db);
    const { indicators } = readContent();
    expect((await perform(loadIndicatorsOperation, ctx(), {})).added).toBe(indicators.length);
    expect((await perform(loadIndicatorsOperation, ctx(), {})).added).toBe(0);
    const mended = indicators.map((one) => (one.key === 'adults-smartphone' ? { ...one, definition_vi: 'Định nghĩa đã sửa trong nội dung.' } : one));
    expect(await loadIndicators(ctx(), mended)).toBe(1);
    expect(await getIndicator(ctx(), 'adults-smartphone')).toMatchObject({ number: 2, definitionVi: 'Định nghĩa đã sửa trong nội dung.', owner: { unitId: city } });
    const { validFrom, ...shown } = await getIndicator(ctx(), 'adults-signature');
    expect(shown.verified).toBe(false);
    await perform(defineIndicator, ctx(), { ...definition, key: 'adults-signature', formula: { kind: 'reported' }, basedOn: 1, reason: 'Rõ hơn', ownerId: city });
    const changed = indicators.map((one) => (one.key === 'adults-signature' ? { ...one, name_vi: 'Tên khác' } : one));
    expect(await loadIndicators(ctx(), changed)).toBe(0 + (validFrom > definition.from ? 1 : 0));
    expect((await getIndicator(ctx(), 'adults-signature')).nameVi).toBe(definition.nameVi);
  });

  rolledBack('is searched by words without diacritics, filtered and paged', async (db) => {
    await town(db);
    await loadIndicators(testCtx(db));
    const find = (input: object) => perform(searchIndicators, testCtx(db), input);
    expect((await find({ query: 'chu ky so' })).lines.map(({ indicator }) => indicator.key)).toContain('adults-signature');
    const counted = await find({ how: 'counted' });
    expect(counted.lines.every(({ indicator }) => indicator.formula.kind !== 'reported')).toBe(true);
    const all = await find({});
    expect(all.lines).toHaveLength(25);
    const pages = [all, await find({ page: 2 }), await find({ page: 3 })].flatMap(({ lines }) => lines.map(({ indicator }) => indicator.key));
    expect(new Set(pages).size).toBe(all.total);
  });
});

describe('an indicator made on a page', () => {
  test.each([
    ['programme-officer', 'city', 'done'],
    ['administrator', 'city', 'done'],
    ['programme-officer', 'ward', 'operation.not-allowed-here'],
    ['head-of-unit', 'city', 'operation.not-allowed'],
    ['steering-member', 'city', 'operation.not-allowed'],
    ['official', 'city', 'operation.not-allowed'],
  ] as const)('by %s over the %s: %s', (role, where, outcome) =>
    inRolledBack(async (db) => {
      const there = await town(db);
      const asked = perform(defineIndicator, testCtx(db, { actor: actorWith(there.person, { role, unitId: there[where] }) }), { ...definition, ownerId: there.city });
      expect(
        await asked.then(
          () => 'done',
          (problem: { code: string }) => problem.code,
        ),
      ).toBe(outcome);
    }),
  );

  rolledBack('is previewed on real data, saved with a key of its name, and leaves a fact', async (db) => {
    const { city, ward, person } = await town(db);
    const ctx = () => testCtx(db, { actor: actorWith(person, { role: 'programme-officer', unitId: city }) });
    const preview = await perform(previewIndicator, ctx(), { ...definition, ownerId: city });
    expect(preview.reading).toMatchObject({ value: 25, numerator: 10, denominator: 40 });
    expect(preview.children).toMatchObject([{ unitId: ward, value: 25 }]);
    expect(preview.trend).toHaveLength(12);
    expect(await listIndicators(ctx())).toEqual([]);
    const { key } = await perform(defineIndicator, ctx(), { ...definition, ownerId: city });
    expect(key).toBe('ty-le-he-so-cao');
    expect((await perform(defineIndicator, ctx(), { ...definition, ownerId: city })).key).toBe('ty-le-he-so-cao-2');
    const { versions, mayEdit } = await perform(readIndicator, ctx(), { key });
    expect(versions).toMatchObject([{ number: 1, createdBy: 'Vũ Phương Thảo', nameEn: definition.nameVi }]);
    expect(mayEdit).toBe(true);
    const facts = await all(db, sql<{ kind: string }>`select fact.kind from kernel.fact where fact.kind like 'programme.indicator%'`);
    expect(facts).toHaveLength(2);
  });

  rolledBack('is changed by a new version from a day on; before it the old one holds; nobody overwrites what they did not see', async (db) => {
    const { city } = await town(db);
    const { key } = await perform(defineIndicator, testCtx(db), { ...definition, ownerId: city });
    const change = {
      ...definition,
      key,
      ownerId: city,
      from: '2026-06-01',
      basedOn: 1,
      formula: { kind: 'sum' as const, parts: [{ set: 'test.people' }], factor: 1 },
      measure: 'number' as const,
    };
    await expect(perform(defineIndicator, testCtx(db), change)).rejects.toMatchObject({ errors: [{ at: '/reason', code: 'indicators.reason-missing' }] });
    await perform(defineIndicator, testCtx(db), { ...change, reason: 'Đếm cả' });
    await expect(perform(defineIndicator, testCtx(db), { ...change, reason: 'Lần nữa' })).rejects.toMatchObject({ code: 'indicators.changed-meanwhile' });
    const values = await readIndicatorValues(
      testCtx(db),
      ['2026-05-31', '2026-06-01'].map((day) => ({ indicator: key, unitId: city, day })),
    );
    expect(values.map(({ value }) => value)).toEqual([25, 40]);
  });

  rolledBack('is retired from a day on; its past stays', async (db) => {
    const { city } = await town(db);
    const { key } = await perform(defineIndicator, testCtx(db), { ...definition, ownerId: city });
    await perform(retireIndicator, testCtx(db), { key, from: '2026-06-01', reason: 'Không còn dùng', basedOn: 1 });
    await expect(perform(retireIndicator, testCtx(db), { key, from: '2026-07-01', reason: 'Lần nữa', basedOn: 2 })).rejects.toMatchObject({ code: 'indicators.retired-already' });
    const values = await readIndicatorValues(
      testCtx(db),
      ['2026-05-31', '2026-06-01'].map((day) => ({ indicator: key, unitId: city, day })),
    );
    expect(values.map(({ state }) => state)).toEqual(['counted', 'no-data']);
    expect(await listIndicators(testCtx(db))).toEqual([]);
    expect(await listIndicators(testCtx(db), { retired: true })).toHaveLength(1);
  });

  const part = { set: 'test.people' };
  test.each([
    ['a set that does not exist', { formula: { ...definition.formula, numerator: [{ set: 'test.ghosts' }] } }, '/formula/numerator/0', 'indicators.no-set'],
    ['a slice that does not exist', { formula: { ...definition.formula, numerator: [{ ...part, slice: 'half=none' }] } }, '/formula/numerator/0', 'indicators.no-slice'],
    ['a stock added to a flow', { formula: { kind: 'sum', parts: [part, { set: 'test.started' }], factor: 1 } }, '/formula/parts', 'indicators.mixed-measures'],
    ['a denominator of zero', { formula: { ...definition.formula, denominator: [{ set: 'test.empty' }] } }, '/formula/denominator', 'indicators.zero-denominator'],
    ['a percentage over 100', { formula: { ...definition.formula, numerator: [part], factor: 200 } }, '/formula', 'indicators.over-hundred'],
    ['a counted rank', { measure: 'rank' }, '/measure', 'indicators.measure-counted'],
  ])('with %s is refused, in the preview too, and nothing is saved', (_, change, at, code) =>
    inRolledBack(async (db) => {
      const { city } = await town(db);
      const input = { ...definition, ownerId: city, ...change };
      await expect(perform(previewIndicator, testCtx(db), input)).rejects.toMatchObject({ errors: [{ at, code }] });
      await expect(perform(defineIndicator, testCtx(db), input)).rejects.toMatchObject({ errors: [{ at, code }] });
      expect(await listIndicators(testCtx(db))).toEqual([]);
    }),
  );
});

rolledBack('leaves as a file: the catalogue, and one indicator by units with numerators and denominators', async (db) => {
  const { city } = await town(db);
  const { key } = await perform(defineIndicator, testCtx(db), { ...definition, ownerId: city });
  const read = async (documentId: string): Promise<string[]> => {
    const [document] = await all(db, sql<{ sha256: string }>`select document.sha256 from kernel.document where document.id = ${documentId}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of await testCtx(db).services.blobs.get(document?.sha256 ?? '')) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8').trim().split('\r\n');
  };
  const units = await read((await perform(exportIndicator, testCtx(db), { key, format: 'csv', day: TODAY })).documentId);
  expect(units).toHaveLength(3);
  expect(units[2]).toContain('Khuê đếm');
  expect(units[2]).toMatch(/25.*10.*40/);
  expect(await read((await perform(exportIndicators, testCtx(db), { format: 'csv' })).documentId)).toHaveLength(2);
});

test('what an indicator meant cannot be changed by the application', () =>
  inRolledBack(async (db) => {
    const { city } = await town(db);
    await perform(defineIndicator, testCtx(db), { ...definition, ownerId: city });
    for (const statement of ["update programme.indicator_version set name_vi = 'x'", 'delete from programme.indicator_version', 'delete from programme.indicator']) {
      await sql`savepoint before`.execute(db);
      await expect(all(db, sql.raw(statement))).rejects.toThrow(/permission denied/);
      await sql`rollback to savepoint before`.execute(db);
    }
  }));
