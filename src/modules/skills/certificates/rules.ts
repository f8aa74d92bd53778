import { addDays, addMonths, type Day } from '#base/day/index.ts';
import type { Outcome } from '../sittings/index.ts';
import { fadesBelow, retained, type Memory, type Shown } from './memory.ts';
import type { Fading, Kind, OwnState } from './model.ts';

/** Below this share that is likely to be retained, a competence should be refreshed. */
export const FADING = 0.9;
/** Below this share it has faded. */
export const FADED = 0.8;
/** A certificate has lapsed when this share of its competences has faded. */
const LAPSED_SHARE = 1 / 3;
/** Months for which an attestation holds; nothing renews it. */
const ATTESTATION_MONTHS = 12;
/** Longest time between the sitting and the certificate, in months. */
export const OLDEST_MONTHS = 6;
/** Days from one probe to the next, at the least. */
const PROBE_EVERY = 7;
/** Competences of one probe, at the most. */
const PROBE_SIZE = 2;

/** A competence with its memory. */
export type Remembered = Memory & { competence: string };

/**
 * The level that a sitting certifies, 1 to 3; 0 for none. A certification certifies what is reached with a probability of at least 95 %; an attestation states the most
 * probable level.
 */
export function levelCertified({ mode, overall }: Pick<Outcome, 'mode' | 'overall'>): number {
  return mode === 'certification' ? overall.assured : mode === 'check' ? overall.level : 0;
}

/** The day up to which a sitting of `day` can still be certified. */
export function certifiableUntil(day: Day): Day {
  return addMonths(day, OLDEST_MONTHS);
}

/** How firm a competence is on a day. */
export function fadingOf(memory: Memory, day: Day): Fading {
  const share = retained(memory, day);
  return share < FADED ? 'faded' : share < FADING ? 'fading' : 'firm';
}

/**
 * The first day on which a certificate no longer holds if nothing more is answered: an attestation after twelve months, a certification when a third of its competences
 * has faded.
 */
export function lapseDay(certificate: { kind: Kind; issuedDay: Day }, outcomes: Remembered[]): Day {
  if (certificate.kind === 'check' || outcomes.length === 0) return addMonths(certificate.issuedDay, ATTESTATION_MONTHS);
  const days = outcomes.map((outcome) => fadesBelow(outcome, FADED)).toSorted();
  return days[Math.ceil(outcomes.length * LAPSED_SHARE) - 1] ?? certificate.issuedDay;
}

/** The state of a certificate as its holder sees it on a day. Others see `to-refresh` as valid. */
export function ownState(certificate: { kind: Kind; revoked: boolean; lapsesOn: Day }, outcomes: Remembered[], day: Day): OwnState {
  if (certificate.revoked) return 'revoked';
  if (day >= certificate.lapsesOn) return 'lapsed';
  return certificate.kind === 'certification' && outcomes.some((outcome) => fadingOf(outcome, day) !== 'firm') ? 'to-refresh' : 'valid';
}

/** The competences that a probe of a day asks: those that have faded most, at most two; none while all are firm. */
export function toProbe(outcomes: Remembered[], day: Day): string[] {
  return outcomes
    .map((outcome) => ({ competence: outcome.competence, share: retained(outcome, day) }))
    .filter(({ share }) => share < FADING)
    .toSorted((a, b) => a.share - b.share || (a.competence < b.competence ? -1 : 1))
    .slice(0, PROBE_SIZE)
    .map(({ competence }) => competence);
}

/** The day from which the next probe may be asked, after one that began on `last`. */
export function nextProbeDay(last: Day | undefined): Day | undefined {
  return last === undefined ? undefined : addDays(last, PROBE_EVERY);
}

/** What is asked next in a probe of these competences, or undefined when it is over: each once, then the first that was answered wrongly once more. */
export function nextInProbe(competences: readonly string[], answers: readonly { competence: string; correct: boolean }[]): string | undefined {
  const open = competences.find((competence) => !answers.some((answer) => answer.competence === competence));
  if (open !== undefined) return open;
  return answers.length > competences.length ? undefined : answers.find(({ correct }) => !correct)?.competence;
}

/** What a finished probe showed of each competence. One that was answered wrongly and not asked again stays as it was: one slip is no finding. */
export function shownBy(competences: readonly string[], answers: readonly { competence: string; correct: boolean }[]): { competence: string; shown: Shown }[] {
  return competences.flatMap((competence) => {
    const [first, second] = answers.filter((answer) => answer.competence === competence);
    const shown = first?.correct === true ? 'right' : second === undefined ? undefined : second.correct ? 'unsure' : 'wrong';
    return shown === undefined ? [] : [{ competence, shown }];
  });
}

/** How exact a measurement is, in words, by its standard error in logits. */
export function exactness(standardError: number): 'high' | 'fair' | 'low' {
  return standardError <= 0.3 ? 'high' : standardError <= 0.45 ? 'fair' : 'low';
}

/** Whether two names are the same apart from case and spaces. */
export function sameName(one: string, other: string): boolean {
  return plainName(one) === plainName(other);
}

function plainName(name: string): string {
  return name.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLocaleLowerCase('vi');
}
