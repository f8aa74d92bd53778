import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { Day } from '#base/day/index.ts';
import { one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Actor } from './actor.ts';

/** `content/roles.json`: what each role is called and may do. */
export const Roles = Type.Array(
  Type.Object({
    name: Type.String({ description: 'Name in code and grants, for example head-of-unit' }),
    title: Type.Object({ vi: Type.String(), en: Type.String() }),
    about: Type.Object({ vi: Type.String(), en: Type.String() }),
    permissions: Type.Array(Type.String({ description: 'module.verb-noun' })),
  }),
);
export type Role = Static<typeof Roles>[number];

let cached: { root: string; roles: Role[]; byRole: Map<string, Set<string>> } | undefined;

/** The roles of `content/roles.json` under `root`, read once. */
export function listRoles(root: string = process.env['KHUE_ROOT'] ?? process.cwd()): Role[] {
  return load(root).roles;
}

/** The ids of the units over which `actor` has `permission`; `everywhere` for the system. */
export function rootsOf(actor: Actor, permission: string): string[] | 'everywhere' {
  if (actor.kind === 'system') return 'everywhere';
  if (actor.kind === 'anonymous') return [];
  const { byRole } = load(process.env['KHUE_ROOT'] ?? process.cwd());
  const roots = actor.grants.filter(({ role }) => byRole.get(role)?.has(permission)).map(({ unitId }) => unitId);
  return [...new Set(roots)];
}

/** Whether `actor` has `permission` in at least one unit. */
export function mayAnywhere(actor: Actor, permission: string): boolean {
  const roots = rootsOf(actor, permission);
  return roots === 'everywhere' || roots.length > 0;
}

/** Whether `actor` has `permission` in `unitId` on `day`: a role holds for its unit and for all that lie under it on that day. */
export async function may(db: Db, actor: Actor, permission: string, unitId: string, day: Day): Promise<boolean> {
  const roots = rootsOf(actor, permission);
  if (roots === 'everywhere' || roots.includes(unitId)) return true;
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

function load(root: string): { roles: Role[]; byRole: Map<string, Set<string>> } {
  if (cached?.root !== root) {
    const roles = Value.Parse(Roles, JSON.parse(readFileSync(join(root, 'content', 'roles.json'), 'utf8')));
    cached = { root, roles, byRole: new Map(roles.map((role) => [role.name, new Set(role.permissions)])) };
  }
  return cached;
}
