/** Who has a part in a letter. */
export type Party = 'employer' | 'union' | 'worker' | 'decider';

/** What a kind of letter is for: the states in which it is drafted, the steps that its last signature takes, who drafts it, who signs it in which order. */
export type LetterRule = {
  procedures: readonly string[];
  states: readonly string[];
  steps: readonly string[];
  drafter: Exclude<Party, 'worker'>;
  signers: readonly Party[];
  /** Whether the step cannot be taken without it. */
  required: boolean;
};

/** Kinds of letter, in the order in which a case meets them. */
export const LETTER_KINDS = [
  'minutes',
  'opinion',
  'reply',
  'adoption',
  'retraining-offer',
  'notice',
  'hand-over',
  'decision',
  'redeployment',
  'appeal-answer',
  'conciliation',
] as const;
/** A kind of letter of a case. */
export type LetterKind = (typeof LETTER_KINDS)[number];

const CONSULTATIONS = ['transition.consult-impact', 'transition.consult-plan'];
const one = (procedure: string, state: string, step: string, drafter: LetterRule['drafter'], required = true): LetterRule => ({
  procedures: [procedure],
  states: [state],
  steps: [step],
  drafter,
  signers: [drafter],
  required,
});

/** The letters of cases. What the law wants in writing is required; an offer of retraining or of new work may be made without one. */
export const LETTERS: Record<LetterKind, LetterRule> = {
  minutes: { procedures: CONSULTATIONS, states: ['met'], steps: ['agree-minutes'], drafter: 'employer', signers: ['employer', 'union'], required: true },
  opinion: { ...one('', 'minuted', 'give-opinion', 'union'), procedures: CONSULTATIONS },
  reply: { ...one('', 'opined', 'answer-opinion', 'employer'), procedures: CONSULTATIONS },
  adoption: one('transition.consult-plan', 'consulted', 'adopt', 'decider'),
  'retraining-offer': one('transition.person', 'opened', 'offer-retraining', 'employer', false),
  notice: one('transition.person', 'declined', 'give-notice', 'employer'),
  'hand-over': { ...one('transition.person', 'handing', 'receive-work', 'employer'), signers: ['worker', 'employer'] },
  decision: one('transition.person', 'handed', 'end', 'employer'),
  redeployment: { ...one('transition.person', '', 'redeploy', 'employer', false), states: ['opened', 'offered', 'retraining', 'declined', 'noticed'] },
  'appeal-answer': { ...one('transition.appeal', 'lodged', '', 'employer'), steps: ['uphold', 'refuse'] },
  conciliation: { ...one('transition.appeal', 'conciliation', '', 'union'), steps: ['settle', 'fail'], signers: ['worker', 'employer', 'union'] },
};

/** Whether a text names a kind of letter. */
export function isLetterKind(kind: string): kind is LetterKind {
  return kind in LETTERS;
}

/** The permission by which somebody acts for a party in a procedure; undefined for the worker, who acts in person. */
export function permissionOf(party: Party, procedure: string): string | undefined {
  if (party === 'worker') return undefined;
  if (party === 'union') return 'transition.speak-for-union';
  if (party === 'decider') return 'transition.decide-plan';
  return CONSULTATIONS.includes(procedure) ? 'transition.assess' : 'transition.handle-cases';
}

/** The kind of letter without which a step of a procedure cannot be taken. */
export function requiredFor(procedure: string, step: string): LetterKind | undefined {
  return LETTER_KINDS.find((kind) => LETTERS[kind].required && LETTERS[kind].procedures.includes(procedure) && LETTERS[kind].steps.includes(step));
}

/** The kinds of letter that can be drafted while a case stands in a state. */
export function kindsIn(procedure: string, state: string): LetterKind[] {
  return LETTER_KINDS.filter((kind) => LETTERS[kind].procedures.includes(procedure) && LETTERS[kind].states.includes(state));
}
