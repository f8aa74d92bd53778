import { all, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';

/** Rows of a table that are about a person: the condition that selects them, and columns that stay out because they would tell of others or open a door. */
export type PersonalTable = { table: string; of: (personId: string) => RawBuilder<unknown>; without?: string[] };

/** What a module holds on people. Tables with a column `person_id` are told without being named here; named are those that hang on them, and what is special. */
export type PersonalData = {
  tables: PersonalTable[];
  /** Takes away what may be taken away when a person is erased, in the transaction of the erasure. */
  erase?(ctx: Ctx, personId: string): Promise<void>;
  /** Keys of the texts that say what stays when a person is erased, and why. */
  keeps: { title: string; text: string }[];
};

/** The rows of one table about a person; `more`: there are more than are told here. */
export type Held = { table: string; more: boolean; rows: unknown[] };

const MOST = 10_000;

/** Schemas that hold nothing that a person could read: secrets of accounts are told by the account itself, the queue of jobs names nobody for long. */
const CLOSED = ['account', 'pgboss', 'information_schema', 'pg_catalog'];

let known: readonly PersonalData[] = [];

/** Makes what all modules hold on people known to this process. */
export function declarePersonal(data: readonly PersonalData[]): void {
  known = data;
}

/** Everything that the tables of all modules hold about a person, table by table, without those that `elsewhere` tells. */
export async function gatherPersonal(db: Db, personId: string, elsewhere: readonly string[]): Promise<Held[]> {
  const declared = known.flatMap(({ tables }) => tables);
  const named = new Set([...elsewhere, ...declared.map(({ table }) => table)]);
  const plain = (await tablesOfPeople(db)).filter((table) => !named.has(table)).map((table): PersonalTable => ({ table, of: (id) => sql`told.person_id = ${id}` }));
  const held: Held[] = [];
  for (const one of [...declared, ...plain].toSorted((a, b) => (a.table < b.table ? -1 : 1))) {
    const rows = await rowsOf(db, one, personId);
    if (rows.length > 0) held.push({ table: one.table, more: rows.length > MOST, rows: rows.slice(0, MOST) });
  }
  return held;
}

/** Lets every module take away what it may of a person. Pass the transaction of the erasure. */
export async function erasePersonal(ctx: Ctx, personId: string): Promise<void> {
  for (const { erase } of known) await erase?.(ctx, personId);
}

/** Keys of the texts on what stays of an erased person, and why, over all modules. */
export function listKept(): PersonalData['keeps'] {
  return known.flatMap(({ keeps }) => keeps);
}

// `told.*` is the row, also of a table that has a column of that name.
async function rowsOf(db: Db, { table, of, without = [] }: PersonalTable, personId: string): Promise<unknown[]> {
  const rows = await all(
    db,
    sql<{ row: unknown }>`
    select to_jsonb(told.*) - ${without}::text[] as row
    from ${sql.table(table)} as told
    where ${of(personId)}
    limit ${MOST + 1}`,
  );
  return rows.map(({ row }) => row);
}

/** Tables with a column `person_id` that the application may read. */
async function tablesOfPeople(db: Db): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ name: string }>`
    select space.nspname || '.' || class.relname as name
    from pg_attribute as attribute
    join pg_class as class on class.oid = attribute.attrelid
    join pg_namespace as space on space.oid = class.relnamespace
    where attribute.attname = 'person_id'
      and class.relkind in ('r', 'p')
      and class.relpersistence <> 't'
      and not class.relispartition
      and space.nspname <> all(${CLOSED}::text[])
      and has_table_privilege(class.oid, 'select')`,
  );
  return rows.map(({ name }) => name);
}
