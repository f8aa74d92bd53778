import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Seal } from '#base/seal/index.ts';
import { markStale } from '#kernel/fact/index.ts';
import { sortName } from '#kernel/org/index.ts';

declare module '#kernel/operation/services.ts' {
  interface Services {
    /** Seals personal identification numbers; its key lies apart from the database. */
    seal: Seal;
  }
}

/** Writes name, day of birth and sex. */
export async function updatePerson(db: Db, id: string, fields: { name: string; birthDate: Day | null; sex: string | null }): Promise<void> {
  await all(
    db,
    sql`
    update kernel.person
    set name = ${fields.name},
      name_sort = ${sortName(fields.name)},
      birth_date = ${fields.birthDate},
      sex = ${fields.sex}
    where person.id = ${id}`,
  );
}

/** Writes e-mail address and telephone number; the language of mails stays. */
export async function putContact(db: Db, id: string, email: string | null, phone: string | null): Promise<void> {
  await all(
    db,
    sql`
    insert into directory.contact (person_id, email, phone)
    values (${id}, ${email}, ${phone})
    on conflict (person_id) do update
    set email = excluded.email,
      phone = excluded.phone`,
  );
}

/** Keeps a personal identification number sealed; answers whether it differs from what was kept. */
export async function putIdentity(db: Db, seal: Seal, id: string, number: string): Promise<boolean> {
  const digest = seal.digest(number);
  const changed = await one(
    db,
    sql<{ person_id: string }>`
    insert into directory.identity (person_id, sealed, digest, ending)
    values (${id}, ${seal.seal(number, id)}, ${digest}, ${number.slice(-3)})
    on conflict (person_id) do update
    set sealed = excluded.sealed,
      digest = excluded.digest,
      ending = excluded.ending
    where identity.digest <> excluded.digest
    returning identity.person_id`,
  );
  return changed !== undefined;
}

/** Marks the sizes of staff as stale in every unit a person ever worked in: sex and age count there too. */
export async function markPersonStale(db: Db, id: string): Promise<void> {
  const rows = await all(
    db,
    sql<{ unit_id: string }>`
    select distinct posting.unit_id
    from kernel.posting
    where posting.person_id = ${id}`,
  );
  await markStale(
    db,
    rows.map(({ unit_id }) => ({ set: 'directory.staff-in-post', unitId: unit_id })),
  );
}

/** The id of the person with this staff code (case ignored), or undefined; erased people have none. */
export async function findByStaffCode(db: Db, staffCode: string): Promise<{ id: string; name: string } | undefined> {
  return one(
    db,
    sql<{ id: string; name: string }>`
    select person.id, person.name
    from kernel.person
    where (person.staff_code = ${staffCode.trim()} or person.staff_code = upper(${staffCode.trim()}))
      and person.erased_at is null`,
  );
}

/** A post with its unit, or undefined. */
export async function findPost(db: Db, id: string): Promise<{ id: string; unit_id: string; valid_from: Day; valid_to: Day } | undefined> {
  return one(
    db,
    sql<{ id: string; unit_id: string; valid_from: Day; valid_to: Day }>`
    select post.id, post.unit_id, post.valid_from, post.valid_to
    from kernel.post
    where post.id = ${id}`,
  );
}

/** A posting, or undefined. */
export async function findPosting(db: Db, id: string): Promise<{ id: string; person_id: string; unit_id: string } | undefined> {
  return one(
    db,
    sql<{ id: string; person_id: string; unit_id: string }>`
    select posting.id, posting.person_id, posting.unit_id
    from kernel.posting
    where posting.id = ${id}`,
  );
}

/** The main posting held on a day, or undefined. */
export async function findMainPosting(db: Db, personId: string, day: Day): Promise<{ id: string; unit_id: string } | undefined> {
  return one(
    db,
    sql<{ id: string; unit_id: string }>`
    select posting.id, posting.unit_id
    from kernel.posting
    where posting.person_id = ${personId}
      and posting.main
      and posting.valid_from < ${day}
      and posting.valid_to > ${day}`,
  );
}
