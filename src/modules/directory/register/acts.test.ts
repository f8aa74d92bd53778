import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { addDays, type Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { addPeople, addUnits, system } from '#kernel/org/index.ts';
import { readSizes, refresh, listSets, markChangedDefinitions } from '#kernel/set/index.ts';
import { testDatabase } from '#tests/database.ts';
import { directory } from '../index.ts';
import { openPosts, startPostings, useAccounts } from './acts.ts';

const { inRolledBack, rolledBack } = await testDatabase();
const actor = system('test');

beforeAll(() => declare([directory]));

/** A city with two wards and one person, who has been in the first ward since 2024. */
async function town(db: Db) {
  const [city, ward, other, person, post] = [newId(), newId(), newId(), newId(), newId()];
  const unit = (id: string, parentId: string | null) => ({ id, kind: parentId === null ? 'city' : 'ward', nameVi: id, nameEn: id, parentId, validFrom: '2020-01-01' });
  await addUnits(db, [unit(city, null), unit(ward, city), unit(other, city)], []);
  await addPeople(db, [{ id: person, staffCode: 'A1', name: 'Nguyễn Thị Minh Hạnh', birthDate: '1990-02-28', sex: 'female' }]);
  await openPosts({ db, actor }, [{ id: post, unitId: ward, title: 'Chuyên viên', kind: 'staff', validFrom: '2024-01-01' }]);
  await startPostings({ db, actor }, [{ id: newId(), postId: post, unitId: ward, personId: person, main: true, coefficient: 2.34, validFrom: '2024-01-01' }]);
  await markChangedDefinitions(db, listSets());
  return { city, ward, other, person, post };
}

describe('recent use of an account', () => {
  const day = fc.integer({ min: 0, max: 900 }).map((n): Day => addDays('2024-01-01', n));

  test('a person counts on exactly the days that follow a use within 90 days, whatever the order of the uses', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.array(day, { maxLength: 6 }), { maxLength: 5 }), fc.array(day, { minLength: 1, maxLength: 20 }), (batches, probes) =>
        inRolledBack(async (db) => {
          const { ward, person } = await town(db);
          for (const batch of batches)
            await useAccounts(
              { db, actor },
              batch.map((one) => ({ personId: person, day: one })),
            );
          await refresh(db, listSets());
          const sizes = await readSizes(
            db,
            probes.map((probe) => ({ set: 'directory.accounts-used', slice: '', unitId: ward, day: probe, measure: 'stock' })),
          );
          const expected = probes.map((probe) => (batches.flat().some((use) => use <= probe && probe < addDays(use, 90)) ? 1 : 0));
          expect(sizes.map(({ size }) => size)).toEqual(expected);
        }),
      ),
      { numRuns: 25 },
    ));
});

describe('the register', () => {
  rolledBack('refuses a second holder of a post that is held', async (db) => {
    const { ward, post } = await town(db);
    const second = newId();
    await addPeople(db, [{ id: second, staffCode: 'A2', name: 'Trần Văn Bình', birthDate: null, sex: null }]);
    const start = startPostings({ db, actor }, [{ id: newId(), postId: post, unitId: ward, personId: second, main: true, coefficient: null, validFrom: '2025-01-01' }]);
    await expect(start).rejects.toMatchObject({ constraint: 'posting_post_taken' });
  });

  rolledBack('counts staff by kind, sex, age band and union, in the unit and in the city', async (db) => {
    const { city, ward, other } = await town(db);
    await refresh(db, listSets());
    const read = async (unitId: string, slice: string, on: Day) => (await readSizes(db, [{ set: 'directory.staff-in-post', slice, unitId, day: on, measure: 'stock' }]))[0]?.size;
    expect(await read(city, '', '2024-01-01')).toBe(1);
    expect(await read(city, '', '2023-12-31')).toBe(0);
    expect(await read(ward, 'kind=staff', '2026-11-23')).toBe(1);
    expect(await read(ward, 'sex=female', '2026-11-23')).toBe(1);
    expect(await read(other, '', '2026-11-23')).toBe(0);
    // Born on 28 February 1990: thirty on 28 February 2020, forty on 28 February 2030.
    expect(await read(ward, 'age=30-39', '2030-02-27')).toBe(1);
    expect(await read(ward, 'age=40-49', '2030-02-28')).toBe(1);
    expect(await read(ward, 'union=other', '2026-11-23')).toBe(1);
    expect(await read(ward, 'union=member', '2026-11-23')).toBe(0);
  });

  rolledBack('keeps facts and audit from being changed or deleted, even by their owner', async (db) => {
    await town(db);
    for (const statement of ['update kernel.fact set day = day', 'delete from kernel.fact', 'update kernel.audit set operation = operation']) {
      await sql`savepoint before`.execute(db);
      await expect(all(db, sql.raw(statement))).rejects.toThrow(/permission denied|only grows/);
      await sql`rollback to savepoint before`.execute(db);
    }
  });
});
