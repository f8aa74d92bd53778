import Type from 'typebox';
import { beforeEach, describe, expect, test } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { ANONYMOUS, addPeople, addUnits } from '#kernel/org/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { operation, perform } from './index.ts';

const { db, owner } = await testDatabase();

const [city, ward, other] = [newId(), newId(), newId()];
const [head, official] = [newId(), newId()];

const input = Type.Object({ unitId: Type.String({ format: 'uuid' }), note: Type.String({ minLength: 1 }) }, { additionalProperties: false });
const output = Type.Object({ times: Type.Integer() });

/** Writes a row that a refusal or failure must take back: the person's name in capitals. */
const rename = operation({
  name: 'test.rename-person',
  summary: 'Renames, for this test.',
  kind: 'write',
  http: 'POST /test',
  permission: 'directory.edit-persons',
  unit: (_ctx, { unitId }) => unitId,
  input,
  output,
  run: async (ctx, { note }) => {
    await all(ctx.db, sql`update kernel.person set name = name || ${note} where id = ${official}`);
    if (note === 'fail') throw new Error('a defect after the write');
    return { times: 1 };
  },
});

const look = operation({
  name: 'test.look',
  summary: 'Shows a record, for this test.',
  kind: 'read',
  http: 'GET /test',
  permission: 'directory.see-persons',
  unit: () => ward,
  owner: ({ personId }) => personId,
  input: Type.Object({ personId: Type.String() }, { additionalProperties: false }),
  output: Type.Object({ name: Type.String() }),
  looksAt: ({ personId }) => [personId],
  run: async () => ({ name: 'x' }),
});

beforeEach(async () => {
  if ((await one(db, sql`select 1 from kernel.unit`)) !== undefined) return;
  const unit = (id: string, parentId: string | null) => ({ id, kind: 'ward', nameVi: id, nameEn: id, parentId, validFrom: '2020-01-01' });
  await addUnits(db, [unit(city, null), unit(ward, city), unit(other, city)], []);
  await addPeople(db, [
    { id: head, staffCode: 'H', name: 'Lê Thu', birthDate: null, sex: null },
    { id: official, staffCode: 'O', name: 'Lê Hà', birthDate: null, sex: null },
  ]);
});

const asHead = () => actorWith(head, { role: 'head-of-unit', unitId: ward });
const nameOf = async (from: Db = db) => (await one(from, sql<{ name: string }>`select name from kernel.person where id = ${official}`))?.name;
const lines = async () => (await one(db, sql<{ n: number }>`select count(*) as n from kernel.audit`))?.n ?? 0;

describe('permission', () => {
  test.each([
    ['nobody signed in', ANONYMOUS, ward, 'operation.sign-in-first'],
    ['an official without the permission', actorWith(official, { role: 'official', unitId: ward }), ward, 'operation.not-allowed'],
    ['a head, in another ward', actorWith(head, { role: 'head-of-unit', unitId: other }), ward, 'operation.not-allowed-here'],
    ['a head, in the whole city', actorWith(head, { role: 'head-of-unit', unitId: ward }), city, 'operation.not-allowed-here'],
  ])('%s is refused, and the refusal is audited', async (_who, actor, unitId, code) => {
    const before = await lines();
    await expect(perform(rename, testCtx(db, { actor }), { unitId, note: '!' })).rejects.toMatchObject({ kind: 'forbidden', code });
    expect(await lines()).toBe(before + 1);
  });

  test('who has the permission nowhere learns nothing about the input', async () => {
    const actor = actorWith(official, { role: 'official', unitId: ward });
    await expect(perform(rename, testCtx(db, { actor }), { nonsense: true })).rejects.toMatchObject({ code: 'operation.not-allowed', errors: [] });
  });

  test('a role holds for everything under its unit', async () => {
    const actor = actorWith(head, { role: 'head-of-unit', unitId: city });
    await expect(perform(rename, testCtx(db, { actor }), { unitId: ward, note: '.' })).resolves.toEqual({ times: 1 });
  });
});

