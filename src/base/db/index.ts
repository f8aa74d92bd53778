import { sql, type RawBuilder } from 'kysely';
import pg from 'pg';
import { LATER, type Db } from './connect.ts';

export { sql, type RawBuilder };
export { APP_ROLE, connect, type Db, type Tables, type Tx } from './connect.ts';
export { pageOf, pagesOf } from './page.ts';
export { wordPatterns } from './words.ts';

/** The rows of one statement. */
export async function all<Row>(db: Db, statement: RawBuilder<Row>): Promise<Row[]> {
  return (await statement.execute(db)).rows;
}

/** The first row of one statement, or undefined. */
export async function one<Row>(db: Db, statement: RawBuilder<Row>): Promise<Row | undefined> {
  return (await statement.execute(db)).rows[0];
}

/**
 * Hands over a statement whose answer nobody needs: in a transaction it travels with the next statement, at the latest with the commit, and a fault of it
 * is told there. What follows in the transaction sees what it wrote. Outside of a transaction it runs at once.
 */
export async function later(db: Db, statement: RawBuilder<unknown>): Promise<void> {
  await (db.isTransaction ? sql`${sql.raw(LATER)} ${statement}` : statement).execute(db);
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
