import Type from 'typebox';
import type { FactKind } from '#kernel/fact/index.ts';

export type { Component, Group, Index, Rule } from '#content/index.ts';

const closed = { additionalProperties: false };
const Nullable = <T extends Type.TSchema>(schema: T, description: string) => Type.Union([schema, Type.Null()], { description });

/** What a component is scored by: a number, part and whole of a share, or the codes of the conditions that are met. */
export const ScoreValue = Type.Union(
  [
    Type.Number({ minimum: 0, maximum: 1e12, description: 'A number in the measure of the rule: percent, share, count or step' }),
    Type.Object(
      {
        part: Type.Number({ minimum: 0, maximum: 1e12, description: 'Numerator' }),
        whole: Type.Number({ minimum: 0, maximum: 1e12, description: 'Denominator, above zero' }),
      },
      closed,
    ),
    Type.Array(Type.String({ maxLength: 30, description: 'Code of a condition that is met' }), { maxItems: 20 }),
  ],
  { description: 'A number; {part, whole} of a share; or the codes of the conditions that are met' },
);
export type ScoreValue = Type.Static<typeof ScoreValue>;

/** A component with its points and the rule in words. Points have at most four decimals. */
export const ScoredComponent = Type.Object(
  {
    code: Type.String({ description: 'Code of the component, or of a group that is scored as a whole' }),
    group: Type.String({ description: 'Code of its group' }),
    title: Type.String({ description: 'Title in the language asked for' }),
    verified: Type.Boolean({ description: 'Whether title, points and rule were checked' }),
    maxPoints: Nullable(Type.Number(), 'Maximum points; null while unknown'),
    share: Nullable(Type.Number(), 'Share of the maximum, 0 to 1; null without a value or where none is given'),
    points: Nullable(Type.Number(), 'Points; null without a value or while the maximum is unknown'),
    because: Type.String({ description: 'The rule applied, in words' }),
  },
  closed,
);

/** A group with what its components add up to. */
export const ScoredGroup = Type.Object(
  {
    code: Type.String({ description: 'Code of the group' }),
    title: Type.String({ description: 'Title in the language asked for' }),
    scored: Type.Boolean({ description: 'Whether it counts in the total' }),
    maxPoints: Nullable(Type.Number(), 'Maximum points; null while unknown'),
    points: Nullable(Type.Number(), 'Sum of the points there are; null while the points of its components are unknown'),
    value: Nullable(Type.Number(), 'Points / maximum, 0 to 1, four decimals'),
    missing: Type.Integer({ description: 'Components that count and have no points yet' }),
  },
  closed,
);

/** What an index comes to. */
export const ScoreTotal = Type.Object(
  {
    points: Nullable(Type.Number(), 'Total; null while the points of the index are unknown'),
    maxPoints: Nullable(Type.Number(), 'Maximum of the total'),
    value: Nullable(Type.Number(), 'Total / maximum, 0 to 1, four decimals'),
    complete: Type.Boolean({ description: 'Whether every component that counts has points' }),
  },
  closed,
);

/** How a component of a scorecard stands. */
const ScoreState = Type.Enum(['open', 'self-scored', 'appraised', 'returned', 'counted'], {
  description: 'open: nothing yet; counted: Khuê counts it; self-scored: awaits appraisal; returned: to be scored anew; appraised: done',
});
export type ScoreState = Type.Static<typeof ScoreState>;

const Evidence = Type.Object({ id: Type.String({ description: 'Document' }), name: Type.String({ description: 'Name of the file' }) }, closed);
export type Evidence = Type.Static<typeof Evidence>;

/** One thing done on a component; never changed. */
export const ScoreAct = Type.Object(
  {
    seq: Type.Integer({ description: 'Place in the history of the component, from 1' }),
    kind: Type.Enum(['self-score', 'appraise', 'return', 'assign'], { description: 'What was done' }),
    value: Nullable(ScoreValue, 'The value given'),
    points: Nullable(Type.Number(), 'Points given'),
    note: Type.String({ description: 'Explanation or reason, may be empty' }),
    owner: Nullable(Type.String(), 'Name of the person assigned'),
    due: Nullable(Type.String(), 'Day by which, YYYY-MM-DD'),
    by: Nullable(Type.String(), 'Name; null when a program did'),
    at: Type.String({ format: 'date-time', description: 'When' }),
    evidence: Type.Array(Evidence, { description: 'Documents' }),
  },
  closed,
);
export type ScoreAct = Type.Static<typeof ScoreAct>;

