import Type from 'typebox';

const closed = { additionalProperties: false };
const Maybe = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });

const GroupFinding = Type.Union(
  [
    Type.Object(
      {
        class: Type.Enum(['A', 'B', 'C'], { description: 'ETS class: A negligible, B moderate, C large' }),
        delta: Type.Number({ description: 'On the delta scale; below 0: harder for the named group at equal ability' }),
        p: Type.Number({ description: 'Chance of a chi-square at least as large where there is no difference' }),
      },
      closed,
    ),
    Type.Null(),
  ],
  { description: 'null: fewer than 100 answers in one of the groups, not computed' },
);

/** What a calibration found of one item. */
export const FoundItem = Type.Object(
  {
    id: Type.String({ description: 'Item' }),
    version: Type.Integer({ description: 'Its version' }),
    competence: Type.String({ description: 'Competence' }),
    before: Type.Object(
      {
        a: Type.Number({ description: 'Discrimination' }),
        b: Type.Number({ description: 'Difficulty' }),
        c: Type.Number({ description: 'Guessing' }),
        source: Type.String({ description: 'expert or calibrated' }),
      },
      { ...closed, description: 'Parameters of the bank version' },
    ),
    a: Type.Number({ description: 'Discrimination found' }),
    b: Type.Number({ description: 'Difficulty found' }),
    c: Type.Number({ description: 'Guessing found' }),
    errorA: Maybe('Standard error of a'),
    errorB: Maybe('Standard error of b'),
    answered: Type.Integer({ description: 'Answers' }),
    right: Type.Integer({ description: 'Right answers' }),
    infit: Type.Number({ description: 'Mean squared residual weighted by information; 1 where the model holds' }),
    outfit: Type.Number({ description: 'Mean squared standardised residual; 1 where the model holds' }),
    driftB: Maybe('Change of the difficulty since the last published calibration; null: there is none'),
    driftZ: Maybe('The change over its error'),
    fairness: Type.Object(
      { sex: GroupFinding, age: GroupFinding, unit: GroupFinding },
      { ...closed, description: 'Women to men; 45 and older to younger; wards and communes to the rest' },
    ),
  },
  closed,
);
export type FoundItem = Type.Static<typeof FoundItem>;

/** What a calibration found. */
export const Report = Type.Object(
  {
    items: Type.Array(FoundItem),
    left: Type.Integer({ description: 'Items of the bank version with too few answers; they keep their parameters' }),
    converged: Type.Boolean({ description: 'Whether the estimation came to an end' }),
    logLikelihood: Type.Number({ description: 'Log-likelihood of the answers' }),
    cycles: Type.Integer({ description: 'Cycles of estimation' }),
  },
  closed,
);
export type Report = Type.Static<typeof Report>;

/** A calibration in a list. */
export const CalibrationLine = Type.Object(
  {
    id: Type.String({ description: 'Calibration' }),
    bank: Type.Integer({ description: 'Number of the bank version' }),
    model: Type.String({ description: '1pl, 2pl or 3pl' }),
    state: Type.Enum(['running', 'ready', 'failed', 'published', 'dropped'], { description: 'running, ready, failed, published or dropped' }),
    people: Type.Union([Type.Integer(), Type.Null()], { description: 'Sittings it stands on' }),
    problem: Type.Union([Type.String(), Type.Null()], { description: 'failed: code of the reason' }),
    askedBy: Type.Union([Type.String(), Type.Null()], { description: 'Name' }),
    askedAt: Type.String({ format: 'date-time', description: 'When asked for' }),
    confirmedBy: Type.Union([Type.String(), Type.Null()], { description: 'Name of the second person' }),
    mayConfirm: Type.Boolean({ description: 'Whether the asker may publish it: ready, and asked for by somebody else' }),
    newBank: Type.Union([Type.Integer(), Type.Null()], { description: 'published: number of the new bank version' }),
  },
  closed,
);
export type CalibrationLine = Type.Static<typeof CalibrationLine>;
