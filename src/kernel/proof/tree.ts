import { hash } from 'node:crypto';

/** Bytes of a SHA-256. */
export const HASH_BYTES = 32;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** Hash of a leaf: SHA-256 of 0x00 and its bytes (RFC 9162, section 2.1.1). */
export function leafHash(bytes: Uint8Array | string): Buffer {
  return sha256(Buffer.concat([LEAF, typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes]));
}

/** Hash of a node: SHA-256 of 0x01 and the hashes of its two children (RFC 9162, section 2.1.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(Buffer.concat([NODE, left, right]));
}

/** Root of the tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Buffer = sha256(Buffer.alloc(0));

/** A complete subtree: the node number `index` (from 0) at a level (0 = leaves), which covers 2^level leaves. */
export type Node = { level: number; index: number };

/** Leaves from `begin` until before `end`, as RFC 9162 writes D[begin:end]. */
export type Range = { begin: number; end: number };

/**
 * The right edge of a tree that grows leaf by leaf: the roots of its complete subtrees, largest first, at most one a level. From it the tree can go on
 * growing without its earlier leaves.
 */
export type Frontier = { size: number; hashes: Buffer[] };

/** The frontier of the empty tree. */
export function emptyFrontier(): Frontier {
  return { size: 0, hashes: [] };
}

/** Adds a leaf's hash to the frontier in place; `onNode` is told every complete subtree of level 1 or more that this closes. */
export function grow(frontier: Frontier, hashOfLeaf: Buffer, onNode?: (node: Node, nodesHash: Buffer) => void): void {
  let [carry, index, level] = [hashOfLeaf, frontier.size, 0];
  while (index % 2 === 1) {
    carry = nodeHash(frontier.hashes.pop() ?? EMPTY_ROOT, carry);
    index = (index - 1) / 2;
    level += 1;
    onNode?.({ level, index }, carry);
  }
  frontier.hashes.push(carry);
  frontier.size += 1;
}

/** The root of the tree that a frontier is the edge of. */
export function rootOf({ hashes }: Frontier): Buffer {
  return foldRight(hashes);
}

/** The root over leaf hashes that come one after the other, while O(log n) hashes are held. */
export function rootOfAll(hashes: Iterable<Buffer>): Buffer {
  const frontier = emptyFrontier();
  for (const one of hashes) grow(frontier, one);
  return rootOf(frontier);
}

/** The complete subtrees that make up a range, largest first; the range begins at a multiple of a power of two not below its length. */
export function coverOf({ begin, end }: Range): Node[] {
  const nodes: Node[] = [];
  let at = begin;
  for (let level = Math.floor(Math.log2(Math.max(1, end - begin))); at < end; level -= 1) {
    const width = 2 ** level;
    if (at + width > end) continue;
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

/** The hash of a range from the hashes of the subtrees of its cover. */
export function foldRight(hashes: readonly Buffer[]): Buffer {
  const last = hashes.at(-1);
  return last === undefined ? EMPTY_ROOT : hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/** The ranges whose hashes prove that leaf `index` is in the tree of `size` leaves, from the leaf up (PATH of RFC 9162, section 2.1.3.1). */
export function inclusionRanges(index: number, size: number): Range[] {
  if (index < 0 || index >= size) throw new RangeError(`There is no leaf ${index} in a tree of ${size}.`);
  return path(index, { begin: 0, end: size });
}

function path(index: number, { begin, end }: Range): Range[] {
  if (end - begin === 1) return [];
  const middle = begin + split(end - begin);
  return index < middle ? [...path(index, { begin, end: middle }), { begin: middle, end }] : [...path(index, { begin: middle, end }), { begin, end: middle }];
}

/** The ranges whose hashes prove that the tree of `first` leaves is the beginning of that of `second` (PROOF of RFC 9162, section 2.1.4.1). */
export function consistencyRanges(first: number, second: number): Range[] {
  if (first < 0 || first > second) throw new RangeError(`A tree of ${first} leaves is no beginning of one of ${second}.`);
  return first === 0 || first === second ? [] : subproof(first, { begin: 0, end: second }, true);
}

function subproof(first: number, { begin, end }: Range, whole: boolean): Range[] {
  if (first === end) return whole ? [] : [{ begin, end }];
  const middle = begin + split(end - begin);
  if (first <= middle) return [...subproof(first, { begin, end: middle }, whole), { begin: middle, end }];
  return [...subproof(first, { begin: middle, end }, false), { begin, end: middle }];
}

/** The largest power of two below n (n ≥ 2). */
function split(n: number): number {
  return 2 ** Math.ceil(Math.log2(n) - 1);
}

/** Whether `proof` shows that a leaf with this hash stands at `index` in the tree with that size and root (RFC 9162, section 2.1.3.2). */
export function includes(leaf: Buffer, index: number, size: number, proof: readonly Buffer[], root: Buffer): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let [node, last, result] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      result = nodeHash(sibling, result);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else result = nodeHash(result, sibling);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && result.equals(root);
}

/** A tree as its signed checkpoint states it. */
export type Head = { size: number; root: Buffer };

/** Whether `proof` shows that the tree `first` is the beginning of the tree `second` (RFC 9162, section 2.1.4.2). */
export function isConsistent(first: Head, second: Head, proof: readonly Buffer[]): boolean {
  if (first.size > second.size) return false;
  if (first.size === second.size) return proof.length === 0 && first.root.equals(second.root);
  if (first.size === 0) return proof.length === 0 && first.root.equals(EMPTY_ROOT);
  const power = Number.isInteger(Math.log2(first.size));
  const [start, ...rest] = power ? [first.root, ...proof] : proof;
  if (start === undefined) return false;
  let [node, last] = [first.size - 1, second.size - 1];
  while (node % 2 === 1) [node, last] = [(node - 1) / 2, Math.floor(last / 2)];
  let [older, newer] = [start, start];
  for (const hashOfRange of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [older, newer] = [nodeHash(hashOfRange, older), nodeHash(hashOfRange, newer)];
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else newer = nodeHash(newer, hashOfRange);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && older.equals(first.root) && newer.equals(second.root);
}

function sha256(bytes: Buffer): Buffer {
  return hash('sha256', bytes, 'buffer');
}
