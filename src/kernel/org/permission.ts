import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import rawRoles from '#content/roles.json' with { type: 'json' };
import { files } from '#content/schema.ts';
import type { Day } from '#base/day/index.ts';
import { one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Actor } from './actor.ts';

export type Role = Static<typeof files.roles>['roles'][number];

const content = Value.Parse(files.roles, rawRoles);
const everyone = new Set<string>(content.everyone);
const byRole = new Map(content.roles.map(({ key, permissions }) => [key, new Set<string>(permissions)]));

/** The roles that can be granted. */
export function listRoles(): Role[] {
  return content.roles.filter(({ available }) => available);
}

/** Every permission that a role can hold. */
export function listPermissions(): string[] {
  return content.permissions.map(({ name }) => name);
}

/** A permission as people read it: `Xem hồ sơ cán bộ trong phạm vi được giao`; its name when the content does not know it. */
export function permissionTitle(name: string, locale: 'vi' | 'en'): string {
  const known = content.permissions.find((permission) => permission.name === name);
  return (locale === 'vi' ? known?.title_vi : known?.title_en) ?? name;
}

/** The ids of the units over which `actor` has `permission`; `everywhere` for the system. */
export function rootsOf(actor: Actor, permission: string): string[] | 'everywhere' {
  if (actor.kind === 'system') return 'everywhere';
  if (actor.kind === 'anonymous') return [];
  const roots = actor.grants.filter(({ role }) => byRole.get(role)?.has(permission)).map(({ unitId }) => unitId);
  return [...new Set(roots)];
}

/** Whether `actor` has `permission` in at least one unit. */
export function mayAnywhere(actor: Actor, permission: string): boolean {
  const roots = rootsOf(actor, permission);
  return roots === 'everywhere' || roots.length > 0 || (actor.kind === 'person' && everyone.has(permission));
}

/** Whether `actor` has `permission` in `unitId` on `day`: a role holds for its unit and for all that lie under it on that day. */
export async function may(db: Db, actor: Actor, permission: string, unitId: string, day: Day): Promise<boolean> {
  const roots = rootsOf(actor, permission);
  if (roots === 'everywhere' || roots.includes(unitId)) return true;
  if (actor.kind === 'person' && everyone.has(permission)) return true;
  if (roots.length === 0) return false;
  const row = await one(db, sql<{ yes: boolean }>`select ${within(sql`${unitId}::uuid`, roots, day)} as yes`);
  return row?.yes === true;
}

/** The same question as an SQL condition for lists: true for rows whose unit (an SQL expression of type uuid) lies in the actor's scope on `day`. */
export function scope(actor: Actor, permission: string, unit: RawBuilder<unknown>, day: Day): RawBuilder<boolean> {
  const roots = rootsOf(actor, permission);
  if (roots === 'everywhere') return sql<boolean>`true`;
  if (roots.length === 0) return sql<boolean>`false`;
  return within(unit, roots, day);
}

function within(unit: RawBuilder<unknown>, roots: string[], day: Day): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1
    from kernel.unit_ancestor as above
    where above.unit_id = ${unit}
      and above.ancestor_id = any(${roots}::uuid[])
      and above.valid_from <= ${day}
      and above.valid_to > ${day})`;
}
