import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false };

/** Most items of a bank, characters of a text, and answers of a matrix that a check takes. */
export const MOST = { items: 500, characters: 8_000_000, answers: 1_000_000 } as const;

const BankRow = Type.Object(
  {
    item: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Name of the item; its place in the list where left out' })),
    a: Type.Number({ description: 'Discrimination, above 0, logistic metric (D = 1)' }),
    b: Type.Number({ description: 'Difficulty on the scale of θ' }),
    c: Type.Optional(Type.Number({ description: 'Chance of a right guess, from 0; 0 where left out' })),
    d: Type.Optional(Type.Number({ description: 'Chance of a right answer far above the difficulty, to 1; 1 where left out' })),
    area: Type.Optional(Type.String({ maxLength: 100, description: 'Area for the balance of content' })),
    family: Type.Optional(Type.String({ maxLength: 100, description: 'Items of one family stand for each other; one of them is asked' })),
  },
  closed,
);

/** A row of a bank as it is sent. */
export type BankRow = Static<typeof BankRow>;

/** A bank of items: CSV text with headings, or a list. */
export const Bank = Type.Union(
  [
    Type.String({ minLength: 1, maxLength: MOST.characters, description: 'CSV text with the headings item, a, b and as needed c, d, area, family' }),
    Type.Array(BankRow, { minItems: 1, maxItems: MOST.items, description: 'One object for each item' }),
  ],
  { description: 'Items with their parameters' },
);

const Mark = Type.Union([Type.Literal(0), Type.Literal(1), Type.Boolean(), Type.Null()], { description: '1 or true: right; 0 or false: wrong; null: not asked' });

/** The answers of one person in the order of the items. */
export const Answers = Type.Union(
  [
    Type.String({ minLength: 1, maxLength: MOST.items, description: 'One character for each item: 1 right, 0 wrong, . not asked' }),
    Type.Array(Mark, { minItems: 1, maxItems: MOST.items, description: '1 right, 0 wrong, null not asked' }),
  ],
  { description: 'Answers in the order of the items, one for each' },
);

/** Answers of many people: CSV text with headings, or rows. */
export const Responses = Type.Union(
  [
    Type.String({ minLength: 1, maxLength: MOST.characters, description: 'CSV text, a heading for each item, a row for each person: 1, 0 or empty' }),
    Type.Array(Type.Array(Mark, { maxItems: MOST.items }), { minItems: 1, maxItems: 100_000, description: 'A row for each person, an answer for each item' }),
  ],
  { description: 'Who answered what right' },
);

/** The four estimators. */
export const EstimatorName = Type.Union([Type.Literal('eap'), Type.Literal('map'), Type.Literal('ml'), Type.Literal('wle')], {
  description: 'eap (mean of the posterior), map (its peak), ml (maximum likelihood), wle (Warm)',
});

/** Grid and prior of `eap` and `map`. */
export const assumptions = {
  prior: Type.Optional(
    Type.Object({ mean: Type.Number({ description: 'Mean of θ' }), deviation: Type.Number({ exclusiveMinimum: 0, maximum: 100, description: 'Standard deviation of θ' }) }, closed),
  ),
  grid: Type.Optional(
    Type.Object(
      {
        from: Type.Number({ minimum: -100, description: 'Lowest θ' }),
        to: Type.Number({ maximum: 100, description: 'Highest θ, above `from`' }),
        points: Type.Integer({ minimum: 3, maximum: 2001, description: 'Number of equally spaced values, both ends included' }),
      },
      closed,
    ),
  ),
};

/** An estimate as it is answered. */
export const Estimated = {
  theta: Type.Union([Type.Number(), Type.Null()], { description: 'Ability; null where it is unbounded' }),
  standardError: Type.Union([Type.Number(), Type.Null()], { description: 'Standard error of θ; null where it is unbounded' }),
  unbounded: Type.Union([Type.Literal('above'), Type.Literal('below'), Type.Null()], {
    description: 'The answers set no bound upwards (all right) or downwards (all wrong); null where θ has a value',
  }),
};

/** When a replayed sitting ends. */
export const Stop = Type.Object(
  {
    items: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST.items, description: 'At most so many items' })),
    standardError: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'When the standard error is at or below this' })),
    boundary: Type.Optional(
      Type.Object(
        {
          cuts: Type.Array(Type.Number(), { minItems: 1, maxItems: 20, description: 'Boundaries of levels on the scale of θ' }),
          probability: Type.Number({ minimum: 0.5, maximum: 1, description: 'Posterior probability of lying on one side, for every cut' }),
        },
        closed,
      ),
    ),
    minimum: Type.Optional(
      Type.Object(
        {
          items: Type.Integer({ minimum: 0, maximum: MOST.items, description: 'Items before precision or a boundary may end it' }),
          perArea: Type.Integer({ minimum: 0, maximum: MOST.items, description: 'The same in every area' }),
        },
        closed,
      ),
    ),
  },
  { ...closed, description: 'When the sitting ends; without any rule when the items are used up' },
);

/** Why a replayed sitting ended; the last two do not occur, because every item has its answer and no time passes. */
export const Ended = Type.Union(
  [Type.Literal('standard-error'), Type.Literal('boundary'), Type.Literal('items'), Type.Literal('exhausted'), Type.Literal('minutes'), Type.Literal('left')],
  { description: 'Which rule ended it; exhausted: no item was left' },
);

/** Which parameters are calibrated. */
export const ModelName = Type.String({ pattern: '^[123][pP][lL]$', examples: ['2pl'], description: '1pl (one slope for all), 2pl or 3pl' });

/** What is held likely of parameters before the data. */
export const PriorsOfItems = Type.Object(
  {
    slope: Type.Optional(
      Type.Object({ mean: Type.Number({ description: 'Mean of ln a' }), deviation: Type.Number({ exclusiveMinimum: 0, description: 'Standard deviation of ln a' }) }, closed),
    ),
    guessing: Type.Optional(
      Type.Object({ alpha: Type.Number({ minimum: 1, description: 'First number of Beta' }), beta: Type.Number({ minimum: 1, description: 'Second number of Beta' }) }, closed),
    ),
  },
  { ...closed, description: 'ln a ~ normal, c ~ Beta; none where left out' },
);
