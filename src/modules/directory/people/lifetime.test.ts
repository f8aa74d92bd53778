import { beforeAll, describe, expect } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import type { Actor } from '#kernel/org/index.ts';
import { perform, type AnyOperation } from '#kernel/operation/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { makeTown } from '#tests/town.ts';
import { directory } from '../index.ts';
import { editPerson, erasePerson, exportOwnData, listPeople, readPerson, search, setUnion } from './operations.ts';

const { rolledBack } = await testDatabase();
beforeAll(() => declare([directory]));

const why = { purpose: 'Lập danh sách bồi dưỡng' };
const NUMBER = '001190012345';

/** How an operation ends: `done`, or the code of the refusal. The work is undone in any case, so that cases do not meet. */
async function outcome(db: Db, op: AnyOperation, actor: Actor, input: unknown): Promise<string> {
  await sql`savepoint attempt`.execute(db);
  try {
    await perform(op, testCtx(db, { actor, ...why }), input);
    return 'done';
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return problem.code;
  } finally {
    await sql`rollback to savepoint attempt`.execute(db);
  }
}

describe('union membership', () => {
  rolledBack('needs a day of consent, does not overlap, and can end', async (db) => {
    const town = await makeTown(db);
    const ctx = () => testCtx(db, { actor: actorWith(town.dung, { role: 'union-officer', unitId: town.city }), ...why });
    const set = (input: object) => perform(setUnion, ctx(), { id: town.binh, ...input });
    await expect(set({ act: 'join', day: '2026-01-01' })).rejects.toMatchObject({ errors: [{ at: '/consentDay', code: 'people.union-consent-missing' }] });
    await expect(set({ act: 'join', day: '2026-01-01', consentDay: '2027-01-01' })).rejects.toMatchObject({ errors: [{ code: 'people.union-consent-later' }] });
    await expect(set({ act: 'leave', day: '2026-01-01' })).rejects.toMatchObject({ code: 'people.union-not-member' });
    await set({ act: 'join', day: '2026-01-01', consentDay: '2025-12-20' });
    await expect(set({ act: 'join', day: '2026-06-01', consentDay: '2025-12-20' })).rejects.toMatchObject({ code: 'people.union-member-already' });
    await set({ act: 'leave', day: '2026-10-31' });
    const { person } = await perform(readPerson, ctx(), { id: town.binh });
    expect(person.union).toEqual([{ from: '2026-01-01', to: '2026-11-01', consentDay: '2025-12-20' }]);
  });
});

describe('erasure', () => {
  rolledBack('takes everything that names the person, and leaves what happened', async (db) => {
    const town = await makeTown(db);
    const admin = actorWith(town.dung, { role: 'administrator', unitId: town.city });
    await perform(editPerson, testCtx(db, { actor: admin }), { id: town.gone, name: 'Lê Thị Ánh', birthDate: '1970-01-01', email: 'anh@hanoi.example', identityNumber: NUMBER });
    await grant(db, town.gone, 'clerk', town.ward);
    const before = await one(db, sql<{ n: number }>`select count(*) as n from kernel.fact where subject = ${town.gone}`);
    expect(await outcome(db, erasePerson, admin, { id: town.binh, staffCode: 'HN-0002' })).toBe('people.erase-still-posted');
    expect(await outcome(db, erasePerson, admin, { id: town.gone, staffCode: 'HN-0002' })).toBe('operation.input-invalid');
    await perform(erasePerson, testCtx(db, { actor: admin }), { id: town.gone, staffCode: 'HN-0004' });
    const { person } = await perform(readPerson, testCtx(db, { actor: admin, ...why }), { id: town.gone });
    expect(person).toMatchObject({ name: 'Đã xóa', birthDate: null, sex: null, email: null, identityEnding: null });
    expect(person.staffCode).not.toContain('HN-0004');
    expect(person.postings).toHaveLength(1);
    expect(await one(db, sql`select count(*) as n from kernel.fact where subject = ${town.gone}`)).toEqual(before);
    expect(await one(db, sql`select count(*) as n from kernel.role_grant where person_id = ${town.gone} and valid_to > '2026-11-23'`)).toEqual({ n: 0 });
    expect((await perform(listPeople, testCtx(db, { actor: admin }), { posted: false })).people).toEqual([]);
    expect(await outcome(db, editPerson, admin, { id: town.gone, name: 'Lê Thị Ánh' })).toBe('people.erased');
  });
});

describe("one's own data and search", () => {
  rolledBack('leave as one file, and the export is audited', async (db) => {
    const town = await makeTown(db);
    await grant(db, town.binh, 'clerk', town.ward);
    const data = await perform(exportOwnData, testCtx(db, { actor: actorWith(town.binh) }), {});
    expect(data).toMatchObject({ person: { name: 'Trần Văn Bình', staffCode: 'HN-0002' }, roles: [{ role: 'clerk' }], union: [] });
    expect(data.postings).toHaveLength(1);
    expect(data.facts).toHaveLength(1);
    const line = await one(db, sql`select operation, subject from kernel.audit where actor_id = ${town.binh}`);
    expect(line).toEqual({ operation: 'directory.export-own-data', subject: town.binh });
  });

  rolledBack('search finds units for everyone, people only in scope', async (db) => {
    const town = await makeTown(db);
    const found = async (actor: Actor, text: string) => {
      const { people, units } = await perform(search, testCtx(db, { actor }), { text });
      return { people: people?.map(({ name }) => name) ?? null, units: units.map(({ name }) => name) };
    };
    expect(await found(actorWith(town.binh), 'phuong')).toEqual({ people: null, units: ['Phường Ba Đình', 'Phường Đống Đa'] });
    expect(await found(actorWith(town.hanh, { role: 'head-of-unit', unitId: town.ward }), 'd')).toMatchObject({ people: [] });
    expect(await found(actorWith(town.hanh, { role: 'head-of-unit', unitId: town.other }), 'dung')).toEqual({ people: ['Đỗ Đức Dũng'], units: [] });
  });
});

async function grant(db: Db, personId: string, role: string, unitId: string): Promise<void> {
  await all(db, sql`insert into kernel.role_grant (id, person_id, role, unit_id, valid_from) values (${newId()}, ${personId}, ${role}, ${unitId}, '2026-01-01')`);
}
