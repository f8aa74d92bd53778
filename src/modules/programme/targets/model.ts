import Type from 'typebox';
import type { FactKind } from '#kernel/fact/index.ts';
import { MEASURES } from '../indicators/model.ts';
import { closed, dayAs, keyOf, nullable, UnitName } from '../plans/model.ts';

export { UnitName, type Change } from '../plans/model.ts';

/** What targets tell the log. `subject` is the target. */
export const targetFacts: FactKind[] = [
  { name: 'programme.target-changed', data: Type.Object({ number: Type.Integer(), retired: Type.Boolean() }, closed) },
  { name: 'programme.target-shared-out', data: Type.Object({ breakdown: Type.String(), units: Type.Integer() }, closed) },
  { name: 'programme.status-changed', data: Type.Object({ before: Type.String(), status: Type.String() }, closed) },
];

/** How a target can stand. */
export const STATUSES = ['late', 'not-reached', 'at-risk', 'no-data', 'on-track', 'reached'] as const;

const value = nullable(Type.Number({ description: 'Value in the unit of the indicator' }));

/** A value that is to hold on a day. */
export const Mark = Type.Object({ day: dayAs('Day'), value: Type.Number({ description: 'Value in the unit of the indicator' }) }, closed);

/** What can be written of a target. */
export const targetFields = {
  goal: nullable(keyOf('the goal of the programme')),
  indicator: keyOf('the indicator'),
  titleVi: Type.String({ minLength: 3, maxLength: 300, description: 'Title in Vietnamese' }),
  titleEn: Type.String({ minLength: 3, maxLength: 300, description: 'Title in English' }),
  unitId: Type.String({ format: 'uuid', description: 'Unit that answers for it and whose figure it is' }),
  direction: Type.Enum(['at-least', 'at-most', 'reached'], { description: 'When a value fulfils it; reached: done or not' }),
  value: { ...value, description: 'The value to be reached; null for done or not' },
  due: dayAs('Day by which'),
  baseline: { ...nullable(Mark), description: 'Where it begins; null: at the first value known' },
  milestones: Type.Array(Mark, { maxItems: 20, description: 'Values on the way' }),
  personCode: nullable(Type.String({ maxLength: 30, description: 'Staff code of the person who answers for it' })),
  coUnits: Type.Array(Type.String({ format: 'uuid', description: 'Unit' }), { maxItems: 30, description: 'Units that work along' }),
  noteVi: Type.String({ maxLength: 2000, description: 'Note in Vietnamese, may be empty' }),
  noteEn: Type.String({ maxLength: 2000, description: 'Note in English, may be empty' }),
  document: Type.String({ minLength: 3, maxLength: 300, description: 'Document that sets it' }),
  source: Type.String({ minLength: 3, maxLength: 500, description: 'Where it was read' }),
  verified: Type.Boolean({ description: 'Whether it was checked against the document itself' }),
};
export const TargetFields = Type.Object(targetFields, closed);
export type TargetFields = Type.Static<typeof TargetFields>;

const named = (description: string) =>
  Type.Object(
    { key: Type.String({ description: 'Key' }), titleVi: Type.String({ description: 'Title in Vietnamese' }), titleEn: Type.String({ description: 'Title in English' }) },
    { ...closed, description },
  );

/** Why a status is what it is: `plans.because-<rule>` is its sentence. */
export const ReasonSchema = Type.Object(
  {
    rule: Type.String({ description: 'Rule' }),
    numbers: Type.Record(Type.String(), Type.Number(), { description: 'Figures it was given' }),
    days: Type.Record(Type.String(), Type.String(), { description: 'Days it was given' }),
  },
  closed,
);

const projected = Type.Object(
  {
    day: Type.String({ description: 'Day' }),
    value: Type.Number({ description: 'Middle of the projection' }),
    lower: Type.Number({ description: 'Lower end of the range' }),
    upper: Type.Number({ description: 'Upper end of the range' }),
  },
  closed,
);

