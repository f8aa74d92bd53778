import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf, scope } from '#kernel/org/index.ts';
import { inScope, under, unitName } from '../people/home.ts';
import { anywhere } from '../people/store.ts';

type GrantRow = {
  id: string;
  person_id: string;
  person_name: string;
  staff_code: string;
  role: string;
  unit_id: string;
  unit_name: string | null;
  valid_from: Day;
  valid_to: Day;
  granted_by_name: string | null;
  granted_at: Date;
};

type GrantQuery = { text?: string; unitId?: string; personId?: string; role?: string; history?: boolean; after?: string };

/** Grants in the actor's scope, the last granted first. Ids grow with time, so they are the order. */
export async function listGrantRows(ctx: Ctx, query: GrantQuery, limit: number): Promise<GrantRow[]> {
  const text = query.text?.trim() ?? '';
  return all(
    ctx.db,
    sql<GrantRow>`
    select granted.id, granted.person_id, person.name as person_name, person.staff_code, granted.role, granted.unit_id,
      ${unitName(ctx.locale)} as unit_name, granted.valid_from, granted.valid_to, giver.name as granted_by_name, granted.granted_at
    from kernel.role_grant as granted
    join kernel.person on person.id = granted.person_id
    left join kernel.person as giver on giver.id = granted.granted_by
    left join lateral (
      select state.name_vi, state.name_en, state.name_plain
      from kernel.unit_version as state
      where state.unit_id = granted.unit_id
        and state.valid_from <= greatest(granted.valid_from, ${ctx.today}::date)
      order by state.valid_from desc
      limit 1
    ) as version on true
    where ${inScope(ctx.actor, 'directory.grant-roles', sql`granted.unit_id`, ctx.today)}
      and ${under(query.unitId, sql`granted.unit_id`, ctx.today)}
      and (${query.personId ?? null}::uuid is null or granted.person_id = ${query.personId ?? null})
      and (${query.role ?? null}::text is null or granted.role = ${query.role ?? null})
      and (${query.history ?? false}::boolean or granted.valid_to > ${ctx.today})
      and (${query.after ?? null}::uuid is null or granted.id < ${query.after ?? null}::uuid)
      and (${text} = '' or person.name_plain like kernel.plain(${anywhere(text)}) or person.staff_code ilike ${anywhere(text).slice(1)}
        or version.name_plain like kernel.plain(${anywhere(text)}))
    order by granted.id desc
    limit ${limit}`,
  );
}

type Grant = { personId: string; role: string; unitId: string; from: Day; to: Day };

/** Stores a grant. */
export async function addGrant(ctx: Pick<Ctx, 'db' | 'actor' | 'now'>, grant: Grant & { id: string }): Promise<void> {
  await all(
    ctx.db,
    sql`
    insert into kernel.role_grant (id, person_id, role, unit_id, valid_from, valid_to, granted_by, granted_at)
    values (${grant.id}, ${grant.personId}, ${grant.role}, ${grant.unitId}, ${grant.from}, ${grant.to}, ${personOf(ctx.actor) ?? null}, ${ctx.now.toString()})`,
  );
}

/** Whether the person holds that very role over that very unit on a day of the stretch. */
export async function hasOverlap(db: Db, grant: Grant): Promise<boolean> {
  const row = await one(
    db,
    sql<{ id: string }>`
    select granted.id
    from kernel.role_grant as granted
    where granted.person_id = ${grant.personId}
      and granted.role = ${grant.role}
      and granted.unit_id = ${grant.unitId}
      and granted.valid_from < ${grant.to}
      and granted.valid_to > ${grant.from}
      and granted.valid_to > granted.valid_from
    limit 1`,
  );
  return row !== undefined;
}

/** A grant, or undefined. */
export async function findGrant(db: Db, id: string): Promise<{ person_id: string; role: string; unit_id: string; valid_from: Day; valid_to: Day } | undefined> {
  return one(
    db,
    sql<{ person_id: string; role: string; unit_id: string; valid_from: Day; valid_to: Day }>`
    select granted.person_id, granted.role, granted.unit_id, granted.valid_from, granted.valid_to
    from kernel.role_grant as granted
    where granted.id = ${id}
    for update`,
  );
}

/** How many lasting grants of these roles a unit has besides one; locks them, so that two withdrawals at once cannot take both. */
export async function countHolders(ctx: Pick<Ctx, 'db' | 'today'>, roles: string[], unitId: string, except: string): Promise<number> {
  const rows = await all(
    ctx.db,
    sql<{ id: string }>`
    select granted.id
    from kernel.role_grant as granted
    where granted.role = any(${roles}::text[])
      and granted.unit_id = ${unitId}
      and granted.valid_from <= ${ctx.today}
      and granted.valid_to = 'infinity'
    order by granted.id
    for update`,
  );
  return rows.filter(({ id }) => id !== except).length;
}

/** Ends a grant on a day; one that has not begun never holds. */
export async function endGrant(db: Db, id: string, day: Day): Promise<void> {
  await all(
    db,
    sql`
    update kernel.role_grant
    set valid_to = greatest(role_grant.valid_from, ${day}::date)
    where role_grant.id = ${id}`,
  );
}

/** Units of today in which the actor may grant roles, those nearest to the city first, then by Vietnamese alphabet. */
export async function listUnitRows(ctx: Ctx, text: string, limit: number): Promise<{ id: string; name: string; above: string | null }[]> {
  const pattern = anywhere(text.trim());
  return all(
    ctx.db,
    sql<{ id: string; name: string; above: string | null }>`
    select version.unit_id as id, ${unitName(ctx.locale)} as name, ${ctx.locale === 'vi' ? sql`parent.name_vi` : sql`parent.name_en`} as above
    from kernel.unit_version as version
    left join kernel.unit_version as parent
      on parent.unit_id = version.parent_id
      and parent.valid_from <= ${ctx.today}
      and parent.valid_to > ${ctx.today}
    where version.valid_from <= ${ctx.today}
      and version.valid_to > ${ctx.today}
      and ${scope(ctx.actor, 'directory.grant-roles', sql`version.unit_id`, ctx.today)}
      and (version.name_plain like kernel.plain(${pattern}) or kernel.plain(version.name_en) like kernel.plain(${pattern}))
    order by (
      select max(above.depth)
      from kernel.unit_ancestor as above
      where above.unit_id = version.unit_id
        and above.valid_from <= ${ctx.today}
        and above.valid_to > ${ctx.today}), version.name_vi collate kernel.vi, version.unit_id
    limit ${limit}`,
  );
}
