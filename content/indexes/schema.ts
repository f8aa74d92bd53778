import Type from 'typebox';

const closed = { additionalProperties: false };
const DayOfYear = (description: string) => Type.String({ pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$', description });
const Points = (description: string) => Type.Union([Type.Number({ minimum: 0, maximum: 100_000 }), Type.Null()], { description });
const Code = Type.String({ pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,29}$', description: 'Code, unique in the index' });

const Step = Type.Object(
  {
    at_least: Type.Number({ description: 'From this value on' }),
    points: Type.Number({ minimum: 0, description: 'Points of this step' }),
    label_vi: Type.Optional(Type.String({ description: 'What the step means, in Vietnamese; with labels the value is chosen, not typed' })),
    label_en: Type.Optional(Type.String({ description: 'The same in English' })),
  },
  closed,
);
const Steps = Type.Array(Step, { minItems: 1, maxItems: 30, description: 'Thresholds and their points' });

const Condition = Type.Object(
  {
    code: Type.String({ pattern: '^[a-z0-9-]{1,30}$', description: 'Unique in the component' }),
    title_vi: Type.String({ minLength: 1, description: 'The condition in Vietnamese' }),
    title_en: Type.String({ minLength: 1, description: 'The condition in English' }),
    points: Type.Number({ minimum: 0, description: 'Points when it is met' }),
  },
  closed,
);

const per = Type.Union([Type.Literal(1), Type.Literal(100)], { description: 'The value that stands for the whole: 100 for percent, 1 for a share' });

/** How a value becomes points. */
export const Rule = Type.Union(
  [
    Type.Object({ kind: Type.Literal('steps', { description: 'The highest threshold not above the value gives the points; below all of them none' }), steps: Steps }, closed),
    Type.Object({ kind: Type.Literal('ratio', { description: 'Share × maximum points' }), per }, closed),
    Type.Object(
      {
        kind: Type.Literal('ratio-threshold', { description: 'From full_at on maximum points; below, value / full_at × maximum points' }),
        per,
        full_at: Type.Number({ exclusiveMinimum: 0, description: 'Value from which all points are given, in the measure of `per`' }),
      },
      closed,
    ),
    Type.Object({ kind: Type.Literal('count-steps', { description: 'Points by a number of events, never fewer for more events' }), steps: Steps }, closed),
    Type.Object(
      {
        kind: Type.Literal('conditions', { description: 'Each condition that is met adds its points' }),
        conditions: Type.Array(Condition, { minItems: 1, maxItems: 20, description: 'The conditions; their points make up the maximum' }),
      },
      closed,
    ),
    Type.Object({ kind: Type.Literal('record', { description: 'The value is kept and shown; it gives no points' }) }, closed),
  ],
  { description: 'How a value becomes points' },
);
export type Rule = Type.Static<typeof Rule>;

/** One thing that is scored. */
export const Component = Type.Object(
  {
    code: Code,
    title_vi: Type.String({ minLength: 1, description: 'Title in Vietnamese' }),
    title_en: Type.String({ minLength: 1, description: 'Title in English' }),
    max_points: Points('Maximum points; null while no text that could be read states them'),
    rule: Type.Union([Rule, Type.Null()], { description: 'Null while no text that could be read states it' }),
    verified: Type.Boolean({ description: 'Whether title, points and rule were checked against an official text' }),
    note_vi: Type.Optional(Type.String({ description: 'What is counted, in Vietnamese' })),
    note_en: Type.Optional(Type.String({ description: 'What is counted, in English' })),
    source: Type.Optional(Type.String({ description: 'Where it was read' })),
    indicator: Type.Optional(Type.String({ description: 'Indicator of the catalogue that gives the value; without it the value is reported' })),
  },
  closed,
);
export type Component = Type.Static<typeof Component>;

/** A main indicator: components that are added up, or a share that is given as a whole. */
export const Group = Type.Object(
  {
    code: Code,
    title_vi: Type.String({ minLength: 1, description: 'Title in Vietnamese' }),
    title_en: Type.String({ minLength: 1, description: 'Title in English' }),
    max_points: Points('Maximum points; null while unknown; 0 when not scored'),
    scored: Type.Boolean({ description: 'Whether it counts in the total' }),
    by: Type.Enum(['components', 'whole'], { description: 'components: their points are added up; whole: one share (0 to 1) for all of it' }),
    verified: Type.Boolean({ description: 'Whether title and points were checked against an official text' }),
    stated_components: Type.Optional(Type.Integer({ minimum: 0, description: 'How many components the document states' })),
    components: Type.Array(Component, { maxItems: 300, description: 'In their order' }),
  },
  closed,
);
export type Group = Type.Static<typeof Group>;

const Composition = Type.Union(
  [
    Type.Object({ kind: Type.Literal('sum', { description: 'The points of the scored groups are added up' }) }, closed),
    Type.Object(
      {
        kind: Type.Literal('weighted', { description: 'Share of each group × its weight × maximum points of the index' }),
        weights: Type.Record(Type.String(), Type.Number({ minimum: 0, maximum: 1 }), { description: 'Weight of each scored group by its code; they add up to 1' }),
      },
      closed,
    ),
  ],
  { description: 'How groups make the total' },
);

const Pillar = Type.Object(
  {
    code: Code,
    title_vi: Type.String({ description: 'Title in Vietnamese' }),
    title_en: Type.String({ description: 'Title in English' }),
    groups: Type.Array(Type.String({ description: 'Code of a group' }), { minItems: 1, description: 'Groups whose points are added and divided by their maximum' }),
    verified: Type.Boolean({ description: 'Whether this way of adding up was checked' }),
  },
  closed,
);

const Published = Type.Object(
  {
    year: Type.Integer({ description: 'Year' }),
    source: Type.String({ description: 'Where they were published' }),
    rows: Type.Array(
      Type.Object(
        {
          rank: Type.Integer({ description: 'Published rank' }),
          name: Type.String({ description: 'Name as published' }),
          values: Type.Record(Type.String(), Type.Number(), { description: 'Published share of each group by its code, 0 to 1' }),
          total: Type.Number({ description: 'Published value of the index, 0 to 1' }),
        },
        closed,
      ),
      { description: 'Published rows' },
    ),
  },
  { ...closed, description: 'Results published by others, to compare with' },
);

/** An index: what is scored, how, and how it adds up. */
export const Index = Type.Object(
  {
    key: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,39}$', description: 'Name in addresses, unique for ever' }),
    title_vi: Type.String({ minLength: 3, maxLength: 200, description: 'Title in Vietnamese' }),
    title_en: Type.String({ minLength: 3, maxLength: 200, description: 'Title in English' }),
    level: Type.Enum(['province', 'department', 'commune', 'any'], { description: 'Which units are scored' }),
    from_year: Type.Integer({ minimum: 2000, maximum: 2100, description: 'First year it is used for' }),
    to_year: Type.Union([Type.Integer({ minimum: 2000, maximum: 2100 }), Type.Null()], { description: 'Last year; null while it stands' }),
    own: Type.Boolean({ description: 'Made by Khuê, not by an authority' }),
    document: Type.String({ minLength: 1, maxLength: 300, description: 'The document that sets it' }),
    source: Type.String({ maxLength: 500, description: 'Where it was read' }),
    about_vi: Type.String({ maxLength: 2000, description: 'What to know about it, in Vietnamese' }),
    about_en: Type.String({ maxLength: 2000, description: 'What to know about it, in English' }),
    verified: Type.Boolean({ description: 'Whether the composition was checked' }),
    max_points: Points('Maximum of the total; null while unknown'),
    composition: Composition,
    band: Type.Number({ minimum: 0, description: 'Units whose totals differ by at most so many points share a band; a convention of whoever keeps the index' }),
    self_due: Type.Optional(DayOfYear('Day of the year (MM-DD) by which units score themselves')),
    appraise_due: Type.Optional(DayOfYear('Day of the year (MM-DD) by which the scores are appraised')),
    groups: Type.Array(Group, { minItems: 1, maxItems: 60, description: 'Main indicators in their order' }),
    pillars: Type.Optional(Type.Array(Pillar, { description: 'Further ways of adding groups up, beside the total' })),
    published: Type.Optional(Published),
  },
  closed,
);
export type Index = Type.Static<typeof Index>;
