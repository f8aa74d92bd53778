import { beforeAll, describe, expect, test } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { registerRows } from '#tests/import-town.ts';
import { directory } from '../index.ts';
import { importFile, undoImport, workOn, type ImportKind } from './index.ts';

const { db } = await testDatabase();
const ctx = () => testCtx(db);
const give = async (kind: ImportKind, lines: string[], more: { missing?: 'end'; endUnit?: string; endDay?: string } = {}) => {
  const { item, errors } = await importFile(ctx(), { kind, name: `${kind}.csv`, bytes: new TextEncoder().encode(lines.join('\n')), ...more });
  return { id: item.id, state: item.state, counts: item.counts, errors: errors.map(({ line, field, code }) => `${line} ${field} ${code}`), problem: item.problem };
};
const UNITS = 'Mã đơn vị;Tên đơn vị;Loại đơn vị;Mã đơn vị cấp trên;Từ ngày;Đến ngày';
const POSTS = 'Mã đơn vị;Vị trí việc làm;Loại;Số lượng;Từ ngày;Đến ngày';
const STAFF = 'Mã cán bộ;Họ và tên;Ngày sinh;Giới tính;Mã đơn vị;Vị trí việc làm;Loại;Từ ngày;Đến ngày';

beforeAll(() => declare([directory]));

