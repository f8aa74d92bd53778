import { all, sql, type Db, type RawBuilder } from '#base/db/index.ts';

/** Tables an import may touch, in the order in which added rows are taken away: key column, further key column of type date, columns that may change. */
export const RELATIONS = {
  'directory.union_membership': { key: 'id', day: undefined, columns: ['consent_day', 'valid_from', 'valid_to'] },
  'kernel.posting': { key: 'id', day: undefined, columns: ['main', 'coefficient', 'valid_from', 'valid_to'] },
  'directory.post_code': { key: 'post_id', day: undefined, columns: ['code'] },
  'kernel.post': { key: 'id', day: undefined, columns: ['title', 'kind', 'valid_from', 'valid_to'] },
  'directory.contact': { key: 'person_id', day: undefined, columns: ['email', 'phone'] },
  'directory.identity': { key: 'person_id', day: undefined, columns: ['sealed', 'digest', 'ending'] },
  'kernel.person': { key: 'id', day: undefined, columns: ['name', 'name_sort', 'birth_date', 'sex'] },
  'kernel.unit_code': { key: 'unit_id', day: 'valid_from', columns: ['valid_to'] },
  'kernel.unit_version': { key: 'unit_id', day: 'valid_from', columns: ['kind', 'name_vi', 'name_en', 'parent_id', 'valid_to'] },
} as const;

export type Relation = keyof typeof RELATIONS;

/** The names of the tables, in the order in which added rows are taken away. */
export const relationNames: Relation[] = [
  'directory.union_membership',
  'kernel.posting',
  'directory.post_code',
  'kernel.post',
  'directory.contact',
  'directory.identity',
  'kernel.person',
  'kernel.unit_code',
  'kernel.unit_version',
];

/** Whether row `r` of the table is the one that image `i` tells of. */
export function isRow(relation: Relation): RawBuilder<boolean> {
  const { key, day } = RELATIONS[relation];
  return day === undefined ? sql<boolean>`r.${sql.ref(key)} = i.id` : sql<boolean>`r.${sql.ref(key)} = i.id and r.${sql.ref(day)} = i.day`;
}

/** Keeps rows as they are before the import changes them; `rows` selects (id, day). A row kept once stays as it was first. */
export async function keepBefore(db: Db, importId: string, relation: Relation, rows: RawBuilder<unknown>): Promise<void> {
  await all(
    db,
    sql`
    insert into directory.import_image (import_id, relation, id, day, before, after)
    select ${importId}, ${relation}, i.id, i.day, to_jsonb(r), ''
    from (${rows}) as i (id, day)
    join ${sql.table(relation)} as r
      on ${isRow(relation)}
    on conflict do nothing`,
  );
}

/** Notes rows that the import has added to a table; `rows` selects (id, day). Call it once for a table, after its last change. */
export async function keepAdded(db: Db, importId: string, relation: Relation, rows: RawBuilder<unknown>): Promise<void> {
  await all(
    db,
    sql`
    insert into directory.import_added (import_id, relation, ids, days, marks)
    select ${importId}::uuid, ${relation}::text, array_agg(i.id), array_agg(i.day), array_agg(hashtextextended(r::text, 0))
    from (${rows}) as i (id, day)
    join ${sql.table(relation)} as r
      on ${isRow(relation)}
    where not exists (
      select 1
      from directory.import_image as kept
      where kept.import_id = ${importId}
        and kept.relation = ${relation}
        and kept.id = i.id
        and kept.day = i.day)
    having count(*) > 0`,
  );
}

/** The rows an import has added to a table: id, day, mark. */
export function addedRows(importId: string, relation: string): RawBuilder<unknown> {
  return sql`
    select item.id, item.day, item.mark
    from directory.import_added as added
    cross join lateral unnest(added.ids, added.days, added.marks) as item (id, day, mark)
    where added.import_id = ${importId}
      and added.relation = ${relation}`;
}

/** Notes how the import has left the rows that it changed; call it once, after the last change. */
export async function keepAfter(db: Db, importId: string): Promise<void> {
  for (const relation of relationNames) {
    await all(
      db,
      sql`
      update directory.import_image as i
      set after = md5(r::text)
      from ${sql.table(relation)} as r
      where i.import_id = ${importId}
        and i.relation = ${relation}
        and i.after = ''
        and ${isRow(relation)}`,
    );
  }
}

/** Puts every row back as it was: added ones are taken away, changed ones restored. */
export async function restore(db: Db, importId: string): Promise<void> {
  for (const relation of relationNames) {
    await all(
      db,
      sql`
      delete from ${sql.table(relation)} as r
      using (${addedRows(importId, relation)}) as i
      where ${isRow(relation)}`,
    );
  }
  for (const relation of relationNames) await restoreChanged(db, importId, relation);
}

async function restoreChanged(db: Db, importId: string, relation: Relation): Promise<void> {
  const columns = sql.join(RELATIONS[relation].columns.map((column) => sql`${sql.ref(column)} = old.${sql.ref(column)}`));
  await all(
    db,
    sql`
    update ${sql.table(relation)} as r
    set ${columns}
    from directory.import_image as i
    cross join lateral jsonb_populate_record(null::${sql.table(relation)}, i.before) as old
    where i.import_id = ${importId}
      and i.relation = ${relation}
      and ${isRow(relation)}`,
  );
}
