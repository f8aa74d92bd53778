import Type from 'typebox';
import { Formula, type Part } from '#content/schema.ts';
import type { FactKind } from '#kernel/fact/index.ts';

export { Formula, type Part };

const closed = { additionalProperties: false };

/** How often an indicator is read or reported. */
export const PERIODICITIES = ['month', 'quarter', 'half-year', 'year'] as const;
/** What kind of number its values are. */
export const MEASURES = ['percent', 'number', 'rank', 'milestone'] as const;
export type Periodicity = (typeof PERIODICITIES)[number];

/** What the catalogue tells the log. `subject` is the version. */
export const indicatorFacts: FactKind[] = [
  { name: 'programme.indicator-defined', data: Type.Object({ indicator: Type.String(), number: Type.Integer() }, closed) },
  { name: 'programme.indicator-retired', data: Type.Object({ indicator: Type.String(), number: Type.Integer() }, closed) },
];

/** A key as the catalogue knows it. */
export const IndicatorKey = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80, description: 'Key of the indicator, such as adults-smartphone' });

/** An indicator as it is defined over a range of days. */
export const Indicator = Type.Object(
  {
    key: Type.String({ description: 'Unique for ever' }),
    version: Type.String({ description: 'Version' }),
    number: Type.Integer({ description: 'Number of the version, from 1' }),
    validFrom: Type.String({ description: 'First day on which this version holds' }),
    validTo: Type.String({ description: 'First day on which it no longer does, or infinity' }),
    retired: Type.Boolean({ description: 'Whether the indicator is no longer kept from that day on' }),
    nameVi: Type.String({ description: 'Vietnamese name' }),
    nameEn: Type.String({ description: 'English name' }),
    definitionVi: Type.String({ description: 'Definition in Vietnamese' }),
    definitionEn: Type.String({ description: 'Definition in English' }),
    formula: Formula,
    measure: Type.Enum([...MEASURES], { description: 'percent, number, rank from 1, or milestone (1 reached, 0 not)' }),
    unitVi: Type.String({ description: 'Unit of measure in Vietnamese; empty for rank and milestone' }),
    unitEn: Type.String({ description: 'Unit of measure in English' }),
    decimals: Type.Integer({ description: 'Digits shown after the comma' }),
    direction: Type.Enum(['higher', 'lower'], { description: 'Which values are better' }),
    owner: Type.Object(
      { unitId: Type.String({ description: 'Unit' }), nameVi: Type.String({ description: 'Its Vietnamese name' }), nameEn: Type.String({ description: 'Its English name' }) },
      { ...closed, description: 'The unit that answers for it' },
    ),
    reporters: Type.Array(Type.String(), { description: 'Kinds of unit that each report their own value; none: the owner reports' }),
    reportingFrom: Type.String({ description: 'First day of the first period that is reported' }),
    periodicity: Type.Enum([...PERIODICITIES], { description: 'How often it is read or reported' }),
    termWorkingDays: Type.Integer({ description: 'Working days after the end of a period by which it is reported' }),
    source: Type.String({ description: 'Document or system it comes from' }),
    qualityVi: Type.String({ description: 'Note on quality in Vietnamese, may be empty' }),
    qualityEn: Type.String({ description: 'Note on quality in English, may be empty' }),
    verified: Type.Boolean({ description: 'Whether the definition was checked against an official text' }),
    reason: Type.String({ description: 'Why this version was made; empty for the first' }),
    createdBy: Type.Union([Type.String(), Type.Null()], { description: 'Name; null when the catalogue was loaded' }),
    createdAt: Type.String({ format: 'date-time', description: 'When it was entered' }),
  },
  closed,
);
export type Indicator = Type.Static<typeof Indicator>;

/**
 * Why a value is or is not there: `counted` by sets · `self-reported`, not yet appraised · `appraised` · `no-data` ·
 * `hidden` (a small group of people is protected) · `no-denominator` (nothing to divide by).
 */
export const ValueState = Type.Enum(['counted', 'self-reported', 'appraised', 'no-data', 'hidden', 'no-denominator'], {
  description: 'counted, self-reported (not yet appraised), appraised, no-data, hidden (small group), or no-denominator (nothing to divide by)',
});
export type ValueState = Type.Static<typeof ValueState>;

const number = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });

/** What was read of an indicator. `value` is null unless the state says that there is one. */
export const reading = {
  state: ValueState,
  value: number('The value; null unless the state is counted, self-reported or appraised'),
  numerator: number('For a counted ratio: what is divided, before the factor'),
  denominator: number('For a counted ratio: what it is divided by'),
  asOf: Type.Union([Type.String(), Type.Null()], { description: 'The day on which the value held; null without one' }),
};
export const Reading = Type.Object(reading, closed);
export type Reading = Type.Static<typeof Reading>;

/** One thing to read: an indicator in a unit with all under it on a day. */
export type Ask = { indicator: string; unitId: string; day: string };

/** The answer to an `Ask`. */
export type IndicatorValue = Ask & Reading;

/** A point of a trend: the value on the last day of the period, or on the last day asked for. */
export const Point = Type.Object({ from: Type.String({ description: 'First day of the period' }), day: Type.String({ description: 'Day of the value' }), ...reading }, closed);
export type Point = Type.Static<typeof Point>;

/** An indicator in a unit under another one. */
export const Child = Type.Object(
  {
    unitId: Type.String({ description: 'Unit' }),
    nameVi: Type.String({ description: 'Its Vietnamese name' }),
    nameEn: Type.String({ description: 'Its English name' }),
    kind: Type.String({ description: 'Kind of unit' }),
    ...reading,
  },
  closed,
);
export type Child = Type.Static<typeof Child>;

/** The units directly under a unit with their values on several days, in the order of `days`. */
export type GridRow = { unitId: string; nameVi: string; nameEn: string; kind: string; values: Reading[] };
