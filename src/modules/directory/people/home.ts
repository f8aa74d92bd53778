import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Locale } from '#base/text/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { listRoles, may, rootsOf, scope, type Actor } from '#kernel/org/index.ts';

/** The unit itself while it stands on the day, else the first standing one that its work passed to; undefined when nothing is left of it. */
export async function standingUnit(db: Db, unitId: string, day: Day): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ unit_id: string }>`
    with recursive later as (
      select ${unitId}::uuid as unit_id, 0 as steps
      union
      select succession.new_id, later.steps + 1
      from later
      join kernel.unit_succession as succession
        on succession.old_id = later.unit_id
        and succession.day <= ${day}
      where later.steps < 20
    )
    select later.unit_id
    from later
    join kernel.unit_version as version
      on version.unit_id = later.unit_id
      and version.valid_from <= ${day}
      and version.valid_to > ${day}
    order by later.steps, later.unit_id
    limit 1`,
  );
  return row?.unit_id;
}

/**
 * The unit whose permission decides about a person today: where a post is held (the main one first; any where the actor may), else
 * where the last one was held. Undefined, that is the whole city, for someone who never held a post.
 */
export async function homeUnit(ctx: Ctx, personId: string, permission: string): Promise<string | undefined> {
  const rows = await all(
    ctx.db,
    sql<{ unit_id: string; held: boolean }>`
    select posting.unit_id, posting.valid_from <= ${ctx.today} and posting.valid_to > ${ctx.today} as held
    from kernel.posting
    where posting.person_id = ${personId}
    order by held desc, posting.main desc, posting.valid_from desc, posting.id`,
  );
  const held = rows.filter((row) => row.held);
  const units: string[] = [];
  for (const { unit_id } of held.length > 0 ? held : rows.slice(0, 1)) {
    const unit = await standingUnit(ctx.db, unit_id, ctx.today);
    if (unit !== undefined) units.push(unit);
  }
  for (const unit of units) if (await may(ctx.db, ctx.actor, permission, unit, ctx.today)) return unit;
  return units[0];
}

/** An SQL condition: the unit (of any day) lies in the actor's scope today, or was succeeded by one that does. */
export function inScope(actor: Actor, permission: string, unit: RawBuilder<unknown>, today: Day): RawBuilder<boolean> {
  if (rootsOf(actor, permission) === 'everywhere') return sql<boolean>`true`;
  return sql<boolean>`(${scope(actor, permission, unit, today)} or exists (
    select 1
    from kernel.unit_succession as succession
    where succession.old_id = ${unit}
      and ${scope(actor, permission, sql`succession.new_id`, today)}))`;
}

/** An SQL condition: the unit lies under `unitId`, itself included, on the day; true when no unit is asked for. */
export function under(unitId: string | undefined, unit: RawBuilder<unknown>, day: Day): RawBuilder<boolean> {
  if (unitId === undefined) return sql<boolean>`true`;
  return sql<boolean>`exists (
    select 1
    from kernel.unit_ancestor as chosen
    where chosen.unit_id = ${unit}
      and chosen.ancestor_id = ${unitId}
      and chosen.valid_from <= ${day}
      and chosen.valid_to > ${day})`;
}

/** The column with a unit's name in a language; `version` is the alias of kernel.unit_version. */
export function unitName(locale: Locale): RawBuilder<string> {
  return locale === 'vi' ? sql<string>`version.name_vi` : sql<string>`version.name_en`;
}

/** The people who hold `permission` nearest above a unit today (in it, else in the one above, ...), without `except`; none without anybody up to the city. */
export async function listResponsible(ctx: Pick<Ctx, 'db' | 'today'>, permission: string, unitId: string | undefined, except: string[]): Promise<string[]> {
  const roles = listRoles()
    .filter(({ permissions }) => permissions.includes(permission))
    .map(({ key }) => key);
  const rows = await all(
    ctx.db,
    sql<{ person_id: string; depth: number }>`
    select granted.person_id, min(above.depth) as depth
    from kernel.unit_ancestor as above
    join kernel.role_grant as granted
      on granted.unit_id = above.ancestor_id
      and granted.role = any(${roles}::text[])
      and granted.valid_from <= ${ctx.today}
      and granted.valid_to > ${ctx.today}
    where above.valid_from <= ${ctx.today}
      and above.valid_to > ${ctx.today}
      and (above.unit_id = ${unitId ?? null}::uuid or ${unitId ?? null}::uuid is null and above.depth = 0)
      and not granted.person_id = any(${except}::uuid[])
    group by granted.person_id
    order by depth, granted.person_id`,
  );
  const nearest = rows[0]?.depth;
  return rows.filter(({ depth }) => depth === nearest).map(({ person_id }) => person_id);
}
