import Type, { type Static } from 'typebox';
import { Cite, Reason } from '#kernel/rule/index.ts';
import { closed } from '../model.ts';

/** Kinds of worker: cán bộ, công chức, viên chức, người lao động theo hợp đồng. */
export const KINDS = ['cadre', 'civil-servant', 'public-employee', 'contract'] as const;

/** Why somebody leaves: bodies are reorganised, staff is reduced, structure or technology changes (Labour Code art. 42), by agreement or at the end of a contract. */
export const REASONS = ['reorganisation', 'streamlining', 'technology', 'agreement'] as const;

/** What protects a person from being made to leave, or makes the act wait (discipline). */
export const CIRCUMSTANCES = ['pregnant', 'maternity', 'small-child', 'ill', 'discipline'] as const;

/** The regimes that Khuê computes, in the order in which they are shown. */
export const REGIMES = [
  'reorganisation-early',
  'reorganisation-leave',
  'streamlining-early',
  'streamlining-leave',
  'streamlining-move',
  'streamlining-train',
  'job-loss',
  'severance',
] as const;
export type RegimeKey = (typeof REGIMES)[number];

const day = (description: string) => Type.String({ format: 'date', description: `${description} (YYYY-MM-DD)` });
const months = (description: string) => Type.Integer({ minimum: 0, maximum: 800, description: `${description}, months` });
const exact = (description: string) =>
  Type.Union([Type.String({ pattern: '^\\d{1,4}([.,]\\d{1,4})?$' }), Type.Number({ minimum: 0, maximum: 9999 })], { description: `${description}; an exact number such as 4.65` });
const dong = (description: string) => Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: `${description}, đồng` });

/** What a person says of herself, or the register of her. */
export const Facts = Type.Object(
  {
    day: day('Day of leaving'),
    kind: Type.Enum([...KINDS], { description: 'Kind of worker' }),
    reason: Type.Enum([...REASONS], { description: 'Why the post goes' }),
    sex: Type.Optional(Type.Enum(['female', 'male'], { description: 'Sex, for the retirement age' })),
    birthDate: Type.Optional(day('Day of birth')),
    coefficient: Type.Optional(exact('Salary coefficient')),
    position: Type.Optional(exact('Coefficient of the position allowance')),
    allowances: Type.Optional(Type.Array(exact('Allowance'), { maxItems: 10, description: 'Allowances counted on pay, percent each: 25 is 25 %' })),
    basePay: Type.Optional(dong('Base salary, where another than that of the day is to be used')),
    monthlyPay: Type.Optional(dong('Monthly pay, where it does not follow from coefficients')),
    averagePay: Type.Optional(dong('Average contract pay of the last six months, for the Labour Code; the monthly pay when left out')),
    insuredMonths: Type.Optional(months('Work with compulsory social insurance')),
    workedMonths: Type.Optional(months('Work for this employer')),
    unemploymentInsuredMonths: Type.Optional(months('Of it with unemployment insurance')),
    paidMonths: Type.Optional(months('Of it already paid an allowance for')),
    monthsEarly: Type.Optional(months('From the day of leaving to the retirement age; computed from birth and sex when left out')),
    decisionDay: Type.Optional(day('Day on which the decision to reorganise took effect; the day of leaving when left out')),
    leaveDecisionDay: Type.Optional(day('Day of the decision that lets the person leave')),
    trainingMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, description: 'Training before leaving, months' })),
    circumstances: Type.Optional(Type.Array(Type.Enum([...CIRCUMSTANCES]), { maxItems: 5, description: 'What protects the person or makes the act wait' })),
    voluntary: Type.Optional(Type.Boolean({ description: 'Whether the person asks to leave of her own will' })),
    regimes: Type.Optional(
      Type.Array(Type.Enum([...REGIMES]), { maxItems: 8, description: 'Regimes the person wants; refused when they exclude each other or do not hold on the day' }),
    ),
  },
  closed,
);
export type Facts = Static<typeof Facts>;

const amount = (description: string) => Type.Integer({ description: `${description}, đồng` });
const verified = Type.Boolean({ description: 'Whether an official text confirms everything it rests on' });
const because = Type.Array(Reason, { description: 'Every reason, with article and arithmetic' });

/** One part of what a regime pays. */
export const Part = Type.Object(
  {
    part: Type.String({ description: 'Name of the part' }),
    amount: amount('Its amount'),
    article: Type.String({ description: 'Document and article' }),
    arithmetic: Type.String({ description: 'How it comes about, in words and figures, in the language of the asker' }),
    verified,
    because,
  },
  closed,
);

/** What one regime would pay, or why it does not apply. */
export const RegimeResult = Type.Object(
  {
    regime: Type.Enum([...REGIMES], { description: 'Regime' }),
    decree: Type.String({ description: 'Document, in the language of the asker' }),
    standing: Type.Enum(['due', 'own-request', 'waits', 'not-applicable'], {
      description: 'own-request: the person is protected and may only leave of her own will; waits: a disciplinary matter comes first',
    }),
    parts: Type.Array(Part, { description: 'Its parts; empty when it does not apply' }),
    missing: Type.Array(Type.String(), { description: 'Parts that the law grants but for which no figure is at hand; not in the total' }),
    total: amount('Sum of the parts'),
    totalInWords: Type.String({ description: 'The sum in words' }),
    verified,
    because: Type.Array(Type.Object({ sentence: Type.String({ description: 'The sentence' }), cites: Type.Array(Cite, { description: 'What it follows' }) }, closed), {
      description: 'Why it applies; when it does not, every condition that is not met',
    }),
  },
  closed,
);

/** Everything that is due to a person, regime by regime. */
export const Calculation = Type.Object(
  {
    day: Type.String({ description: 'Day of leaving' }),
    pay: Type.Object({ amount: amount('Monthly pay'), arithmetic: Type.String({ description: 'How it comes about' }), verified, because }, closed),
    monthsEarly: Type.Union([Type.Integer(), Type.Null()], { description: 'Months to the retirement age; null when unknown' }),
    retirementDay: Type.Union([Type.String(), Type.Null()], { description: 'First day of retirement; null when unknown' }),
    protections: Type.Array(
      Type.Object(
        {
          circumstance: Type.Enum([...CIRCUMSTANCES], { description: 'Circumstance' }),
          sentence: Type.String({ description: 'What it means' }),
          cites: Type.Array(Cite, { description: 'What it follows' }),
        },
        closed,
      ),
      { description: 'What must be seen to before anything else' },
    ),
    regimes: Type.Array(RegimeResult, { description: 'Every regime, those that apply first by amount' }),
    best: Type.Union([Type.Enum([...REGIMES]), Type.Null()], { description: 'The regime with the highest amount; null when none applies' }),
    verified,
  },
  closed,
);
export type Calculation = Static<typeof Calculation>;
