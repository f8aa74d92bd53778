import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { addDays, formatDay } from '#base/day/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addPeople, addUnits } from '#kernel/org/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { registerRows } from '#tests/import-town.ts';
import { directory } from '../index.ts';
import { exportImportErrors, importFile, listImportsOperation, matchImport, readImport, runImport, startImport, undoImport, workOn } from './index.ts';

const { db } = await testDatabase();
const [city, one1, two, admin, ward] = [newId(), newId(), newId(), newId(), newId()];
const HEAD = 'Mã cán bộ;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Mã đơn vị;Vị trí việc làm;Loại;Từ ngày;Đến ngày;Đoàn viên';
const line = (code: string, more: { id?: string; unit?: string; title?: string; from?: string; to?: string; union?: string; name?: string } = {}) =>
  [
    code,
    more.name ?? 'Nguyễn Thị Lan',
    '15/08/1988',
    'Nữ',
    more.id ?? '',
    more.unit ?? 'P1',
    more.title ?? 'Chuyên viên',
    'Công chức',
    more.from ?? '01/07/2025',
    more.to ?? '',
    more.union ?? '',
  ].join(';');
const bytesOf = (lines: string[], { bom = false, comma = false } = {}) => {
  const text = (comma ? [HEAD, ...lines].map((one) => one.replaceAll(';', ',')) : [HEAD, ...lines]).join('\r\n');
  return new TextEncoder().encode(`${bom ? '\uFEFF' : ''}${text}`);
};
const asAdmin = () => testCtx(db, { actor: actorWith(admin, { role: 'administrator', unitId: city }) });
const asWard = () => testCtx(db, { actor: actorWith(ward, { role: 'administrator', unitId: one1 }) });
const give = (lines: string[], form = {}) => importFile(testCtx(db), { kind: 'staff', name: 'a.csv', bytes: bytesOf(lines, form) });
const undone = async (id: string) => {
  await perform(undoImport, testCtx(db), { id });
  return workOn(testCtx(db), id);
};

beforeAll(async () => {
  declare([directory]);
  const unit = (id: string, parentId: string | null, name: string) => ({
    id,
    kind: parentId === null ? 'city' : 'ward',
    nameVi: name,
    nameEn: name,
    parentId,
    validFrom: '2020-01-01',
  });
  const code = (unitId: string, text: string) => ({ unitId, system: 'khue', code: text, validFrom: '2020-01-01' });
  await addUnits(db, [unit(city, null, 'Thành phố'), unit(one1, city, 'Phường Một'), unit(two, city, 'Phường Hai')], [code(city, 'TP'), code(one1, 'P1'), code(two, 'P2')]);
  await addPeople(
    db,
    [admin, ward].map((id, n) => ({ id, staffCode: `QT${n}`, name: 'Quản Trị', birthDate: null, sex: null })),
  );
  for (const [person, on] of [
    [admin, city],
    [ward, one1],
  ] as const) {
    await all(db, sql`insert into kernel.role_grant (id, person_id, role, unit_id, valid_from) values (${newId()}, ${person}, 'administrator', ${on}, '2020-01-01')`);
  }
});

describe('forms of CSV', () => {
  test.each([
    ['semicolons', {}],
    ['semicolons and byte-order mark', { bom: true }],
    ['commas', { comma: true }],
    ['commas and byte-order mark', { comma: true, bom: true }],
  ])('%s give the same', async (_, form) => {
    const before = await registerRows(db);
    const { item } = await give([line('A1', { id: '001188000123', union: 'Có' }), line('A2')], form);
    expect(item).toMatchObject({ state: 'done', counts: { added: 2, peopleAdded: 2, postsAdded: 2, unionJoined: 1 } });
    expect(await undone(item.id)).toMatchObject({ state: 'undone' });
    expect(await registerRows(db)).toEqual(before);
  });
});

