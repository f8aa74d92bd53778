import { Kysely, PostgresDialect, sql, type RawBuilder, type Transaction } from 'kysely';
import pg from 'pg';

/** Tables are reached through `sql` text only, so the schema type stays empty (decision 0003). */
export type Tables = Record<never, never>;

/** A handle that can run statements: the pool, or a transaction. Inside a transaction pass the transaction on. */
export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

export { sql, type RawBuilder };

const DATE = 1082;
const INT8 = 20;
const NUMERIC = 1700;

/**
 * The role under which the application works. It may add facts and audit lines but not change them
 * (migration 0001 grants it); the owner's role is used for migrations only.
 */
export const APP_ROLE = 'khue_app';

/** A pool of connections to `url`; `role` is taken on by each connection before its first statement. */
export function connect(url: string, options: { role?: string; max?: number } = {}): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    ...(options.role === undefined ? {} : { options: `-c role=${options.role}` }),
    types: { getTypeParser: parserOf },
    application_name: 'khue',
  });
  pool.on('error', () => {
    // A connection that dies while idle is replaced by the pool; the next statement reports a lasting fault.
  });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** The rows of one statement. */
export async function all<Row>(db: Db, statement: RawBuilder<Row>): Promise<Row[]> {
  return (await statement.execute(db)).rows;
}

/** The first row of one statement, or undefined. */
export async function one<Row>(db: Db, statement: RawBuilder<Row>): Promise<Row | undefined> {
  return (await statement.execute(db)).rows[0];
}

/** Runs `work` in one transaction; joins the running one when `db` is a transaction already. */
export async function inTransaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db);
  return db.transaction().execute(work);
}

/** The name of the constraint that a statement broke, or undefined when `error` is something else. */
export function brokenConstraint(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.constraint : undefined;
}

function parserOf(oid: number, format?: 'text' | 'binary') {
  if (oid === DATE) return (text: string) => text;
  if (oid === INT8 || oid === NUMERIC) return Number;
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
}