describe('input', () => {
  test.each([
    [{}, ['/unitId', '/note']],
    [{ unitId: ward, note: '' }, ['/note']],
    [{ unitId: 'x', note: 'y' }, ['/unitId']],
  ])('%j is refused with the places', async (wrong, places) => {
    const problem: unknown = await perform(rename, testCtx(db, { actor: asHead() }), wrong).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    if (problem instanceof Problem) expect(problem.errors.map(({ at }) => at)).toEqual(expect.arrayContaining(places));
  });

  test('a field that the schema does not know is refused', async () => {
    await expect(perform(rename, testCtx(db, { actor: asHead() }), { unitId: ward, note: 'x', admin: true })).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('what an operation checks beforehand', () => {
  const slow = operation({
    ...rename,
    beforehand: async ({ note }) => {
      if (note === 'bad') throw new Problem('invalid', 'test.bad');
    },
  });

  test('is asked with input that fits, by whoever has the permission, before a transaction begins', async () => {
    // A pool that gives no connection: whatever asks it fails otherwise.
    const closed = testCtx(db, { actor: asHead() });
    const none = { ...closed, db: new Proxy(db, { get: () => () => Promise.reject(new Error('no connection')) }) };
    await expect(perform(slow, none, { unitId: ward, note: 'bad' })).rejects.toMatchObject({ code: 'test.bad' });
    await expect(perform(slow, none, { unitId: ward, note: '' })).rejects.toMatchObject({ code: 'operation.input-invalid' });
    await expect(perform(slow, testCtx(db, { actor: ANONYMOUS }), { unitId: ward, note: 'bad' })).rejects.toMatchObject({ code: 'operation.sign-in-first' });
  });

  test('leaves the work as it is when nothing is wrong', async () => {
    const name = await nameOf();
    await perform(slow, testCtx(db, { actor: asHead() }), { unitId: ward, note: '*' });
    expect(await nameOf()).toBe(`${name}*`);
  });
});

describe('a write', () => {
  test('leaves work and audit line together, or neither', async () => {
    const [name, before] = [await nameOf(), await lines()];
    await expect(perform(rename, testCtx(db, { actor: asHead() }), { unitId: ward, note: 'fail' })).rejects.toThrow('a defect');
    expect(await nameOf()).toBe(name);
    expect(await lines()).toBe(before);
    await perform(rename, testCtx(db, { actor: asHead() }), { unitId: ward, note: '+' });
    expect(await nameOf()).toBe(`${name}+`);
    expect(await lines()).toBe(before + 1);
  });

  test('sent again with its request id acts once and answers the same, also at the same time', async () => {
    const name = await nameOf();
    const ctx = testCtx(db, { actor: asHead(), requestId: 'once' });
    const answers = await Promise.all([1, 2, 3].map(() => perform(rename, ctx, { unitId: ward, note: '=' })));
    expect(answers).toEqual([{ times: 1 }, { times: 1 }, { times: 1 }]);
    expect(await nameOf()).toBe(`${name}=`);
  });

  test('with a used request id and other content is a conflict', async () => {
    const ctx = testCtx(db, { actor: asHead(), requestId: 'twice' });
    await perform(rename, ctx, { unitId: ward, note: '1' });
    await expect(perform(rename, ctx, { unitId: ward, note: '2' })).rejects.toMatchObject({ kind: 'conflict', code: 'operation.request-reused' });
  });
});

describe('a write whose work looks for what was done before', () => {
  test('notes no request, runs again when it is sent again, and is audited each time', async () => {
    const op = { ...rename, name: 'test.rename-repeatable', repeatable: true };
    const [name, before] = [await nameOf(), await lines()];
    const ctx = testCtx(db, { actor: asHead(), requestId: 'repeatable' });
    await perform(op, ctx, { unitId: ward, note: '~' });
    await perform(op, ctx, { unitId: ward, note: '~' });
    expect(await nameOf()).toBe(`${name}~~`);
    expect(await lines()).toBe(before + 2);
    expect(await one(db, sql`select 1 from kernel.request where request.request_id = 'repeatable'`)).toBeUndefined();
  });
});

describe("a look at a person's record", () => {
  test('asks why, and leaves a line the person sees', async () => {
    await expect(perform(look, testCtx(db, { actor: asHead() }), { personId: official })).rejects.toMatchObject({ code: 'operation.purpose-missing' });
    await perform(look, testCtx(db, { actor: asHead(), purpose: 'kiểm tra danh sách' }), { personId: official });
    const seen = await all(
      owner,
      sql<{ purpose: string }>`
      select audit.purpose
      from kernel.look
      join kernel.audit on audit.id = look.audit_id
      where look.person_id = ${official}`,
    );
    expect(seen).toEqual([{ purpose: 'kiểm tra danh sách' }]);
  });

  test('at the own record needs neither permission nor reason', async () => {
    const actor = actorWith(official, { role: 'clerk', unitId: other });
    await expect(perform(look, testCtx(db, { actor }), { personId: official })).resolves.toEqual({ name: 'x' });
  });
});

test('facts, audit and looks cannot be changed, deleted or truncated by the owner either', async () => {
  for (const table of ['kernel.fact', 'kernel.audit', 'kernel.look']) {
    const column = table === 'kernel.look' ? 'person_id' : 'id';
    for (const statement of [`update ${table} set ${column} = ${column}`, `delete from ${table}`, `truncate ${table} cascade`]) {
      await expect(sql.raw(statement).execute(owner)).rejects.toThrow(/only grows/);
      await expect(sql.raw(statement).execute(db)).rejects.toThrow(/permission denied|only grows/);
    }
  }
});
