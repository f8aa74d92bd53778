import Type from 'typebox';

const closed = { additionalProperties: false };

/** The modes of a sitting. */
export const MODES = ['practice', 'check', 'certification'] as const;
export const Mode = Type.Enum([...MODES], { description: 'practice (explains, does not count), check, certification' });
export type Mode = Type.Static<typeof Mode>;

/** What is known of one area (1 to 5) or over all (`all`). */
export const Measured = Type.Object(
  {
    area: Type.String({ description: 'Area 1 to 5 of DigComp, or all' }),
    revision: Type.Integer({ description: '1; one more each time an item that was met was neutralised' }),
    theta: Type.Number({ description: 'Ability on the scale with mean 0 and deviation 1' }),
    standardError: Type.Number({ description: 'Standard error of the ability' }),
    from: Type.Number({ description: 'Lower end of the 95 % interval' }),
    to: Type.Number({ description: 'Upper end of the 95 % interval' }),
    answers: Type.Integer({ description: 'Answers that it rests on' }),
    level: Type.Integer({ description: 'Most probable level: 0 below basic, 1 basic, 2 intermediate, 3 advanced' }),
    assured: Type.Integer({ description: 'Level reached with a probability of at least 95 %' }),
    certainty: Type.Enum(['sure', 'likely', 'open'], { description: 'How far the level can be relied on' }),
    beside: Type.Union([Type.Integer(), Type.Null()], { description: 'The level that is also possible; null when sure' }),
    probabilities: Type.Array(Type.Number(), { description: 'Probability of each level from 0 up' }),
  },
  closed,
);
export type Measured = Type.Static<typeof Measured>;
