import { addDays, FOREVER, type Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { addPeople, addPostings, addPosts, addSuccessions, addUnits } from '#kernel/org/index.ts';
import { refresh, set, type SetDefinition } from '#kernel/set/index.ts';

const rows = sql`
  select posting.person_id as record, posting.unit_id, posting.valid_from, posting.valid_to, coalesce(posting.coefficient, 1) as weight
  from kernel.posting`;
const shared = {
  title: 't',
  about: 'a',
  facts: [],
  rows,
  records: sql`select person.id as record, person.name as label, person.name_sort as sort, '' as detail from kernel.person`,
  href: () => '/',
  see: 'directory.see-persons',
};

/** Sets of an imaginary city: people in post (protected), those with a high coefficient, postings that began, and nothing at all. */
export const citySets: SetDefinition[] = [
  set({
    ...shared,
    name: 'test.people',
    measure: 'stock',
    people: true,
    dimensions: { half: { title: 'h', values: ['low', 'high'], rows: sql`select item.*, case when item.weight < 3 then 'low' else 'high' end as slice from (${rows}) as item` } },
  }),
  set({ ...shared, name: 'test.started', measure: 'flow', people: false, dimensions: {} }),
  set({ ...shared, name: 'test.empty', measure: 'stock', people: false, dimensions: {}, rows: sql`select item.* from (${rows}) as item where false` }),
];

/** A unit of an imaginary tree: which one it lies under (by place in the list; the first is the city), from when, and which one it took over, if any. */
export type Branch = { under: number; from: Day; to: Day; heirOf?: number | undefined; movedTo?: { under: number; day: Day } | undefined };

/** People in one unit from a day on. */
export type Holding = { unit: number; from: Day; to: Day; weight: number };

/** Makes the tree with its people and reads everything; returns the ids of the units in order, the city first. */
export async function makeCity(db: Db, branches: Branch[], holdings: Holding[]): Promise<string[]> {
  const ids = [newId(), ...branches.map(() => newId())];
  const id = (place: number): string => ids[place] ?? '';
  const unit = (place: number, under: number | null, validFrom: Day, validTo: Day) => ({
    id: id(place),
    kind: place === 0 ? 'city' : 'ward',
    nameVi: `Đơn vị ${place}`,
    nameEn: `Unit ${place}`,
    parentId: under === null ? null : id(under),
    validFrom,
    validTo,
  });
  const states = branches.flatMap(({ under, from, to, movedTo }, index) =>
    movedTo === undefined || movedTo.day <= from || movedTo.day >= to
      ? [unit(index + 1, under, from, to)]
      : [unit(index + 1, under, from, movedTo.day), unit(index + 1, movedTo.under, movedTo.day, to)],
  );
  await addUnits(db, [unit(0, null, '2000-01-01', FOREVER), ...states], [{ unitId: id(0), system: 'khue', code: 'hn', validFrom: '2000-01-01' }]);
  const heirs = branches.flatMap(({ heirOf, from }, index) => (heirOf === undefined ? [] : [{ oldId: id(heirOf), newId: id(index + 1), day: from, basis: 'test' }]));
  await addSuccessions(db, heirs, null);
  await fill(
    db,
    holdings.map((one) => ({ ...one, unitId: id(one.unit) })),
  );
  await all(db, sql`insert into kernel.stale (set_name, unit_id) select unnest(${citySets.map(({ name }) => name)}::text[]), null`);
  await refresh(db, citySets);
  return ids;
}

async function fill(db: Db, holdings: (Holding & { unitId: string })[]): Promise<void> {
  const people = holdings.map((holding) => ({ ...holding, person: newId(), post: newId() }));
  await addPeople(
    db,
    people.map(({ person }) => ({ id: person, staffCode: person, name: 'Người thử', birthDate: null, sex: null })),
  );
  await addPosts(
    db,
    people.map(({ post, unitId, from, to }) => ({ id: post, unitId, title: 't', kind: 'staff' as const, validFrom: from, validTo: to })),
  );
  await addPostings(
    db,
    people.map(({ person, post, unitId, from, to, weight }) => ({
      id: newId(),
      postId: post,
      unitId,
      personId: person,
      main: true,
      coefficient: weight,
      validFrom: from,
      validTo: to,
    })),
  );
}

/** The n-th day of the imaginary city's time. */
export const at = (n: number): Day => addDays('2025-01-01', n);
