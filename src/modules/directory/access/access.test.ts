import { beforeAll, describe, expect, test } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { findActor, listRoles } from '#kernel/org/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { makeTown, type Town } from '#tests/town.ts';
import { directory } from '../index.ts';
import { exportAudit, listAudit } from './audit.ts';
import { grantRole, listGrants, revokeRole } from './operations.ts';

const { rolledBack, inRolledBack } = await testDatabase();
beforeAll(() => declare([directory]));

const admin = (town: Town, unitId = town.city) => actorWith(town.dung, { role: 'administrator', unitId });
const clerk = { staffCode: 'HN-0002', role: 'clerk', from: TODAY };

async function attempt(db: Db, work: () => Promise<unknown>): Promise<unknown> {
  await sql`savepoint attempt`.execute(db);
  const end = await work().then(
    () => 'done',
    (problem: unknown) => problem,
  );
  await sql`rollback to savepoint attempt`.execute(db);
  return end;
}

describe('granting a role', () => {
  test.each(listRoles().map(({ key, permissions }) => [key, permissions.some((held) => held === 'directory.grant-roles')] as const))('as %s: %s', (role, allowed) =>
    inRolledBack(async (db) => {
      const town = await makeTown(db);
      const tried = (over: string, unitId: string) =>
        attempt(db, () => perform(grantRole, testCtx(db, { actor: actorWith(town.dung, { role, unitId: over }) }), { ...clerk, unitId }));
      const refused = { kind: 'forbidden' };
      if (!allowed) return expect(await tried(town.city, town.ward)).toMatchObject(refused);
      expect(await tried(town.city, town.ward)).toBe('done');
      expect(await tried(town.ward, town.inner)).toBe('done');
      // Nobody grants more than their own scope.
      expect(await tried(town.ward, town.city)).toMatchObject(refused);
      expect(await tried(town.ward, town.other)).toMatchObject(refused);
    }),
  );

  rolledBack('gives the person the role from that day on, tells them, and is found in the history', async (db) => {
    const town = await makeTown(db);
    const ctx = () => testCtx(db, { actor: admin(town) });
    const { id } = await perform(grantRole, ctx(), { ...clerk, unitId: town.ward, lastDay: '2026-12-31' });
    expect(await findActor(db, town.binh, TODAY)).toMatchObject({ grants: [{ role: 'clerk', unitId: town.ward }] });
    expect(await findActor(db, town.binh, '2027-01-01')).toMatchObject({ grants: [] });
    expect(await one(db, sql`select key from kernel.message where person_id = ${town.binh}`)).toEqual({ key: 'access.told-granted' });
    expect((await perform(listGrants, ctx(), { text: 'binh' })).grants).toMatchObject([
      { id, role: 'clerk', unitName: 'Phường Ba Đình', to: '2027-01-01', state: 'in-force', grantedBy: 'Đỗ Đức Dũng' },
    ]);
    await perform(revokeRole, ctx(), { id });
    expect(await findActor(db, town.binh, TODAY)).toMatchObject({ grants: [] });
    expect((await perform(listGrants, ctx(), {})).grants).toEqual([]);
    expect((await perform(listGrants, ctx(), { history: true })).grants).toMatchObject([{ id, state: 'ended' }]);
    expect(await attempt(db, () => perform(revokeRole, ctx(), { id }))).toMatchObject({ code: 'access.ended-already' });
  });

  rolledBack('is refused to oneself, twice, into the past, for unknown people and roles', async (db) => {
    const town = await makeTown(db);
    const tried = (input: object) => attempt(db, () => perform(grantRole, testCtx(db, { actor: admin(town) }), { ...clerk, unitId: town.ward, ...input }));
    const at = (place: string, code: string) => ({ errors: [{ at: place, code }] });
    expect(await tried({ staffCode: 'HN-0003' })).toMatchObject({ kind: 'forbidden', code: 'access.not-to-yourself' });
    expect(await tried({ staffCode: 'HN-9999' })).toMatchObject(at('/staffCode', 'access.no-staff-code'));
    expect(await tried({ role: 'resident' })).toMatchObject(at('/role', 'access.no-role'));
    expect(await tried({ from: '2026-11-22' })).toMatchObject(at('/from', 'access.from-past'));
    expect(await tried({ lastDay: '2026-11-22' })).toMatchObject(at('/lastDay', 'access.ends-before'));
    await perform(grantRole, testCtx(db, { actor: admin(town) }), { ...clerk, unitId: town.ward });
    expect(await tried({ from: '2026-12-24' })).toMatchObject({ kind: 'conflict', code: 'access.already' });
  });

  rolledBack('cannot be undone where it would leave the city without anybody who grants roles', async (db) => {
    const town = await makeTown(db);
    const [first, second] = [newId(), newId()];
    const put = (id: string, personId: string) =>
      all(db, sql`insert into kernel.role_grant (id, person_id, role, unit_id, valid_from) values (${id}, ${personId}, 'administrator', ${town.city}, '2026-01-01')`);
    await put(first, town.dung);
    const revoke = (id: string) => attempt(db, () => perform(revokeRole, testCtx(db, { actor: admin(town) }), { id }));
    expect(await revoke(first)).toMatchObject({ code: 'access.last-administrator' });
    await put(second, town.hanh);
    expect(await revoke(first)).toBe('done');
    expect(await attempt(db, () => perform(revokeRole, testCtx(db, { actor: admin(town, town.ward) }), { id: first }))).toMatchObject({ kind: 'forbidden' });
  });

  rolledBack("is listed only within one's scope", async (db) => {
    const town = await makeTown(db);
    for (const unitId of [town.ward, town.other, town.inner]) await perform(grantRole, testCtx(db, { actor: admin(town) }), { ...clerk, unitId });
    const units = async (unitId: string) => (await perform(listGrants, testCtx(db, { actor: admin(town, unitId) }), {})).grants.map((line) => line.unitId);
    expect(await units(town.city)).toEqual([town.inner, town.other, town.ward]);
    expect(await units(town.ward)).toEqual([town.inner, town.ward]);
  });
});

