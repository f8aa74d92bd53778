import { chanceAt, NODES, SHARES, type Working } from './model.ts';
import type { Patterns } from './answers.ts';

/** How many people of each node are expected to have answered an item right and wrong: `right[item * nodes + node]`. */
export type Expected = { right: Float64Array; wrong: Float64Array; logLikelihood: number };

/** ln P and ln(1 − P) of every item at every node. */
export type Tables = { right: Float64Array; wrong: Float64Array };

/** Tabulates the chances of items. */
export function tablesOf(items: readonly Working[]): Tables {
  const tables = { right: new Float64Array(items.length * NODES.length), wrong: new Float64Array(items.length * NODES.length) };
  for (const [i, item] of items.entries()) {
    for (const [q, theta] of NODES.entries()) {
      const p = chanceAt(item, theta);
      tables.right[i * NODES.length + q] = Math.log(p);
      tables.wrong[i * NODES.length + q] = Math.log(1 - p);
    }
  }
  return tables;
}

/** The E-step (Bock & Aitkin 1981): spreads every pattern over the nodes by its posterior and adds up what is expected of each item. */
export function expect(patterns: Patterns, items: readonly Working[]): Expected {
  const tables = tablesOf(items);
  const expected: Expected = { right: new Float64Array(tables.right.length), wrong: new Float64Array(tables.wrong.length), logLikelihood: 0 };
  const post = new Float64Array(NODES.length);
  for (let n = 0; n < patterns.weight.length; n++) {
    const weight = patterns.weight[n] ?? 0;
    expected.logLikelihood += weight * spread(patterns, n, tables, post);
    for (let q = 0; q < post.length; q++) post[q] = weight * (post[q] ?? 0);
    const [first, last] = reachOf(post);
    for (let k = patterns.start[n] ?? 0; k < (patterns.start[n + 1] ?? 0); k++) {
      const into = patterns.right[k] === 1 ? expected.right : expected.wrong;
      const at = (patterns.item[k] ?? 0) * post.length;
      for (let q = first; q <= last; q++) into[at + q] = (into[at + q] ?? 0) + (post[q] ?? 0);
    }
  }
  return expected;
}

/** The first and last node that matter: with many answers most of the posterior lies on a few. */
export function reachOf(post: Float64Array): [number, number] {
  let [first, last] = [0, post.length - 1];
  while (first < last && (post[first] ?? 0) < 1e-13) first += 1;
  while (last > first && (post[last] ?? 0) < 1e-13) last -= 1;
  return [first, last];
}

const logShares = SHARES.map(Math.log);

/** Writes the posterior of pattern `n` over the nodes into `post`; returns the logarithm of the pattern's chance. */
export function spread({ start, item, right }: Patterns, n: number, tables: Tables, post: Float64Array): number {
  for (let q = 0; q < post.length; q++) post[q] = logShares[q] ?? 0;
  for (let k = start[n] ?? 0; k < (start[n + 1] ?? 0); k++) {
    const from = right[k] === 1 ? tables.right : tables.wrong;
    const at = (item[k] ?? 0) * post.length;
    for (let q = 0; q < post.length; q++) post[q] = (post[q] ?? 0) + (from[at + q] ?? 0);
  }
  const largest = post.reduce((most, value) => Math.max(most, value), -Infinity);
  let sum = 0;
  for (let q = 0; q < post.length; q++) {
    const here = Math.exp((post[q] ?? 0) - largest);
    post[q] = here;
    sum += here;
  }
  for (let q = 0; q < post.length; q++) post[q] = (post[q] ?? 0) / sum;
  return largest + Math.log(sum);
}
