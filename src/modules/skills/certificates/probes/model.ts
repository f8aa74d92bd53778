import Type from 'typebox';
import { PublicItem } from '../../bank/model.ts';

const closed = { additionalProperties: false };

/** A question of a probe that was answered, with why the key is right. */
export const ProbeAnswer = Type.Object(
  {
    number: Type.Integer({ description: 'From 1' }),
    competence: Type.String({ description: 'Code of the competence' }),
    prompt: Type.String({ description: 'What was asked' }),
    correct: Type.Boolean({ description: 'Whether the answer was right' }),
    rationale: Type.String({ description: 'Why the key is right' }),
  },
  closed,
);
export type ProbeAnswer = Type.Static<typeof ProbeAnswer>;

/** A probe as its person sees it. */
export const ProbeView = Type.Object(
  {
    id: Type.Union([Type.String(), Type.Null()], { description: 'The probe under way or just finished; null when there is none' }),
    mayBegin: Type.Boolean({ description: 'Whether one may be begun today' }),
    nextDay: Type.Union([Type.String(), Type.Null()], { description: 'The day from which the next one may be begun, when it is not today but something has faded' }),
    number: Type.Integer({ description: 'Number of the question that is asked, from 1' }),
    most: Type.Integer({ description: 'Questions that there can be' }),
    question: Type.Union([PublicItem, Type.Null()], { description: 'What is asked now; null when it is over' }),
    answers: Type.Array(ProbeAnswer, { description: 'What was answered' }),
  },
  closed,
);
export type ProbeView = Type.Static<typeof ProbeView>;
