import { beforeAll, describe, expect, test } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { listRoles, type Actor } from '#kernel/org/index.ts';
import { perform, type AnyOperation } from '#kernel/operation/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { makeTown, type Town } from '#tests/town.ts';
import { directory } from '../index.ts';
import {
  addPerson,
  editPerson,
  endPosting,
  erasePerson,
  listOwnLooks,
  listPeople,
  listVacantPosts,
  questionLook,
  readMe,
  readPerson,
  requestCorrection,
  setUnion,
  startPosting,
} from './operations.ts';

const { rolledBack, inRolledBack } = await testDatabase();
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

const NO = 'operation.not-allowed';
const NOT_HERE = 'operation.not-allowed-here';

describe('who may do what', () => {
  const inputs = (town: Town): [name: string, op: AnyOperation, permission: string, input: unknown][] => [
    ['read-person', readPerson, 'directory.see-persons', { id: town.binh }],
    ['edit-person', editPerson, 'directory.edit-persons', { id: town.binh, name: 'Trần Văn Bính' }],
    ['add-person', addPerson, 'directory.edit-persons', { staffCode: 'HN-9', name: 'Phạm Thị Mai', postId: town.vacant.ward, from: '2026-11-01' }],
    ['start-posting', startPosting, 'directory.edit-persons', { personId: town.binh, postId: town.vacant.ward, from: '2026-11-01', as: 'main' }],
    ['end-posting', endPosting, 'directory.edit-persons', { id: town.posting, lastDay: '2026-11-30' }],
    ['set-union', setUnion, 'directory.see-union', { id: town.binh, act: 'join', day: '2026-11-01', consentDay: '2026-10-30' }],
  ];

  test.each(listRoles().map(({ key, permissions }) => [key, permissions] as const))('%s', (role, permissions) =>
    inRolledBack(async (db) => {
      const town = await makeTown(db);
      const me = newId();
      for (const [name, op, permission, input] of inputs(town)) {
        const allowed = permissions.some((held) => held === permission);
        const results = [];
        for (const unitId of [town.city, town.ward, town.other]) results.push(await outcome(db, op, actorWith(me, { role, unitId }), input));
        expect([name, ...results]).toEqual([name, ...(allowed ? ['done', 'done', NOT_HERE] : [NO, NO, NO])]);
      }
      const erase = { id: town.gone, staffCode: 'HN-0004' };
      const manages = permissions.some((held) => held === 'account.manage');
      expect(await outcome(db, erasePerson, actorWith(me, { role, unitId: town.city }), erase)).toBe(manages ? 'done' : NO);
      expect(await outcome(db, erasePerson, actorWith(me, { role, unitId: town.ward }), erase)).toBe(manages ? NOT_HERE : NO);
    }),
  );

  rolledBack('nobody who is not signed in', async (db) => {
    const town = await makeTown(db);
    for (const [, op, , input] of inputs(town)) expect(await outcome(db, op, { kind: 'anonymous' }, input)).toBe('operation.sign-in-first');
  });

  rolledBack('whoever left is still in the care of the unit that succeeded theirs', async (db) => {
    const town = await makeTown(db);
    const head = actorWith(town.hanh, { role: 'head-of-unit', unitId: town.ward });
    expect(await outcome(db, readPerson, head, { id: town.gone })).toBe('done');
    expect(await outcome(db, readPerson, head, { id: town.dung })).toBe(NOT_HERE);
    expect(await outcome(db, readPerson, head, { id: newId() })).toBe(NOT_HERE);
  });
});

