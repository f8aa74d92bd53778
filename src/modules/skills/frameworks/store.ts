import { all, sql, type Db } from '#base/db/index.ts';
import { packageOf, type ReadPackage } from './case-read.ts';

/** The frameworks that were put in as files. */
export async function listImported(db: Db): Promise<ReadPackage[]> {
  const rows = await all(db, sql<{ package: unknown }>`select framework.package from skills.framework order by framework.id`);
  return rows.map((row) => packageOf(row.package));
}

/** Keeps a package under the id of its framework, in place of an earlier one. */
export async function keepPackage(db: Db, read: ReadPackage, importedBy: string | null): Promise<void> {
  await all(
    db,
    sql`
    insert into skills.framework (id, package, imported_by)
    values (${read.framework.id}, ${JSON.stringify(read.package)}::jsonb, ${importedBy}::uuid)
    on conflict (id) do update
    set package = excluded.package,
      imported_by = excluded.imported_by,
      imported_at = now()`,
  );
}

/** How many items are in use, by DigComp competence and band. */
export async function countItems(db: Db): Promise<{ competence: string; band: number; items: number }[]> {
  return all(
    db,
    sql<{ competence: string; band: number; items: number }>`
    select item.competence, version.band, count(*) as items
    from skills.item_version as version
    join skills.item on item.id = version.item_id
    where version.state = 'live'
    group by item.competence, version.band`,
  );
}
