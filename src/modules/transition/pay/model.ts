import Type, { type Static } from 'typebox';
import { closed } from '../model.ts';

/** What a measure does to monthly pay: adds a percentage of it, adds an amount, or lifts it to a floor. */
export const MEASURES = ['percent', 'amount', 'floor'] as const;
/** Kinds of post a measure can be for. */
export const POSTS = ['leader', 'staff', 'contract'] as const;
/** What the people of a simulation are grouped by. */
export const DIMENSIONS = ['post', 'sex', 'age', 'coefficient'] as const;

/** One measure of a policy. */
export const Measure = Type.Object(
  {
    kind: Type.Enum([...MEASURES], { description: 'percent: percent of pay added; amount: đồng a month added; floor: đồng a month at least' }),
    value: Type.String({ pattern: '^-?\\d{1,9}([.,]\\d{1,2})?$', description: 'Percent or đồng; negative takes away', examples: ['5'] }),
    post: Type.Optional(Type.Enum([...POSTS], { description: 'Only for this kind of post; for all when left out' })),
    below: Type.Optional(Type.String({ pattern: '^\\d{1,2}([.,]\\d{1,2})?$', description: 'Only for coefficients below this one' })),
  },
  closed,
);
export type Measure = Static<typeof Measure>;

const count = (description: string) => Type.Union([Type.Integer(), Type.Null()], { description: `${description}; null where it would tell about a small group` });

/** What a version does to one group. */
export const Group = Type.Object(
  {
    key: Type.String({ description: 'Group, such as female or 30-39' }),
    people: count('People'),
    gain: count('Who get more'),
    lose: count('Who get less'),
    same: count('Who get the same'),
    cost: count('Change of pay a month, đồng'),
  },
  closed,
);
export type Group = Static<typeof Group>;

/** The outcome of a simulation: the whole and its groups. */
export const SimulationResult = Type.Object(
  {
    whole: Group,
    groups: Type.Array(
      Type.Object({ dimension: Type.Enum([...DIMENSIONS], { description: 'What is grouped by' }), groups: Type.Array(Group, { description: 'Groups' }) }, closed),
      { description: 'By post, sex, age, coefficient' },
    ),
    withoutPay: count('People whose coefficient the register does not know; not in the figures'),
    base: Type.String({ description: 'Base salary computed with, đồng' }),
    verified: Type.Boolean({ description: 'Whether an official text confirms the base salary' }),
  },
  closed,
);
export type SimulationResult = Static<typeof SimulationResult>;
