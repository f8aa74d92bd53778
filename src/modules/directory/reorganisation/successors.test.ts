import { beforeAll, expect } from 'vitest';
import { readContent } from '#content/index.ts';
import { newId } from '#base/id/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { directory } from '../index.ts';
import { cityUnitId, loadCity } from '../units/city.ts';
import { listOpenSuccessors, setSuccessors, suggestSuccessors } from './successors.ts';

const { rolledBack } = await testDatabase();

beforeAll(() => declare([directory]));

rolledBack('409 of 579 old communes are open, and naming a successor makes it one fewer', async (db) => {
  const ctx = testCtx(db);
  await loadCity(ctx, readContent(), { today: TODAY });
  const ask = (input: Record<string, unknown>) => perform(listOpenSuccessors, ctx, input);
  const all = await ask({});
  expect(all).toMatchObject({ total: 579, known: 170, more: true });
  expect(all.parents.reduce((sum, { open }) => sum + open, 0)).toBe(409);
  const last = all.units.at(-1);
  const next = await ask({ afterName: last?.nameVi, afterId: last?.id });
  expect(new Set([...all.units, ...next.units].map(({ id }) => id)).size).toBe(100);

  const id = cityUnitId('hn.c00634');
  expect((await ask({ query: 'dai mo' })).units).toMatchObject([{ id, nameVi: 'Phường Đại Mỗ', endedOn: '2025-07-01' }]);
  const { candidates } = await perform(suggestSuccessors, ctx, { id });
  expect(candidates.map(({ nameVi }) => nameVi)).toContain('Phường Đại Mỗ');
  const heir = candidates.find(({ nameVi }) => nameVi === 'Phường Đại Mỗ')?.id;
  await perform(setSuccessors, ctx, { id, successorIds: [heir], basis: 'Nghị quyết 1656/NQ-UBTVQH15' });
  expect((await ask({})).known).toBe(171);
  expect((await perform(suggestSuccessors, ctx, { id })).now).toMatchObject([{ id: heir, basis: 'Nghị quyết 1656/NQ-UBTVQH15', day: '2025-07-01' }]);

  const refused = (input: Record<string, unknown>) => perform(setSuccessors, { ...ctx, requestId: newId() }, { id, basis: 'x', ...input });
  await expect(refused({ successorIds: [cityUnitId('hn.c00622')] })).rejects.toMatchObject({ code: 'reorganisation.successor-not-there' });
  await expect(refused({ id: cityUnitId('hn.w00004'), successorIds: [heir] })).rejects.toMatchObject({ code: 'reorganisation.not-ended' });
  const head = actorWith(newId(), { role: 'head-of-unit', unitId: cityUnitId('hn') });
  await expect(perform(listOpenSuccessors, { ...ctx, actor: head }, {})).rejects.toMatchObject({ code: 'operation.not-allowed' });
});
