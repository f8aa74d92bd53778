import { beforeAll, describe, expect, test } from 'vitest';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { one, sql } from '#base/db/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { listRoles } from '#kernel/org/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { makeTown } from '#tests/town.ts';
import { directory } from '../index.ts';
import { confirmRegister, registersToConfirm, readRegister } from './operations.ts';

const { rolledBack, inRolledBack } = await testDatabase();
beforeAll(() => declare([directory]));

describe('the register of a unit', () => {
  test.each(listRoles().map(({ key, permissions }) => [key, permissions.some((held) => held === 'directory.confirm-register')] as const))('confirmed as %s: %s', (role, allowed) =>
    inRolledBack(async (db) => {
      const town = await makeTown(db);
      const confirm = (over: string) => perform(confirmRegister, testCtx(db, { actor: actorWith(town.hanh, { role, unitId: over }) }), { unitId: town.ward });
      await expect(confirm(town.other)).rejects.toMatchObject({ kind: 'forbidden' });
      if (allowed) await expect(confirm(town.ward)).resolves.toEqual({ due: '2027-02-21' });
      else await expect(confirm(town.ward)).rejects.toMatchObject({ kind: 'forbidden' });
    }),
  );

  rolledBack('lists posts and holders of the unit and its divisions, leaders first', async (db) => {
    const town = await makeTown(db);
    const actor = actorWith(town.hanh, { role: 'head-of-unit', unitId: town.ward });
    const { posts, confirmed, due } = await perform(readRegister, testCtx(db, { actor }), { unitId: town.ward });
    expect(posts.map(({ unitName, title, name }) => [unitName, title, name])).toEqual([
      ['Phường Ba Đình', 'Chủ tịch UBND phường', 'Nguyễn Thị Minh Hạnh'],
      ['Phường Ba Đình', 'Phó Chủ tịch UBND phường', null],
      ['Phòng Văn hóa - Xã hội', 'Chuyên viên', 'Trần Văn Bình'],
    ]);
    expect([confirmed, due]).toEqual([null, '2026-11-23']);
  });

  rolledBack('of the city holds only what keeps no register of its own; a division is not confirmed alone', async (db) => {
    const town = await makeTown(db);
    const ctx = () => testCtx(db, { actor: actorWith(town.hanh, { role: 'administrator', unitId: town.city }) });
    await expect(perform(readRegister, ctx(), { unitId: town.inner })).rejects.toMatchObject({ code: 'people.no-register' });
    await expect(perform(confirmRegister, ctx(), { unitId: town.inner })).rejects.toMatchObject({ code: 'people.no-register' });
  });

  rolledBack('awaits its head two weeks before 90 days are over, and leaves one fact when confirmed', async (db) => {
    const town = await makeTown(db);
    const actor = actorWith(town.hanh, { role: 'head-of-unit', unitId: town.ward });
    const awaits = (today: string) => listAwaiting(testCtx(db, { actor, today }), [{ awaits: registersToConfirm }]);
    expect(await awaits('2026-11-23')).toEqual([
      { key: 'people.awaiting-confirm', values: { unit: 'Phường Ba Đình' }, href: `/people/confirm?unit=${town.ward}`, due: '2026-11-23' },
    ]);
    await perform(confirmRegister, testCtx(db, { actor }), { unitId: town.ward });
    expect(await awaits('2026-11-23')).toEqual([]);
    expect(await awaits('2027-02-06')).toEqual([]);
    expect(await awaits('2027-02-07')).toMatchObject([{ due: '2027-02-21' }]);
    expect(await awaits('2027-03-01')).toMatchObject([{ due: '2027-02-21' }]);
    expect(await perform(readRegister, testCtx(db, { actor }), { unitId: town.ward })).toMatchObject({ confirmed: '2026-11-23', due: '2027-02-21' });
    const fact = await one(db, sql`select unit_id, day from kernel.fact where kind = 'directory.register-confirmed'`);
    expect(fact).toEqual({ unit_id: town.ward, day: '2026-11-23' });
  });

  rolledBack('does not ask whoever oversees the whole city about every unit', async (db) => {
    const town = await makeTown(db);
    const actor = actorWith(town.hanh, { role: 'administrator', unitId: town.city });
    expect(await listAwaiting(testCtx(db, { actor }), [{ awaits: registersToConfirm }])).toEqual([]);
  });
});
