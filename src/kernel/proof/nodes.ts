import { all, sql, type Db } from '#base/db/index.ts';
import type { LogName } from './logs.ts';
import { hashesIn, TILE, TILE_LEVELS } from './sequence.ts';
import { coverOf, foldRight, inclusionRanges, rootOfAll, type Node, type Range } from './tree.ts';

/** The proof that the entry at `index` of a log is in its tree of `size` entries; reads a few lines of nodes for each level. */
export async function proveInclusion(db: Db, log: LogName, index: number, size: number): Promise<Buffer[]> {
  return hashesOf(db, log, inclusionRanges(index, size));
}

/** The hashes of ranges of a log, each from the complete subtrees that are kept. */
export async function hashesOf(db: Db, log: LogName, ranges: Range[]): Promise<Buffer[]> {
  const hashes: Buffer[] = [];
  for (const range of ranges) {
    const parts: Buffer[] = [];
    for (const node of coverOf(range)) parts.push(await nodesHash(db, log, node));
    hashes.push(foldRight(parts));
  }
  return hashes;
}

/** A node is made from those of the kept level below it: at most 128, which lie in one tile. */
async function nodesHash(db: Db, log: LogName, { level, index }: Node): Promise<Buffer> {
  const base = Math.floor(level / TILE_LEVELS) * TILE_LEVELS;
  const width = 2 ** (level - base);
  const begin = index * width;
  const hashes = base === 0 ? await leavesOf(db, log, begin, width) : await nodesOf(db, log, base, begin, width);
  if (hashes.length !== width) throw new Error(`The tree of the log "${log}" has a hole at level ${base} from ${begin} on.`);
  return rootOfAll(hashes);
}

async function leavesOf(db: Db, log: LogName, begin: number, width: number): Promise<Buffer[]> {
  const tile = begin - (begin % TILE);
  const lines = await all(
    db,
    sql<{ hashes: Buffer }>`
    select leaf.hashes
    from kernel.proof_leaf as leaf
    where leaf.log = ${log}
      and leaf.first >= ${tile}
      and leaf.first < ${begin + width}
    order by leaf.first`,
  );
  return lines.flatMap(({ hashes }) => hashesIn(hashes)).slice(begin - tile, begin - tile + width);
}

async function nodesOf(db: Db, log: LogName, level: number, begin: number, width: number): Promise<Buffer[]> {
  const rows = await all(
    db,
    sql<{ hash: Buffer }>`
    select node.hash
    from kernel.proof_node as node
    where node.log = ${log}
      and node.level = ${level}
      and node.index >= ${begin}
      and node.index < ${begin + width}
    order by node.index`,
  );
  return rows.map(({ hash }) => hash);
}
