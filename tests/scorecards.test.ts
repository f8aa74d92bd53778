import { beforeAll, expect } from 'vitest';
import type { Db } from '#base/db/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { listSets, markChangedDefinitions, refresh } from '#kernel/set/index.ts';
import { confirmRegister } from '#modules/directory/index.ts';
import { loadIndicators, rankUnits, readScorecard, selfScore } from '#modules/programme/index.ts';
import { manifests } from '#program/index.ts';
import { actorWith, testCtx } from './ctx.ts';
import { testDatabase } from './database.ts';
import { makeTown } from './town.ts';

const { rolledBack } = await testDatabase();

beforeAll(() => declare(manifests));

/** The town with the catalogue of indicators and up-to-date readings; the register of one ward is confirmed. */
async function counted(db: Db) {
  const town = await makeTown(db);
  await loadIndicators(testCtx(db));
  await perform(confirmRegister, testCtx(db, { actor: actorWith(town.hanh, { role: 'head-of-unit', unitId: town.ward }) }), { unitId: town.ward });
  await markChangedDefinitions(db, listSets());
  await refresh(db, listSets());
  return town;
}

rolledBack('components take their value from what Khuê counts: nobody scores them, and they count at once', async (db) => {
  const { ward, other } = await counted(db);
  const lines = async (unitId: string) =>
    (await perform(readScorecard, testCtx(db), { index: 'khue-ward', year: 2026, unitId })).lines.slice(0, 3).map(({ code, state, value, points }) => [code, state, value, points]);
  // ward: register confirmed; nobody used an account; one of three posts is vacant. other: not confirmed, one of two vacant.
  expect(await lines(ward)).toEqual([
    ['A1', 'counted', { part: 1, whole: 1 }, 30],
    ['A2', 'counted', { part: 0, whole: 2 }, 0],
    ['A3', 'counted', expect.closeTo(33.3333, 4), 0],
  ]);
  expect(await lines(other)).toEqual([
    ['A1', 'counted', { part: 0, whole: 1 }, 0],
    ['A2', 'counted', { part: 0, whole: 1 }, 0],
    ['A3', 'counted', 50, 0],
  ]);
  await expect(perform(selfScore, testCtx(db), { index: 'khue-ward', year: 2026, unitId: ward, component: 'A1', seen: 0, value: 100 })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'scorecards.error.score-counted',
  });
});

rolledBack('the ranking reads the counted values of all units, and those before a merger through the former ones', async (db) => {
  const { ward, other } = await counted(db);
  const ranking = await perform(rankUnits, testCtx(db), { index: 'khue-ward', year: 2026 });
  expect(ranking.units.map(({ unitId, rank, points, provisional, open }) => [unitId, rank, points, provisional, open])).toEqual([
    [ward, 1, 30, true, 2],
    [other, 2, 0, true, 2],
  ]);
  const before = await perform(rankUnits, testCtx(db), { index: 'khue-ward', year: 2024 });
  expect(before.units.find(({ unitId }) => unitId === ward)).toMatchObject({ mean: ['Phường Điện Biên'], meanOf: 1 });
});
