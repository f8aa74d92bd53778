import { createHash } from 'node:crypto';
import type { Lesson } from '#content/learning/course.ts';
import type { BankItem } from '#modules/skills/index.ts';

/** Minutes of an hour of learning. */
const HOUR = 60;

/** Hours of learning that lessons of so many minutes count for, to a tenth. */
export function hoursOf(minutes: number): number {
  return Math.round((10 * minutes) / HOUR) / 10;
}

/**
 * The items of a closing check: for each part as many as it asks for, each of another family, those that the learner has not seen first; fewer only when the bank has
 * fewer. The same `seed` draws the same items.
 */
export function drawItems(draw: NonNullable<Lesson['check']>['draw'], bank: readonly BankItem[], seen: ReadonlySet<string>, seed: string): BankItem[] {
  const lot = (text: string): string => createHash('sha256').update(`${seed} ${text}`).digest('hex');
  const drawn: BankItem[] = [];
  for (const part of draw) {
    const taken = new Set(drawn.map(({ family }) => family));
    const fitting = bank.filter(
      ({ competence, band, family, scored }) => scored && competence === part.competence && band === part.band && !taken.has(family) && (part.families?.includes(family) ?? true),
    );
    const shuffled = fitting
      .map((item) => ({ item, lot: lot(`${item.itemId}@${item.version}`), seen: seen.has(item.itemId) }))
      .toSorted((a, b) => Number(a.seen) - Number(b.seen) || (a.lot < b.lot ? -1 : 1));
    const families = new Map<string, BankItem>();
    for (const { item } of shuffled) if (!families.has(item.family)) families.set(item.family, item);
    drawn.push(...[...families.values()].slice(0, part.items));
  }
  return drawn;
}

/** Whether a check is passed: as many right answers as it asks for, or all when the bank had fewer items. */
export function isPassed(pass: number, items: readonly { correct: boolean | null }[]): boolean {
  return items.filter(({ correct }) => correct === true).length >= Math.min(pass, items.length);
}