/** Where a target is heading, or why that is not said. */
export const ProjectionSchema = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('made', { description: 'There is a projection' }),
      at: projected,
      points: Type.Integer({ description: 'Values it was made of' }),
      from: Type.String({ description: 'Day of the first of them' }),
      to: Type.String({ description: 'Day of the last of them' }),
      perYear: Type.Number({ description: 'Change in a year' }),
      error: Type.Number({ description: 'Standard error of the line' }),
      path: Type.Array(projected, { description: 'From the last value to the due day' }),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('none', { description: 'There is none' }),
      why: Type.Enum(['too-few', 'too-far', 'past'], { description: 'too-few values, too-far ahead, or past its day' }),
      points: Type.Integer({ description: 'Values there are' }),
    },
    closed,
  ),
]);

/** A target with how it stands today. */
export const TargetLine = Type.Object(
  {
    key: Type.String({ description: 'Target' }),
    number: Type.Integer({ description: 'Number of the version' }),
    plan: named('Programme'),
    goal: nullable(named('Goal')),
    parent: nullable(Type.String({ description: 'Target of which it is a part' })),
    indicator: Type.String({ description: 'Indicator' }),
    counted: Type.Boolean({ description: 'Whether Khuê counts it itself' }),
    titleVi: Type.String({ description: 'Title in Vietnamese' }),
    titleEn: Type.String({ description: 'Title in English' }),
    measure: Type.Enum([...MEASURES], { description: 'What kind of number' }),
    unitVi: Type.String({ description: 'Unit of measure in Vietnamese' }),
    unitEn: Type.String({ description: 'Unit of measure in English' }),
    decimals: Type.Integer({ description: 'Digits after the comma' }),
    direction: targetFields.direction,
    value: targetFields.value,
    due: Type.String({ description: 'Day by which' }),
    unit: UnitName,
    person: nullable(Type.Object({ id: Type.String({ description: 'Person' }), name: Type.String({ description: 'Name' }) }, closed)),
    document: Type.String({ description: 'Document that sets it' }),
    verified: Type.Boolean({ description: 'Whether it was checked against the document' }),
    retired: Type.Boolean({ description: 'Whether it is no longer followed' }),
    status: Type.Enum([...STATUSES], { description: 'How it stands' }),
    because: Type.Array(ReasonSchema, { description: 'Every reason' }),
    overdue: Type.Boolean({ description: 'Whether its day has passed' }),
    hidden: Type.Boolean({ description: 'Whether values are hidden from the asker: a small group of people is protected' }),
    latest: nullable(Type.Object({ day: Type.String({ description: 'Day' }), value: Type.Number({ description: 'Value' }) }, closed)),
    atDue: nullable(Type.Object({ day: Type.String({ description: 'Day' }), value: Type.Number({ description: 'Value' }) }, closed)),
    values: Type.Array(Type.Object({ day: Type.String({ description: 'Day' }), value: Type.Number({ description: 'Value' }) }, closed), {
      description: 'One a period, oldest first',
    }),
    next: Type.Object(
      { key: Type.String({ description: 'Text key' }), n: Type.Integer({ description: 'A number in it' }), href: Type.String({ description: 'Where it is done' }) },
      { ...closed, description: 'What to do' },
    ),
    parts: Type.Integer({ description: 'Units it was shared out to' }),
  },
  closed,
);
export type TargetLine = Type.Static<typeof TargetLine>;

/** An initiative that serves a target, in a line. */
export const ServingLine = Type.Object(
  {
    key: Type.String({ description: 'Initiative' }),
    titleVi: Type.String({ description: 'Title in Vietnamese' }),
    titleEn: Type.String({ description: 'Title in English' }),
    state: Type.String({ description: 'Its state' }),
    ends: Type.String({ description: 'Its last day' }),
    late: Type.Boolean({ description: 'Whether its end or a milestone has passed' }),
  },
  closed,
);
export type ServingLine = Type.Static<typeof ServingLine>;

/** How a target came to stand otherwise. */
export const StatusChange = Type.Object(
  {
    target: Type.String({ description: 'Target' }),
    titleVi: Type.String({ description: 'Title in Vietnamese' }),
    titleEn: Type.String({ description: 'Title in English' }),
    unit: UnitName,
    day: Type.String({ description: 'Day on which it came to stand so' }),
    before: nullable(Type.String({ description: 'How it stood before; null: first comparison' })),
    status: Type.Enum([...STATUSES], { description: 'How it stands since' }),
    worse: Type.Boolean({ description: 'Whether it got worse' }),
  },
  closed,
);
export type StatusChange = Type.Static<typeof StatusChange>;
