import { beforeAll, describe, expect, test } from 'vitest';
import { all, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { listSets, membersOf, refresh } from '#kernel/set/index.ts';
import { actorWith } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { directory } from '../index.ts';
import { openPosts } from '../register/acts.ts';
import { EMPTY_DRAFT, type Draft, type ReorganisationKind } from './model.ts';
import { applyReorganisation, deleteReorganisation, editReorganisation, listReorganisations, readReorganisation, revertReorganisation, startReorganisation } from './operations.ts';
import { again, apply, basis, DAY, fresh, staff, town, type Town } from './testing.ts';

const { rolledBack, inRolledBack } = await testDatabase();
beforeAll(() => declare([directory]));

describe('a merge', () => {
  const THREE = [
    { above: -1, people: 3 },
    { above: -1, people: 2 },
    { above: 0, people: 1 },
  ];

  rolledBack('moves posts, people and the units under it, and the series of the old units goes on under the new one', async (db) => {
    const {
      ctx,
      city,
      units: [a = '', b = '', inner = ''],
    } = await town(db, THREE);
    const unit = fresh(city, 'Đơn vị mới', 'M1');
    expect(await apply(ctx, 'merge', { units: [a, b], fresh: [unit] })).toMatchObject({ posts: 7, people: 5 });
    await refresh(db, listSets());
    expect([await staff(db, city, '2026-06-30'), await staff(db, city, DAY)]).toEqual([6, 6]);
    expect([await staff(db, unit.id, '2026-06-30'), await staff(db, unit.id, DAY)]).toEqual([6, 6]);
    expect([await staff(db, a, '2026-06-30'), await staff(db, a, DAY)]).toEqual([4, 0]);
    expect(await staff(db, inner, DAY)).toBe(1);
    expect(await membersOf(db, unit.id, '2026-06-30', 'stock')).toEqual({ unitIds: expect.arrayContaining([a, b]), partial: false });
    const told = await all(db, sql<{ key: string }>`select key from kernel.message`);
    expect(told.map(({ key }) => key)).toEqual(Array.from({ length: 6 }, () => 'reorganisation.notice'));
  });

  rolledBack('into a unit that stands on keeps that unit and its past; the past of the other one stays with the other one', async (db) => {
    const {
      ctx,
      units: [a = '', b = ''],
    } = await town(db, THREE);
    await apply(ctx, 'merge', { units: [b], into: [a] });
    await refresh(db, listSets());
    expect([await staff(db, a, '2026-06-30'), await staff(db, a, DAY), await staff(db, b, '2026-06-30'), await staff(db, b, DAY)]).toEqual([4, 6, 2, 0]);
  });

  rolledBack('is taken back as if it had not been, on the same day', async (db) => {
    const {
      ctx,
      city,
      units: [a = '', b = ''],
    } = await town(db, THREE);
    const look = () =>
      all(
        db,
        sql`
      select version.unit_id, version.parent_id, version.valid_from, version.valid_to, null as held from kernel.unit_version as version
      union all select posting.post_id, posting.person_id, posting.valid_from, posting.valid_to, posting.unit_id from kernel.posting
      union all select post.id, post.unit_id, post.valid_from, post.valid_to, null from kernel.post
      union all select granted.id, granted.unit_id, granted.valid_from, granted.valid_to, null from kernel.role_grant as granted where granted.valid_from < granted.valid_to
      order by 1, 2, 3`,
      );
    const person = await one(db, sql<{ id: string }>`select id from kernel.person limit 1`);
    await all(db, sql`insert into kernel.role_grant (id, person_id, role, unit_id, valid_from) values (${newId()}, ${person?.id}, 'head-of-unit', ${a}, '2025-01-01')`);
    const before = await look();
    const unit = fresh(city, 'Đơn vị mới');
    const { id } = await apply(ctx, 'merge', { units: [a, b], fresh: [unit], roles: 'follow' });
    const grants = await all(db, sql<{ unit_id: string }>`select unit_id from kernel.role_grant where valid_to = 'infinity'`);
    expect(grants).toEqual([{ unit_id: unit.id }]);
    expect(await look()).not.toEqual(before);
    await perform(revertReorganisation, again(ctx), { id });
    expect(await look()).toEqual(before);
    const withdrawn = await one(
      db,
      sql<{ made: number; withdrawn: number }>`
      select count(*) filter (where corrects is null and day = ${DAY}) as made, count(*) filter (where kind = 'directory.act-withdrawn') as withdrawn
      from kernel.fact`,
    );
    expect(withdrawn?.withdrawn).toBe(withdrawn?.made);
    await expect(perform(revertReorganisation, again(ctx), { id })).rejects.toMatchObject({ code: 'reorganisation.not-applied' });
  });

  rolledBack('is not taken back on another day, nor when something has been recorded in its units', async (db) => {
    const {
      ctx,
      city,
      units: [a = '', b = ''],
    } = await town(db, THREE);
    const unit = fresh(city, 'Đơn vị mới');
    const { id } = await apply(ctx, 'merge', { units: [a, b], fresh: [unit] });
    await expect(perform(revertReorganisation, { ...again(ctx), today: '2026-11-24' }, { id })).rejects.toMatchObject({ code: 'reorganisation.too-late' });
    await openPosts(ctx, [{ id: newId(), unitId: unit.id, title: 'Chuyên viên', kind: 'staff', validFrom: DAY }]);
    await expect(perform(revertReorganisation, again(ctx), { id })).rejects.toMatchObject({ code: 'reorganisation.used-since' });
  });
});

describe('other acts', () => {
  rolledBack('a split sends each post where the draft says, and marks the past as counted whole', async (db) => {
    const {
      ctx,
      city,
      units: [a = ''],
    } = await town(db, [{ above: -1, people: 3 }]);
    const [north, south] = [fresh(city, 'Bắc'), fresh(city, 'Nam')];
    const first = await one(db, sql<{ id: string }>`select post.id from kernel.post where post.kind = 'leader'`);
    await apply(ctx, 'split', { units: [a], fresh: [north, south], placed: { [first?.id ?? '']: north.id }, rest: south.id });
    await refresh(db, listSets());
    expect([await staff(db, north.id, DAY), await staff(db, south.id, DAY), await staff(db, city, DAY)]).toEqual([1, 2, 3]);
    expect((await membersOf(db, north.id, '2026-06-30', 'stock')).partial).toBe(true);
  });

  rolledBack('an abolition sends people to other units, which do not take over its past', async (db) => {
    const {
      ctx,
      units: [a = '', b = ''],
    } = await town(db, [
      { above: -1, people: 3 },
      { above: -1, people: 2 },
    ]);
    await apply(ctx, 'abolish', { units: [a], into: [b] });
    await refresh(db, listSets());
    expect([await staff(db, b, '2026-06-30'), await staff(db, b, DAY)]).toEqual([2, 5]);
  });

  rolledBack('a rename and a move keep the unit, its posts and its people', async (db) => {
    const {
      ctx,
      units: [a = '', b = ''],
    } = await town(db, [
      { above: -1, people: 3 },
      { above: -1, people: 2 },
    ]);
    await apply(ctx, 'rename', { units: [a], nameVi: 'Tên mới' });
    await apply(ctx, 'move', { units: [a], into: [b] }, '2026-08-01');
    await refresh(db, listSets());
    const versions = await all(db, sql`select name_vi, parent_id = ${b} as under_b, valid_from from kernel.unit_version where unit_id = ${a} order by valid_from`);
    expect(versions).toEqual([
      { name_vi: 'Đơn vị 0', under_b: false, valid_from: '2020-01-01' },
      { name_vi: 'Tên mới', under_b: false, valid_from: DAY },
      { name_vi: 'Tên mới', under_b: true, valid_from: '2026-08-01' },
    ]);
    expect([await staff(db, b, '2026-07-31'), await staff(db, b, '2026-08-01'), await staff(db, a, '2026-08-01')]).toEqual([2, 5, 3]);
  });

  test.each<[string, ReorganisationKind, (town: Town) => Partial<Draft>, string[]]>([
    ['a merge of one unit', 'merge', ({ units, city }) => ({ units: units.slice(0, 1), fresh: [fresh(city, 'X')] }), ['two-units']],
    ['a merge without successor', 'merge', ({ units }) => ({ units: units.slice(0, 2) }), ['one-successor', 'unplaced-posts', 'unplaced-units']],
    ['a split into one', 'split', ({ units, city }) => ({ units: units.slice(0, 1), fresh: [fresh(city, 'X')] }), ['two-successors']],
    [
      'a split that leaves posts without a place',
      'split',
      ({ units, city }) => ({ units: units.slice(0, 1), fresh: [fresh(city, 'X'), fresh(city, 'Y')] }),
      ['unplaced-posts', 'unplaced-units'],
    ],
    ['a rename without a name', 'rename', ({ units }) => ({ units: units.slice(0, 1) }), ['no-name']],
    ['a move without a place', 'move', ({ units }) => ({ units: units.slice(0, 1) }), ['no-parent']],
    ['an end of the city', 'abolish', ({ units, city }) => ({ units: [city], into: units.slice(0, 1) }), ['city-ends']],
    ['a new unit under one that ends', 'merge', ({ units }) => ({ units: units.slice(0, 2), fresh: [fresh(units[0] ?? '', 'X')] }), ['parent-ends']],
    ['a unit that does not stand', 'abolish', ({ units }) => ({ units: [newId()], into: units.slice(0, 1) }), ['not-there']],
  ])('blocked: %s', (_title, kind, draftOf, codes) =>
    inRolledBack(async (db) => {
      const made = await town(db, [
        { above: -1, people: 1 },
        { above: -1, people: 1 },
        { above: 0, people: 0 },
      ]);
      const { id } = await perform(startReorganisation, made.ctx, { kind, day: DAY, ...basis, draft: { ...EMPTY_DRAFT, ...draftOf(made) } });
      const { blocks } = await perform(readReorganisation, made.ctx, { id });
      expect(blocks.map(({ code }) => code)).toEqual(codes);
      await expect(perform(applyReorganisation, again(made.ctx), { id })).rejects.toMatchObject({ code: 'reorganisation.blocked' });
    }),
  );

  rolledBack('a draft warns of what to mind, names people only to whoever may see them, is edited, and taken away', async (db) => {
    const {
      ctx,
      city,
      units: [a = '', b = ''],
    } = await town(db, [
      { above: -1, people: 0 },
      { above: -1, people: 1 },
    ]);
    const { id } = await perform(startReorganisation, ctx, { kind: 'merge', day: DAY, ...basis });
    await perform(editReorganisation, again(ctx), { id, draft: { ...EMPTY_DRAFT, units: [a, b], fresh: [fresh(city, 'X')] } });
    const view = await perform(readReorganisation, ctx, { id });
    expect(view.warnings.map(({ code }) => code)).toEqual(['past', 'no-code']);
    expect(view).toMatchObject({ blocks: [], counts: { ends: 2, formed: 1, changed: 0, posts: 3, people: 1 } });
    await perform(editReorganisation, again(ctx), { id, draft: { ...EMPTY_DRAFT, units: [a, b], fresh: [{ ...fresh(city, 'X'), kind: 'office' }] } });
    expect((await perform(readReorganisation, ctx, { id })).warnings).toContainEqual({ code: 'other-kind', values: { n: 2 } });
    await perform(editReorganisation, again(ctx), { id, draft: { ...EMPTY_DRAFT, units: [a, b], fresh: [fresh(city, 'X')] } });
    expect(view.posts.filter(({ holder }) => holder !== null)).toHaveLength(1);
    await perform(deleteReorganisation, again(ctx), { id });
    expect((await perform(listReorganisations, ctx, {})).acts).toEqual([]);
  });

  test.each([
    ['administrator', 'city', 'done'],
    ['administrator', 'unit', 'operation.not-allowed-here'],
    ['head-of-unit', 'city', 'operation.not-allowed'],
  ])('%s over the %s begins a reorganisation: %s', (role, where, outcome) =>
    inRolledBack(async (db) => {
      const {
        ctx,
        city,
        units: [a = ''],
      } = await town(db, [{ above: -1, people: 0 }]);
      const actor = actorWith(newId(), { role, unitId: where === 'city' ? city : a });
      const done = perform(startReorganisation, { ...ctx, actor }, { kind: 'merge', day: DAY, ...basis });
      if (outcome === 'done') await expect(done).resolves.toHaveProperty('id');
      else await expect(done).rejects.toMatchObject({ code: outcome });
    }),
  );
});
