import Type from 'typebox';
import { RUBRIC_LEVELS } from '#content/learning/course.ts';
import { closed, nullable } from '../model.ts';

const Text = (description: string) => Type.String({ description });

/** States of something handed in. */
export const HAND_IN_STATES = ['waiting', 'returned', 'passed', 'failed', 'contested'] as const;

/** A mark: the level reached in a criterion and why. */
export const Mark = Type.Object(
  {
    criterion: Type.String({ maxLength: 80, description: 'Criterion' }),
    level: Type.Enum([...RUBRIC_LEVELS], { description: 'low 0, mid 1, high 2 points' }),
    reason: Type.String({ maxLength: 1000, description: 'Why, for the learner; at least five characters' }),
  },
  closed,
);
export type Mark = Type.Static<typeof Mark>;

/** What happened to something handed in. */
export const HandInEvent = Type.Object(
  {
    kind: Type.Enum(['returned', 'marked', 'contested', 'decided'], { description: 'What' }),
    name: nullable(Text('Who')),
    reason: Text('Why'),
    marks: nullable(Type.Array(Mark)),
    points: nullable(Type.Integer({ description: 'Points of all criteria' })),
    passed: nullable(Type.Boolean({ description: 'Whether it is passed' })),
    at: Text('When'),
  },
  closed,
);
export type HandInEvent = Type.Static<typeof HandInEvent>;

/** Something handed in with all that happened to it. */
export const HandInView = Type.Object(
  {
    id: Text('Hand-in'),
    state: Type.Enum([...HAND_IN_STATES], { description: 'State' }),
    attempt: Type.Integer({ description: 'Which attempt, from 1' }),
    text: Text('What was written'),
    file: nullable(Type.Object({ id: Text('Document'), name: Text('Name of the file') }, closed)),
    handedAt: Text('When it was handed in'),
    points: nullable(Type.Integer({ description: 'Points that count now' })),
    most: Type.Integer({ description: 'Points that can be had' }),
    events: Type.Array(HandInEvent),
    mayContest: Type.Boolean({ description: 'Whether its learner may still contest the marks' }),
  },
  closed,
);
export type HandInView = Type.Static<typeof HandInView>;
