import type { Translate } from '#base/text/catalogue.ts';
import type { Task } from '#ui/types.ts';

/** The letters of a case as `transition.list-letters` answers them. */
export type LetterList = {
  letters: { id: string; title: string; number: string; state: 'drafted' | 'signing' | 'signed' | 'on-paper' | 'overtaken'; day: string }[];
  mayDraft: { kind: string; title: string }[];
  /** Steps that only a signed letter takes. */
  carried: string[];
};

/** Where a letter stands, as a tag. */
export function standing(state: LetterList['letters'][number]['state'], t: Translate): NonNullable<Task['tag']> {
  const tone = state === 'signed' || state === 'on-paper' ? 'good' : state === 'overtaken' ? 'info' : 'caution';
  return { tone, text: t(`transition-letters.state-${state}`) };
}
