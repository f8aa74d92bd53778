import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { writeAudit } from '#kernel/audit/index.ts';
import { withdraw } from '#kernel/fact/index.ts';
import { rebuildTree } from '#kernel/org/index.ts';
import { addedRows, isRow, relationNames, restore, type Relation } from './image.ts';
import type { Work } from './model.ts';
import { changeImport } from './store.ts';

/** What stands in the way of undoing an import: how many rows of which table were changed since, or hang on what it added. */
export type Dependent = { relation: string; how: 'changed' | 'added'; rows: number };

/** Undoes an import in one transaction; throws `conflict` when something depends on it. */
export async function undo(work: Work): Promise<void> {
  const { ctx, item } = work;
  await refuseDependents(ctx.db, item.id);
  await withdraw(
    ctx,
    'directory.record-withdrawn',
    sql`
    select unnest(kept.fact_ids)
    from directory.import_fact as kept
    where kept.import_id = ${item.id}::uuid`,
  );
  await restore(ctx.db, item.id);
  await all(ctx.db, sql`delete from directory.import_image as i where i.import_id = ${item.id}`);
  await all(ctx.db, sql`delete from directory.import_added as added where added.import_id = ${item.id}`);
  await all(ctx.db, sql`delete from directory.import_fact as kept where kept.import_id = ${item.id}`);
  if (item.kind === 'units') await rebuildTree(ctx.db);
  await changeImport(ctx.db, item.id, ['undoing'], { state: 'undone', phase: 'waiting', attempts: 0, problem: null, undoneAt: ctx.now.toString() });
  await writeAudit(ctx.db, { operation: 'directory.undo-import', outcome: 'done', actor: ctx.actor, requestId: ctx.requestId, subject: item.id, detail: { kind: item.kind } });
}

/** Throws `conflict` with the list of what depends on the import, when something does. */
export async function refuseDependents(db: Db, importId: string): Promise<void> {
  const dependents = await listDependents(db, importId);
  const [first] = dependents;
  if (first === undefined) return;
  throw new Problem(
    'conflict',
    'import.depended-on',
    { n: dependents.reduce((sum, { rows }) => sum + rows, 0) },
    dependents.map(({ relation, how, rows }) => ({
      at: '/',
      code: how === 'changed' ? 'import.depends-changed' : 'import.depends-added',
      values: { relation, rows },
    })),
  );
}

/** Everything that depends on an import, table by table. */
export async function listDependents(db: Db, importId: string): Promise<Dependent[]> {
  const found: Dependent[] = [];
  for (const relation of relationNames) {
    const rows = await countChanged(db, importId, relation);
    if (rows > 0) found.push({ relation, how: 'changed', rows });
  }
  for (const reference of await listReferences(db)) {
    const rows = await countHanging(db, importId, reference);
    if (rows > 0) found.push({ relation: reference.child, how: 'added', rows });
  }
  return found;
}

/** Rows the import touched that are no longer as it left them. */
async function countChanged(db: Db, importId: string, relation: Relation): Promise<number> {
  const row = await one(
    db,
    sql<{ n: number }>`
    select (
      select count(*)
      from (${addedRows(importId, relation)}) as i
      left join ${sql.table(relation)} as r
        on ${isRow(relation)}
      where hashtextextended(r::text, 0) is distinct from i.mark
    ) + (
      select count(*)
      from directory.import_image as i
      left join ${sql.table(relation)} as r
        on ${isRow(relation)}
      where i.import_id = ${importId}
        and i.relation = ${relation}
        and md5(r::text) is distinct from i.after
    ) as n`,
  );
  return row?.n ?? 0;
}

type Reference = { child: string; column: string; parent: string; child_key: string | null };

/** Every foreign key of the database to a person, a post or a unit, whichever module it belongs to. */
async function listReferences(db: Db): Promise<Reference[]> {
  return all(
    db,
    sql<Reference>`
    select child_schema.nspname || '.' || child.relname as child, child_column.attname as column, parent_schema.nspname || '.' || parent.relname as parent,
      (case child_schema.nspname || '.' || child.relname
        when 'directory.contact' then 'person_id' when 'directory.identity' then 'person_id' when 'directory.post_code' then 'post_id'
        when 'kernel.posting' then 'id' when 'directory.union_membership' then 'id' when 'kernel.post' then 'id'
        when 'kernel.unit_version' then 'unit_id' when 'kernel.unit_code' then 'unit_id' end) as child_key
    from pg_constraint as reference
    join pg_class as child on child.oid = reference.conrelid
    join pg_namespace as child_schema on child_schema.oid = child.relnamespace
    join pg_class as parent on parent.oid = reference.confrelid
    join pg_namespace as parent_schema on parent_schema.oid = parent.relnamespace
    join pg_attribute as child_column
      on child_column.attrelid = reference.conrelid
      and child_column.attnum = reference.conkey[1]
    where reference.contype = 'f'
      and parent_schema.nspname = 'kernel'
      and parent.relname in ('person', 'post', 'unit')
      and child_schema.nspname || '.' || child.relname not in ('kernel.fact', 'kernel.step', 'kernel.reading', 'kernel.unit_ancestor')
      and has_table_privilege(child.oid, 'select')
    order by 1, 2`,
  );
}

/** A unit that only got a new state was there before the import: what hangs on it does not hang on the import. */
function stoodBefore(importId: string, relation: string): RawBuilder<boolean> {
  if (relation !== 'kernel.unit_version') return sql<boolean>`false`;
  return sql<boolean>`exists (
    select 1
    from kernel.unit_version as version
    where version.unit_id = i.id
      and (version.unit_id, version.valid_from) not in (
        select added.id, added.day
        from (${addedRows(importId, relation)}) as added))`;
}

/** Rows of others that point at what the import added. */
async function countHanging(db: Db, importId: string, { child, column, parent, child_key }: Reference): Promise<number> {
  const relation = parent === 'kernel.unit' ? 'kernel.unit_version' : parent;
  const own =
    child_key === null
      ? sql`false`
      : sql`(r.${sql.ref(child_key)} in (select own.id from (${addedRows(importId, child)}) as own)
      or r.${sql.ref(child_key)} in (select own.id from directory.import_image as own where own.import_id = ${importId} and own.relation = ${child}))`;
  const row = await one(
    db,
    sql<{ n: number }>`
    select count(*) as n
    from (select distinct added.id from (${addedRows(importId, relation)}) as added) as i
    join ${sql.table(child)} as r on r.${sql.ref(column)} = i.id
    where not ${own}
      and not ${stoodBefore(importId, relation)}`,
  );
  return row?.n ?? 0;
}
