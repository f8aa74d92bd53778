import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consistencyRanges, coverOf, emptyFrontier, foldRight, grow, includes, inclusionRanges, isConsistent, leafHash, rootOf, rootOfAll, type Node, type Range } from './tree.ts';

// Leaves and hashes of the reference tree of Certificate Transparency, against which implementations of RFC 6962 and RFC 9162 are held.
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => Buffer.from(hex, 'hex'));
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const [A, B, C, D, E, F] = [
  '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
];

/** RFC 9162, section 2.1.1, word for word. */
function naive(leaves: readonly Buffer[]): Buffer {
  const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (leaves.length === 0) return sha();
  if (leaves.length === 1) return sha(Buffer.of(0), leaves[0] ?? Buffer.alloc(0));
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha(Buffer.of(1), naive(leaves.slice(0, k)), naive(leaves.slice(k)));
}

const proofOf = (leaves: readonly Buffer[], ranges: Range[]) => ranges.map(({ begin, end }) => naive(leaves.slice(begin, end)));
const hexOf = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'));

describe('the reference tree of Certificate Transparency', () => {
  test.each(ROOTS.map((root, size) => [size, root] as const))('the root of its first %i leaves', (size, root) => {
    expect(rootOfAll(LEAVES.slice(0, size).map(leafHash)).toString('hex')).toBe(root);
  });

  test.each([
    [0, 8, [A, B, C]],
    [5, 8, [D, E, ROOTS[4]]],
    [2, 3, [ROOTS[2]]],
    [1, 5, [ROOTS[1], B, D]],
    [0, 1, []],
  ])('the proof that leaf %i is in the tree of %i', (index, size, proof) => {
    const leaves = LEAVES.slice(0, size);
    const made = proofOf(leaves, inclusionRanges(index, size));
    expect(hexOf(made)).toEqual(proof);
    expect(includes(leafHash(LEAVES[index] ?? ''), index, size, made, naive(leaves))).toBe(true);
  });

  test.each([
    [1, 8, [A, B, C]],
    [6, 8, [F, E, ROOTS[4]]],
    [2, 5, [B, D]],
    [1, 1, []],
  ])('the proof that the tree of %i is the beginning of that of %i', (first, second, proof) => {
    const made = proofOf(LEAVES.slice(0, second), consistencyRanges(first, second));
    expect(hexOf(made)).toEqual(proof);
    const head = (size: number) => ({ size, root: naive(LEAVES.slice(0, size)) });
    expect(isConsistent(head(first), head(second), made)).toBe(true);
  });
});

const someLeaves = fc.array(
  fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 70 },
);

describe('any tree', () => {
  test('has the root of the definition, however it is built', () => {
    fc.assert(
      fc.property(someLeaves, (leaves) => {
        const nodes = new Map<string, Buffer>();
        const at = ({ level, index }: Node) => `${level} ${index}`;
        const frontier = emptyFrontier();
        leaves.forEach((leaf, index) => {
          nodes.set(at({ level: 0, index }), leafHash(leaf));
          grow(frontier, leafHash(leaf), (node, hash) => nodes.set(at(node), hash));
        });
        expect(rootOf(frontier)).toEqual(naive(leaves));
        expect(frontier.hashes.length).toBeLessThanOrEqual(7);
        // The subtrees it told of are all that proofs need.
        for (const range of leaves.length > 0 ? inclusionRanges(leaves.length >> 1, leaves.length) : []) {
          const hashes = coverOf(range).map((node) => nodes.get(at(node)) ?? Buffer.alloc(0));
          expect(foldRight(hashes)).toEqual(naive(leaves.slice(range.begin, range.end)));
        }
      }),
    );
  });

  test('proves each leaf at its place, and no other leaf, place, size or root', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (size, one, two) => {
        const leaves = Array.from({ length: size }, (_, place) => Buffer.from(`leaf ${place}`));
        const [index, other] = [one % size, two % size];
        const root = naive(leaves);
        const proof = proofOf(leaves, inclusionRanges(index, size));
        const leaf = (place: number) => leafHash(leaves[place] ?? '');
        expect(includes(leaf(index), index, size, proof, root)).toBe(true);
        if (other !== index) {
          expect(includes(leaf(other), index, size, proof, root)).toBe(false);
          expect(includes(leaf(index), other, size, proof, root)).toBe(false);
        }
        expect(includes(leaf(index), index, size, [...proof, root], root)).toBe(false);
        expect(includes(leaf(index), index, size, proof, leaf(index))).toBe(size === 1);
        if (proof.length > 0) expect(includes(leaf(index), index, size, proof.slice(1), root)).toBe(false);
      }),
    );
  });

  test('is consistent with each of its beginnings, and with nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (size, cut) => {
        const leaves = Array.from({ length: size }, (_, place) => Buffer.from(`leaf ${place}`));
        const first = cut % (size + 1);
        const proof = proofOf(leaves, consistencyRanges(first, size));
        const head = (n: number) => ({ size: n, root: naive(leaves.slice(0, n)) });
        expect(isConsistent(head(first), head(size), proof)).toBe(true);
        const forged = { size: first, root: naive([...leaves.slice(0, Math.max(0, first - 1)), Buffer.from('another')]) };
        expect(isConsistent(forged, head(size), proof)).toBe(false);
        expect(isConsistent(head(first), head(size), [...proof, leafHash('')])).toBe(false);
      }),
    );
  });

  test.each([
    [-1, 3],
    [3, 3],
  ])('leaf %i of %i does not exist', (index, size) => {
    expect(() => inclusionRanges(index, size)).toThrow('There is no leaf');
    expect(includes(leafHash(''), index, size, [], leafHash(''))).toBe(false);
  });

  test('a longer tree is no beginning of a shorter one', () => {
    expect(() => consistencyRanges(4, 3)).toThrow('no beginning');
  });
});
