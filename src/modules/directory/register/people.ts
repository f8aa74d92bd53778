import type { Day } from '#base/day/index.ts';
import { all, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { addPeople, personOf, sortName, type NewPerson } from '#kernel/org/index.ts';
import { recordWherePosted } from './acts.ts';

/** A person with contact and personal identification number; empty texts are left out. */
export type Registered = NewPerson & { email: string; phone: string; personalId: string };

/** Adds people to the register with their contacts; personal numbers are sealed at once. */
export async function registerPeople(ctx: Pick<Ctx, 'db' | 'services'>, people: Registered[]): Promise<void> {
  const { seal } = ctx.services;
  await addPeople(ctx.db, people);
  const reachable = people.filter(({ email, phone }) => email !== '' || phone !== '');
  await all(
    ctx.db,
    sql`
    insert into directory.contact (person_id, email, phone)
    select contact.person_id, nullif(contact.email, ''), nullif(contact.phone, '')
    from unnest(
      ${reachable.map(({ id }) => id)}::uuid[],
      ${reachable.map(({ email }) => email)}::text[],
      ${reachable.map(({ phone }) => phone)}::text[]
    ) as contact (person_id, email, phone)`,
  );
  const numbered = people.filter(({ personalId }) => personalId !== '');
  await all(
    ctx.db,
    sql`
    insert into directory.identity (person_id, sealed, digest, ending)
    select identity.person_id, identity.sealed, identity.digest, identity.ending
    from unnest(
      ${numbered.map(({ id }) => id)}::uuid[],
      ${numbered.map(({ id, personalId }) => seal.seal(personalId, id))}::bytea[],
      ${numbered.map(({ personalId }) => seal.digest(personalId))}::bytea[],
      ${numbered.map(({ personalId }) => personalId.slice(-3))}::text[]
    ) as identity (person_id, sealed, digest, ending)`,
  );
}

/** Gives people another name. */
export async function renamePeople(ctx: Pick<Ctx, 'db' | 'actor'>, people: { personId: string; name: string }[], day: Day): Promise<void> {
  await all(
    ctx.db,
    sql`
    update kernel.person
    set name = renamed.name, name_sort = renamed.name_sort
    from unnest(
      ${people.map(({ personId }) => personId)}::uuid[],
      ${people.map(({ name }) => name)}::text[],
      ${people.map(({ name }) => sortName(name))}::text[]
    ) as renamed (id, name, name_sort)
    where person.id = renamed.id`,
  );
  await recordWherePosted(
    ctx,
    'directory.person-changed',
    people.map(({ personId }) => ({ personId, day, data: { fields: ['name'] } })),
  );
}

/** Grants roles over units, for as long as nobody revokes them. */
export async function grantRoles(ctx: Pick<Ctx, 'db' | 'actor'>, grants: { personId: string; role: string; unitId: string; validFrom: Day }[]): Promise<void> {
  await all(
    ctx.db,
    sql`
    insert into kernel.role_grant (id, person_id, role, unit_id, valid_from, granted_by)
    select granted.id, granted.person_id, granted.role, granted.unit_id, granted.valid_from, ${personOf(ctx.actor) ?? null}
    from unnest(
      ${grants.map(() => newId())}::uuid[],
      ${grants.map(({ personId }) => personId)}::uuid[],
      ${grants.map(({ role }) => role)}::text[],
      ${grants.map(({ unitId }) => unitId)}::uuid[],
      ${grants.map(({ validFrom }) => validFrom)}::date[]
    ) as granted (id, person_id, role, unit_id, valid_from)`,
  );
}
