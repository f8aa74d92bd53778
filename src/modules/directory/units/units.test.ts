import { beforeAll, describe, expect, test } from 'vitest';
import { expandUnits, readContent } from '#content/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { namedId, newId } from '#base/id/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform, type AnyOperation } from '#kernel/operation/index.ts';
import { addPeople, communeOf, listChildren } from '#kernel/org/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { directory } from '../index.ts';
import { startPostings } from '../register/acts.ts';
import { abolishUnit, addUnit, changeUnit } from './changes.ts';
import { cityUnitId, listTiles, loadCity } from './city.ts';
import { findUnits, listUnits, readUnit } from './operations.ts';
import { closePost, listPosts, openPost, readPost } from './posts.ts';
import { readSeat, setSeat } from './seat.ts';

const { rolledBack, inRolledBack } = await testDatabase();
const content = readContent();
const CITY = cityUnitId('hn');
const WARD = cityUnitId('hn.w00004');
const OTHER = cityUnitId('hn.w00008');

beforeAll(() => declare([directory]));

async function city(db: Db) {
  const ctx = testCtx(db);
  await loadCity(ctx, content, { today: TODAY });
  return ctx;
}

test('a name in a namespace gives the id of RFC 9562, appendix A.4', () => {
  expect(namedId('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
});

test('every ward and commune has one tile of its own', () => {
  expect(listTiles()).toHaveLength(126);
  expect(new Set(listTiles().map(({ tile }) => tile.join(' '))).size).toBe(126);
});

describe('the real city', () => {
  rolledBack('is loaded once, however often it is asked for', async (db) => {
    const ctx = testCtx(db);
    expect(await loadCity(ctx, content, { today: TODAY })).toEqual({ units: expandUnits(content).length, successions: content.succession.length });
    expect(await loadCity(ctx, content, { today: TODAY })).toEqual({ units: 0, successions: 0 });
  });

  rolledBack('grows when the day has come: each ward with its four inner units', async (db) => {
    const ctx = testCtx(db);
    await loadCity(ctx, content, { today: '2025-06-30' });
    expect(await db.executeQuery(sql`select 1 from kernel.unit where unit.id = ${WARD}`.compile(db))).toMatchObject({ rows: [] });
    expect((await loadCity(ctx, content, { today: '2025-07-01' })).units).toBe(126 * 5);
  });

  rolledBack('had 30 districts under the city on 30 June 2025 and has 126 wards and communes since', async (db) => {
    await city(db);
    const kinds = async (day: string) => Object.groupBy(await listChildren(db, CITY, day), ({ kind }) => kind);
    expect((await kinds('2025-06-30'))['ward']).toBeUndefined();
    expect((await kinds('2025-06-30'))['urban-district']).toHaveLength(12);
    expect((await kinds('2025-07-01'))['urban-district']).toBeUndefined();
    expect((await kinds('2025-07-01'))['ward']).toHaveLength(51);
    expect((await kinds('2025-07-01'))['commune']).toHaveLength(75);
  });

  rolledBack('is found by name without diacritics, by the beginning of a code, and by day', async (db) => {
    const ctx = await city(db);
    const names = async (query: string, day: string) => (await perform(findUnits, ctx, { query, day })).units.map(({ nameVi, code }) => `${code} ${nameVi}`);
    expect(await names('phuong ba dinh', TODAY)).toEqual(['00004 Phường Ba Đình']);
    expect((await names('00004', TODAY)).slice(0, 2)).toEqual(['00004 Phường Ba Đình', '00004.KTHT Phòng Kinh tế, Hạ tầng và Đô thị']);
    expect(await names('00004', '2025-06-30')).toEqual(['00004 Phường Trúc Bạch']);
    expect(await names('HN-STC', TODAY)).toEqual(['HN-STC Sở Tài chính']);
    expect(await names('100%', TODAY)).toEqual([]);
    // Not first the union (công đoàn), which has a word that begins so.
    expect((await names('co do', TODAY))[0]).toBe('09634 Xã Cổ Đô');
    expect(await names('dinh ba', TODAY)).toContain('00004 Phường Ba Đình');
    const under = async (unit: string) => (await perform(findUnits, ctx, { query: '00004', day: TODAY, under: unit })).units.map(({ nameVi }) => nameVi);
    expect(await under(WARD)).toContain('Phường Ba Đình');
    expect(await under(CITY)).toContain('Phường Ba Đình');
    expect(await under(OTHER)).toEqual([]);
  });

  rolledBack('shows a unit with its path, codes, predecessors, and what is not yet verified', async (db) => {
    const ctx = await city(db);
    const ward = await perform(readUnit, ctx, { id: WARD, day: TODAY });
    expect(ward).toMatchObject({ standing: true, state: { nameVi: 'Phường Ba Đình' }, path: [{ id: CITY }], source: { verified: true }, partialPast: false });
    expect(ward.codes.map(({ system, code }) => `${system} ${code}`)).toEqual(['gso 00004', 'khue hn.w00004']);
    expect(ward.before.map(({ nameVi, basis }) => `${nameVi}: ${basis}`)).toEqual(['Phường Trúc Bạch: same-code']);
    const old = await perform(readUnit, ctx, { id: cityUnitId('hn.c00004'), day: TODAY });
    expect(old).toMatchObject({ standing: false, state: { nameVi: 'Phường Trúc Bạch', validTo: '2025-07-01' }, after: [{ id: WARD }] });
    expect(old.path.map(({ nameVi }) => nameVi)).toEqual(['Thành phố Hà Nội', 'Quận Ba Đình']);
    const [inner] = await perform(listUnits, ctx, { parentIds: [WARD], day: TODAY });
    expect(inner).toMatchObject({ verified: false, children: 0, parentId: WARD });
  });
});

describe('changes of units', () => {
  rolledBack('a unit is added, renamed, moved and ended, each from its day on', async (db) => {
    const ctx = await city(db);
    const { id } = await perform(addUnit, ctx, {
      parentId: WARD,
      kind: 'division',
      nameVi: 'Phòng Chuyển đổi số',
      nameEn: 'Digital Division',
      day: '2026-01-01',
      code: '00004.CDS',
    });
    await perform(changeUnit, { ...ctx, requestId: newId() }, { id, day: '2026-03-01', nameVi: 'Phòng Số' });
    await perform(changeUnit, { ...ctx, requestId: newId() }, { id, day: '2026-05-01', parentId: OTHER });
    const at = async (day: string) => {
      const { state, standing } = await perform(readUnit, ctx, { id, day });
      return standing ? `${state.nameVi} @ ${state.parentId}` : '-';
    };
    expect(await Promise.all(['2025-12-31', '2026-01-01', '2026-03-01', '2026-05-01'].map(at))).toEqual([
      '-',
      `Phòng Chuyển đổi số @ ${WARD}`,
      `Phòng Số @ ${WARD}`,
      `Phòng Số @ ${OTHER}`,
    ]);
    await perform(abolishUnit, { ...ctx, requestId: newId() }, { id, day: '2026-07-01' });
    expect(await at('2026-06-30')).toBe(`Phòng Số @ ${OTHER}`);
    expect(await at('2026-07-01')).toBe('-');
    const facts = await all(db, sql<{ what: string }>`select data->>'what' as what from kernel.fact where subject = ${id} order by day`);
    expect(facts.map(({ what }) => what)).toEqual(['formed', 'renamed', 'moved', 'abolished']);
  });

  rolledBack('a department sits where the administrator says; its inner units with it, the departments beside it not', async (db) => {
    const ctx = await city(db);
    const [committee, department, beside] = ['hn.ubnd', 'hn.so-noi-vu', 'hn.so-tai-chinh'].map(cityUnitId);
    const { id: inner } = await perform(addUnit, ctx, { parentId: department, kind: 'division', nameVi: 'Phòng Lao động', nameEn: 'Labour', day: '2026-01-01' });
    const say = (id: string | undefined, commune?: string) => perform(setSeat, { ...ctx, requestId: newId() }, { id, ...(commune !== undefined && { commune }) });
    const found = async () => {
      const units = [committee, department, inner, beside, cityUnitId('hn.w00008.VP')].map((id) => sql`(${id}::uuid)`);
      const rows = await all(
        db,
        sql<{ code: string | null }>`select lies.code from (values ${sql.join(units)}) as unit (id) cross join lateral (${communeOf(sql`unit.id`, TODAY)}) as lies`,
      );
      return rows.map(({ code }) => code);
    };
    expect(await found()).toEqual(['01', '01', '01', '01', '00008']);
    await say(committee, '00004');
    await say(department, '00025');
    expect(await found()).toEqual(['00004', '00025', '00025', '01', '00008']);
    expect((await perform(readSeat, ctx, { id: department })).seat).toMatchObject({ code: '00025', nameVi: 'Phường Giảng Võ' });
    await say(department);
    expect([(await perform(readSeat, ctx, { id: department })).seat, (await found())[1]]).toEqual([null, '01']);
    await expect(say(department, '99999')).rejects.toMatchObject({ errors: [{ at: '/commune', code: 'units.no-such-commune' }] });
    const head = testCtx(db, { actor: actorWith(newId(), { role: 'head-of-unit', unitId: department ?? '' }) });
    await expect(perform(setSeat, head, { id: department, commune: '00004' })).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test.each<[string, AnyOperation, Record<string, unknown>, string]>([
    ['under itself', changeUnit, { id: WARD, day: '2026-01-01', parentId: WARD }, 'units.under-itself'],
    ['under a unit that has ended', addUnit, { parentId: cityUnitId('hn.d001'), kind: 'division', nameVi: 'A', nameEn: 'A', day: '2026-01-01' }, 'units.parent-not-there'],
    ['without a change', changeUnit, { id: WARD, day: '2026-01-01' }, 'units.nothing-changed'],
    [
      'a code that is taken',
      addUnit,
      { parentId: WARD, kind: 'division', nameVi: 'A', nameEn: 'A', day: '2026-01-01', system: 'gso', code: '00008' },
      'constraint.unit_code_overlap',
    ],
    ['an end with units under it', abolishUnit, { id: WARD, day: '2026-01-01' }, 'units.not-empty'],
    ['a name of blanks', addUnit, { parentId: WARD, kind: 'division', nameVi: '  ', nameEn: 'A', day: '2026-01-01' }, 'operation.input-invalid'],
  ])('refused: %s', (_title, op, input, code) =>
    inRolledBack(async (db) => {
      await expect(perform(op, await city(db), input)).rejects.toMatchObject({ code });
    }),
  );

  test.each([
    ['administrator', CITY, 'done'],
    ['administrator', WARD, 'done'],
    ['administrator', OTHER, 'operation.not-allowed-here'],
    ['head-of-unit', WARD, 'operation.not-allowed'],
    ['auditor', CITY, 'operation.not-allowed'],
  ])('%s of %s adds a unit to a ward: %s', (role, unitId, outcome) =>
    inRolledBack(async (db) => {
      const ctx = { ...(await city(db)), actor: actorWith(newId(), { role, unitId }) };
      const done = perform(addUnit, ctx, { parentId: WARD, kind: 'division', nameVi: 'A', nameEn: 'A', day: '2026-01-01' });
      if (outcome === 'done') await expect(done).resolves.toHaveProperty('id');
      else await expect(done).rejects.toMatchObject({ code: outcome });
    }),
  );
});

describe('posts of a unit', () => {
  rolledBack('names holders only to whoever may see the persons, and numbers to all', async (db) => {
    const ctx = await city(db);
    const { id } = await perform(openPost, ctx, { unitId: WARD, title: 'Chủ tịch', kind: 'leader', day: '2026-01-01' });
    const personId = newId();
    await addPeople(db, [{ id: personId, staffCode: 'A1', name: 'Nguyễn Thị Hạnh', birthDate: null, sex: null }]);
    await startPostings(ctx, [{ id: newId(), postId: id, unitId: WARD, personId, main: true, coefficient: null, validFrom: '2026-02-01' }]);
    const asked = async (role: string, unitId: string) => {
      const own = { ...ctx, actor: actorWith(newId(), { role, unitId }) };
      const { posts, counts } = await perform(listPosts, own, { unitId: WARD, day: TODAY });
      const { holders } = await perform(readPost, own, { id });
      return [posts.map(({ holder }) => holder?.name), counts.find(({ kind }) => kind === 'leader'), holders?.length ?? null];
    };
    const leaders = { kind: 'leader', posts: 1, held: 1 };
    expect(await asked('head-of-unit', WARD)).toEqual([['Nguyễn Thị Hạnh'], leaders, 1]);
    expect(await asked('head-of-unit', OTHER)).toEqual([[], leaders, null]);
    expect(await asked('official', WARD)).toEqual([[], leaders, null]);
    await expect(perform(closePost, { ...ctx, requestId: newId() }, { id, day: TODAY })).rejects.toMatchObject({ code: 'directory.post-not-closable' });
  });
});
