import { all, inTransaction, sql, type Db } from '#base/db/index.ts';
import { openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { listKeys } from './keys.ts';
import { leafOf, TABLE, type LogName } from './logs.ts';
import { parseVerificationKey, type Verifier } from './note.ts';
import { hashesIn, TILE_LEVELS } from './sequence.ts';
import { emptyFrontier, grow, rootOf, type Frontier, type Head, type Node } from './tree.ts';

/** What the check of a log found: how much was checked, and every fault, a sentence each; the first is where the past was changed first. */
export type LogCheck = { log: LogName; size: number; checkpoints: number; waiting: number; faults: string[] };

/** Lines of leaves (up to 256 entries each) read at a time. */
const PAGE = 200;

/** Faults after which the check of a log ends. */
const MOST = 5;

type Line = { first: number; ids: string[]; hashes: Buffer; now: (Buffer | null)[] };
type Signed = Head & { note: string };
type Walk = { log: LogName; frontier: Frontier; nodes: Map<string, Buffer>; signed: Signed[]; goodSize: number; faults: string[] };

/**
 * Computes a log anew from its rows, in one look at the database, and compares it with the leaves, nodes and signed checkpoints that are kept. `held`: a signed
 * checkpoint kept elsewhere, which the log must still contain. Changes nothing.
 */
export async function verifyLog(db: Db, log: LogName, held?: string): Promise<LogCheck> {
  return inTransaction(db, async (tx) => {
    if (!db.isTransaction) await all(tx, sql`set transaction isolation level repeatable read read only`);
    const walk: Walk = { log, frontier: emptyFrontier(), nodes: new Map(), signed: await listSigned(tx, log), goodSize: 0, faults: [] };
    const checkpoints = walk.signed.length;
    walk.faults.push(...wrongSignatures(walk.signed, await verifiersOf(tx, log)));
    if (held !== undefined) walk.signed = [...walk.signed, { ...parseCheckpoint(held), note: held }].toSorted((a, b) => a.size - b.size);
    for (let after = -1; walk.faults.length < MOST;) {
      const lines = await linesAfter(tx, log, after);
      for (const line of lines) checkLine(walk, line);
      const last = lines.at(-1);
      if (last === undefined) break;
      after = last.first;
    }
    if (walk.faults.length < MOST) walk.faults.push(...(await atTheEnd(tx, walk)));
    return { log, size: walk.frontier.size, checkpoints, waiting: await countWaiting(tx, log), faults: walk.faults };
  });
}

/** Goes on along the tree: each row against its leaf, each new node and each signed size against what is kept. */
function checkLine(walk: Walk, { first, ids, hashes, now }: Line): void {
  const { log, frontier, faults } = walk;
  if (first !== frontier.size) faults.push(`${log}: entries ${frontier.size} to ${first - 1} are missing from the tree`);
  hashesIn(hashes).forEach((hash, place) => {
    const index = frontier.size;
    const row = now[place] ?? null;
    if (row === null) faults.push(`${log}: entry ${index} (${ids[place]}) was removed`);
    else if (!row.equals(hash)) faults.push(`${log}: entry ${index} (${ids[place]}) was changed after it was recorded`);
    grow(frontier, hash, (node, nodesHash) => node.level % TILE_LEVELS === 0 && walk.nodes.set(keyOf(node), nodesHash));
    checkSigned(walk);
  });
}

function checkSigned(walk: Walk): void {
  const { frontier, signed, log, faults } = walk;
  for (let head = signed[0]; head !== undefined && head.size <= frontier.size; head = signed[0]) {
    signed.shift();
    if (head.size === frontier.size && rootOf(frontier).equals(head.root)) walk.goodSize = head.size;
    else faults.push(`${log}: the checkpoint over ${head.size} entries does not fit: the first change lies in entries ${walk.goodSize} to ${head.size - 1}`);
  }
}

async function atTheEnd(db: Db, { log, frontier, nodes, signed, goodSize }: Walk): Promise<string[]> {
  const kept = await all(db, sql<{ level: number; index: number; hash: Buffer }>`select node.level, node.index, node.hash from kernel.proof_node as node where node.log = ${log}`);
  const wrong = kept.filter((node) => nodes.get(keyOf(node))?.equals(node.hash) !== true);
  const stray = await all(
    db,
    sql<{ id: string }>`
    (
      select source.id
      from ${TABLE[log]} as source
      except (
        select unnest(leaf.ids)
        from kernel.proof_leaf as leaf
        where leaf.log = ${log}
        union all
        select unnest(waiting.ids)
        from kernel.proof_waiting as waiting
        where waiting.log = ${log}
      )
    )
    limit 3`,
  );
  return [
    ...signed.map(({ size }) => `${log}: a checkpoint was signed over ${size} entries, but there are ${frontier.size}`),
    ...(goodSize < frontier.size && signed.length === 0 ? [`${log}: no checkpoint covers entries ${goodSize} to ${frontier.size - 1}`] : []),
    ...(kept.length === nodes.size && wrong.length === 0
      ? []
      : [`${log}: ${Math.max(wrong.length, nodes.size - kept.length)} kept nodes of the tree are not what its leaves give`]),
    ...stray.map(({ id }) => `${log}: row ${id} is neither in the tree nor waiting for its place: it was slipped in past the log`),
  ];
}

function keyOf({ level, index }: Node): string {
  return `${level} ${index}`;
}

async function linesAfter(db: Db, log: LogName, after: number): Promise<Line[]> {
  return all(
    db,
    sql<Line>`
    select line.first, line.ids, line.hashes, hashed.now
    from (
      select leaf.first, leaf.ids, leaf.hashes
      from kernel.proof_leaf as leaf
      where leaf.log = ${log}
        and leaf.first > ${after}
      order by leaf.first
      limit ${PAGE}
    ) as line
    cross join lateral (
      select array_agg(${leafOf(log)} order by item.place) as now
      from unnest(line.ids) with ordinality as item (id, place)
      left join ${TABLE[log]} as source on source.id = item.id
    ) as hashed
    order by line.first`,
  );
}

async function listSigned(db: Db, log: LogName): Promise<Signed[]> {
  return all(
    db,
    sql<Signed>`
    select checkpoint.size, checkpoint.root, checkpoint.note
    from kernel.proof_checkpoint as checkpoint
    where checkpoint.log = ${log}
    order by checkpoint.size`,
  );
}

async function verifiersOf(db: Db, log: LogName): Promise<Verifier[]> {
  return (await listKeys(db)).filter((one) => one.log === log).map(({ key }) => parseVerificationKey(key));
}

/** The checkpoints that no published key signed, or that say something else than the columns beside them. */
function wrongSignatures(signed: Signed[], verifiers: Verifier[]): string[] {
  const fits = ({ note, size, root }: Signed) =>
    verifiers.some((verifier) => {
      try {
        const said = openCheckpoint(note, verifier);
        return said.size === size && said.root.equals(root);
      } catch {
        return false;
      }
    });
  return signed.filter((one) => !fits(one)).map(({ size }) => `the signature of the checkpoint over ${size} entries does not fit`);
}

async function countWaiting(db: Db, log: LogName): Promise<number> {
  const [row] = await all(
    db,
    sql<{ n: number }>`
    select coalesce(sum(cardinality(waiting.ids)), 0)::bigint as n
    from kernel.proof_waiting as waiting
    where waiting.log = ${log}`,
  );
  return row?.n ?? 0;
}
