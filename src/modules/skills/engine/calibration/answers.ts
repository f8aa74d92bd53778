/** Answers of people to items: `cells[person * items + item]` is 1 (right), 0 (wrong) or −1 (not asked). */
export type Matrix = Readonly<{ items: number; cells: Int8Array }>;

/**
 * The same with equal people put together. The answers of pattern n are at `start[n]` to before `start[n + 1]`: `item[k]` answered right where `right[k]` is 1;
 * `weight[n]` people answered so. Items that were not asked do not occur.
 */
export type Patterns = Readonly<{ items: number; start: Uint32Array; item: Uint16Array; right: Uint8Array; weight: Float64Array }>;

/** Puts equal rows of a matrix together; `counts[person]` says how many people a row stands for (1 without it). Rows without an answer are left out. */
export function patternsOf({ items, cells }: Matrix, counts?: readonly number[]): Patterns {
  const people = cells.length / items;
  const rows = new Map<string, number>();
  const first: number[] = [];
  const weights: number[] = [];
  for (let person = 0; person < people; person++) {
    const row = cells.subarray(person * items, (person + 1) * items);
    const count = counts?.[person] ?? 1;
    if (count === 0 || row.every((cell) => cell < 0)) continue;
    const key = String.fromCharCode(...row.map((cell) => cell + 1));
    const known = rows.get(key) ?? first.length;
    if (known === first.length) {
      rows.set(key, known);
      first.push(person);
    }
    weights[known] = (weights[known] ?? 0) + count;
  }
  return compact({ items, cells }, first, Float64Array.from(weights));
}

/** How many people answered each item, and how many of them right. */
export function countsOf({ items, start, item, right, weight }: Patterns): { answered: Float64Array; right: Float64Array } {
  const counts = { answered: new Float64Array(items), right: new Float64Array(items) };
  for (let n = 0; n < weight.length; n++) {
    const people = weight[n] ?? 0;
    for (let k = start[n] ?? 0; k < (start[n + 1] ?? 0); k++) {
      const i = item[k] ?? 0;
      counts.answered[i] = (counts.answered[i] ?? 0) + people;
      counts.right[i] = (counts.right[i] ?? 0) + people * (right[k] ?? 0);
    }
  }
  return counts;
}

function compact({ items, cells }: Matrix, people: readonly number[], weight: Float64Array): Patterns {
  const start = new Uint32Array(people.length + 1);
  const item: number[] = [];
  const right: number[] = [];
  for (const [n, person] of people.entries()) {
    for (let i = 0; i < items; i++) {
      const cell = cells[person * items + i] ?? -1;
      if (cell < 0) continue;
      item.push(i);
      right.push(cell);
    }
    start[n + 1] = item.length;
  }
  return { items, start, item: Uint16Array.from(item), right: Uint8Array.from(right), weight };
}
