import { beforeAll, expect } from 'vitest';
import { newId } from '#base/id/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown, type Town } from '#tests/town.ts';
import { loadBank } from '../bank/index.ts';
import { skills } from '../index.ts';
import { listProven, requestAttestation, revokeCertificate } from './index.ts';
import { certified } from './testing.ts';
import { startSitting } from '../sittings/index.ts';
import { sitThrough } from '../sittings/testing.ts';

const { db, rolledBack } = await testDatabase();
let town: Town;

beforeAll(async () => {
  declareTown(skills);
  await loadBank(testCtx(db));
  town = await makeTown(db);
});

rolledBack('a certification proves its level overall and those assured by area, on the days on which it holds', async (tx) => {
  const people = [town.binh, town.dung];
  expect(await listProven(tx, people, TODAY)).toEqual([]);
  const { id, lapsesOn, measured } = await certified(testCtx(tx, { actor: actorWith(town.binh) }), town.binh, town.ward);
  const proven = await listProven(tx, people, TODAY);
  expect(proven.every(({ personId, until }) => personId === town.binh && until === lapsesOn)).toBe(true);
  expect(Object.fromEntries(proven.map(({ area, level }) => [area, level]))).toEqual({
    all: 3,
    ...Object.fromEntries(measured.areas.filter(({ assured }) => assured > 0).map(({ area, assured }) => [area, assured])),
  });
  expect(await listProven(tx, people, lapsesOn)).toEqual([]);
  expect(await listProven(tx, people, '2026-01-01')).toEqual([]);
  const officer = testCtx(tx, { actor: actorWith(town.hanh, { role: 'training-officer', unitId: town.ward }) });
  await perform(revokeCertificate, officer, { id, reason: 'Phát hiện người khác làm bài thay.' });
  expect(await listProven(tx, people, TODAY)).toEqual([]);
});

rolledBack('an attestation of a check alone proves nothing to others', async (tx) => {
  const ctx = testCtx(tx, { actor: actorWith(town.binh) });
  const { id } = await perform(startSitting, ctx, { mode: 'check' });
  const after = await sitThrough(ctx, id, () => true);
  await perform(requestAttestation, { ...after, requestId: newId() }, { sittingId: id });
  expect(await listProven(tx, [town.binh], TODAY)).toEqual([]);
});
