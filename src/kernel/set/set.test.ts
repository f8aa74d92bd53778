import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { addDays, FOREVER, type Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { addPeople, addPostings, addPosts, addSuccessions, addUnits, system, type NewUnit } from '#kernel/org/index.ts';
import { testDatabase } from '#tests/database.ts';
import { readChildren, readFigures, readTotal, readTrend } from './figure.ts';
import { set, type SetDefinition } from './model.ts';
import { readSizes } from './read.ts';
import { refresh } from './refresh.ts';
import { declareSets } from './registry.ts';
import { findWrongReadings } from './verify.ts';

const { inRolledBack, owner } = await testDatabase();

const postings = sql`
  select posting.person_id as record, posting.unit_id, posting.valid_from, posting.valid_to, coalesce(posting.coefficient, 1) as weight
  from kernel.posting`;
const shared = {
  title: 't',
  about: 'a',
  facts: [],
  records: sql`select person.id as record, person.name as label, person.name_sort as sort, '' as detail from kernel.person`,
  href: () => '/',
  see: 'signed-in',
  people: false,
};
const inPost: SetDefinition = set({
  ...shared,
  name: 'test.in-post',
  measure: 'stock',
  rows: postings,
  dimensions: { half: { title: 'h', values: ['low', 'high'], rows: sql`select item.*, case when item.weight < 3 then 'low' else 'high' end as slice from (${postings}) as item` } },
});
const started: SetDefinition = set({ ...shared, name: 'test.started', measure: 'flow', rows: postings, dimensions: {} });
const added: SetDefinition = set({ ...shared, name: 'test.added', measure: 'flow', take: 'weight', rows: postings, dimensions: inPost.dimensions });
const definitions = [inPost, started, added];
const ratio = { name: 'test.mean', title: 't', about: 'a', numerator: 'test.added', denominator: 'test.started' };

beforeAll(() => declareSets(definitions, [ratio]));

const START = '2025-01-01';
const at = (n: number): Day => addDays(START, n);

/** A tree of six units under a city: two branches, one leaf that moves between them, one that is formed later from another. */
type Town = { city: string; left: string; right: string; mover: string; leaf: string; old: string; heir: string; moveDay: Day; heirDay: Day };
type Holding = { unit: 'left' | 'right' | 'mover' | 'leaf' | 'old' | 'heir'; from: number; length: number | null; weight: number };

async function found(db: Db, moveDay: Day, heirDay: Day): Promise<Town> {
  const [city, left, right, mover, leaf, old, heir] = Array.from({ length: 7 }, () => newId()) as [string, string, string, string, string, string, string];
  const unit = (id: string, parentId: string | null, validFrom: Day = '2020-01-01', validTo: Day = FOREVER): NewUnit => ({
    id,
    kind: 'ward',
    nameVi: id,
    nameEn: id,
    parentId,
    validFrom,
    validTo,
  });
  await addUnits(
    db,
    [
      unit(city, null),
      unit(left, city),
      unit(right, city),
      unit(leaf, left),
      unit(mover, left, '2020-01-01', moveDay),
      unit(mover, right, moveDay),
      unit(old, right, '2020-01-01', heirDay),
      unit(heir, left, heirDay),
    ],
    [],
  );
  await addSuccessions(db, [{ oldId: old, newId: heir, day: heirDay, basis: 'test' }], null);
  return { city, left, right, mover, leaf, old, heir, moveDay, heirDay };
}

/** Keeps each holding within the days on which its unit stands. */
function within(town: Town, holdings: Holding[]) {
  return holdings.flatMap(({ unit, from, length, weight }) => {
    const first = unit === 'heir' && at(from) < town.heirDay ? town.heirDay : at(from);
    const last = length === null ? FOREVER : addDays(first, length);
    const to = unit === 'old' && last > town.heirDay ? town.heirDay : last;
    return first < to ? [{ unit, unitId: town[unit], from: first, to, weight }] : [];
  });
}

async function post(db: Db, holdings: ReturnType<typeof within>): Promise<void> {
  const rows = holdings.map((holding) => ({ ...holding, person: newId(), post: newId() }));
  await addPeople(
    db,
    rows.map(({ person }) => ({ id: person, staffCode: person, name: 'A B', birthDate: null, sex: null })),
  );
  await addPosts(
    db,
    rows.map(({ post: id, unitId, from, to }) => ({ id, unitId, title: 't', kind: 'staff', validFrom: from, validTo: to })),
  );
  await addPostings(
    db,
    rows.map(({ person, post: postId, unitId, from, to, weight }) => ({
      id: newId(),
      postId,
      unitId,
      personId: person,
      main: true,
      coefficient: weight,
      validFrom: from,
      validTo: to,
    })),
  );
}

/** Counted one by one: which unit a holding lay under on a day, and through which units a unit is read before it was formed. */
function naive(town: Town, holdings: ReturnType<typeof within>, unit: keyof Town, day: Day, flow: boolean): { size: number; weight: number } {
  const above = (name: Holding['unit'], on: Day): (keyof Town)[] => [
    'city',
    name,
    ...(name === 'leaf' || name === 'heir'
      ? (['left'] as const)
      : name === 'old'
        ? (['right'] as const)
        : name === 'mover'
          ? ([on < town.moveDay ? 'left' : 'right'] as const)
          : []),
  ];
  const read: (keyof Town)[] = unit === 'heir' && (flow || day < town.heirDay) ? (flow ? ['heir', 'old'] : ['old']) : [unit];
  const counted = holdings.filter((one) => {
    const on = flow ? one.from : day;
    const holds = flow ? one.from <= day : one.from <= day && day < one.to;
    return holds && read.some((name) => above(one.unit, on).includes(name));
  });
  return { size: counted.length, weight: Math.round(counted.reduce((sum, { weight }) => sum + weight, 0) * 100) / 100 };
}

const holding = fc.record({
  unit: fc.constantFrom<Holding['unit']>('left', 'right', 'mover', 'leaf', 'old', 'heir'),
  from: fc.integer({ min: -400, max: 300 }),
  length: fc.option(fc.integer({ min: 1, max: 400 })),
  weight: fc.integer({ min: 100, max: 500 }).map((n) => n / 100),
});
const UNITS = ['city', 'left', 'right', 'mover', 'leaf', 'old', 'heir'] as const;
const scene = fc.record({
  first: fc.array(holding, { maxLength: 8 }),
  later: fc.array(holding, { minLength: 1, maxLength: 5 }),
  moveDay: fc.integer({ min: -50, max: 150 }).map(at),
  heirDay: fc.integer({ min: -50, max: 150 }).map(at),
  probes: fc.array(fc.integer({ min: -420, max: 420 }).map(at), { minLength: 1, maxLength: 6 }),
});

const markAll = (db: Db) => all(db, sql`insert into kernel.stale (set_name, unit_id) select unnest(${definitions.map(({ name }) => name)}::text[]), null`);
const markUnits = (db: Db, units: string[]) =>
  all(
    db,
    sql`insert into kernel.stale (set_name, unit_id) select name, unit_id from unnest(${definitions.map(({ name }) => name)}::text[]) as name cross join unnest(${units}::uuid[]) as unit_id`,
  );
const stored = (db: Db) =>
  Promise.all(
    ['step', 'reading'].map((table) =>
      all(
        db,
        sql`
  select stored.set_name, stored.slice, stored.unit_id, stored.valid_from, stored.valid_to, stored.size, stored.weight::text
  from ${sql.table(`kernel.${table}`)} as stored
  order by stored.set_name, stored.slice, stored.unit_id, stored.valid_from`,
      ),
    ),
  );

describe('stored sizes', () => {
  test(
    'are what counting one by one gives, of stocks and flows, in every unit on every day, through moves and successions',
    () =>
      fc.assert(
        fc.asyncProperty(scene, ({ first, later, moveDay, heirDay, probes }) =>
          inRolledBack(async (db) => {
            const town = await found(db, moveDay, heirDay);
            const before = within(town, first);
            const after = within(town, later);
            await post(db, before);
            await markAll(db);
            await refresh(db, definitions);
            await post(db, after);
            await markUnits(
              db,
              after.map(({ unitId }) => unitId),
            );
            await refresh(db, definitions);
            const asked = UNITS.flatMap((unit) =>
              probes.flatMap((day) => [
                { unit, day, flow: false },
                { unit, day, flow: true },
              ]),
            );
            // A unit that has ended is no longer read: its work goes on under its successor.
            const asking = asked.filter(({ unit, day, flow }) => unit !== 'old' || (!flow && day < heirDay));
            const sizes = await readSizes(
              db,
              asking.map(({ unit, day, flow }) => ({
                set: flow ? started.name : inPost.name,
                slice: '',
                unitId: town[unit],
                day,
                measure: flow ? ('flow' as const) : ('stock' as const),
              })),
            );
            expect(sizes.map(({ size, weight }) => ({ size, weight: Math.round(weight * 100) / 100 }))).toEqual(
              asking.map(({ unit, day, flow }) => naive(town, [...before, ...after], unit, day, flow)),
            );
          }),
        ),
        { numRuns: 40 },
      ),
    60_000,
  );

  test(
    'are the same after refreshing only what changed as after computing everything anew',
    () =>
      fc.assert(
        fc.asyncProperty(scene, ({ first, later, moveDay, heirDay }) =>
          inRolledBack(async (db) => {
            const town = await found(db, moveDay, heirDay);
            await post(db, within(town, first));
            await markAll(db);
            await refresh(db, definitions);
            const after = within(town, later);
            await post(db, after);
            await markUnits(
              db,
              after.map(({ unitId }) => unitId),
            );
            await refresh(db, definitions);
            const byDifference = await stored(db);
            await all(db, sql`delete from kernel.step`);
            await all(db, sql`delete from kernel.reading`);
            await markAll(db);
            await refresh(db, definitions);
            expect(byDifference).toEqual(await stored(db));
          }),
        ),
        { numRuns: 25 },
      ),
    60_000,
  );
});

describe('a set that adds up', () => {
  test('is what its records add up to, whole, in parts, over time, under a unit and in a share; its list still counts records', () =>
    inRolledBack(async (db) => {
      const town = await found(db, at(50), at(60));
      await post(
        db,
        within(town, [
          { unit: 'leaf', from: 0, length: null, weight: 2 },
          { unit: 'left', from: 40, length: null, weight: 4.5 },
        ]),
      );
      await markAll(db);
      await refresh(db, definitions);
      const actor = system('test');
      const [sum, mean] = await readFigures(db, actor, [added.name, ratio.name], town.city, at(45));
      expect(sum?.shown).toEqual({ size: 6.5, weight: 6.5, of: null });
      expect(sum?.divisions[0]?.parts.map(({ value, shown }) => [value, shown?.size])).toEqual([
        ['low', 2],
        ['high', 4.5],
      ]);
      expect(mean?.shown).toMatchObject({ size: 6.5, of: 2 });
      const months = await readTrend(db, actor, added.name, town.city, { from: START, to: at(45), period: 'month' });
      expect(months.map(({ shown }) => shown?.size)).toEqual([2, 4.5]);
      const under = await readChildren(db, actor, added.name, town.city, at(45));
      expect(Object.fromEntries(under.map(({ unitId, shown }) => [unitId, shown?.size]))).toEqual({ [town.left]: 6.5, [town.right]: 0 });
      const of = { slice: '', unitId: town.city, day: at(45) };
      expect([await readTotal(db, actor, added, of), await readTotal(db, actor, added, { ...of, from: at(10) })]).toEqual([2, 1]);
    }));
});

// Last: what it writes stays in the database of this file, because the comparison takes back a transaction of its own.
test('a stored size that is not what the records give is found, and nothing is changed by looking', async () => {
  const town = await found(owner, at(50), at(60));
  await post(
    owner,
    within(town, [
      { unit: 'leaf', from: 0, length: null, weight: 2 },
      { unit: 'old', from: 10, length: null, weight: 4 },
    ]),
  );
  await markAll(owner);
  await refresh(owner, definitions);
  expect(await findWrongReadings(owner, definitions)).toEqual([]);
  await all(owner, sql`update kernel.reading set size = size + 1 where set_name = ${inPost.name} and unit_id = ${town.city}`);
  const before = await stored(owner);
  expect(await findWrongReadings(owner, definitions)).toEqual([inPost.name]);
  expect(await stored(owner)).toEqual(before);
});