describe('lists of units, posts and staff, one after the other', () => {
  test('units: children may stand before their parents; repeated, nothing changes; undone, all is as before', async () => {
    const before = await registerRows(db);
    const lines = [
      UNITS,
      'P1;Phường Một;Phường;TP;01/07/2025;',
      'TP;Thành phố;Thành phố;;01/01/2000;',
      'P1.VP;Văn phòng;Phòng, ban;P1;01/07/2025;',
      'P2;Phường Hai;Phường;TP;01/07/2025;',
      'P1;Phường Nhất;Phường;TP;01/01/2026;',
    ];
    const first = await give('units', lines);
    expect(first).toMatchObject({ state: 'done', errors: [], counts: { added: 4, changed: 1 } });
    expect(await give('units', lines)).toMatchObject({ state: 'done', counts: { same: 5, added: 0, changed: 0, ended: 0 } });
    const after = await registerRows(db);
    await perform(undoImport, ctx(), { id: first.id });
    expect(await workOn(ctx(), first.id)).toMatchObject({ state: 'undone', problem: null });
    expect(await registerRows(db)).toEqual(before);
    expect(await give('units', lines)).toMatchObject({ state: 'done' });
    expect(Object.values(await registerRows(db)).map((digest) => digest.split(' ')[0])).toEqual(Object.values(after).map((digest) => digest.split(' ')[0]));
  });

  test('units: what is wrong is said line by line, and nothing is changed', async () => {
    const before = await registerRows(db);
    const { state, errors } = await give('units', [
      UNITS,
      'A;Phòng A;Phòng;KHONG;01/07/2025;',
      'B;Phòng B;Vườn;P1;01/07/2025;',
      'C;Phòng C;Phòng;;01/07/2025;',
      'D;Phòng D;Phòng;E;01/07/2025;',
      'E;Phòng E;Phòng;D;01/07/2025;',
      'F;Phòng F;Phòng;P1;01/06/2025;',
    ]);
    expect({ state, errors }).toEqual({
      state: 'refused',
      errors: [
        '2 parentCode import.error.parent-unknown',
        '3 kind import.error.unit-kind',
        '4 parentCode import.error.parent-needed',
        '5 parentCode import.error.under-itself',
        '6 parentCode import.error.under-itself',
        '7 parentCode import.error.parent-unknown',
      ],
    });
    expect(await registerRows(db)).toEqual(before);
  });

  test('posts: several places alike on one line; repeated, nothing changes; the full list of a unit closes the others', async () => {
    const lines = [POSTS, 'P1.VP;Chuyên viên;Công chức;3;01/07/2025;', 'P1;Chủ tịch;Lãnh đạo;;01/07/2025;'];
    expect(await give('posts', lines)).toMatchObject({ state: 'done', errors: [], counts: { added: 4 } });
    expect(await give('posts', lines)).toMatchObject({ state: 'done', counts: { same: 2, added: 0, changed: 0, ended: 0 } });
    const fewer = await give('posts', [POSTS, 'P1.VP;Chuyên viên;Công chức;2;01/07/2025;'], { missing: 'end', endUnit: 'P1.VP', endDay: '2026-10-01' });
    expect(fewer).toMatchObject({ state: 'done', counts: { same: 1, missing: 1 } });
    await perform(undoImport, ctx(), { id: fewer.id });
    expect(await workOn(ctx(), fewer.id)).toMatchObject({ state: 'undone' });
  });

  test('staff take the free places; an ended holding frees one; then the import of the posts can no longer be undone', async () => {
    const person = (code: string, rest: string) => `${code};Nguyễn Văn ${code.replace(/\d/g, 'A')};05/03/1985;Nam;${rest}`;
    const lines = [
      STAFF,
      person('A1', 'P1.VP;chuyên  viên;Công chức;01/08/2025;31/12/2025'),
      person('A2', 'P1.VP;Chuyên viên;Viên chức;01/08/2025;'),
      person('A3', 'P1.VP;Chuyên viên;Công chức;01/08/2025;'),
      person('A4', 'P1.VP;Chuyên viên;Công chức;01/01/2026;'),
    ];
    const first = await give('staff', lines);
    expect(first).toMatchObject({ state: 'done', errors: [], counts: { added: 4, peopleAdded: 4, postsAdded: 0 } });
    expect(await give('staff', lines)).toMatchObject({ counts: { same: 4, added: 0, postsAdded: 0 } });
    const [posts] = await all(db, sql<{ id: string }>`select import.id from directory.import where import.kind = 'posts' and import.state = 'done' order by import.id limit 1`);
    await expect(perform(undoImport, ctx(), { id: posts?.id ?? '' })).rejects.toMatchObject({
      code: 'import.depended-on',
      errors: [{ values: { relation: 'kernel.posting', rows: 4 } }],
    });
  });

  test('the full list of a unit ends those it does not name, an ended holding stays ended, and undoing brings them back', async () => {
    const before = await registerRows(db);
    const only = await give('staff', [STAFF, 'A2;Nguyễn Văn AA;05/03/1985;Nam;P1.VP;Chuyên viên;Công chức;01/08/2025;'], { missing: 'end', endUnit: 'P1', endDay: '2026-11-01' });
    expect(only).toMatchObject({ state: 'done', counts: { same: 1, missing: 2 } });
    const again = await give('staff', [STAFF, 'A3;Nguyễn Văn AA;05/03/1985;Nam;P1.VP;Chuyên viên;Công chức;01/08/2025;']);
    expect(again).toMatchObject({ state: 'refused', errors: ['2 to import.error.ended-meanwhile'] });
    await perform(undoImport, ctx(), { id: only.id });
    expect(await workOn(ctx(), only.id)).toMatchObject({ state: 'undone' });
    expect(await registerRows(db)).toEqual(before);
  });

  test.each([
    ['birth date', 'B1;Trần Thị Bé;31/02/1990;Nữ;P2;Chuyên viên;Công chức;01/08/2025;', 'birthDate import.error.day'],
    ['too old', 'B1;Trần Thị Bé;01/02/1940;Nữ;P2;Chuyên viên;Công chức;01/08/2025;', 'birthDate import.error.age'],
    ['too young', 'B1;Trần Thị Bé;01/02/2015;Nữ;P2;Chuyên viên;Công chức;01/08/2025;', 'birthDate import.error.age'],
    ['sex', 'B1;Trần Thị Bé;01/02/1990;Nu;P2;Chuyên viên;Công chức;01/08/2025;', 'sex import.error.sex'],
    ['unit', 'B1;Trần Thị Bé;01/02/1990;Nữ;P9;Chuyên viên;Công chức;01/08/2025;', 'unitCode import.error.unit-unknown'],
    ['unit before it stood', 'B1;Trần Thị Bé;01/02/1990;Nữ;P2;Chuyên viên;Công chức;30/06/2025;', 'unitCode import.error.unit-unknown'],
    ['order of days', 'B1;Trần Thị Bé;01/02/1990;Nữ;P2;Chuyên viên;Công chức;01/08/2025;31/07/2025', 'to import.error.days-order'],
    ['kind', 'B1;Trần Thị Bé;01/02/1990;Nữ;P2;Chuyên viên;Thợ;01/08/2025;', 'kind import.error.post-kind'],
    ['empty name', 'B1;;01/02/1990;Nữ;P2;Chuyên viên;Công chức;01/08/2025;', 'name import.error.required'],
    ['staff code of somebody else', 'A2;Lê Thị Khác;01/02/1990;Nữ;P2;Chuyên viên;Công chức;01/08/2025;31/08/2025', 'staffCode import.error.other-person'],
    ['second main post in the register', 'A2;Nguyễn Văn AA;05/03/1985;Nam;P2;Chuyên viên;Công chức;01/09/2026;', 'from import.error.two-main-register'],
  ])('staff: %s', async (_, line, expected) => {
    const { state, errors } = await give('staff', [STAFF, line]);
    expect(state).toBe('refused');
    expect(errors).toContain(`2 ${expected}`);
  });

  test('staff: two main posts in the file, lines of one person that differ', async () => {
    const { errors } = await give('staff', [
      STAFF,
      'C1;Lê Văn Cả;01/02/1990;Nam;P2;Chuyên viên;Công chức;01/08/2025;',
      'C1;Lê Văn Cà;01/02/1990;Nam;P1;Chuyên viên;Công chức;01/09/2025;',
    ]);
    expect(errors).toEqual(['3 name import.error.rows-differ', '3 from import.error.two-main-file']);
  });
});
