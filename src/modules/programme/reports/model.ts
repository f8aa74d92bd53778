import Type from 'typebox';
import type { FactKind } from '#kernel/fact/index.ts';

const closed = { additionalProperties: false };
const name = (description: string) => Type.Union([Type.String(), Type.Null()], { description });
const moment = (description: string) => Type.String({ format: 'date-time', description });

/** What an appraiser may find. */
export const OUTCOMES = ['accepted', 'changed', 'returned'] as const;

/** What reporting tells the log. `subject` is the report; the value is the one that was reported or, after a change, the appraiser's. */
export const reportFacts: FactKind[] = [
  { name: 'programme.value-reported', data: Type.Object({ indicator: Type.String(), report: Type.String(), target: Type.Optional(Type.String()) }, closed) },
  { name: 'programme.value-withdrawn', data: Type.Object({ indicator: Type.String(), report: Type.String() }, closed) },
  { name: 'programme.value-appraised', data: Type.Object({ indicator: Type.String(), report: Type.String(), number: Type.Integer(), outcome: Type.String() }, closed) },
];

const Unit = Type.Object(
  { id: Type.String({ description: 'Unit' }), nameVi: Type.String({ description: 'Its Vietnamese name' }), nameEn: Type.String({ description: 'Its English name' }) },
  { ...closed, description: 'The unit it is about' },
);

const Appraisal = Type.Object(
  {
    number: Type.Integer({ description: 'Number of the appraisal, from 1; the last one holds' }),
    outcome: Type.Enum([...OUTCOMES], { description: 'accepted, changed to another value, or returned' }),
    value: Type.Union([Type.Number(), Type.Null()], { description: 'The value it was changed to' }),
    reason: Type.String({ description: 'Why it was changed or returned; may be empty when accepted' }),
    by: name('Name; null when a program did'),
    at: moment('When'),
  },
  closed,
);

/** Everything about one reported value. */
export const ReportLine = Type.Object(
  {
    id: Type.String({ description: 'Report' }),
    indicator: Type.String({ description: 'Key of the indicator' }),
    unit: Unit,
    periodFrom: Type.String({ description: 'First day of the period' }),
    periodTo: Type.String({ description: 'First day after the period' }),
    value: Type.Number({ description: 'The value as it was reported' }),
    day: Type.String({ description: 'Day on which the value held' }),
    source: Type.String({ description: 'Where the value comes from' }),
    documents: Type.Array(Type.Object({ id: Type.String({ description: 'Document' }), name: Type.String({ description: 'Name of the file' }) }, closed), {
      description: 'Evidence',
    }),
    reportedBy: name('Name; null when a program did'),
    reportedAt: moment('When it was reported'),
    corrects: Type.Union([Type.String(), Type.Null()], { description: 'Report that it takes the place of' }),
    state: Type.Enum(['self-reported', ...OUTCOMES, 'corrected', 'withdrawn'], {
      description: 'self-reported until appraised; then accepted, changed or returned; corrected when a later report takes its place; withdrawn',
    }),
    appraisals: Type.Array(Appraisal, { description: 'Oldest first' }),
    withdrawn: Type.Union([Type.Object({ reason: Type.String({ description: 'Why' }), at: moment('When'), by: name('Name; null when a program did') }, closed), Type.Null()], {
      description: 'Set when it no longer counts',
    }),
  },
  closed,
);
export type ReportLine = Type.Static<typeof ReportLine>;

/** How an obligation to report stands. */
export const DUE_STATES = ['overdue', 'returned', 'due', 'self-reported', 'appraised'] as const;
export type DueState = (typeof DUE_STATES)[number];

/** A report that a unit owes for a period. */
export const DueReport = Type.Object(
  {
    indicator: Type.String({ description: 'Key of the indicator' }),
    nameVi: Type.String({ description: 'Its Vietnamese name' }),
    nameEn: Type.String({ description: 'Its English name' }),
    unit: Unit,
    periodFrom: Type.String({ description: 'First day of the period' }),
    periodTo: Type.String({ description: 'First day after the period' }),
    deadline: Type.String({ description: 'Last day on which it is in time' }),
    state: Type.Enum([...DUE_STATES], { description: 'overdue, returned, due, self-reported (not yet appraised) or appraised' }),
    report: Type.Union([Type.String(), Type.Null()], { description: 'The report that stands, if any' }),
  },
  closed,
);
export type DueReport = Type.Static<typeof DueReport>;
