import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { Trouble } from '#base/trouble/index.ts';

/** The oldest major version of PostgreSQL that Khuê works with. */
export const OLDEST_SERVER = 15;

/** One file of `migrations/`. */
export type Migration = { name: string; sha256: string; text: string };

const NAME = /^\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.sql$/;

/** Key of the advisory lock that lets one process at a time change the schemas. */
const LOCK = 7_420_931_155;

/** Comment on schema `khue` while a restore is under way. */
export const UNFINISHED_RESTORE = 'a restore is under way';

const HISTORY = `
  create schema if not exists khue;
  create table if not exists khue.migration (
    name text primary key,
    sha256 text not null,
    applied_at timestamptz not null default now()
  );
  comment on table khue.migration is 'Which files of migrations/ this database has been through';
`;

/**
 * Brings the database at `url` (its owner) up to the files in `folder` and to this program's job queue; returns the names applied.
 * With `only` (name → sha256) it goes as far as those and no further, for a restore. Two processes may call it together. Throws a `Trouble` when the server is too old, the database newer than the program, or a file edited.
 */
export async function migrate(url: string, folder: string, only?: Map<string, string>): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'khue migrate' });
  await connectOwner(client);
  try {
    await checkServer(client);
    await client.query('select pg_advisory_lock($1::bigint)', [LOCK]);
    await client.query(`set client_min_messages = warning; ${HISTORY}`);
    if (!only) await checkWhole(client);
    const files = readMigrations(folder);
    if (only) pendingOf(files, only);
    const pending = pendingOf(files, await applied(client)).filter((file) => !only || only.has(file.name));
    for (const migration of pending) await apply(client, migration);
    await bringUpJobs(url, client);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

/** Throws a `Trouble` unless the database at `url` has been through exactly the files in `folder`: for what reads a database without changing it. */
export async function checkMigrated(url: string, folder: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'khue migrate' });
  await connectOwner(client);
  const history = await applied(client).finally(() => client.end());
  const [first] = pendingOf(readMigrations(folder), history);
  if (first === undefined) return;
  throw new Trouble(
    `This database is of an older Khuê (${first.name} is still to be applied): run "khue migrate", or start Khuê once, and try again.`,
    `Cơ sở dữ liệu này thuộc bản Khuê cũ hơn (chưa áp dụng ${first.name}): hãy chạy "khue migrate" hoặc khởi động Khuê một lần rồi thử lại.`,
  );
}

/** The files of a migrations folder in their order; throws when a name does not follow `NNNN-module-what.sql` or a number is used twice. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const odd = names.find((name) => !NAME.test(name));
  if (odd !== undefined) throw new Error(`migrations/${odd}: a migration is named NNNN-module-what.sql`);
  for (const [index, name] of names.entries()) {
    if (names[index + 1]?.slice(0, 4) === name.slice(0, 4)) throw new Error(`migrations/${name}: its number is used twice`);
  }
  return names.map((name) => {
    const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
    return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
  });
}

/** Which files are still to be applied; throws a `Trouble` when history and files do not fit together. */
export function pendingOf(files: Migration[], history: Map<string, string>): Migration[] {
  const known = new Set(files.map((file) => file.name));
  const unknown = [...history.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new Trouble(
      `This database was made by a newer Khuê (it knows ${unknown}): start that version or a later one; an older program could damage the data.`,
      `Cơ sở dữ liệu này thuộc bản Khuê mới hơn (có ${unknown}): hãy chạy bản đó hoặc bản mới hơn nữa; bản cũ có thể làm hỏng dữ liệu.`,
    );
  }
  const edited = files.find((file) => history.has(file.name) && history.get(file.name) !== file.sha256);
  if (edited) {
    throw new Trouble(
      `The file migrations/${edited.name} was edited after this database had been through it: put it back and write the change as a new migration.`,
      `Tệp migrations/${edited.name} đã bị sửa sau khi áp dụng vào cơ sở dữ liệu này: hãy khôi phục tệp và viết thay đổi thành một tệp mới.`,
    );
  }
  return files.filter((file) => !history.has(file.name));
}

async function connectOwner(client: pg.Client): Promise<void> {
  try {
    await client.connect();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message || cause.constructor.name : String(cause);
    throw new Trouble(
      `Khuê cannot reach the database (${reason}): check DATABASE_URL and that the server is running.`,
      `Khuê không kết nối được cơ sở dữ liệu (${reason}): hãy kiểm tra DATABASE_URL và máy chủ cơ sở dữ liệu.`,
      { cause },
    );
  }
}

/** A database in which a restore was interrupted looks complete, but is empty. */
async function checkWhole(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ note: string | null }>(`select obj_description('khue'::regnamespace, 'pg_namespace') as note`);
  if (rows[0]?.note !== UNFINISHED_RESTORE) return;
  throw new Trouble(
    'A restore into this database was not finished: run "khue restore FILE" again.',
    'Lần khôi phục vào cơ sở dữ liệu này chưa xong: hãy chạy lại "khue restore TỆP".',
  );
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version");
  checkServerVersion(rows[0]?.version ?? '0');
}

/** Throws a `Trouble` when a server's version (`14.9 (Debian)`) is older than Khuê can use. */
export function checkServerVersion(version: string): void {
  if (Number.parseInt(version, 10) >= OLDEST_SERVER) return;
  throw new Trouble(
    `The database server is PostgreSQL ${version}, but Khuê needs ${OLDEST_SERVER} or later: upgrade the server, or unset DATABASE_URL to use the PostgreSQL that comes with Khuê.`,
    `Máy chủ cơ sở dữ liệu là PostgreSQL ${version}, còn Khuê cần bản ${OLDEST_SERVER} trở lên: hãy nâng cấp máy chủ, hoặc bỏ DATABASE_URL để dùng PostgreSQL kèm theo Khuê.`,
  );
}

async function applied(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from khue.migration');
  return new Map(rows.map((row) => [row.name, row.sha256]));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.text);
    await client.query('insert into khue.migration (name, sha256) values ($1, $2)', [migration.name, migration.sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    if (error instanceof Error) error.message = `migrations/${migration.name}: ${error.message}`;
    throw error;
  }
}

/** pg-boss keeps its own schema history; the application's role may use its tables, not change them. */
async function bringUpJobs(url: string, client: pg.Client): Promise<void> {
  const boss = new PgBoss({ connectionString: url, max: 2, supervise: false, schedule: false, migrate: true });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.stop({ graceful: false });
  await client.query(`
    grant usage on schema pgboss to khue_app;
    grant select, insert, update, delete on all tables in schema pgboss to khue_app;
    grant usage, select on all sequences in schema pgboss to khue_app;
    grant execute on all functions in schema pgboss to khue_app;
  `);
}