describe('who may import what', () => {
  test('rows outside the asker’s units are errors, with row and sentence', async () => {
    const { item, errors } = await importFile(asWard(), { kind: 'staff', name: 'a.csv', bytes: bytesOf([line('A1'), line('A2', { unit: 'P2' }), line('A3', { unit: 'TP' })]) });
    expect(item.state).toBe('refused');
    expect(errors.map(({ line: at, code }) => [at, code])).toEqual([
      [3, 'import.error.out-of-scope'],
      [4, 'import.error.out-of-scope'],
    ]);
  });

  test('particulars of somebody who works elsewhere are not changed; one’s own people may be', async () => {
    const { item } = await give([line('D1', { unit: 'P2' })]);
    const { errors } = await importFile(asWard(), {
      kind: 'staff',
      name: 'a.csv',
      bytes: bytesOf([line('D1', { unit: 'P1', name: 'Nguyễn Thị Huệ', from: '01/01/2021', to: '31/12/2021' })]),
    });
    expect(errors.map(({ code }) => code)).toContain('import.error.person-elsewhere');
    await undone(item.id);
  });

  test('the full register of a unit that one is not in charge of is refused', async () => {
    await expect(importFile(asWard(), { kind: 'staff', name: 'a.csv', bytes: bytesOf([line('A1')]), missing: 'end', endUnit: 'P2', endDay: '2026-01-01' })).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });

  test.each(['official', 'head-of-unit', 'training-officer', 'auditor', 'clerk'])('%s may not import', async (role) => {
    const ctx = testCtx(db, { actor: actorWith(newId(), { role, unitId: city }) });
    await expect(perform(startImport, ctx, { kind: 'staff', name: 'a.csv', content: '' })).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(perform(listImportsOperation, ctx, {})).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test('one sees one’s own imports; with the permission over the city, all', async () => {
    const { item } = await importFile(asAdmin(), { kind: 'staff', name: 'own.csv', bytes: bytesOf([line('A1', { unit: 'nowhere' })]) });
    const { imports: seen } = await perform(listImportsOperation, asWard(), {});
    expect(seen.every(({ createdBy }) => createdBy === ward)).toBe(true);
    await expect(perform(readImport, asWard(), { id: item.id })).rejects.toMatchObject({ kind: 'missing' });
    expect((await perform(listImportsOperation, asAdmin(), {})).imports.map(({ id }) => id)).toContain(item.id);
    expect((await perform(exportImportErrors, asAdmin(), { id: item.id })).errors).toHaveLength(1);
  });
});

describe('a process that is killed', () => {
  const prepared = async () => {
    const { id } = await perform(startImport, testCtx(db), {
      kind: 'staff',
      name: 'a.csv',
      content: Buffer.from(bytesOf([line('K1', { id: '001188000999' }), line('K2')])).toString('base64'),
    });
    const { columns } = await perform(readImport, testCtx(db), { id });
    await perform(matchImport, testCtx(db), { id, columns: Object.entries(columns).map(([field, column]) => `${field}:${column}`) });
    return id;
  };

  test('in the middle of the run leaves nothing half-done; the next start carries it out, once', async () => {
    const before = await registerRows(db);
    const id = await prepared();
    await workOn(testCtx(db), id);
    await perform(runImport, testCtx(db), { id });
    // The connection is ended from outside at the last step, as when the process dies.
    const dying = workOn(testCtx(db), id, (phase) => {
      if (phase === 'facts') throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    expect(await registerRows(db)).toEqual(before);
    expect(await perform(readImport, testCtx(db), { id })).toMatchObject({ state: 'running' });
    const [first, second] = await Promise.all([workOn(testCtx(db), id), workOn(testCtx(db), id)]);
    expect([first.state, second.state]).toEqual(['done', 'done']);
    expect(await one(db, sql`select count(*) as n from kernel.person where person.staff_code in ('K1', 'K2')`)).toEqual({ n: 2 });
    const identity = await one(
      db,
      sql<{
        ending: string;
        leaks: boolean;
      }>`select identity.ending, position('001188000999' in encode(identity.sealed, 'escape')) > 0 as leaks from directory.identity join kernel.person on person.id = identity.person_id where person.staff_code = 'K1'`,
    );
    expect(identity).toEqual({ ending: '999', leaks: false });
    await undone(id);
    expect(await registerRows(db)).toEqual(before);
  });

  test('between check and run: when the kept lines are gone, or a person came meanwhile, the file is read again', async () => {
    const before = await registerRows(db);
    const id = await prepared();
    await workOn(testCtx(db), id);
    await all(db, sql`delete from directory.import_staff_line`);
    await perform(runImport, testCtx(db), { id });
    expect(await workOn(testCtx(db), id)).toMatchObject({ state: 'done', counts: { added: 2 } });
    await undone(id);
    const again = await prepared();
    await workOn(testCtx(db), again);
    const person = newId();
    await addPeople(db, [{ id: person, staffCode: 'K1', name: 'Nguyễn Thị Lan', birthDate: '1988-08-15', sex: 'female' }]);
    await perform(runImport, testCtx(db), { id: again });
    expect(await workOn(testCtx(db), again)).toMatchObject({ state: 'done', counts: { peopleAdded: 1, peopleChanged: 1 } });
    const sealed = await one(db, sql<{ sealed: Buffer }>`select identity.sealed from directory.identity where identity.person_id = ${person}`);
    expect(testCtx(db).services.seal.open(sealed?.sealed ?? Buffer.alloc(0), person)).toBe('001188000999');
    await undone(again);
    await all(db, sql`delete from kernel.person where person.id = ${person}`);
    expect(await registerRows(db)).toEqual(before);
  });
});

describe('undoing', () => {
  test('is refused with a list while somebody was given a role, or a record was changed', async () => {
    const { item } = await give([line('U1')]);
    const person = await one(db, sql<{ id: string }>`select person.id from kernel.person where person.staff_code = 'U1'`);
    const grant = newId();
    await all(db, sql`insert into kernel.role_grant (id, person_id, role, unit_id, valid_from) values (${grant}, ${person?.id}, 'clerk', ${city}, '2026-01-01')`);
    await all(db, sql`update kernel.person set name = 'Nguyễn Thị Lan Anh' where person.id = ${person?.id}`);
    await expect(undone(item.id)).rejects.toMatchObject({
      code: 'import.depended-on',
      values: { n: 2 },
      errors: [
        { code: 'import.depends-changed', values: { relation: 'kernel.person', rows: 1 } },
        { code: 'import.depends-added', values: { relation: 'kernel.role_grant', rows: 1 } },
      ],
    });
  });

  const day = (base: string, n: number) => formatDay(addDays(base, n));
  const someLine = fc.record({
    person: fc.integer({ min: 1, max: 6 }),
    from: fc.integer({ min: 0, max: 1500 }),
    length: fc.option(fc.integer({ min: 0, max: 400 })),
    title: fc.constantFrom('Chuyên viên', 'Văn thư', 'Kế toán'),
    unit: fc.constantFrom('P1', 'P2'),
    union: fc.constantFrom('', 'Có', 'Không'),
  });

  test(
    'brings back exactly what was, after any list that was accepted',
    () =>
      fc.assert(
        fc.asyncProperty(fc.array(fc.array(someLine, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 }), async (lists) => {
          const states = [await registerRows(db)];
          const done: string[] = [];
          for (const list of lists) {
            const unions = new Map(list.map(({ person, union }) => [person, union]));
            const { item } = await give(
              list.map(({ person, from, length, title, unit }) =>
                line(`X${person}`, { title, unit, union: unions.get(person) ?? '', from: day('2022-01-01', from), to: length === null ? '' : day('2022-01-01', from + length) }),
              ),
            );
            expect(['done', 'refused']).toContain(item.state);
            if (item.state === 'refused') {
              expect(await registerRows(db)).toEqual(states.at(-1));
              continue;
            }
            done.push(item.id);
            states.push(await registerRows(db));
          }
          for (const id of done.toReversed()) {
            expect(await registerRows(db)).toEqual(states.pop());
            expect(await undone(id)).toMatchObject({ state: 'undone' });
          }
          expect(await registerRows(db)).toEqual(states.pop());
        }),
        { numRuns: 12 },
      ),
    120_000,
  );
});
