/** Default size below which a group of people is not shown. */
export const MINIMUM_GROUP = 10;

/**
 * Which parts of a whole must be hidden from someone who may not see the persons, when the whole is shown.
 * Hidden are parts of 1 to minimum − 1 people, and then, smallest first, as many others as it takes that at least two parts
 * are hidden and that together they hold at least `minimum` people: otherwise the remainder would tell (complementary suppression,
 * Hundepool et al., Statistical Disclosure Control, 2012, ch. 4). An empty part is about nobody and is hidden only where there is no other
 * to keep the remainder from telling.
 *
 * @param sizes people in each part, whole numbers ≥ 0
 * @param already parts that are hidden for another reason
 * @returns for each part whether it is hidden
 */
export function hiddenParts(sizes: number[], minimum: number = MINIMUM_GROUP, already: boolean[] = []): boolean[] {
  const hidden = sizes.map((size, index) => (size > 0 && size < minimum) || already[index] === true);
  if (!hidden.includes(true)) return hidden;
  const rank = (size: number): number => (size === 0 ? Infinity : size);
  const shown = sizes
    .map((size, index) => ({ size, index }))
    .filter(({ index }) => hidden[index] === false)
    .sort((a, b) => (rank(a.size) === rank(b.size) ? a.index - b.index : rank(a.size) - rank(b.size)));
  const safe = () => {
    const sum = sizes.reduce((total, size, index) => (hidden[index] ? total + size : total), 0);
    return sum === 0 || (hidden.filter(Boolean).length >= 2 && sum >= minimum);
  };
  for (const { index } of shown) {
    if (safe()) break;
    hidden[index] = true;
  }
  return hidden;
}

/**
 * The same for a table whose row totals and column totals are both shown: hides further cells until no row and no column
 * gives a hidden cell away. Ends, because cells are only ever added.
 *
 * @param table people by row (units) and column (parts of a division)
 * @param lostColumns columns whose total is hidden one level up: all their cells are hidden, and nothing is worked out from the column
 * @param lostRows rows whose total is hidden: nothing of them is shown
 */
export function hiddenCells(table: number[][], minimum: number = MINIMUM_GROUP, lostColumns: boolean[] = [], lostRows: boolean[] = []): boolean[][] {
  let hidden = table.map((row, at) => row.map((size, column) => lostRows[at] === true || (size > 0 && (size < minimum || lostColumns[column] === true))));
  for (;;) {
    const byRow = table.map((row, at) => (lostRows[at] === true ? (hidden[at] ?? []) : hiddenParts(row, minimum, hidden[at])));
    const columns = transposed(byRow);
    const byColumn = transposed(transposed(table).map((column, at) => (lostColumns[at] === true ? (columns[at] ?? []) : hiddenParts(column, minimum, columns[at]))));
    const count = (cells: boolean[][]) => cells.flat().filter(Boolean).length;
    if (count(byColumn) === count(hidden)) return hidden;
    hidden = byColumn;
  }
}

function transposed<T>(table: T[][]): T[][] {
  const width = table[0]?.length ?? 0;
  return Array.from({ length: width }, (_, column) => table.flatMap((row) => row.slice(column, column + 1)));
}