describe('the list of people', () => {
  rolledBack("shows only the asker's units, sorted by given name, on any day", async (db) => {
    const town = await makeTown(db);
    const names = async (actor: Actor, input: object) => (await perform(listPeople, testCtx(db, { actor }), input)).people.map(({ name }) => name);
    const head = actorWith(town.hanh, { role: 'head-of-unit', unitId: town.ward });
    const admin = actorWith(town.hanh, { role: 'administrator', unitId: town.city });
    expect(await names(admin, {})).toEqual(['Trần Văn Bình', 'Đỗ Đức Dũng', 'Nguyễn Thị Minh Hạnh']);
    expect(await names(head, {})).toEqual(['Trần Văn Bình', 'Nguyễn Thị Minh Hạnh']);
    expect(await names(head, { day: '2025-12-31' })).toEqual(['Lê Thị Ánh', 'Trần Văn Bình', 'Nguyễn Thị Minh Hạnh']);
    expect(await names(head, { day: '2024-01-01' })).toEqual(['Nguyễn Thị Minh Hạnh']);
    expect(await names(head, { posted: false })).toEqual(['Lê Thị Ánh']);
    expect(await names(admin, { unitId: town.inner })).toEqual(['Trần Văn Bình']);
    expect(await names(actorWith(town.binh, { role: 'head-of-unit', unitId: town.inner }), {})).toEqual(['Trần Văn Bình']);
  });

  rolledBack('finds without diacritics, by staff code, and takes signs of patterns literally', async (db) => {
    const town = await makeTown(db);
    const actor = actorWith(town.hanh, { role: 'administrator', unitId: town.city });
    const found = async (text: string) => (await perform(listPeople, testCtx(db, { actor }), { text })).people.map(({ staffCode }) => staffCode);
    expect(await found('do duc')).toEqual(['HN-0003']);
    expect(await found('MINH HẠNH')).toEqual(['HN-0001']);
    expect(await found('Hạnh'.normalize('NFD'))).toEqual(['HN-0001']);
    expect(await found('hn-0002')).toEqual(['HN-0002']);
    expect(await found('%')).toEqual([]);
    expect(await found('_')).toEqual([]);
  });

  rolledBack('follows a change of name, and leaves out whoever was erased, on past days too', async (db) => {
    const town = await makeTown(db);
    const actor = actorWith(town.hanh, { role: 'administrator', unitId: town.city });
    const names = async (day: string) => (await perform(listPeople, testCtx(db, { actor }), { day })).people.map(({ name }) => name);
    await perform(editPerson, testCtx(db, { actor, ...why }), { id: town.binh, name: 'Trần Văn Vinh' });
    expect(await names('2025-12-31')).toEqual(['Lê Thị Ánh', 'Đỗ Đức Dũng', 'Nguyễn Thị Minh Hạnh', 'Trần Văn Vinh']);
    await perform(erasePerson, testCtx(db, { actor, ...why }), { id: town.gone, staffCode: 'HN-0004' });
    expect(await names('2025-12-31')).toEqual(['Đỗ Đức Dũng', 'Nguyễn Thị Minh Hạnh', 'Trần Văn Vinh']);
    const carried = await all(db, sql`select posting.id from kernel.posting join kernel.person on person.id = posting.person_id where posting.name_sort <> person.name_sort`);
    expect(carried).toEqual([]);
  });

  rolledBack('comes a page at a time, without gaps or doubles', async (db) => {
    const town = await makeTown(db);
    const actor = actorWith(town.hanh, { role: 'administrator', unitId: town.city });
    const seen: string[] = [];
    let after: string | null | undefined;
    do {
      const page = await perform(listPeople, testCtx(db, { actor }), { limit: 1, ...(after ? { after } : {}) });
      seen.push(...page.people.map(({ staffCode }) => staffCode));
      after = page.next;
    } while (after);
    expect(seen).toEqual(['HN-0002', 'HN-0003', 'HN-0001']);
  });
});

describe('a look at a record', () => {
  rolledBack('asks for a purpose, and the person sees who looked and why', async (db) => {
    const town = await makeTown(db);
    const head = actorWith(town.hanh, { role: 'head-of-unit', unitId: town.ward });
    await expect(perform(readPerson, testCtx(db, { actor: head }), { id: town.binh })).rejects.toMatchObject({ code: 'operation.purpose-missing' });
    const seen = await perform(readPerson, testCtx(db, { actor: head, ...why }), { id: town.binh });
    expect(seen).toMatchObject({ own: false, mayEdit: true, mayErase: false, person: { name: 'Trần Văn Bình', union: null } });
    const { looks } = await perform(listOwnLooks, testCtx(db, { actor: actorWith(town.binh) }), {});
    expect(looks).toMatchObject([{ who: 'Nguyễn Thị Minh Hạnh', unitName: 'Phường Ba Đình', purpose: why.purpose }]);
    expect((await perform(listOwnLooks, testCtx(db, { actor: head }), {})).looks).toEqual([]);
  });

  rolledBack("at one's own record asks nothing and shows union membership", async (db) => {
    const town = await makeTown(db);
    const record = await perform(readPerson, testCtx(db, { actor: actorWith(town.binh) }), { id: town.binh });
    expect(record).toMatchObject({ own: true, mayEdit: false, person: { union: [] } });
    expect((await perform(listOwnLooks, testCtx(db, { actor: actorWith(town.binh) }), {})).looks).toEqual([]);
    expect(await perform(readMe, testCtx(db, { actor: actorWith(town.binh) }), {})).toMatchObject({ unitName: 'Phòng Văn hóa - Xã hội', title: 'Chuyên viên', sex: 'male' });
  });

  rolledBack('may be questioned by the person, and reaches whoever answers for the looker', async (db) => {
    const town = await makeTown(db);
    await grant(db, town.dung, 'administrator', town.city);
    const head = actorWith(town.hanh, { role: 'head-of-unit', unitId: town.ward });
    await perform(readPerson, testCtx(db, { actor: head, ...why }), { id: town.binh });
    const me = actorWith(town.binh);
    const { looks } = await perform(listOwnLooks, testCtx(db, { actor: me }), {});
    const look = looks[0]?.id ?? '';
    expect(await perform(questionLook, testCtx(db, { actor: me }), { look, text: 'Xem hồ sơ của tôi để làm gì?' })).toEqual({ told: 1 });
    expect(await told(db)).toEqual([{ person_id: town.dung, key: 'people.look-questioned' }]);
    await expect(perform(questionLook, testCtx(db, { actor: head }), { look, text: 'Không phải hồ sơ của tôi.' })).rejects.toMatchObject({ code: 'people.no-look' });
  });
});

