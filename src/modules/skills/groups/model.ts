import Type from 'typebox';

const closed = { additionalProperties: false };

const Count = (what: string) => Type.Union([Type.Integer(), Type.Null()], { description: `${what}; null: a small group is protected` });

/** A share with its 95 % interval, all from 0 to 1. */
const Share = Type.Object(
  {
    share: Type.Number({ description: 'Share from 0 to 1' }),
    from: Type.Number({ description: 'Lower end of its 95 % interval' }),
    to: Type.Number({ description: 'Upper end of its 95 % interval' }),
  },
  closed,
);

/** How a group stands against what is required, in an area or over all. */
export const LevelLine = Type.Object(
  {
    area: Type.String({ description: 'Area 1 to 5, or all' }),
    assessed: Count('People measured of whom a level is required'),
    reached: Count('Of these, people whose most probable level is the required one or higher'),
    expected: Type.Union([Share, Type.Null()], {
      description: 'Share that reaches the required level, as the sum of the probabilities of all; null: protected, or nobody',
    }),
  },
  closed,
);
export type LevelLine = Type.Static<typeof LevelLine>;

/** What is known of a unit with all under it on a day. */
export const UnitFigures = Type.Object(
  {
    day: Type.String({ description: 'Day' }),
    staff: Count('People in post'),
    measured: Count('Of these, people with a check or certification of the last 24 months'),
    levels: Type.Array(LevelLine, { description: 'Over all, then each area' }),
    awareness: Type.Object(
      {
        answered: Count('People who answered the questionnaire within the last 12 months'),
        scored: Count('Of these, people who count in the scores'),
        aware: Type.Union([Share, Type.Null()], { description: 'Share that counts as aware; null: protected, or nobody' }),
        parts: Type.Array(
          Type.Object(
            {
              part: Type.String({ description: 'knowledge, attitude, practice or situations' }),
              people: Count('People with a score'),
              mean: Type.Union([Type.Integer(), Type.Null()], { description: 'Mean score, 0 to 100' }),
            },
            closed,
          ),
          { description: 'One for each part' },
        ),
      },
      { ...closed, description: 'Digital awareness' },
    ),
    selfView: Type.Array(
      Type.Object(
        {
          area: Type.String({ description: 'Area 1 to 5, or all' }),
          people: Count('People who rated themselves before they were measured'),
          over: Count('Of these, people who rated themselves clearly higher'),
          under: Count('Of these, people who rated themselves clearly lower'),
          gap: Type.Union([Type.Number(), Type.Null()], { description: 'Mean of rated minus expected level, in levels' }),
        },
        closed,
      ),
      { description: 'Over all, then each area' },
    ),
  },
  closed,
);
export type UnitFigures = Type.Static<typeof UnitFigures>;

const Place = Type.Object(
  {
    id: Type.String({ description: 'Unit' }),
    nameVi: Type.String({ description: 'Its Vietnamese name' }),
    nameEn: Type.String({ description: 'Its English name' }),
    kind: Type.String({ description: 'Kind of unit' }),
  },
  closed,
);

/** The page of a unit. */
export const UnitSkills = Type.Object(
  {
    unit: Place,
    above: Type.Array(Place, { description: 'From the city down' }),
    now: UnitFigures,
    before: Type.Union([UnitFigures, Type.Null()], { description: 'The same on the earlier day asked for' }),
    changes: Type.Array(
      Type.Object(
        {
          area: Type.String({ description: 'Area 1 to 5, or all' }),
          change: Type.Number({ description: 'Change of the share at the required level, from -1 to 1' }),
          from: Type.Number({ description: 'Lower end of its 95 % interval' }),
          to: Type.Number({ description: 'Upper end of its 95 % interval' }),
          clear: Type.Boolean({ description: 'Whether the interval leaves out zero' }),
        },
        closed,
      ),
      { description: 'From the earlier day to the later, where both are shown' },
    ),
    trend: Type.Array(
      Type.Object(
        {
          day: Type.String({ description: 'Day' }),
          measured: Type.Union([Type.Number(), Type.Null()], { description: 'Share of staff measured, 0 to 1' }),
          reached: Type.Union([Type.Number(), Type.Null()], { description: 'Share at the required level over all, 0 to 1' }),
          aware: Type.Union([Type.Number(), Type.Null()], { description: 'Share aware, 0 to 1' }),
        },
        closed,
      ),
      { description: 'Twelve months, oldest first' },
    ),
    under: Type.Array(
      Type.Object(
        {
          unit: Place,
          staff: Count('People in post'),
          measured: Count('People measured'),
          assessed: Count('People measured of whom a level is required'),
          expected: Type.Union([Share, Type.Null()], { description: 'Share at the required level over all' }),
        },
        closed,
      ),
      { description: 'The units directly under it' },
    ),
  },
  closed,
);
export type UnitSkills = Type.Static<typeof UnitSkills>;

/** Where people lack an area, in a unit. */
export const GapLine = Type.Object(
  {
    unit: Place,
    area: Type.String({ description: 'Area 1 to 5' }),
    assessed: Type.Integer({ description: 'People measured of whom a level is required' }),
    below: Type.Integer({ description: 'Of these, people whose most probable level is lower' }),
    expectedBelow: Type.Number({ description: 'How many are lower, as the sum of their probabilities' }),
    share: Share,
  },
  closed,
);
export type GapLine = Type.Static<typeof GapLine>;

/** A person on the list of a unit. */
export const PersonLine = Type.Object(
  {
    personId: Type.String({ description: 'Person' }),
    name: Type.String({ description: 'Name' }),
    unitVi: Type.String({ description: 'Vietnamese name of the unit' }),
    unitEn: Type.String({ description: 'English name of the unit' }),
    day: Type.String({ description: 'Day of the newest check or certification' }),
    areas: Type.Array(
      Type.Object(
        {
          area: Type.String({ description: 'Area 1 to 5, or all' }),
          level: Type.Integer({ description: 'Most probable level' }),
          certainty: Type.String({ description: 'sure, likely or open' }),
          needed: Type.Union([Type.Integer(), Type.Null()], { description: 'Required level; null: none' }),
        },
        closed,
      ),
      { description: 'Over all and each area' },
    ),
  },
  closed,
);
export type PersonLine = Type.Static<typeof PersonLine>;
