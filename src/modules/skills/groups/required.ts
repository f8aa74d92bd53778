import { createHash } from 'node:crypto';
import { all, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import { markStale } from '#kernel/fact/index.ts';
import { every } from '#kernel/job/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { knownFrameworks } from '../frameworks/index.ts';
import { neededIn, type Above, type Asked } from './required-rules.ts';

/** The sets that depend on what is required. */
const DEPENDENT = ['skills.assessed', 'skills.at-required-level'];

/** Keeps the required levels of all units in step with requirements, tree and cross-walks. */
export const requiredTask = every(10, 'skills.keep-required', async (ctx) => {
  await keepRequired(ctx);
});

/**
 * Derives anew which level is needed of which kind of post in every unit, when requirements, the tree or the cross-walks have changed since, and marks
 * the sets that depend on it. Answers whether it did. Safe to run at the same time from several processes.
 */
export async function keepRequired(ctx: Pick<Ctx, 'db' | 'services'>): Promise<boolean> {
  const known = await knownFrameworks(ctx);
  const frameworks = known.frameworks.map(({ framework }) => framework);
  const state = createHash('sha256')
    .update(JSON.stringify([frameworks.map(({ id, levels }) => [id, levels.map(({ band }) => band)]), known.crosswalks.map(({ from, to, relation }) => [from, to, relation])]))
    .update(await readState(ctx.db))
    .digest('hex');
  const stored = await one(ctx.db, sql<{ digest: string }>`select load.digest from skills.content_load as load where load.name = 'required-level'`);
  if (stored?.digest === state) return false;
  return inTransaction(ctx.db, async (db) => {
    if (!(await claim(db, state))) return false;
    const [asked, above] = [await listAsked(db), await listAbove(db)];
    const groups = Map.groupBy([...above], ([, chain]) => JSON.stringify(chain));
    await all(db, sql`delete from skills.required_level`);
    for (const units of groups.values()) {
      const needed = neededIn(asked, units[0]?.[1] ?? [], frameworks, known.crosswalks);
      await addNeeded(
        db,
        units.map(([unitId]) => unitId),
        needed,
      );
    }
    await markStale(
      db,
      DEPENDENT.map((set) => ({ set })),
    );
    return true;
  });
}

/** What requirements and tree look like now, as a text that differs when they do. */
async function readState(db: Db): Promise<string> {
  const row = await one(
    db,
    sql<{ state: string }>`
    select concat_ws(' ',
      (
        select md5(string_agg(concat_ws(' ', requirement.id, requirement.level, requirement.unit_id, requirement.valid_from, requirement.valid_to), ',' order by requirement.id))
        from skills.requirement
      ),
      (select count(*) from kernel.unit),
      (
        select md5(string_agg(concat_ws(' ', above.unit_id, above.ancestor_id, above.depth, above.valid_from, above.valid_to), ','
          order by above.unit_id, above.ancestor_id, above.valid_from))
        from kernel.unit_ancestor as above
        where above.ancestor_id in (select requirement.unit_id from skills.requirement)
      )
    ) as state`,
  );
  return row?.state ?? '';
}

/** Notes the state; false when another process has done so meanwhile. */
async function claim(db: Db, state: string): Promise<boolean> {
  const row = await one(
    db,
    sql<{ name: string }>`
    insert into skills.content_load (name, digest)
    values ('required-level', ${state})
    on conflict (name) do update
    set digest = excluded.digest, loaded_at = now()
    where content_load.digest <> excluded.digest
    returning content_load.name`,
  );
  return row !== undefined;
}

async function listAsked(db: Db): Promise<Asked[]> {
  return all(
    db,
    sql<Asked>`
    select requirement.framework_id as "frameworkId", requirement.competence, requirement.level, requirement.post_kind as "postKind",
      requirement.unit_id as "unitId", requirement.valid_from as "from", requirement.valid_to as "to"
    from skills.requirement
    order by requirement.framework_id, requirement.competence, requirement.valid_from`,
  );
}

/** Every unit with the units of requirements that it lies in or under. */
async function listAbove(db: Db): Promise<Map<string, Above[]>> {
  const rows = await all(
    db,
    sql<{ id: string; above: Above[] }>`
    select unit.id, coalesce((
      select jsonb_agg(jsonb_build_object('unitId', chain.ancestor_id, 'depth', chain.depth, 'from', chain.valid_from, 'to', chain.valid_to)
        order by chain.valid_from, chain.depth)
      from kernel.unit_ancestor as chain
      where chain.unit_id = unit.id
        and chain.ancestor_id in (select requirement.unit_id from skills.requirement)
    ), '[]') as above
    from kernel.unit`,
  );
  return new Map(rows.map(({ id, above }) => [id, above]));
}

async function addNeeded(db: Db, unitIds: string[], needed: readonly { postKind: string; area: string; band: number; from: string; to: string }[]): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.required_level (unit_id, post_kind, area, band, valid_from, valid_to)
    select place.id, needed.post_kind, needed.area, needed.band, needed.valid_from, needed.valid_to
    from unnest(${unitIds}::uuid[]) as place (id)
    cross join unnest(
      ${needed.map(({ postKind }) => postKind)}::text[],
      ${needed.map(({ area }) => area)}::text[],
      ${needed.map(({ band }) => band)}::integer[],
      ${needed.map(({ from }) => from)}::date[],
      ${needed.map(({ to }) => to)}::date[]
    ) as needed (post_kind, area, band, valid_from, valid_to)`,
  );
}
