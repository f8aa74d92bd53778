import { beforeAll, describe, expect, test } from 'vitest';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { listSets, markChangedDefinitions, readSizes, refresh } from '#kernel/set/index.ts';
import { testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { demoStaff, putUnits, registerRows, staffXlsx } from '#tests/import-town.ts';
import { all, one, sql } from '#base/db/index.ts';
import { directory } from '../index.ts';
import { importFile, undoImport, workOn } from './index.ts';

const { db } = await testDatabase();
const ctx = () => testCtx(db);
const city = demoStaff(3000, TODAY);

beforeAll(async () => {
  declare([directory]);
  await putUnits(db, city);
  await markChangedDefinitions(db, listSets());
});

describe('a staff list of 3,000 rows', () => {
  test('with three planted errors it is refused whole, with exactly these three rows', async () => {
    const before = await registerRows(db);
    const rows = city.rows.map((row) => ({ ...row }));
    Object.assign(rows[9] ?? {}, { birthDate: '31/02/1980' });
    Object.assign(rows[1499] ?? {}, { unitCode: '99999' });
    Object.assign(rows[2499] ?? {}, { salaryCoefficient: '33,3' });
    const { item, errors } = await importFile(ctx(), { kind: 'staff', name: 'a.xlsx', bytes: await staffXlsx(rows) });
    expect(errors.map(({ line, field, code }) => [line, field, code])).toEqual([
      [11, 'birthDate', 'import.error.day'],
      [1501, 'unitCode', 'import.error.unit-unknown'],
      [2501, 'salaryCoefficient', 'import.error.coefficient'],
    ]);
    expect(item).toMatchObject({ state: 'refused', errorCount: 3, rowCount: city.rows.length });
    expect(await registerRows(db)).toEqual(before);
  });

  test('mended it is imported, figures move; repeated it changes nothing; undone all is as before', async () => {
    const before = await registerRows(db);
    const bytes = await staffXlsx(city.rows);
    const { item, errors } = await importFile(ctx(), { kind: 'staff', name: 'a.xlsx', bytes });
    expect({ errors, problem: item.problem }).toEqual({ errors: [], problem: null });
    expect(item).toMatchObject({
      state: 'done',
      counts: { lines: city.rows.length, added: city.rows.length, peopleAdded: city.rows.length, postsAdded: city.rows.length, same: 0 },
    });
    await refresh(db, listSets());
    const root = await one(db, sql<{ unit_id: string }>`select version.unit_id from kernel.unit_version as version where version.parent_id is null`);
    const size = async () => (await readSizes(db, [{ set: 'directory.staff-in-post', slice: '', unitId: root?.unit_id ?? '', day: TODAY, measure: 'stock' }]))[0]?.size;
    expect(await size()).toBe(city.rows.length);
    const after = await registerRows(db);
    const again = await importFile(ctx(), { kind: 'staff', name: 'b.xlsx', bytes });
    expect(again.item).toMatchObject({
      state: 'done',
      counts: { same: city.rows.length, added: 0, changed: 0, ended: 0, peopleAdded: 0, peopleChanged: 0, postsAdded: 0, unionJoined: 0, unionLeft: 0 },
    });
    expect(await registerRows(db)).toEqual(after);
    await perform(undoImport, ctx(), { id: item.id });
    expect(await workOn(ctx(), item.id)).toMatchObject({ state: 'undone', problem: null });
    expect(await registerRows(db)).toEqual(before);
    await refresh(db, listSets());
    expect(await size()).toBe(0);
    expect(await all(db, sql`select 1 from kernel.fact where fact.kind = 'directory.record-withdrawn' limit 1`)).toHaveLength(1);
  }, 60_000);
});
