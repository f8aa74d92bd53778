import { all, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { signCheckpoint } from './checkpoint.ts';
import { noteKey } from './keys.ts';
import { leafOf, TABLE, type LogName } from './logs.ts';
import { emptyFrontier, grow, HASH_BYTES, rootOf, type Frontier, type Node } from './tree.ts';

/** Leaves that are kept on one line, and how many levels lie between the nodes that are kept. */
export const TILE = 256;
export const TILE_LEVELS = 8;

/** Rows that get their place in one transaction. */
const BATCH = 50_000;

/** First key of the advisory locks that let one transaction at a time lengthen a log; the second is a hash of its name. */
const LOCK_SPACE = 7_420_940;

/** A row with the hash of its leaf. */
export type Entry = { id: string; hash: Buffer };

type Acting = Pick<Ctx, 'db' | 'services'>;

/**
 * Gives every waiting row of a log its place in the tree and signs the new size; returns how many. Safe to run from several processes and to be killed:
 * a row has its place exactly when a checkpoint covers it. A row whose transaction commits later is taken by a later run, at a later place.
 */
export async function sequence(ctx: Acting, log: 'fact' | 'audit'): Promise<number> {
  let done = 0;
  for (;;) {
    const taken = await inTransaction(ctx.db, async (db) => {
      await lock(db, log);
      const entries = await takeWaiting(db, log);
      if (entries.length > 0) await lengthen({ ...ctx, db }, log, entries);
      return entries.length;
    });
    done += taken;
    if (taken === 0) return done;
  }
}

/** Adds entries at the end of a log in the running transaction, which holds the log until it ends; returns the place of the first and the new size. */
export async function append(ctx: Acting, log: LogName, entries: Entry[]): Promise<{ first: number; size: number }> {
  if (!ctx.db.isTransaction) throw new Error('Entries are appended within a transaction.');
  await lock(ctx.db, log);
  return lengthen(ctx, log, entries);
}

/** The name under which a log is signed; made up from the address of this Khuê and a random part the first time. */
export async function originOf({ db, services }: Acting, log: LogName): Promise<string> {
  const find = () => one(db, sql<{ origin: string }>`select proof_log.origin from kernel.proof_log where proof_log.log = ${log}`);
  const known = await find();
  if (known !== undefined) return known.origin;
  const base = `${new URL(services.publicUrl).host}/khue/${newId().slice(-8)}`;
  await all(
    db,
    sql`
    insert into kernel.proof_log (log, origin)
    select made.log, ${base} || '/' || made.log
    from (values ('audit'), ('fact'), ('publication')) as made (log)
    on conflict do nothing`,
  );
  return (await find())?.origin ?? '';
}

async function lock(db: Db, log: LogName): Promise<void> {
  await all(db, sql`select pg_advisory_xact_lock(${LOCK_SPACE}, hashtext(${log}))`);
}

/** Takes the oldest waiting rows off the list, with the hashes of their leaves in the order of waiting. */
async function takeWaiting(db: Db, log: 'fact' | 'audit'): Promise<Entry[]> {
  // The rows are looked up one by one, however many the table has.
  await all(db, sql`select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`);
  const row = await one(
    db,
    sql<{ ids: string | null; hashes: Buffer | null }>`
    with next as (
      select waiting.id, sum(cardinality(waiting.ids)) over (order by waiting.id) - cardinality(waiting.ids) as before
      from kernel.proof_waiting as waiting
      where waiting.log = ${log}
      order by waiting.id
      limit ${BATCH}
    ),
    taken as (
      delete from kernel.proof_waiting as waiting
      using next
      where waiting.id = next.id
        and next.before < ${BATCH}
      returning waiting.id, waiting.ids
    ),
    entry as (
      select taken.id as line, item.id, item.place
      from taken
      cross join lateral unnest(taken.ids) with ordinality as item (id, place)
    )
    select string_agg(entry.id::text, ' ' order by entry.line, entry.place) as ids,
      string_agg(${leafOf(log)}, ''::bytea order by entry.line, entry.place) as hashes
    from entry
    left join ${TABLE[log]} as source on source.id = entry.id`,
  );
  if (!row?.ids) return [];
  const ids = row.ids.split(' ');
  const { hashes } = row;
  if (hashes?.length !== ids.length * HASH_BYTES) throw new Error(`A row of the log "${log}" disappeared before it had its place in the tree.`);
  return ids.map((id, place) => ({ id, hash: hashes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES) }));
}

async function lengthen(ctx: Acting, log: LogName, entries: Entry[]): Promise<{ first: number; size: number }> {
  const frontier = await readFrontier(ctx.db, log);
  const first = frontier.size;
  const nodes: (Node & { hash: Buffer })[] = [];
  for (const { hash } of entries) grow(frontier, hash, (node, nodesHash) => node.level % TILE_LEVELS === 0 && nodes.push({ ...node, hash: nodesHash }));
  await addLeaves(ctx.db, log, first, entries);
  await addNodes(ctx.db, log, nodes);
  const privateKey = ctx.services.proofKey();
  await noteKey(ctx.db, privateKey);
  const origin = await originOf(ctx, log);
  const root = rootOf(frontier);
  const note = signCheckpoint({ origin, size: frontier.size, root }, { name: origin, privateKey });
  await all(
    ctx.db,
    sql`
    insert into kernel.proof_checkpoint (log, size, root, frontier, note)
    values (${log}, ${frontier.size}, ${root}, ${Buffer.concat(frontier.hashes)}, ${note})`,
  );
  return { first, size: frontier.size };
}

async function readFrontier(db: Db, log: LogName): Promise<Frontier> {
  const row = await one(
    db,
    sql<{ size: number; frontier: Buffer }>`
    select checkpoint.size, checkpoint.frontier
    from kernel.proof_checkpoint as checkpoint
    where checkpoint.log = ${log}
    order by checkpoint.size desc
    limit 1`,
  );
  return row === undefined ? emptyFrontier() : { size: row.size, hashes: hashesIn(row.frontier) };
}

/** The hashes that lie one after the other in `bytes`. */
export function hashesIn(bytes: Buffer): Buffer[] {
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, place) => bytes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES));
}

async function addLeaves(db: Db, log: LogName, first: number, entries: Entry[]): Promise<void> {
  const lines: { first: number; entries: Entry[] }[] = [];
  for (let at = 0; at < entries.length;) {
    const length = TILE - ((first + at) % TILE);
    lines.push({ first: first + at, entries: entries.slice(at, at + length) });
    at += length;
  }
  await all(
    db,
    sql`
    insert into kernel.proof_leaf (log, first, ids, hashes)
    select ${log}, line.first, line.ids::uuid[], line.hashes
    from unnest(
      ${lines.map((line) => line.first)}::bigint[],
      ${lines.map((line) => `{${line.entries.map(({ id }) => id).join(',')}}`)}::text[],
      ${lines.map((line) => Buffer.concat(line.entries.map(({ hash }) => hash)))}::bytea[]
    ) as line (first, ids, hashes)`,
  );
}

async function addNodes(db: Db, log: LogName, nodes: (Node & { hash: Buffer })[]): Promise<void> {
  if (nodes.length === 0) return;
  await all(
    db,
    sql`
    insert into kernel.proof_node (log, level, index, hash)
    select ${log}, node.level, node.index, node.hash
    from unnest(
      ${nodes.map(({ level }) => level)}::integer[],
      ${nodes.map(({ index }) => index)}::bigint[],
      ${nodes.map(({ hash }) => hash)}::bytea[]
    ) as node (level, index, hash)`,
  );
}
