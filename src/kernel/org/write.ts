import { FOREVER, type Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { sortName } from './name.ts';

/** A new unit, or a new state of a known one (same `id`), from `validFrom` until before `validTo`. */
export type NewUnit = { id: string; kind: string; nameVi: string; nameEn: string; parentId: string | null; validFrom: Day; validTo?: Day };
export type NewCode = { unitId: string; system: string; code: string; validFrom: Day; validTo?: Day };
export type NewPerson = { id: string; staffCode: string; name: string; birthDate: Day | null; sex: 'female' | 'male' | null };
export type NewPost = { id: string; unitId: string; title: string; kind: 'leader' | 'staff' | 'contract'; validFrom: Day; validTo?: Day };
export type NewPosting = { id: string; postId: string; unitId: string; personId: string; main: boolean; coefficient: number | null; validFrom: Day; validTo?: Day };

/** Adds units with their codes and derives the tree anew; throws `invalid` when a unit would lie under one that does not exist on all its days. */
export async function addUnits(db: Db, units: NewUnit[], codes: NewCode[]): Promise<void> {
  await all(
    db,
    sql`
    insert into kernel.unit (id)
    select distinct unit.id
    from unnest(${units.map(({ id }) => id)}::uuid[]) as unit (id)
    on conflict do nothing`,
  );
  await all(
    db,
    sql`
    insert into kernel.unit_version (unit_id, kind, name_vi, name_en, parent_id, valid_from, valid_to)
    select unit.id, unit.kind, unit.name_vi, unit.name_en, unit.parent_id, unit.valid_from, unit.valid_to
    from unnest(
      ${units.map(({ id }) => id)}::uuid[],
      ${units.map(({ kind }) => kind)}::text[],
      ${units.map(({ nameVi }) => nameVi)}::text[],
      ${units.map(({ nameEn }) => nameEn)}::text[],
      ${units.map(({ parentId }) => parentId)}::uuid[],
      ${units.map(({ validFrom }) => validFrom)}::date[],
      ${units.map(({ validTo }) => validTo ?? FOREVER)}::date[]
    ) as unit (id, kind, name_vi, name_en, parent_id, valid_from, valid_to)`,
  );
  await all(
    db,
    sql`
    insert into kernel.unit_code (unit_id, system, code, valid_from, valid_to)
    select code.unit_id, code.system, code.code, code.valid_from, code.valid_to
    from unnest(
      ${codes.map(({ unitId }) => unitId)}::uuid[],
      ${codes.map(({ system }) => system)}::text[],
      ${codes.map(({ code }) => code)}::text[],
      ${codes.map(({ validFrom }) => validFrom)}::date[],
      ${codes.map(({ validTo }) => validTo ?? FOREVER)}::date[]
    ) as code (unit_id, system, code, valid_from, valid_to)`,
  );
  await rebuildTree(db);
}

/** Derives who lies under whom from the units' states; throws `invalid` when a unit lies under one that does not exist then. Marks all readings stale. */
export async function rebuildTree(db: Db): Promise<void> {
  await all(db, sql`select kernel.rebuild_unit_ancestor()`);
  const orphan = await one(
    db,
    sql<{ name_vi: string; valid_from: Day }>`
    select version.name_vi, version.valid_from
    from kernel.unit_version as version
    where version.parent_id is not null
      and not (
        select coalesce(range_agg(daterange(parent.valid_from, parent.valid_to)), '{}'::datemultirange)
        from kernel.unit_version as parent
        where parent.unit_id = version.parent_id
      ) @> daterange(version.valid_from, version.valid_to)
    limit 1`,
  );
  if (orphan !== undefined) throw new Problem('invalid', 'org.parent-not-there', { unit: orphan.name_vi, day: orphan.valid_from });
  await all(
    db,
    sql`
    insert into kernel.stale (set_name, unit_id)
    select definition.set_name, null
    from kernel.set_definition as definition`,
  );
}

/** Notes that the work of `oldId` passed to `newId` on `day`; `basis` says how that is known (decision, same-code, ...). */
export async function addSuccessions(db: Db, rows: { oldId: string; newId: string; day: Day; basis: string }[], recordedBy: string | null): Promise<void> {
  await all(
    db,
    sql`
    insert into kernel.unit_succession (old_id, new_id, day, basis, recorded_by)
    select row.old_id, row.new_id, row.day, row.basis, ${recordedBy}
    from unnest(
      ${rows.map(({ oldId }) => oldId)}::uuid[],
      ${rows.map(({ newId }) => newId)}::uuid[],
      ${rows.map(({ day }) => day)}::date[],
      ${rows.map(({ basis }) => basis)}::text[]
    ) as row (old_id, new_id, day, basis)
    on conflict do nothing`,
  );
}

/** Adds people to the register. */
export async function addPeople(db: Db, people: NewPerson[]): Promise<void> {
  await all(
    db,
    sql`
    insert into kernel.person (id, staff_code, name, name_sort, birth_date, sex)
    select person.id, person.staff_code, person.name, person.name_sort, person.birth_date, person.sex
    from unnest(
      ${people.map(({ id }) => id)}::uuid[],
      ${people.map(({ staffCode }) => staffCode)}::text[],
      ${people.map(({ name }) => name)}::text[],
      ${people.map(({ name }) => sortName(name))}::text[],
      ${people.map(({ birthDate }) => birthDate)}::date[],
      ${people.map(({ sex }) => sex)}::text[]
    ) as person (id, staff_code, name, name_sort, birth_date, sex)`,
  );
}

/** Opens posts. */
export async function addPosts(db: Db, posts: NewPost[]): Promise<void> {
  await all(
    db,
    sql`
    insert into kernel.post (id, unit_id, title, kind, valid_from, valid_to)
    select post.id, post.unit_id, post.title, post.kind, post.valid_from, post.valid_to
    from unnest(
      ${posts.map(({ id }) => id)}::uuid[],
      ${posts.map(({ unitId }) => unitId)}::uuid[],
      ${posts.map(({ title }) => title)}::text[],
      ${posts.map(({ kind }) => kind)}::text[],
      ${posts.map(({ validFrom }) => validFrom)}::date[],
      ${posts.map(({ validTo }) => validTo ?? FOREVER)}::date[]
    ) as post (id, unit_id, title, kind, valid_from, valid_to)`,
  );
}

/** Puts people into posts. */
export async function addPostings(db: Db, postings: NewPosting[]): Promise<void> {
  await all(
    db,
    sql`
    insert into kernel.posting (id, post_id, unit_id, person_id, main, coefficient, valid_from, valid_to)
    select posting.id, posting.post_id, posting.unit_id, posting.person_id, posting.main, posting.coefficient, posting.valid_from, posting.valid_to
    from unnest(
      ${postings.map(({ id }) => id)}::uuid[],
      ${postings.map(({ postId }) => postId)}::uuid[],
      ${postings.map(({ unitId }) => unitId)}::uuid[],
      ${postings.map(({ personId }) => personId)}::uuid[],
      ${postings.map(({ main }) => main)}::boolean[],
      ${postings.map(({ coefficient }) => coefficient)}::numeric[],
      ${postings.map(({ validFrom }) => validFrom)}::date[],
      ${postings.map(({ validTo }) => validTo ?? FOREVER)}::date[]
    ) as posting (id, post_id, unit_id, person_id, main, coefficient, valid_from, valid_to)`,
  );
}
