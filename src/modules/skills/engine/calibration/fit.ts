import { tailOfChiSquare } from '../chi-square.ts';
import type { Patterns } from './answers.ts';
import type { Expected } from './expectation.ts';
import { chanceAt, NODES, SHARES, sizeOf, type Working } from './model.ts';

/** A comparison with the chi-square distribution: its value, degrees of freedom and the chance of one at least as large where the model holds. */
export type Comparison = { chiSquare: number; degrees: number; p: number };

/**
 * How the answers to an item agree with its curve. `infit` and `outfit`: mean squared residual over the posterior, weighted by information or not,
 * 1 where the model holds, above 1 where answers surprise. `sumScore`: S-X² (Orlando & Thissen 2000), null where somebody was not asked every item.
 */
export type ItemFit = { infit: number; outfit: number; sumScore: Comparison | null };

/** Mean squares of an item from what is expected at the nodes. */
export function meanSquaresOf(item: Working, i: number, expected: Expected): Pick<ItemFit, 'infit' | 'outfit'> {
  let [people, outer, inner, variance] = [0, 0, 0, 0];
  for (const [q, theta] of NODES.entries()) {
    const p = chanceAt(item, theta);
    const right = expected.right[i * NODES.length + q] ?? 0;
    const wrong = expected.wrong[i * NODES.length + q] ?? 0;
    people += right + wrong;
    outer += (right * (1 - p)) / p + (wrong * p) / (1 - p);
    inner += right * (1 - p) ** 2 + wrong * p * p;
    variance += (right + wrong) * p * (1 - p);
  }
  return { infit: inner / variance, outfit: outer / people };
}

/** S-X² of every item, or null where answers are missing: shares right at each sum score, observed and as the model says, neighbours joined until 1 is expected. */
export function sumScoreFit(patterns: Patterns, items: readonly Working[], common: boolean): Comparison[] | null {
  if (patterns.item.length !== patterns.weight.length * items.length) return null;
  const groups = scoreGroups(patterns);
  const whole = distributionOf(items);
  return items.map((item, i) => {
    const rest = distributionOf(items.filter((_, other) => other !== i));
    const cells = Array.from({ length: items.length - 1 }, (_, k) => {
      const score = k + 1;
      const [answered, right] = [groups.people[score] ?? 0, groups.right[i * (items.length + 1) + score] ?? 0];
      return { people: answered, right, share: shareAt(item, score, rest, whole) };
    });
    return compared(joined(cells), common ? 1 : sizeOf(item));
  });
}

type Cell = { people: number; right: number; share: number };

function compared(cells: readonly Cell[], estimated: number): Comparison {
  const chiSquare = cells.reduce((sum, { people, right, share }) => sum + (people * (right / people - share) ** 2) / (share * (1 - share)), 0);
  const degrees = cells.length - estimated;
  return { chiSquare, degrees, p: degrees > 0 ? tailOfChiSquare(chiSquare, degrees) : 1 };
}

/** Joins neighbouring scores from the lowest up until at least one right and one wrong answer are expected in each. */
function joined(cells: readonly Cell[]): Cell[] {
  const groups: Cell[] = [];
  let open: Cell = { people: 0, right: 0, share: 0 };
  const isFull = ({ people, share }: Cell) => people * share >= 1 && people * (1 - share) >= 1;
  for (const cell of cells) {
    open = merged(open, cell);
    if (!isFull(open)) continue;
    groups.push(open);
    open = { people: 0, right: 0, share: 0 };
  }
  const last = groups.pop();
  return last === undefined ? [] : [...groups, merged(last, open)];
}

function merged(one: Cell, other: Cell): Cell {
  const people = one.people + other.people;
  return { people, right: one.right + other.right, share: people === 0 ? 0 : (one.people * one.share + other.people * other.share) / people };
}

/** How many people have each sum score, and how many of them answered item i right. */
function scoreGroups({ items, start, item, right, weight }: Patterns): { people: Float64Array; right: Float64Array } {
  const groups = { people: new Float64Array(items + 1), right: new Float64Array(items * (items + 1)) };
  for (let n = 0; n < weight.length; n++) {
    const range = right.subarray(start[n], start[n + 1]);
    const score = range.reduce((sum, value) => sum + value, 0);
    groups.people[score] = (groups.people[score] ?? 0) + (weight[n] ?? 0);
    for (const [k, value] of range.entries()) {
      const at = (item[(start[n] ?? 0) + k] ?? 0) * (items + 1) + score;
      groups.right[at] = (groups.right[at] ?? 0) + value * (weight[n] ?? 0);
    }
  }
  return groups;
}

/** The chance of every sum score at every node (Lord & Wingersky 1984): `[node][score]`. */
function distributionOf(items: readonly Working[]): Float64Array[] {
  return NODES.map((theta) => {
    const chances = new Float64Array(items.length + 1);
    chances[0] = 1;
    for (const [k, item] of items.entries()) {
      const p = chanceAt(item, theta);
      for (let score = k + 1; score >= 0; score--) chances[score] = (chances[score] ?? 0) * (1 - p) + (score === 0 ? 0 : (chances[score - 1] ?? 0) * p);
    }
    return chances;
  });
}

/** The share right of an item among people with a sum score, as the model says. */
function shareAt(item: Working, score: number, rest: readonly Float64Array[], whole: readonly Float64Array[]): number {
  let [right, all] = [0, 0];
  for (const [q, theta] of NODES.entries()) {
    right += (SHARES[q] ?? 0) * chanceAt(item, theta) * (rest[q]?.[score - 1] ?? 0);
    all += (SHARES[q] ?? 0) * (whole[q]?.[score] ?? 0);
  }
  return right / all;
}
