import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect, sql, type PostgresPool, type RawBuilder, type Transaction } from 'kysely';
import pg from 'pg';

/** Tables are reached through `sql` text only, so the schema type stays empty (decision 0003). */
export type Tables = Record<never, never>;

/** A handle that can run statements: the pool, or a transaction. Inside a transaction pass the transaction on. */
export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

export { sql, type RawBuilder };
export { pageOf, pagesOf } from './page.ts';
export { wordPatterns } from './words.ts';

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
    // What is looked up by its key comes once: remembering it (memoize) costs a third of a long list and saves nothing.
    options: `-c enable_memoize=off${options.role === undefined ? '' : ` -c role=${options.role}`}`,
    types: { getTypeParser: parserOf },
    application_name: 'khue',
  });
  pool.on('error', () => {
    // A connection that dies while idle is replaced by the pool; the next statement reports a lasting fault.
  });
  // One that dies in a transaction, between two statements, has nobody to tell: the next statement reports it, and the process goes on.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: prepared(pool) }) });
}

/** Statements whose plans a connection keeps at the most; texts beyond that are planned each time. */
const MOST_PREPARED = 1000;
/** How often a text is sent before it is kept: what a start says once takes no room. */
const SENT_BEFORE = 3;
/** Texts that are counted at the most, so that made-up ones do not fill the memory. */
const MOST_COUNTED = 5000;

/**
 * Lets each connection parse and plan a statement once: the text gets a name by which PostgreSQL knows it again (protocol level, so a pooler
 * between must support prepared statements: PgBouncer from 1.21). Planning is most of the time of our short statements.
 */
function prepared(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>();
  const sent = new Map<string, number>();
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (known !== undefined || names.size >= MOST_PREPARED) return known;
    const times = (sent.get(text) ?? 0) + 1;
    if (times < SENT_BEFORE) {
      if (sent.size >= MOST_COUNTED) sent.clear();
      sent.set(text, times);
      return undefined;
    }
    sent.delete(text);
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
    names.set(text, name);
    return name;
  };
  const wrapped = new WeakSet<pg.PoolClient>();
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect();
      if (wrapped.has(client)) return client;
      wrapped.add(client);
      const plain = client.query.bind(client);
      return Object.assign(client, {
        query: (text: unknown, values?: unknown[]) => {
          const name = typeof text === 'string' && values !== undefined && values.length > 0 ? nameOf(text) : undefined;
          return Reflect.apply(plain, client, name === undefined ? [text, values] : [{ name, text, values }]);
        },
      });
    },
    end: () => pool.end(),
  };
}

/** The rows of one statement. */
export async function all<Row>(db: Db, statement: RawBuilder<Row>): Promise<Row[]> {
  return (await statement.execute(db)).rows;
}

/** The first row of one statement, or undefined. */
export async function one<Row>(db: Db, statement: RawBuilder<Row>): Promise<Row | undefined> {
  return (await statement.execute(db)).rows[0];
}

/** A value on its way through JSON: a moment becomes its text (ISO 8601); days, numbers, texts and JSON stay what they are. */
type Told<Value> = Value extends Date ? string : Value;

/** The rows of each part of `together`. */
export type Together<Parts extends Record<string, RawBuilder<unknown>>> = {
  [Name in keyof Parts]: Parts[Name] extends RawBuilder<infer Row> ? { [Column in keyof Row]: Told<Row[Column]> }[] : never;
};

/**
 * The rows of several queries (at least one) that do not need each other, in one statement: on a page of many short queries most of the time goes into sending
 * each. The rows come as JSON, so moments are texts (decision 0034).
 */
export async function together<Parts extends Record<string, RawBuilder<unknown>>>(db: Db, parts: Parts): Promise<Together<Parts>> {
  const row = await one(db, asOneRow(parts));
  if (row === undefined) throw new Error('a statement without a table gave no row');
  return row;
}

/** The statement of `together`: one row with the rows of each part; itself a query that can be a part. */
export function asOneRow<Parts extends Record<string, RawBuilder<unknown>>>(parts: Parts): RawBuilder<Together<Parts>> {
  const columns = Object.entries(parts).map(([name, part]) => sql`(select coalesce(json_agg(one_row), '[]') from (${part}) as one_row) as ${sql.id(name)}`);
  return sql<Together<Parts>>`select ${sql.join(columns)}`;
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
