import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, FOREVER, type Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import rawRoles from '#content/roles.json' with { type: 'json' };
import { testDatabase } from '#tests/database.ts';
import { addPeople, addUnits, ANONYMOUS, findActor, listPermissions, listRoles, may, mayAnywhere, scope, system, type NewUnit } from './index.ts';

const { inRolledBack } = await testDatabase();

const START: Day = '2024-01-01';
const UNITS = 6;

/** A tree of six units that changes up to three times: unit `n` lies under one of the units before it, or (but the first) does not exist for a while. */
type Plan = {
  /** For each stretch of 100 days, for each unit but the first: the place of its parent, or undefined while it does not exist. */
  stretches: (number | undefined)[][];
  grants: { role: string; unit: number; from: number; length: number | undefined }[];
};

const roles = listRoles().map(({ key }) => key);
const stretch = fc.tuple(...Array.from({ length: UNITS - 1 }, (_, index) => fc.option(fc.nat(index), { nil: undefined, freq: 5 })));
const plan: fc.Arbitrary<Plan> = fc.record({
  stretches: fc.array(stretch, { minLength: 1, maxLength: 4 }),
  grants: fc.array(
    fc.record({
      role: fc.constantFrom(...roles),
      unit: fc.nat(UNITS - 1),
      from: fc.oneof(fc.nat(400), fc.constantFrom(0, 100, 200)),
      length: fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 200 }), fc.constantFrom(100, 200)),
    }),
    { maxLength: 4 },
  ),
});

/** The parent of a unit in a stretch when it really exists: its parent exists too, up to the city. */
function parentIn(stretchOf: (number | undefined)[], unit: number): number | undefined {
  if (unit === 0) return undefined;
  const parent = stretchOf[unit - 1];
  return parent !== undefined && existsIn(stretchOf, parent) ? parent : undefined;
}

function existsIn(stretchOf: (number | undefined)[], unit: number): boolean {
  return unit === 0 || parentIn(stretchOf, unit) !== undefined;
}

/** Any day, and more often the days on which the tree or a grant may change. */
const offset = fc.oneof(
  fc.nat(450),
  fc.tuple(fc.constantFrom(100, 200, 300, 400), fc.integer({ min: -1, max: 1 })).map(([turn, by]) => turn + by),
);

const stretchAt = ({ stretches }: Plan, offset: number): (number | undefined)[] => stretches[Math.min(Math.floor(offset / 100), stretches.length - 1)] ?? [];

/** The naive answer: the role of a grant in force that day names the permission, and its unit is the asked one or lies above it that day. */
function oracle(given: Plan, permission: string, unit: number, offset: number): boolean {
  if (rawRoles.everyone.includes(permission)) return true;
  const line: number[] = [];
  const stretchOf = stretchAt(given, offset);
  // Whoever holds a role over a unit holds it there whatever becomes of the unit.
  for (let at: number | undefined = unit; at !== undefined; at = existsIn(stretchOf, unit) ? parentIn(stretchOf, at) : undefined) line.push(at);
  return given.grants.some(
    ({ role, unit: over, from, length }) =>
      from <= offset &&
      (length === undefined || offset < from + length) &&
      line.includes(over) &&
      rawRoles.roles.some(({ key, permissions }) => key === role && permissions.includes(permission)),
  );
}

async function build(db: Db, given: Plan): Promise<{ units: string[]; person: string }> {
  const units = Array.from({ length: UNITS }, () => newId());
  const idAt = (place: number): string => units[place] ?? '';
  const rows = given.stretches.flatMap((stretchOf, index): NewUnit[] =>
    units.flatMap((id, unit) => {
      if (unit === 0 || !existsIn(stretchOf, unit)) return [];
      const parent = parentIn(stretchOf, unit);
      const last = index === given.stretches.length - 1;
      const days = { validFrom: addDays(START, index * 100), validTo: last ? FOREVER : addDays(START, (index + 1) * 100) };
      return [{ id, kind: 'division', nameVi: `Đơn vị ${unit}`, nameEn: `Unit ${unit}`, parentId: parent === undefined ? null : idAt(parent), ...days }];
    }),
  );
  await addUnits(db, [...rows, { id: idAt(0), kind: 'city', nameVi: 'Thành phố', nameEn: 'City', parentId: null, validFrom: START }], []);
  // A unit that never exists still has an id, on which a role may have been granted.
  for (const id of units) await all(db, sql`insert into kernel.unit (id) values (${id}) on conflict do nothing`);
  const person = newId();
  await addPeople(db, [{ id: person, staffCode: person, name: 'Người thử', birthDate: null, sex: null }]);
  for (const { role, unit, from, length } of given.grants) {
    const to = length === undefined ? FOREVER : addDays(START, from + length);
    await all(
      db,
      sql`insert into kernel.role_grant (id, person_id, role, unit_id, valid_from, valid_to) values (${newId()}, ${person}, ${role}, ${idAt(unit)}, ${addDays(START, from)}, ${to})`,
    );
  }
  return { units, person };
}

describe('permissions', () => {
  test('agree with the naive reading of grants and tree, for any person, unit, day and reorganised tree', () =>
    fc.assert(
      fc.asyncProperty(plan, fc.array(fc.tuple(fc.constantFrom(...listPermissions()), offset), { minLength: 4, maxLength: 12 }), (given, probes) =>
        inRolledBack(async (db) => {
          const { units, person } = await build(db, given);
          for (const [permission, offset] of probes) {
            const day = addDays(START, offset);
            const actor = (await findActor(db, person, day)) ?? ANONYMOUS;
            const expected = units.map((_, unit) => oracle(given, permission, unit, offset));
            const asked = [];
            for (const unit of units) asked.push(await may(db, actor, permission, unit, day));
            expect(asked).toEqual(expected);
            expect(mayAnywhere(actor, permission) || !expected.includes(true)).toBe(true);
            if (rawRoles.everyone.includes(permission)) continue;
            // The condition for lists knows units that stand on the day; for these it says the same.
            const rows = await all(db, sql<{ id: string }>`select unit.id from kernel.unit where ${scope(actor, permission, sql`unit.id`, day)}`);
            const standing = units.filter((_, unit) => existsIn(stretchAt(given, offset), unit));
            expect(rows.map(({ id }) => id).toSorted()).toEqual(standing.filter((id) => expected[units.indexOf(id)]).toSorted());
          }
        }),
      ),
      { numRuns: 80 },
    ));

  test('are all there for the system and none for whoever is not signed in', () =>
    inRolledBack(async (db) => {
      for (const permission of listPermissions()) {
        expect(await may(db, system('test'), permission, newId(), START)).toBe(true);
        expect(await may(db, ANONYMOUS, permission, newId(), START)).toBe(false);
        expect(mayAnywhere(ANONYMOUS, permission)).toBe(false);
      }
    }));
});
