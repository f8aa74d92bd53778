import { sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { declare, type Manifest } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addPeople, addPostings, addPosts, addUnits } from '#kernel/org/index.ts';
import { markStale } from '#kernel/fact/index.ts';
import { refresh, set } from '#kernel/set/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { loadPlans, programme } from './index.ts';

/** People in post, under the name that the real set has: by it targets are shared out in the tests. */
const staff = set({
  name: 'directory.staff-in-post',
  title: 't',
  about: 'a',
  measure: 'stock',
  facts: [],
  rows: sql`select posting.person_id as record, posting.unit_id, posting.valid_from, posting.valid_to, 1 as weight from kernel.posting`,
  dimensions: {},
  records: sql`select person.id as record, person.name as label, person.name_sort as sort, '' as detail from kernel.person`,
  href: () => '/',
  see: 'signed-in',
  people: false,
});
const sets: Manifest = { name: 'directory', operations: [], permissions: [], facts: [], sets: [staff], ratios: [], jobs: [] };

/** Declares what the tests need; call it once a file. */
export function declareAll(): void {
  declare([programme, sets]);
}

/** A city with three wards of 3, 1 and no people, and whoever acts on it. */
export type City = { city: string; first: string; second: string; third: string; officer: string; member: string; head: string };

/** Makes the city with the programmes, targets and indicators of the content. */
export async function makeCity(db: Db): Promise<City> {
  const [city, first, second, third] = [newId(), newId(), newId(), newId()];
  const [officer, member, head, clerk] = [newId(), newId(), newId(), newId()];
  const unit = (id: string, kind: string, nameVi: string, parentId: string | null) => ({ id, kind, nameVi, nameEn: nameVi, parentId, validFrom: '2020-01-01' });
  await addUnits(
    db,
    [
      unit(city, 'city', 'Thành phố Hà Nội', null),
      unit(first, 'ward', 'Phường Ba Đình', city),
      unit(second, 'ward', 'Phường Đống Đa', city),
      unit(third, 'ward', 'Phường Tây Hồ', city),
    ],
    [{ unitId: city, system: 'khue', code: 'hn', validFrom: '2020-01-01' }],
  );
  const names = { [officer]: 'Vũ Phương Thảo', [member]: 'Đặng Quốc Huy', [head]: 'Nguyễn Thị Minh Hạnh', [clerk]: 'Trần Văn Bình' };
  await addPeople(
    db,
    Object.entries(names).map(([id, name], index) => ({ id, staffCode: `CB-${index + 1}`, name, birthDate: null, sex: null })),
  );
  const held = [officer, member, head].map((personId) => ({ personId, unitId: first })).concat([{ personId: clerk, unitId: second }]);
  const posts = held.map((one) => ({ ...one, id: newId() }));
  await addPosts(
    db,
    posts.map(({ id, unitId }) => ({ id, unitId, title: 'Chuyên viên', kind: 'staff', validFrom: '2020-01-01' })),
  );
  await addPostings(
    db,
    posts.map(({ id, unitId, personId }) => ({ id: newId(), postId: id, unitId, personId, main: true, coefficient: null, validFrom: '2020-01-01' })),
  );
  await markStale(db, [{ set: staff.name }]);
  await refresh(db, [staff]);
  await perform(loadPlans, testCtx(db), {});
  return { city, first, second, third, officer, member, head };
}

/** The surroundings of somebody with a role over a unit. */
export function ctxOf(db: Db, personId: string, role: string, unitId: string, more: { today?: string } = {}) {
  return testCtx(db, { actor: actorWith(personId, { role, unitId }), ...more });
}

/** What came of an act: `done`, or the code of the problem, or of its first place. */
export async function outcomeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'done';
  } catch (error) {
    const [code, errors] = [Reflect.get(Object(error), 'code'), Reflect.get(Object(error), 'errors')];
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
    if (typeof code !== 'string') throw error;
    return typeof first === 'object' && first !== null && 'code' in first ? String(first.code) : code;
  }
}