describe('correcting a record', () => {
  rolledBack('keeps a fact with the names of the fields, and nothing of what stood in them', async (db) => {
    const town = await makeTown(db);
    const actor = actorWith(town.hanh, { role: 'administrator', unitId: town.city });
    const input = { id: town.binh, name: ' Trần  Văn Bình ', birthDate: '1991-05-01', email: 'binh@hanoi.example', identityNumber: NUMBER };
    const { changed } = await perform(editPerson, testCtx(db, { actor }), input);
    expect(changed).toEqual(['birthDate', 'sex', 'email', 'identityNumber']);
    const facts = await all(db, sql<{ unit_id: string; data: unknown }>`select unit_id, data from kernel.fact where kind = 'directory.person-changed'`);
    expect(facts).toEqual([{ unit_id: town.inner, data: { fields: changed } }]);
    expect((await perform(editPerson, testCtx(db, { actor }), input)).changed).toEqual([]);
    const lines = await one(db, sql<{ all: string }>`select string_agg(to_jsonb(audit)::text, ' ') as all from kernel.audit`);
    expect(lines?.all).not.toMatch(/Bình|1991|binh@|001190/);
  });

  rolledBack('keeps the identification number sealed, shows three digits, finds doubles', async (db) => {
    const town = await makeTown(db);
    const ctx = () => testCtx(db, { actor: actorWith(town.hanh, { role: 'administrator', unitId: town.city }), ...why });
    await perform(editPerson, ctx(), { id: town.binh, name: 'Trần Văn Bình', identityNumber: NUMBER });
    const stored = await one(db, sql<{ sealed: Buffer; digest: Buffer; ending: string }>`select sealed, digest, ending from directory.identity`);
    expect(stored?.ending).toBe('345');
    expect(stored?.sealed.includes(NUMBER)).toBe(false);
    expect((await perform(readPerson, ctx(), { id: town.binh })).person.identityEnding).toBe('345');
    await sql`savepoint before`.execute(db);
    await expect(perform(editPerson, ctx(), { id: town.dung, name: 'Đỗ Đức Dũng', identityNumber: NUMBER })).rejects.toMatchObject({ code: 'constraint.identity_digest_key' });
    await sql`rollback to savepoint before`.execute(db);
    await perform(editPerson, ctx(), { id: town.binh, name: 'Trần Văn Bình' });
    expect((await perform(readPerson, ctx(), { id: town.binh })).person.identityEnding).toBe('345');
  });

  test.each([
    [{ name: 'A' }, '/name'],
    [{ name: 'Trần Văn Bình', identityNumber: '12345' }, '/identityNumber'],
    [{ name: 'Trần Văn Bình', birthDate: '2020-01-01' }, '/birthDate'],
    [{ name: 'Trần Văn Bình', birthDate: '1890-01-01' }, '/birthDate'],
    [{ name: 'Trần Văn Bình', email: 'binh' }, '/email'],
    [{ name: 'Trần Văn Bình', phone: 'call me' }, '/phone'],
  ])('refuses %j at %s', (fields, at) =>
    inRolledBack(async (db) => {
      const town = await makeTown(db);
      const actor = actorWith(town.hanh, { role: 'administrator', unitId: town.city });
      await expect(perform(editPerson, testCtx(db, { actor }), { id: town.binh, ...fields })).rejects.toMatchObject({ kind: 'invalid', errors: [{ at }] });
    }),
  );

  rolledBack('is asked for by the person and reaches the head of the nearest unit', async (db) => {
    const town = await makeTown(db);
    await grant(db, town.hanh, 'head-of-unit', town.ward);
    await grant(db, town.dung, 'administrator', town.city);
    await perform(requestCorrection, testCtx(db, { actor: actorWith(town.binh) }), { text: 'Ngày sinh đúng là 02/05/1990.' });
    expect(await told(db)).toEqual([{ person_id: town.hanh, key: 'people.correction-asked' }]);
  });
});

