/** Default size below which a group of people is not shown. */
export const MINIMUM_GROUP = 10;

/**
 * Which parts of a whole must be hidden from someone who may not see the persons, when the whole is shown.
 * Hidden are parts of 1 to minimum − 1 people, and then, smallest first, as many others as it takes that at least two parts
 * are hidden and that together they hold at least `minimum` people: otherwise the remainder would tell (complementary suppression,
 * Hundepool et al., Statistical Disclosure Control, 2012, ch. 4). Empty parts are shown: they are about nobody.
 *
 * @param sizes people in each part, whole numbers ≥ 0
 * @returns for each part whether it is hidden
 */
export function hiddenParts(sizes: number[], minimum: number = MINIMUM_GROUP): boolean[] {
  const hidden = sizes.map((size) => size > 0 && size < minimum);
  if (!hidden.includes(true)) return hidden;
  const shown = sizes
    .map((size, index) => ({ size, index }))
    .filter(({ size, index }) => size > 0 && hidden[index] === false)
    .sort((a, b) => a.size - b.size || a.index - b.index);
  const count = () => hidden.filter(Boolean).length;
  const people = () => sizes.reduce((sum, size, index) => (hidden[index] ? sum + size : sum), 0);
  for (const { index } of shown) {
    if (count() >= 2 && people() >= minimum) break;
    hidden[index] = true;
  }
  return hidden;
}