describe('the audit', () => {
  rolledBack('is read over the whole city only, and filtered by day, operation, person and outcome', async (db) => {
    const town = await makeTown(db);
    await perform(grantRole, testCtx(db, { actor: admin(town) }), { ...clerk, unitId: town.ward });
    await attempt(db, () => perform(listAudit, testCtx(db, { actor: actorWith(town.binh, { role: 'auditor', unitId: town.ward }) }), {}));
    const refused = perform(listAudit, testCtx(db, { actor: actorWith(town.binh, { role: 'clerk', unitId: town.city }) }), {});
    await expect(refused).rejects.toMatchObject({ kind: 'forbidden' });
    const read = async (input: object) => (await perform(listAudit, testCtx(db, { actor: actorWith(town.hanh, { role: 'auditor', unitId: town.city }) }), input)).lines;
    const [refusal, grantLine] = await read({});
    expect(refusal).toMatchObject({ operation: 'directory.list-audit', outcome: 'refused', actorCode: 'HN-0002', problem: 'operation.not-allowed' });
    expect(grantLine).toMatchObject({ operation: 'directory.grant-role', outcome: 'done', actor: 'Đỗ Đức Dũng', unitName: 'Phường Ba Đình' });
    expect(await read({ outcome: 'refused' })).toHaveLength(1);
    expect(await read({ staffCode: 'HN-0003' })).toMatchObject([{ id: grantLine?.id }]);
    expect(await read({ operation: 'directory.grant' })).toHaveLength(1);
    expect(await read({ until: '2020-01-01' })).toEqual([]);
    expect(await read({ from: '2020-01-01' })).toHaveLength(2);
    expect(await read({ before: refusal?.id })).toMatchObject([{ id: grantLine?.id }]);
  });

  rolledBack('leaves as CSV that no spreadsheet runs as formulas, and the export is audited', async (db) => {
    const town = await makeTown(db);
    const actor = actorWith(town.hanh, { role: 'auditor', unitId: town.city });
    await sql`update kernel.person set name = '=1+1' where id = ${town.dung}`.execute(db);
    await perform(grantRole, testCtx(db, { actor: admin(town) }), { ...clerk, unitId: town.ward });
    const { csv, lines } = await perform(exportAudit, testCtx(db, { actor }), { outcome: 'done' });
    expect(lines).toBe(1);
    expect(csv).toMatch(/^\uFEFFat,operation/);
    expect(csv).toContain(",'=1+1,");
    expect((await perform(listAudit, testCtx(db, { actor }), {})).lines[0]).toMatchObject({ operation: 'directory.export-audit', detail: expect.stringContaining('"lines": 1') });
  });
});
