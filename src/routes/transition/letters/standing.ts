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

/** Where the page of a case is; that of a letter without one is the desk of the union. */
export function caseHref(procedure: string | null, caseId: string | null): string {
  if (caseId === null) return '/transition/union';
  if (procedure === 'transition.person') return `/transition/cases/${caseId}`;
  return procedure === 'transition.appeal' ? `/transition/appeals/${caseId}` : `/transition/consultations/${caseId}`;
}
