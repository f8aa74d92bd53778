import { beforeAll, describe, expect, test } from 'vitest';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { exportMembers, listMembersOperation, listSets, readFiguresOperation, refresh } from '#kernel/set/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { skills } from '../index.ts';
import { setRequirement } from '../requirements/index.ts';
import { keepRequired } from './required.ts';
import { exportGaps, listGaps, listUnitResults, readUnitSkills } from './operations.ts';
import { giveResult, makeWards, monthBefore, SURE, upToDate } from './testing.ts';

const { rolledBack, inRolledBack } = await testDatabase();
const LAST = monthBefore(TODAY);

beforeAll(() => declareTown(skills));

const steering = (unitId: string) => actorWith(newId(), { role: 'steering-member', unitId });
const training = (unitId: string, id = newId()) => actorWith(id, { role: 'training-officer', unitId });
const levels = [0, 1, 2, 3];

/** Measures the first people of a ward: the given levels in turn. */
async function measure(db: Db, unitId: string, people: readonly string[], given: readonly number[], day = LAST) {
  for (const [at, level] of given.entries()) await giveResult(db, people[at] ?? '', unitId, day, SURE[level] ?? []);
}

const over = (unit: Awaited<ReturnType<typeof readUnit>>) => unit.now.levels.find(({ area }) => area === 'all');
const readUnit = (db: Db, unitId: string, more: object = {}) => perform(readUnitSkills, testCtx(db, { actor: steering(unitId) }), { unitId, ...more });

describe('a unit', () => {
  rolledBack('counts who reaches what is required of their kind of post, with the probabilities of all beside it', async (db) => {
    const { large, people } = await makeWards(db);
    // Staff need level 2 (content, civil-service-8).
    await measure(db, large, people.large, [...Array.from({ length: 12 }, () => 2), ...Array.from({ length: 8 }, () => 1)]);
    await upToDate(testCtx(db));
    const unit = await readUnit(db, large);
    expect([unit.now.staff, unit.now.measured]).toEqual([40, 20]);
    const line = over(unit);
    expect([line?.assessed, line?.reached]).toEqual([20, 12]);
    // 12 × 0.98 + 8 × 0.02
    expect(line?.expected?.share).toBeCloseTo(11.92 / 20, 10);
    expect([line?.expected?.from, line?.expected?.to].map((one) => Math.round(100 * (one ?? 0)))).toEqual([38, 78]);
    expect(unit.now.levels.map(({ area, reached }) => [area, reached])).toEqual(['all', '1', '2', '3', '4', '5'].map((area) => [area, 12]));
  });

  rolledBack('counts a result from the first of the next month, and the newer one instead of the older', async (db) => {
    const { large, people } = await makeWards(db);
    await measure(
      db,
      large,
      people.large,
      Array.from({ length: 15 }, () => 1),
      '2026-08-20',
    );
    await measure(
      db,
      large,
      people.large,
      Array.from({ length: 10 }, () => 3),
      '2026-10-05',
    );
    await upToDate(testCtx(db));
    const reached = async (day: string) => {
      const line = over(await readUnit(db, large, { day }));
      return [line?.assessed, line?.reached];
    };
    expect([await reached('2026-08-31'), await reached('2026-09-01'), await reached('2026-10-31'), await reached('2026-11-01')]).toEqual([
      [0, 0],
      [15, 0],
      [15, 0],
      [15, 10],
    ]);
    const both = await readUnit(db, large, { day: '2026-11-01', before: '2026-10-31' });
    expect(both.before?.levels[0]?.reached).toBe(0);
    expect(both.changes[0]?.clear).toBe(true);
  });

  rolledBack('a result ends counting after 24 months', async (db) => {
    const { large, people } = await makeWards(db);
    await measure(
      db,
      large,
      people.large,
      Array.from({ length: 12 }, () => 2),
      '2025-02-10',
    );
    await upToDate(testCtx(db));
    const figure = async (day: string) => (await perform(readFiguresOperation, testCtx(db), { names: ['skills.measured'], unitId: large, day }))[0]?.shown?.size;
    expect([await figure('2025-02-09'), await figure('2025-02-10'), await figure('2027-02-09'), await figure('2027-02-10')]).toEqual([0, 12, 12, 0]);
  });

  rolledBack('asks more of its people from the day on which it requires more', async (db) => {
    const { large, middle, people } = await makeWards(db);
    await measure(
      db,
      large,
      people.large,
      Array.from({ length: 12 }, () => 2),
    );
    await measure(
      db,
      middle,
      people.middle,
      Array.from({ length: 12 }, () => 2),
    );
    await upToDate(testCtx(db));
    for (const competence of ['2', '3', '4', '5', '6']) {
      await perform(setRequirement, testCtx(db), {
        frameworkId: 'civil-service-8',
        competence,
        postKind: 'staff',
        level: 3,
        unitId: large,
        validFrom: '2026-11-15',
        source: 'Quyết định thử',
      });
    }
    expect([await keepRequired(testCtx(db)), await keepRequired(testCtx(db))]).toEqual([true, false]);
    await refresh(db, listSets());
    const reached = async (unitId: string, day: string) => over(await readUnit(db, unitId, { day }))?.reached;
    expect([await reached(large, '2026-11-14'), await reached(large, '2026-11-15'), await reached(middle, '2026-11-15')]).toEqual([12, 0, 12]);
  });
});

