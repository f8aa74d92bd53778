import Type from 'typebox';
import type { FactKind } from '#kernel/fact/index.ts';

/** Closed objects: a field that is not described is refused. */
export const closed = { additionalProperties: false };

/** A schema whose value may also be null. */
export const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A day of the calendar. */
export const dayAs = (description: string) => Type.String({ format: 'date', description: `${description} (YYYY-MM-DD)` });

/** A key of a programme, target or initiative: small letters, digits and hyphens. */
export const keyOf = (what: string) => Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 120, description: `Key of ${what}` });

/** What changed programmes tell the log. `subject` is the programme. */
export const planFacts: FactKind[] = [{ name: 'programme.plan-changed', data: Type.Object({ number: Type.Integer(), retired: Type.Boolean() }, closed) }];

const text = (description: string, most: number) => Type.String({ maxLength: most, description });
const named = (description: string, most = 300) => Type.String({ minLength: 3, maxLength: most, description });

/** A document on which a programme stands. */
export const Basis = Type.Object(
  {
    number: text('Number of the document, such as 18-NQ/TU; empty when it has none', 60),
    titleVi: named('Title in Vietnamese', 500),
    titleEn: named('Title in English', 500),
    day: nullable(dayAs('Day of issue; null when not known')),
    issuer: named('Who issued it'),
    source: named('Where it was read'),
    verified: Type.Boolean({ description: 'Whether it was checked against an official text' }),
  },
  closed,
);
export type Basis = Type.Static<typeof Basis>;

/** A goal of a programme; its targets say by which figures it is reached. */
export const Goal = Type.Object({ key: keyOf('the goal within its programme'), titleVi: named('Title in Vietnamese'), titleEn: named('Title in English') }, closed);
export type Goal = Type.Static<typeof Goal>;

/** What can be written of a programme. */
export const planFields = {
  titleVi: named('Title in Vietnamese'),
  titleEn: named('Title in English'),
  aboutVi: text('What it is about, in Vietnamese', 3000),
  aboutEn: text('What it is about, in English', 3000),
  unitId: Type.String({ format: 'uuid', description: 'Unit that leads it' }),
  starts: dayAs('First day'),
  ends: dayAs('Last day'),
  bases: Type.Array(Basis, { maxItems: 30, description: 'Legal basis' }),
  goals: Type.Array(Goal, { maxItems: 30, description: 'Goals, in their order' }),
};
export const PlanFields = Type.Object(planFields, closed);
export type PlanFields = Type.Static<typeof PlanFields>;

/** A unit as it is named today. */
export const UnitName = Type.Object(
  { unitId: Type.String({ description: 'Unit' }), nameVi: Type.String({ description: 'Its Vietnamese name' }), nameEn: Type.String({ description: 'Its English name' }) },
  closed,
);
export type UnitName = Type.Static<typeof UnitName>;

/** A programme as it stands. */
export const Plan = Type.Object(
  {
    key: Type.String({ description: 'Programme' }),
    number: Type.Integer({ description: 'Number of the version, from 1' }),
    ...planFields,
    unit: UnitName,
    retired: Type.Boolean({ description: 'Whether it is no longer followed' }),
  },
  closed,
);
export type Plan = Type.Static<typeof Plan>;

/** One version of a programme or target in its history: who changed it, when and why. */
export const Change = Type.Object(
  {
    number: Type.Integer({ description: 'Number of the version, from 1' }),
    reason: Type.String({ description: 'Why it was changed' }),
    by: nullable(Type.String({ description: 'Name; null when a program did' })),
    at: Type.String({ format: 'date-time', description: 'When' }),
    fields: Type.Array(
      Type.Object(
        { field: Type.String({ description: 'What changed' }), before: Type.String({ description: 'Before, as text' }), after: Type.String({ description: 'After, as text' }) },
        closed,
      ),
      {
        description: 'What it changed; none for the first version',
      },
    ),
  },
  closed,
);
export type Change = Type.Static<typeof Change>;
