import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
const text = (description: string) => Type.String({ minLength: 1, description });
const day = (description: string) => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: `${description} (YYYY-MM-DD)` });

/** What a parameter is counted in; `rule.unit-<unit>` is its text. */
export const ParameterUnit = Type.Enum(['dong', 'months', 'years', 'days', 'working-days', 'times', 'percent', 'periods', 'minutes'], {
  description: 'dong: đồng; months, years, days, working-days, minutes: a length of time; periods: lessons in class; times: a plain factor; percent: hundredths',
});

/** A number as text, so that it stays exact: `2340000`, `0.5`. */
export const DecimalText = Type.String({ pattern: '^-?\\d{1,18}(\\.\\d{1,10})?$', examples: ['2340000'], description: 'An exact number: digits, at most one point' });

/** One value of a parameter with the half-open range of days on which it holds. */
export const ParameterValue = Type.Object(
  {
    valid_from: day('First day'),
    valid_to: Type.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2}|infinity)$', description: 'First day on which it no longer holds, or infinity' }),
    value: DecimalText,
    cites: text('Document and article that set the value'),
    source: text('Where it was read'),
    verified: Type.Boolean({ description: 'Whether the official text was laid beside it' }),
    note: Type.Optional(text('What is doubtful')),
  },
  closed,
);

/** A figure of law that rules compute with. */
export const Parameter = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', description: 'Unique among all files' }),
    title_vi: text('Title in Vietnamese'),
    title_en: text('Title in English'),
    unit: ParameterUnit,
    values: Type.Array(ParameterValue, { minItems: 1, description: 'In order of day, without overlap' }),
  },
  closed,
);

/** One file `content/rules/<subject>.json`. */
export const ParameterFile = Type.Object({ about: Type.String(), parameters: Type.Array(Parameter) }, closed);

export type ParameterUnit = Static<typeof ParameterUnit>;
export type ParameterValue = Static<typeof ParameterValue>;
export type Parameter = Static<typeof Parameter>;

/** What a statement rests on: an article, and whether its official text is at hand. A parameter is cited with its name. */
export const Cite = Type.Object(
  {
    text: text('Document and article'),
    verified: Type.Boolean({ description: 'Whether the official text is at hand' }),
    parameter: Type.Optional(Type.String({ description: 'The parameter whose value was taken' })),
  },
  closed,
);

/** One reason of a result: which rule spoke, what it cites, what went in, and the sentence that tells it. */
export const Reason = Type.Object(
  {
    rule: Type.String({ description: 'The rule, module.name' }),
    key: Type.String({ description: 'The sentence of locales; filled with the inputs' }),
    cites: Type.Array(Cite, { description: 'What the rule follows' }),
    inputs: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), { description: 'What was put in; exact numbers as text' }),
  },
  closed,
);

export type Cite = Static<typeof Cite>;
export type Reason = Static<typeof Reason>;