describe('small groups', () => {
  rolledBack('results of fewer than ten are hidden from everybody, also from whoever may open the list', async (db) => {
    const { city, large, middle, people } = await makeWards(db);
    await measure(
      db,
      large,
      people.large,
      Array.from({ length: 20 }, () => 2),
    );
    await measure(
      db,
      middle,
      people.middle,
      Array.from({ length: 9 }, () => 2),
    );
    await upToDate(testCtx(db));
    for (const actor of [steering(city), training(city)]) {
      const unit = await perform(readUnitSkills, testCtx(db, { actor }), { unitId: middle });
      expect([unit.now.staff === null || unit.now.staff === 12, over(unit)]).toEqual([true, { area: 'all', assessed: null, reached: null, expected: null }]);
    }
    // 29 in the city, 9 hidden: 20 would tell them, so the other ward is hidden too.
    const whole = await readUnit(db, city);
    expect([over(whole)?.assessed, ...whole.under.map(({ assessed }) => assessed).toSorted()]).toEqual([29, 0, null, null]);
  });

  rolledBack('gaps leave such units out and say how many; the neediest comes first', async (db) => {
    const { city, large, middle, small, people } = await makeWards(db);
    await measure(
      db,
      large,
      people.large,
      Array.from({ length: 40 }, (_, at) => levels[at % 4] ?? 0),
    );
    await measure(
      db,
      middle,
      people.middle,
      Array.from({ length: 12 }, () => 1),
    );
    await upToDate(testCtx(db));
    const { lines, hidden, units } = await perform(listGaps, testCtx(db, { actor: training(city) }), {});
    expect([hidden, units]).toEqual([1, 3]);
    expect(lines.map(({ unit, area }) => [unit.id, area])).toEqual([large, middle].flatMap((unit) => ['1', '2', '3', '4', '5'].map((area) => [unit, area])));
    expect(lines.some(({ unit }) => unit.id === small)).toBe(false);
    expect([lines[0]?.assessed, lines[0]?.below, lines[0]?.expectedBelow]).toEqual([40, 20, 20]);
    expect([lines[5]?.assessed, lines[5]?.below, lines[5]?.expectedBelow]).toEqual([12, 12, 11.8]);
    const { documentId } = await perform(exportGaps, testCtx(db, { actor: training(city) }), { format: 'csv' });
    expect(documentId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('single results', () => {
  const lookers = async (db: Db, personId: string) =>
    all(
      db,
      sql<{ operation: string; purpose: string | null }>`
      select audit.operation, audit.purpose
      from kernel.look
      join kernel.audit on audit.id = look.audit_id
      where look.person_id = ${personId}`,
    );

  rolledBack('are listed for whoever may see them there, with a purpose that each person sees', async (db) => {
    const { large, middle, people } = await makeWards(db);
    await measure(db, large, people.large, [2, 1]);
    await upToDate(testCtx(db));
    const officer = training(large);
    await expect(perform(listUnitResults, testCtx(db, { actor: officer }), { unitId: large })).rejects.toMatchObject({ code: 'operation.purpose-missing' });
    const { people: shown, next } = await perform(listUnitResults, testCtx(db, { actor: officer, purpose: 'Xếp lớp bồi dưỡng' }), { unitId: large });
    expect(shown.map(({ personId }) => personId).toSorted()).toEqual(people.large.slice(0, 2).toSorted());
    expect([next, shown[0]?.areas.find(({ area }) => area === 'all')?.needed]).toEqual([null, 2]);
    expect(await lookers(db, people.large[0] ?? '')).toEqual([{ operation: 'skills.list-unit-results', purpose: 'Xếp lớp bồi dưỡng' }]);
    await expect(perform(listUnitResults, testCtx(db, { actor: officer, purpose: 'Xếp lớp' }), { unitId: middle })).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test.each(['steering-member', 'head-of-unit', 'official', 'trainer', 'union-officer', 'auditor', 'administrator'])('are not listed for a %s', async (role) => {
    await inRolledBack(async (db) => {
      const { large } = await makeWards(db);
      await expect(perform(listUnitResults, testCtx(db, { actor: actorWith(newId(), { role, unitId: large }), purpose: 'Tìm hiểu' }), { unitId: large })).rejects.toMatchObject({
        kind: 'forbidden',
      });
    });
  });

  rolledBack('behind a number open with a purpose only, and leave the look; others see that there is a list, not who is on it', async (db) => {
    const { large, people } = await makeWards(db);
    await measure(
      db,
      large,
      people.large,
      Array.from({ length: 12 }, () => 2),
    );
    await upToDate(testCtx(db));
    const query = { name: 'skills.at-required-level', unitId: large, day: TODAY };
    await expect(perform(listMembersOperation, testCtx(db, { actor: training(large) }), query)).rejects.toMatchObject({ code: 'operation.purpose-missing' });
    const list = await perform(listMembersOperation, testCtx(db, { actor: training(large), purpose: 'Cử đi học' }), query);
    expect([list.members.length, await lookers(db, people.large[0] ?? '')]).toEqual([12, [{ operation: 'set.list-members', purpose: 'Cử đi học' }]]);
    const closed = await perform(listMembersOperation, testCtx(db, { actor: steering(large) }), query);
    expect([closed.members, closed.total]).toEqual([[], 12]);
    await expect(perform(exportMembers, testCtx(db, { actor: training(large) }), { ...query, format: 'csv' })).rejects.toMatchObject({ code: 'operation.purpose-missing' });
  });
});
