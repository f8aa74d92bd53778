/**
 * What the guards find and is still to be mended, each by its first words. The list may only shrink: nothing new is added to it,
 * and a line goes with the change that mends it.
 */
const known: string[] = [];

/** What was found and is not yet known. */
export function beyondKnown(found: string[]): string[] {
  return found.filter((line) => !known.some((start) => line.startsWith(start)));
}
