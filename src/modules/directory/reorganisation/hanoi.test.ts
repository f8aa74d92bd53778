import { beforeAll, expect } from 'vitest';
import { expandUnits, readContent } from '#content/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { addPeople } from '#kernel/org/index.ts';
import { listSets, markChangedDefinitions, readSizes, refresh } from '#kernel/set/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { directory } from '../index.ts';
import { openPosts, startPostings } from '../register/acts.ts';
import { cityUnitId, loadCity } from '../units/city.ts';
import { carryOut } from './carry-out.ts';
import type { FreshUnit, Plan } from './model.ts';

const { rolledBack } = await testDatabase();
const content = readContent();
const DAY = '2025-07-01';
const EVE = '2025-06-30';
const ending = content.units.filter(({ valid_to }) => valid_to === DAY);
const forming = expandUnits(content).filter(({ valid_from }) => valid_from === DAY);
const known = content.succession.filter(({ day }) => day === DAY);

beforeAll(() => declare([directory]));

/** The city as it was before, with two people and one vacant post in every commune and one person in every district. */
async function before(db: Db) {
  const ctx = testCtx(db);
  const units = content.units.map((unit) => (unit.valid_to === DAY ? { ...unit, valid_to: 'infinity' } : unit));
  await loadCity(ctx, { units, templates: content.templates, succession: [] }, { today: EVE });
  const seats = ending.flatMap(({ id, parent }) =>
    Array.from({ length: parent === 'hn' ? 1 : 3 }, (_, n) => ({ unitId: cityUnitId(id), post: newId(), person: n < 2 ? newId() : undefined, n })),
  );
  await openPosts(
    ctx,
    seats.map(({ unitId, post, n }) => ({ id: post, unitId, title: `Vị trí ${n}`, kind: n === 0 ? 'leader' : 'staff', validFrom: '2024-01-01' })),
  );
  const held = seats.flatMap(({ person, ...seat }) => (person === undefined ? [] : [{ ...seat, person }]));
  await addPeople(
    db,
    held.map(({ person }, n) => ({ id: person, staffCode: `A${n}`, name: `Nguyễn Văn ${n}`, birthDate: null, sex: n % 2 === 0 ? 'female' : 'male' })),
  );
  await startPostings(
    ctx,
    held.map(({ unitId, post, person }) => ({ id: newId(), postId: post, unitId, personId: person, main: true, coefficient: null, validFrom: '2024-01-01' })),
  );
  return { ctx, seats, people: held.length };
}

function planOf(seats: { unitId: string; post: string }[]): Plan {
  const heirs = new Map(known.map(({ from, to }) => [from, to]));
  // Where the successor is open, and for the districts, people go to a ward that a commune of the same district became.
  const near = (district: string) => known.find(({ from }) => content.units.some(({ id, parent }) => id === from && parent === district))?.to ?? '';
  const targets = new Map(ending.map(({ id, parent }) => [cityUnitId(id), cityUnitId(heirs.get(id) ?? near(parent === 'hn' ? id : (parent ?? '')))]));
  return {
    day: DAY,
    basis: '1656/NQ-UBTVQH15, Ủy ban Thường vụ Quốc hội',
    ends: ending.map(({ id }) => cityUnitId(id)),
    fresh: forming.map((unit): FreshUnit => ({
      id: cityUnitId(unit.id),
      kind: unit.kind,
      nameVi: unit.name_vi,
      nameEn: unit.name_en,
      parentId: cityUnitId(unit.parent ?? ''),
      system: unit.code_system === 'gso' ? 'gso' : 'internal',
      code: unit.code,
    })),
    states: [],
    successions: known.map(({ from, to }) => ({ oldId: cityUnitId(from), newId: cityUnitId(to) })),
    moves: seats.map(({ unitId, post }) => ({ postId: post, unitId: targets.get(unitId) ?? '' })),
    roles: 'end',
  };
}

rolledBack('1 July 2025: 30 districts and 579 communes become 126 wards and communes, and nobody is lost', async (db) => {
  const { ctx, seats, people } = await before(db);
  expect([ending.length, people, known.length]).toEqual([609, 579 * 2 + 30, 170]);
  await carryOut(ctx, planOf(seats));
  await markChangedDefinitions(db, listSets());
  await refresh(db, listSets());
  const size = async (units: string[], day: string) =>
    (
      await readSizes(
        db,
        units.map((unitId) => ({ set: 'directory.staff-in-post', slice: '', unitId, day, measure: 'stock' as const })),
      )
    ).map((one) => one.size);
  const city = cityUnitId('hn');
  expect(await size([city], EVE)).toEqual([people]);
  expect(await size([city], DAY)).toEqual([people]);
  expect(await size([city], '2026-11-23')).toEqual([people]);

  const wards = forming.filter(({ parent }) => parent === 'hn');
  const ids = wards.map(({ id }) => cityUnitId(id));
  expect(wards).toHaveLength(126);
  expect((await size(ids, DAY)).reduce((sum, n) => sum + n, 0)).toBe(people);
  // Before that day the series of a new unit is that of its known predecessors, and each of these still has its own.
  const predecessors = wards.map(({ id }) => known.filter(({ to }) => to === id).map(({ from }) => cityUnitId(from)));
  const sums = await Promise.all(predecessors.map(async (olds) => (await size(olds, EVE)).reduce((sum, n) => sum + n, 0)));
  expect(await size(ids, EVE)).toEqual(sums);
  expect(sums).toEqual(predecessors.map((olds) => olds.length * 2));
  expect(
    await size(
      ending.map(({ id }) => cityUnitId(id)),
      DAY,
    ),
  ).toEqual(ending.map(() => 0));
  const told = await all(db, sql<{ n: number }>`select count(distinct person_id) as n from kernel.message`);
  expect(told[0]?.n).toBe(people);
});