describe('posts', () => {
  rolledBack('a move ends the main post held until then, and an impossible one says why', async (db) => {
    const town = await makeTown(db);
    const ctx = () => testCtx(db, { actor: actorWith(town.dung, { role: 'administrator', unitId: town.city }), ...why });
    await perform(startPosting, ctx(), { personId: town.binh, postId: town.vacant.ward, from: '2026-12-01', as: 'main', coefficient: 4.4 });
    const { person } = await perform(readPerson, ctx(), { id: town.binh, day: '2026-12-01' });
    expect(person.postings.map(({ title, from, to, held }) => ({ title, from, to, held }))).toEqual([
      { title: 'Phó Chủ tịch UBND phường', from: '2026-12-01', to: 'infinity', held: true },
      { title: 'Chuyên viên', from: '2025-07-01', to: '2026-12-01', held: false },
    ]);
    const tried = (input: object) => outcome(db, startPosting, ctx().actor, input);
    expect(await tried({ personId: town.dung, postId: town.vacant.ward, from: '2027-01-01', as: 'main' })).toBe('constraint.posting_post_taken');
    expect(await tried({ personId: town.dung, postId: town.vacant.ward, from: '2025-01-01', as: 'main' })).toBe('people.post-not-open');
    expect(await tried({ personId: town.binh, postId: town.vacant.other, from: '2026-11-20', as: 'main' })).toBe('constraint.posting_second_main');
    expect(await tried({ personId: town.binh, postId: town.vacant.other, from: '2026-11-20', as: 'second' })).toBe('done');
    expect(await tried({ personId: town.binh, postId: newId(), from: '2026-11-20', as: 'second' })).toBe('people.no-post');
  });

  rolledBack('a head takes nobody from a unit that is not theirs', async (db) => {
    const town = await makeTown(db);
    const head = actorWith(town.hanh, { role: 'head-of-unit', unitId: town.ward });
    expect(await outcome(db, startPosting, head, { personId: town.dung, postId: town.vacant.ward, from: '2026-12-01', as: 'main' })).toBe('people.not-in-your-units');
    expect(await outcome(db, startPosting, head, { personId: town.binh, postId: town.vacant.other, from: '2026-12-01', as: 'main' })).toBe(NOT_HERE);
  });

  rolledBack("vacant ones are those nobody holds from the day on, in the asker's units", async (db) => {
    const town = await makeTown(db);
    const titles = async (role: string, unitId: string, input: object) =>
      (await perform(listVacantPosts, testCtx(db, { actor: actorWith(town.hanh, { role, unitId }) }), input)).posts.map(({ title }) => title);
    expect(await titles('administrator', town.city, { day: '2026-11-23' })).toEqual(['Phó Chủ tịch UBND phường', 'Văn thư viên']);
    expect(await titles('administrator', town.city, { day: '2025-12-31' })).toEqual(['Văn thư viên']);
    expect(await titles('administrator', town.city, { day: '2026-11-23', text: 'ba dinh' })).toEqual(['Phó Chủ tịch UBND phường']);
    expect(await titles('head-of-unit', town.ward, { day: '2026-11-23' })).toEqual(['Phó Chủ tịch UBND phường']);
  });
});

async function grant(db: Db, personId: string, role: string, unitId: string): Promise<void> {
  await all(db, sql`insert into kernel.role_grant (id, person_id, role, unit_id, valid_from) values (${newId()}, ${personId}, ${role}, ${unitId}, '2026-01-01')`);
}

function told(db: Db) {
  return all(db, sql<{ person_id: string; key: string }>`select person_id, key from kernel.message`);
}
