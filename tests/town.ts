import { newId } from '#base/id/index.ts';
import type { Db } from '#base/db/index.ts';
import { addPeople, addSuccessions, addUnits, system } from '#kernel/org/index.ts';
import { declare, type Manifest } from '#kernel/manifest/index.ts';
import { directory, openPosts, startPostings } from '#modules/directory/index.ts';

/** A small city for tests: `old` was succeeded by `ward` on 1 July 2025; `inner` lies in `ward`; `other` beside it. */
export type Town = {
  city: string;
  old: string;
  ward: string;
  inner: string;
  other: string;
  /** Holds the one post of leader in `ward`, after one in `old`. */
  hanh: string;
  /** Holds a post of staff in `inner`. */
  binh: string;
  /** Holds a post of staff in `other`. */
  dung: string;
  /** Left `ward` at the end of 2025. */
  gone: string;
  /** Vacant posts. */
  vacant: { ward: string; other: string };
  /** What `hanh` holds today. */
  posting: string;
};

/** Declares what the town needs, and the modules that are tested on it. */
export function declareTown(...modules: Manifest[]): void {
  declare([directory, ...modules]);
}

/** Makes the town in the database; needs the module's facts declared. */
export async function makeTown(db: Db): Promise<Town> {
  const ids = Array.from({ length: 20 }, () => newId());
  const id = (index: number): string => ids[index] ?? '';
  const [city, old, ward, inner, other, hanh, binh, dung, gone] = [id(0), id(1), id(2), id(3), id(4), id(5), id(6), id(7), id(8)];
  const [chief, oldChief, clerk, otherClerk, vacant, otherVacant, posting, left] = [id(9), id(10), id(11), id(12), id(13), id(14), id(15), id(16)];
  const ctx = { db, actor: system('test') };
  await addUnits(
    db,
    [
      { id: city, kind: 'city', nameVi: 'Thành phố Hà Nội', nameEn: 'Hà Nội', parentId: null, validFrom: '2020-01-01' },
      { id: old, kind: 'ward', nameVi: 'Phường Điện Biên', nameEn: 'Điện Biên Ward', parentId: city, validFrom: '2020-01-01', validTo: '2025-07-01' },
      { id: ward, kind: 'ward', nameVi: 'Phường Ba Đình', nameEn: 'Ba Đình Ward', parentId: city, validFrom: '2025-07-01' },
      { id: inner, kind: 'division', nameVi: 'Phòng Văn hóa - Xã hội', nameEn: 'Culture Division', parentId: ward, validFrom: '2025-07-01' },
      { id: other, kind: 'ward', nameVi: 'Phường Đống Đa', nameEn: 'Đống Đa Ward', parentId: city, validFrom: '2020-01-01' },
    ],
    [],
  );
  await addSuccessions(db, [{ oldId: old, newId: ward, day: '2025-07-01', basis: 'decision' }], null);
  await addPeople(db, [
    { id: hanh, staffCode: 'HN-0001', name: 'Nguyễn Thị Minh Hạnh', birthDate: '1980-02-28', sex: 'female' },
    { id: binh, staffCode: 'HN-0002', name: 'Trần Văn Bình', birthDate: '1990-05-01', sex: 'male' },
    { id: dung, staffCode: 'HN-0003', name: 'Đỗ Đức Dũng', birthDate: null, sex: null },
    { id: gone, staffCode: 'HN-0004', name: 'Lê Thị Ánh', birthDate: '1970-01-01', sex: 'female' },
  ]);
  await openPosts(ctx, [
    { id: oldChief, unitId: old, title: 'Chủ tịch UBND phường', kind: 'leader', validFrom: '2020-01-01', validTo: '2025-07-01' },
    { id: chief, unitId: ward, title: 'Chủ tịch UBND phường', kind: 'leader', validFrom: '2025-07-01' },
    { id: clerk, unitId: inner, title: 'Chuyên viên', kind: 'staff', validFrom: '2025-07-01' },
    { id: otherClerk, unitId: other, title: 'Chuyên viên', kind: 'staff', validFrom: '2020-01-01' },
    { id: vacant, unitId: ward, title: 'Phó Chủ tịch UBND phường', kind: 'leader', validFrom: '2025-07-01' },
    { id: otherVacant, unitId: other, title: 'Văn thư viên', kind: 'staff', validFrom: '2020-01-01' },
  ]);
  const held = { main: true, coefficient: 3.33 };
  await startPostings(ctx, [
    { id: newId(), postId: oldChief, unitId: old, personId: hanh, ...held, validFrom: '2021-01-01', validTo: '2025-07-01' },
    { id: posting, postId: chief, unitId: ward, personId: hanh, ...held, validFrom: '2025-07-01' },
    { id: newId(), postId: clerk, unitId: inner, personId: binh, ...held, validFrom: '2025-07-01' },
    { id: newId(), postId: otherClerk, unitId: other, personId: dung, ...held, validFrom: '2022-01-01' },
    { id: left, postId: vacant, unitId: ward, personId: gone, ...held, validFrom: '2025-07-01', validTo: '2026-01-01' },
  ]);
  return { city, old, ward, inner, other, hanh, binh, dung, gone, vacant: { ward: vacant, other: otherVacant }, posting };
}

/** Adds people who hold a post of staff each in a unit of the town; returns who they are. */
export async function employ(db: Db, unitId: string, n: number): Promise<string[]> {
  const ctx = { db, actor: system('test') };
  const people = Array.from({ length: n }, (_, at) => ({ id: newId(), staffCode: `HN-02${at}`, name: `Lê Văn ${at}`, birthDate: null, sex: null, postId: newId() }));
  await addPeople(
    db,
    people.map(({ postId: _post, ...person }) => person),
  );
  await openPosts(
    ctx,
    people.map(({ postId }) => ({ id: postId, unitId, title: 'Chuyên viên', kind: 'staff' as const, validFrom: '2025-07-01' })),
  );
  await startPostings(
    ctx,
    people.map(({ id, postId }) => ({ id: newId(), postId, unitId, personId: id, main: true, coefficient: 3.33, validFrom: '2025-07-01' })),
  );
  return people.map(({ id }) => id);
}
