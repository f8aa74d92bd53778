import Type from 'typebox';
import { sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { declareFacts, record } from '#kernel/fact/index.ts';
import { addPeople, addPostings, addPosts, system } from '#kernel/org/index.ts';
import { declareSets, listSets, markChangedDefinitions, refresh, set, type SetDefinition } from '#kernel/set/index.ts';

const FACTS = ['account-used', 'posting-started', 'posting-ended', 'post-opened', 'record-withdrawn'].map((name) => `directory.${name}`);

const named = sql`
  select person.id as record, person.name as label, person.name_sort as sort, person.staff_code as detail
  from kernel.person`;

/** People in post. */
export const staff: SetDefinition = set({
  name: 'directory.staff-in-post',
  title: 'directory.set.staff-in-post',
  about: 'directory.set.staff-in-post.about',
  measure: 'stock',
  facts: ['directory.posting-started', 'directory.posting-ended'],
  rows: sql`
    select posting.person_id as record, posting.unit_id, posting.valid_from, posting.valid_to, 1 as weight
    from kernel.posting
    where posting.main`,
  dimensions: {
    sex: {
      title: 'directory.by-sex',
      values: ['female', 'male'],
      rows: sql`
        select posting.person_id as record, posting.unit_id, posting.valid_from, posting.valid_to, 1 as weight, person.sex as slice
        from kernel.posting
        join kernel.person on person.id = posting.person_id
        where person.sex is not null`,
    },
  },
  records: named,
  href: (id) => `/people/${id}`,
  see: 'directory.see-persons',
  people: true,
});

/** Posts that nobody holds. */
const vacant: SetDefinition = set({
  ...staff,
  name: 'directory.posts-vacant',
  title: 'directory.set.posts-vacant',
  about: 'directory.set.posts-vacant.about',
  facts: [...staff.facts, 'directory.post-opened'],
  rows: sql`
    select post.id as record, post.unit_id, post.valid_from, post.valid_to, 1 as weight
    from kernel.post
    where post.valid_to = 'infinity'
      and not exists (
        select 1
        from kernel.posting
        where posting.post_id = post.id
          and posting.valid_to = 'infinity')`,
  dimensions: {},
  see: 'signed-in',
  people: false,
});

/** Vacant posts for each hundred people. */
const share = {
  name: 'directory.share-vacant',
  title: 'directory.ratio.accounts-used',
  about: 'directory.set.accounts-used.about',
  numerator: vacant.name,
  denominator: staff.name,
};

/** Makes the sets of the tests known; people in post may be counted in another way. */
export function declareForTests(people: SetDefinition = staff): void {
  const sets = [people, vacant];
  declareSets(sets, [share]);
  declareFacts(
    FACTS.map((name) => ({ name, data: Type.Object({}) })),
    (kind) => sets.filter(({ facts }) => facts.includes(kind)).map(({ name }) => name),
  );
}

/** Computes everything that is stored. */
export async function computeSets(db: Db): Promise<void> {
  await markChangedDefinitions(db, listSets());
  await refresh(db, listSets());
}

/** Puts so many people into posts of a unit from a day on; returns their ids. */
export async function addStaff(db: Db, unitId: string, n: number, day = '2026-01-01'): Promise<string[]> {
  const all = Array.from({ length: n }, () => ({ id: newId(), post: newId(), posting: newId() }));
  await addPeople(
    db,
    all.map(({ id }) => ({ id, staffCode: id.slice(-12), name: 'Người thử', birthDate: null, sex: null })),
  );
  await addPosts(
    db,
    all.map(({ post }) => ({ id: post, unitId, title: 'Chuyên viên', kind: 'staff' as const, validFrom: '2025-07-01' })),
  );
  await addPostings(
    db,
    all.map(({ id, post, posting }) => ({ id: posting, postId: post, unitId, personId: id, main: true, coefficient: 3, validFrom: day })),
  );
  await record(
    { db, actor: system('test') },
    all.map(({ id }) => ({ kind: 'directory.posting-started', subject: id, unitId, day })),
  );
  await refresh(db, listSets());
  return all.map(({ id }) => id);
}
