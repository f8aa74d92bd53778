import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { testDatabase } from '#tests/database.ts';
import { beyondKnown } from './known.ts';
import { isTest, listFiles, readSources } from './sources.ts';
import { schemasOf, statementsOf, takesAllColumns } from './statements.ts';
import { manifests } from '#program/index.ts';

const { owner } = await testDatabase();

/** pgboss keeps its own tables, khue is the book of migrations, public holds extensions. */
const FOREIGN = ['pgboss', 'khue', 'public'];
/** The one folder that may look into the queue's tables. */
const QUEUE = 'src/kernel/job/';

const schemas = (
  await all(
    owner,
    sql<{ name: string }>`
    select n.nspname as name
    from pg_namespace as n
    where n.nspname !~ '^pg_'
      and n.nspname <> 'information_schema'
    order by n.nspname`,
  )
).map(({ name }) => name);
const own = schemas.filter((name) => !FOREIGN.includes(name));
const migrations = listFiles('migrations/*.sql').map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const sources = readSources('src/*.ts').filter(({ path }) => !isTest(path));

describe('tables', () => {
  test('every table, schema and function has a comment', async () => {
    const rows = await all(
      owner,
      sql<{ name: string; comment: string | null }>`
      select c.oid::regclass::text as name, obj_description(c.oid, 'pg_class') as comment
      from pg_class as c
      where c.relnamespace::regnamespace::text = any(${own})
        and c.relkind in ('r', 'p', 'v', 'm')
      union all
      select 'schema ' || n.nspname, obj_description(n.oid, 'pg_namespace')
      from pg_namespace as n
      where n.nspname = any(${own})
      union all
      select p.oid::regprocedure::text, obj_description(p.oid, 'pg_proc')
      from pg_proc as p
      where p.pronamespace::regnamespace::text = any(${own})
        and p.prokind = 'f'`,
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(beyondKnown(rows.filter(({ comment }) => !comment).map(({ name }) => `${name} has no comment`))).toEqual([]);
  });

  test('every constraint and unique index is named by a migration: its name is the code of a problem', async () => {
    const rows = await all(
      owner,
      sql<{ name: string; place: string }>`
      select o.conname as name, o.conrelid::regclass::text as place
      from pg_constraint as o
      where o.connamespace::regnamespace::text = any(${own})
        and o.contype in ('p', 'u', 'f', 'c', 'x')
      union
      select i.indexrelid::regclass::text, i.indrelid::regclass::text
      from pg_index as i
      join pg_class as c on c.oid = i.indrelid
      where c.relnamespace::regnamespace::text = any(${own})
        and i.indisunique
        and not exists (select 1 from pg_constraint as o where o.conindid = i.indexrelid)`,
    );
    const text = [...migrations, ...sources].map((one) => one.text).join('\n');
    const unnamed = rows.filter(({ name }) => !new RegExp(`(constraint|index)\\s+${name.replace(/^.*\./, '')}\\b`).test(text));
    expect(rows.length).toBeGreaterThan(30);
    expect(beyondKnown(unnamed.map(({ name, place }) => `constraint ${name} of ${place}`))).toEqual([]);
  });

  test('the application is granted every table by name, and never all of a schema', async () => {
    const rows = await all(
      owner,
      sql<{ name: string; granted: boolean }>`
      select c.oid::regclass::text as name,
        has_table_privilege('khue_app', c.oid, 'select, insert, update, delete') as granted
      from pg_class as c
      where c.relnamespace::regnamespace::text = any(${own})
        and c.relkind in ('r', 'p')`,
    );
    expect(rows.filter(({ granted }) => !granted).map(({ name }) => name)).toEqual([]);
    expect(migrations.filter(({ text }) => /on all (tables|sequences) in schema|alter default privileges|to public\b/i.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test.each([
    'kernel.fact',
    'kernel.audit',
    'kernel.look',
    'kernel.publication',
    'kernel.proof_log',
    'kernel.proof_key',
    'kernel.proof_leaf',
    'kernel.proof_node',
    'kernel.proof_checkpoint',
  ])('%s only grows', async (table) => {
    const rows = await all(
      owner,
      sql<{ may: string }>`
      select privilege.name as may
      from unnest(array['select', 'insert', 'update', 'delete', 'truncate']) as privilege (name)
      where has_table_privilege('khue_app', ${table}, privilege.name)`,
    );
    expect(rows.map(({ may }) => may)).toEqual(['select', 'insert']);
  });

  test('columns are of the types that are used here', async () => {
    const rows = await all(
      owner,
      sql<{ name: string }>`
      select c.table_schema || '.' || c.table_name || '.' || c.column_name || ' is ' || c.data_type as name
      from information_schema.columns as c
      where c.table_schema = any(${own})
        and c.data_type in ('character varying', 'character', 'timestamp without time zone', 'time without time zone', 'json', 'money', 'real', 'double precision')`,
    );
    expect(beyondKnown(rows.map(({ name }) => name))).toEqual([]);
  });

  test('the numbers of migrations are unique', () => {
    const numbers = migrations.map(({ path }) => /\/(\d{4})-[a-z0-9-]+\.sql$/.exec(path)?.[1]);
    expect(numbers).not.toContain(undefined);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe('statements', () => {
  const statements = sources.flatMap(statementsOf);

  test('a module names its own schema and the kernel only, the kernel only itself', () => {
    expect(statements.length).toBeGreaterThan(80);
    const wrong = sources.flatMap((source) => {
      const folder = /^src\/(?:modules|kernel)\/([^/]+)\//.exec(source.path)?.[1];
      if (folder === undefined) return [];
      const allowed = [folder.replaceAll('-', '_'), 'kernel', 'public', ...(source.path.startsWith(QUEUE) ? ['pgboss'] : [])];
      return statementsOf(source).flatMap((one) =>
        schemasOf(one, schemas)
          .filter((name) => !allowed.includes(name))
          .map((name) => `${one.at} names ${name}`),
      );
    });
    expect(beyondKnown(wrong)).toEqual([]);
  });

  test('columns are listed', () => {
    expect(beyondKnown(statements.filter(takesAllColumns).map(({ at }) => `${at} takes all columns`))).toEqual([]);
  });

  test('the guard finds what it looks for', () => {
    const path = 'src/modules/x/store.ts';
    const found = (text: string) => statementsOf({ path, text: `const q = ${text};` });
    expect(
      found('sql`select fact.id from kernel.fact join programme.target on true where a = ${b}`').flatMap((one) => schemasOf(one, ['kernel', 'programme', 'directory'])),
    ).toEqual(['kernel', 'programme']);
    expect(found('sql<{ n: 1 }>`select count(*) as n from kernel.fact`').some(takesAllColumns)).toBe(false);
    const all = ['sql`select * from kernel.fact`', 'sql`select fact.* from kernel.fact`', 'sql`select f.* from kernel.fact as f`', 'sql`delete from a returning *`'];
    expect(all.flatMap(found).filter((one) => !takesAllColumns(one))).toEqual([]);
    expect(found('sql`select line.*, part.* from (select fact.id from kernel.fact) as line, part`').some(takesAllColumns)).toBe(false);
  });
});

test('the kinds of fact in the database are those that the modules declare', async () => {
  const stored = await all(owner, sql<{ name: string }>`select kind.name from kernel.fact_kind as kind`);
  const declared = manifests.flatMap(({ facts }) => facts).map(({ name }) => name);
  expect(stored.map(({ name }) => name).sort()).toEqual(declared.toSorted());
});
