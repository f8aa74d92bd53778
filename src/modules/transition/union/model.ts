import Type from 'typebox';
import { prose } from '../impact/index.ts';
import { closed } from '../model.ts';

/** A record of the union's desk. */
export const id = Type.String({ format: 'uuid', description: 'Record' });
/** What is asked for. */
export const aidKind = Type.Enum(['legal', 'hardship'], { description: 'Legal aid, or help in hardship' });
/** A text that may be missing. */
export const nullable = (description: string) => Type.Union([Type.String(), Type.Null()], { description });

/** A request for aid as its asker sees it. */
export const AidLine = Type.Object(
  {
    id,
    kind: aidKind,
    body: Type.String({ description: 'What is asked for' }),
    answer: nullable('What the union answered'),
    askedOn: Type.String({ description: 'When it was asked' }),
    answeredOn: nullable('When it was answered'),
  },
  closed,
);

/** A collective matter. */
export const Matter = Type.Object(
  {
    id,
    unitId: Type.String({ description: 'Unit' }),
    title: Type.String({ description: 'Title' }),
    body: Type.String({ description: 'What it is about' }),
    openedOn: Type.String({ description: 'Since when' }),
    outcome: nullable('What came of it'),
    closedOn: nullable('When it ended'),
  },
  closed,
);

/** How many cases stand somewhere. */
export const CaseCount = Type.Object(
  {
    procedure: Type.String({ description: 'Title of the procedure, in the language of the asker' }),
    state: Type.String({ description: 'Title of the state, in the language of the asker' }),
    cases: Type.Integer({ description: 'Cases that stand there' }),
    late: Type.Integer({ description: 'Of them with a term that has passed' }),
  },
  closed,
);

/** What is said in answer or outcome. */
export const answerText = prose('What the union does, advises, or has reached', 10_000);
