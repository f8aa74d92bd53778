import Type from 'typebox';

const closed = { additionalProperties: false };
const words = { text_vi: Type.String({ minLength: 1 }), text_en: Type.String({ minLength: 1 }) };

/** An answer that can be chosen; `credit` is what it counts, null for one that takes the question out of the count ("not part of my work"). */
const Option = Type.Object(
  { id: Type.String({ pattern: '^[a-z0-9-]+$' }), ...words, credit: Type.Union([Type.Integer({ minimum: 0, maximum: 4 }), Type.Null()], { description: 'What it counts' }) },
  closed,
);

/** A question; its own options go before those of its part. */
const Item = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z]+-[0-9]+$' }),
    ...words,
    reversed: Type.Optional(Type.Boolean({ description: 'Whether agreeing speaks against awareness' })),
    options: Type.Optional(Type.Array(Option, { minItems: 3 })),
  },
  closed,
);

/** A part of the questionnaire that has a score of its own. */
const Part = Type.Object(
  {
    id: Type.Enum(['knowledge', 'attitude', 'practice', 'situations']),
    name_vi: Type.String({ minLength: 1 }),
    name_en: Type.String({ minLength: 1 }),
    ...words,
    scale: Type.Array(Option, { description: 'Options of every question of the part, after its own' }),
    items: Type.Array(Item, { minItems: 4 }),
  },
  closed,
);

/** The questionnaire on digital awareness. `aware`: the rule by which somebody counts as aware; `source` says what it rests on. */
export const AwarenessForm = Type.Object(
  {
    about: Type.String(),
    id: Type.String({ pattern: '^[0-9]{4}-[0-9]+$', description: 'Version; another wording is another version' }),
    source: Type.String({ minLength: 1 }),
    verified: Type.Boolean({ description: 'Whether it was validated in the city' }),
    minutes: Type.Integer({ minimum: 1, maximum: 15 }),
    every_days: Type.Integer({ minimum: 1 }),
    counts_months: Type.Integer({ minimum: 1 }),
    per_page: Type.Integer({ minimum: 1, maximum: 10 }),
    aware: Type.Object({ mean: Type.Number({ minimum: 0, maximum: 100 }), each: Type.Number({ minimum: 0, maximum: 100 }) }, closed),
    levels: Type.Array(Type.Object({ ...words }, closed), { minItems: 4, maxItems: 4, description: 'How one rates oneself: below basic, basic, intermediate, advanced' }),
    parts: Type.Array(Part, { minItems: 4, maxItems: 4 }),
  },
  closed,
);
export type AwarenessForm = Type.Static<typeof AwarenessForm>;
