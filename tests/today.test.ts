import pg from 'pg';
import { beforeAll, expect, test, vi } from 'vitest';
import { declare, listAwaiting } from '#kernel/manifest/index.ts';
import { manifests } from '#program/index.ts';
import { ANONYMOUS } from '#kernel/org/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { makeTown, type Town } from '#tests/town.ts';

const query = vi.spyOn(pg.Client.prototype, 'query');
const { db } = await testDatabase();
let town: Town;

beforeAll(async () => {
  declare(manifests);
  town = await makeTown(db);
});

/** How many statements it takes to say what awaits somebody, after the first time: catalogues are kept for a moment. */
async function statementsFor(...grants: { role: string; unitId: string }[]): Promise<number> {
  const ctx = testCtx(db, { actor: actorWith(town.binh, ...grants) });
  await listAwaiting(ctx, manifests);
  query.mockClear();
  await listAwaiting(ctx, manifests);
  return query.mock.calls.length;
}

test('what awaits somebody in all modules is one statement, however many roles they have', async () => {
  const roles = ['head-of-unit', 'steering-member', 'training-officer', 'union-officer', 'programme-officer'];
  expect(await statementsFor()).toBe(1);
  expect(await statementsFor(...roles.map((role) => ({ role, unitId: town.ward })))).toBe(1);
});

test('nothing is asked for whoever is not signed in', async () => {
  query.mockClear();
  expect(await listAwaiting(testCtx(db, { actor: ANONYMOUS }), manifests)).toEqual([]);
  expect(query).not.toHaveBeenCalled();
});
