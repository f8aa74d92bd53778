/** What a party may write, in which states, and under which permission. */
export const WRITING = {
  question: { permission: 'transition.speak-for-union', states: ['received'], about: undefined },
  answer: { permission: 'transition.assess', states: ['asked'], about: 'question' },
  minutes: { permission: 'transition.assess', states: ['received'], about: undefined },
  opinion: { permission: 'transition.speak-for-union', states: ['minuted'], about: undefined },
  point: { permission: 'transition.speak-for-union', states: ['minuted'], about: undefined },
  reply: { permission: 'transition.assess', states: ['opined'], about: 'point' },
} as const;

/** Kinds of statement in a consultation. */
export const KINDS = ['question', 'answer', 'minutes', 'opinion', 'point', 'reply'] as const;
export type Kind = (typeof KINDS)[number];