/** A component of the scorecard of a unit and year. */
export const ScoreLine = Type.Object(
  {
    code: Type.String({ description: 'Code of the component, or of a group that is scored as a whole' }),
    group: Type.String({ description: 'Code of its group' }),
    title: Type.String({ description: 'Title in the language asked for' }),
    note: Type.String({ description: 'What is counted, may be empty' }),
    verified: Type.Boolean({ description: 'Whether title, points and rule were checked' }),
    maxPoints: Nullable(Type.Number(), 'Maximum points; null while unknown'),
    rule: Type.String({ description: 'The rule in words' }),
    state: ScoreState,
    seen: Type.Integer({ description: 'Number of the last act; goes back with the next one, so that two at once are noticed' }),
    counted: Type.Boolean({ description: 'Whether Khuê counts the value' }),
    value: Nullable(ScoreValue, 'The value that holds: appraised, else self-scored, else counted'),
    valueText: Type.String({ description: 'The same in words, may be empty' }),
    self: Nullable(Type.Number(), 'Self-score'),
    appraised: Nullable(Type.Number(), 'Appraised score'),
    difference: Nullable(Type.Number(), 'Appraised − self'),
    points: Nullable(Type.Number(), 'Points that count now: appraised, else self-scored, else counted'),
    share: Nullable(Type.Number(), 'Share of the maximum that the value comes to, 0 to 1'),
    because: Type.String({ description: 'The rule applied, in words' }),
    owner: Nullable(
      Type.Object({ id: Type.String({ description: 'Person' }), name: Type.String({ description: 'Name' }) }, closed),
      'Who is responsible; null: the head of the unit',
    ),
    due: Nullable(Type.String(), 'Day by which it is to be self-scored, YYYY-MM-DD'),
    evidence: Type.Array(Evidence, { description: 'Evidence of the self-score that holds' }),
  },
  closed,
);
export type ScoreLine = Type.Static<typeof ScoreLine>;

/** Totals of a scorecard. */
export const CardTotals = Type.Object(
  {
    points: Nullable(Type.Number(), 'Total of the points that count now; null while the points of the index are unknown'),
    maxPoints: Nullable(Type.Number(), 'Maximum of the total'),
    value: Nullable(Type.Number(), 'Total / maximum, 0 to 1'),
    self: Nullable(Type.Number(), 'Total of the self-scores, counted values included'),
    appraised: Nullable(Type.Number(), 'Total of the appraised scores, counted values included'),
    components: Type.Integer({ description: 'Components that count' }),
    open: Type.Integer({ description: 'Of these, without points' }),
    awaiting: Type.Integer({ description: 'Of these, self-scored and not yet appraised' }),
    provisional: Type.Boolean({ description: 'Whether something is open or not yet appraised' }),
  },
  closed,
);
export type CardTotals = Type.Static<typeof CardTotals>;

/** A unit in a ranking. */
export const RankLine = Type.Object(
  {
    unitId: Type.String({ description: 'Unit' }),
    nameVi: Type.String({ description: 'Its Vietnamese name' }),
    nameEn: Type.String({ description: 'Its English name' }),
    rank: Nullable(Type.Integer(), 'Rank: units with the same total share it and the next ones are left out (1, 1, 3); null without a total'),
    tied: Type.Boolean({ description: 'Whether another unit has the same rank' }),
    band: Nullable(Type.Integer(), 'Units of a band differ by no more than the stated points from its first'),
    points: Nullable(Type.Number(), 'Total'),
    value: Nullable(Type.Number(), 'Total / maximum, 0 to 1'),
    groups: Type.Array(
      Type.Object({ code: Type.String({ description: 'Group' }), points: Nullable(Type.Number(), 'Points'), value: Nullable(Type.Number(), 'Points / maximum, 0 to 1') }, closed),
      { description: 'Groups in their order' },
    ),
    provisional: Type.Boolean({ description: 'Whether something is open or not yet appraised' }),
    open: Type.Integer({ description: 'Components without points' }),
    awaiting: Type.Integer({ description: 'Components that await appraisal' }),
    mean: Type.Array(Type.String({ description: 'Name of a former unit' }), { description: 'Former units of whose groups it takes the arithmetic mean; empty: its own scores' }),
    meanOf: Type.Integer({ description: 'How many former units there were; more than in `mean` when some have no scores' }),
  },
  closed,
);
export type RankLine = Type.Static<typeof RankLine>;

const data = (more: Record<string, Type.TSchema> = {}) => Type.Object({ index: Type.String(), ...more }, closed);
const component = { year: Type.Integer(), component: Type.String(), act: Type.String() };

/** What scorecards tell the log. `subject` is the act, `value` the points; of an import it is the file. */
export const facts: FactKind[] = [
  { name: 'programme.component-self-scored', data: data(component) },
  { name: 'programme.component-appraised', data: data(component) },
  { name: 'programme.component-returned', data: data(component) },
  { name: 'programme.index-imported', data: data({ version: Type.Integer() }) },
];
