import pg from 'pg';

/** A table as a backup sees it. */
export type Table = { schema: string; name: string; columns: Column[] };

/** A stored column; generated ones are left out, because the database computes them again. */
export type Column = { name: string; type: string };

/** Schemas that belong to the server or to others. Khuê keeps nothing in `public`. */
const FOREIGN = `n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'public', 'khue')`;

/** What must survive of the job queue; the rest of `pgboss` is its own book-keeping about running processes. */
export const JOB_TABLES = ['queue', 'schedule', 'subscription', 'job', 'job_dependency'];

/** All tables whose rows belong to the city, in the order of their names; partitions count as part of their table. */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{ schema: string; name: string; columns: Column[] }>(
    `select n.nspname as schema, c.relname as name,
       jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
     from pg_class as c
     join pg_namespace as n on n.oid = c.relnamespace
     join pg_attribute as a on a.attrelid = c.oid
     where c.relkind in ('r', 'p') and not c.relispartition and ${FOREIGN}
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and (n.nspname <> 'pgboss' or c.relname = any ($1))
       and not exists (select from pg_depend as d where d.objid = c.oid and d.deptype = 'e')
     group by n.nspname, c.relname
     order by n.nspname, c.relname`,
    [JOB_TABLES],
  );
  return rows;
}

/** Whether the database holds nothing but its migrations, or nothing at all. */
export async function schemaNames(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`select n.nspname as name from pg_namespace as n where ${FOREIGN} or n.nspname = 'khue' order by n.nspname`);
  return rows.map((row) => row.name);
}

/** Sequences with their state, so that numbers go on where they stood. */
export async function listSequences(client: pg.Client): Promise<{ name: string; last: string }[]> {
  const { rows } = await client.query<{ name: string; last: string }>(
    `select format('%I.%I', s.schemaname, s.sequencename) as name, s.last_value::text as last
     from pg_sequences as s
     join pg_namespace as n on n.nspname = s.schemaname
     where s.last_value is not null and ${FOREIGN} and n.nspname <> 'pgboss'
     order by 1`,
  );
  return rows;
}

/** Version of the job queue's schema, or null before the first migration. */
export async function jobsVersion(client: pg.Client): Promise<number | null> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('pgboss.version') is not null as there`);
  if (!rows[0]?.there) return null;
  const version = await client.query<{ version: number }>('select v.version from pgboss.version as v');
  return version.rows[0]?.version ?? null;
}

/**
 * Takes foreign keys and triggers off all tables and returns the statements that put them back. An owner who is no superuser
 * cannot switch checks off; and checking all rows at once, when the keys are put back, is faster than one by one.
 */
export async function loosen(client: pg.Client): Promise<string[]> {
  const keys = await client.query<{ off: string; on: string }>(
    `select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) as off,
       format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) as on
     from pg_constraint as k
     join pg_namespace as n on n.oid = k.connamespace
     where k.contype = 'f' and k.conparentid = 0 and ${FOREIGN}
     order by k.conrelid::regclass::text, k.conname`,
  );
  const triggers = await client.query<{ off: string; on: string }>(
    `select format('alter table %s disable trigger %I', t.tgrelid::regclass, t.tgname) as off,
       format('alter table %s enable %s trigger %I', t.tgrelid::regclass, case t.tgenabled when 'A' then 'always' when 'R' then 'replica' else '' end, t.tgname) as on
     from pg_trigger as t
     join pg_class as c on c.oid = t.tgrelid
     join pg_namespace as n on n.oid = c.relnamespace
     where not t.tgisinternal and t.tgenabled <> 'D' and t.tgparentid = 0 and ${FOREIGN}
     order by t.tgrelid::regclass::text, t.tgname`,
  );
  for (const { off } of [...triggers.rows, ...keys.rows]) await client.query(off);
  return [...keys.rows, ...triggers.rows].map((row) => row.on);
}

/** A quoted `schema.name`. */
export function quoted(table: { schema: string; name: string }): string {
  return `${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.name)}`;
}

/** JSON columns travel as text, because as JSON their `null` could not be told from no value. */
export function isJson(column: Column): boolean {
  return column.type === 'json' || column.type === 'jsonb';
}
