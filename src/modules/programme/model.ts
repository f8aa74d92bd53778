import Type from 'typebox';

const closed = { additionalProperties: false };

/** How a target stands; after its due day never `under-way`. */
const Standing = Type.Union([Type.Literal('reached'), Type.Literal('not-reached'), Type.Literal('no-data'), Type.Literal('under-way')], {
  description: 'After the due day: reached, not-reached or no-data; before it also under-way',
});
export type Standing = Type.Static<typeof Standing>;

/** A value that holds from a day on: a percentage, a rank, or for a milestone 1 (reached) or 0. */
export type Value = { day: string; value: number };

const measured = Type.Object({ day: Type.String({ description: 'Day, YYYY-MM-DD' }), value: Type.Number({ description: 'Percent, rank, or 1/0 for a milestone' }) }, closed);

/** A target with how it stands. */
export const TargetLine = Type.Object(
  {
    id: Type.String({ description: 'Target, as in content/targets' }),
    indicator: Type.String({ description: 'Key of the indicator that it is a promise about' }),
    titleVi: Type.String({ description: 'Title in Vietnamese' }),
    titleEn: Type.String({ description: 'Title in English' }),
    measure: Type.Union([Type.Literal('percent'), Type.Literal('rank'), Type.Literal('milestone')], { description: 'Unit of its values' }),
    direction: Type.Union([Type.Literal('at-least'), Type.Literal('at-most'), Type.Literal('reached')], { description: 'When a value fulfils it' }),
    value: Type.Union([Type.Number(), Type.Null()], { description: 'The value to be reached; null for a milestone' }),
    due: Type.String({ description: 'Day by which' }),
    owner: Type.Object(
      { unitId: Type.String({ description: 'Unit' }), nameVi: Type.String({ description: 'Its Vietnamese name' }), nameEn: Type.String({ description: 'Its English name' }) },
      { ...closed, description: 'The unit that answers for it' },
    ),
    document: Type.String({ description: 'Document that sets the target' }),
    source: Type.String({ description: 'Where it was read' }),
    verified: Type.Boolean({ description: 'Whether the figure was checked against its source' }),
    noteVi: Type.String({ description: 'Note in Vietnamese, may be empty' }),
    noteEn: Type.String({ description: 'Note in English, may be empty' }),
    set: Type.Union([Type.String(), Type.Null()], { description: 'The set or ratio that counts it; null when values are reported' }),
    standing: Standing,
    overdue: Type.Boolean({ description: 'Whether the due day has passed' }),
    latest: Type.Union([measured, Type.Null()], { description: 'The newest value; null when there is none' }),
    atDue: Type.Union([measured, Type.Null()], { description: 'The value that held on the due day, once it has passed' }),
    values: Type.Array(measured, { description: 'All values that count, oldest first' }),
  },
  closed,
);
export type TargetLine = Type.Static<typeof TargetLine>;
