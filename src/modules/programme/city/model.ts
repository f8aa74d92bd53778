import Type from 'typebox';
import { BalanceLine } from '#kernel/balance/index.ts';
import { StatusChange, STATUSES, TargetLine } from '../targets/model.ts';
import { closed, nullable, UnitName } from '../plans/model.ts';
import { InitiativeLine } from '../roadmap/model.ts';
import { DueReport } from '../reports/model.ts';

const size = nullable(
  Type.Object({ size: Type.Integer({ description: 'Number of records' }), of: nullable(Type.Integer({ description: 'For a share: number it is divided by' })) }, closed),
);

/** A main figure of a module with what it was a week before. */
export const MainFigure = Type.Object(
  {
    name: Type.String({ description: 'Set or ratio' }),
    title: Type.String({ description: 'Text key' }),
    better: Type.Enum(['higher', 'lower', 'neither'], { description: 'Which way is better; neither for a mere size' }),
    shown: { ...size, description: 'null where a small group is protected' },
    before: { ...size, description: 'The same seven days earlier' },
  },
  closed,
);
export type MainFigure = Type.Static<typeof MainFigure>;

/** Something that somebody has to decide, or to do because it is late. */
export const Decision = Type.Object(
  {
    key: Type.String({ description: 'Text key of the sentence' }),
    values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), { description: 'What fills it' }),
    href: Type.String({ description: 'Where it is decided' }),
    due: nullable(Type.String({ description: 'Day by which' })),
    late: Type.Boolean({ description: 'Whether that day has passed' }),
  },
  closed,
);
export type Decision = Type.Static<typeof Decision>;

/** How many facts of a kind were recorded in the week. */
export const FactCount = Type.Object({ kind: Type.String({ description: 'Kind of fact' }), n: Type.Integer({ description: 'How many' }) }, closed);

/** The city on a day: what matters, worst first. */
export const City = Type.Object(
  {
    day: Type.String({ description: 'Day' }),
    unit: UnitName,
    figures: Type.Array(MainFigure, { description: 'Main figures of all modules, worst first' }),
    targets: Type.Array(TargetLine, { description: 'Targets that need attention, worst first' }),
    total: Type.Integer({ description: 'How many targets there are' }),
    counts: Type.Array(Type.Object({ status: Type.Enum([...STATUSES], { description: 'How they stand' }), n: Type.Integer({ description: 'How many' }) }, closed), {
      description: 'Targets by how they stand, worst first',
    }),
    statuses: Type.Array(StatusChange, { description: 'Targets that came to stand otherwise in the week, worsened ones first' }),
    facts: Type.Array(FactCount, { description: 'What else happened in the week, the most frequent first' }),
    balances: Type.Array(
      Type.Object(
        {
          key: Type.String({ description: 'Initiative' }),
          titleVi: Type.String({ description: 'Its title, in Vietnamese' }),
          titleEn: Type.String({ description: 'Its title, in English' }),
          lines: Type.Array(BalanceLine, { description: 'What it means for people' }),
        },
        closed,
      ),
      { description: 'The human balance of each initiative that changes posts and whose people have cases; today only' },
    ),
    decisions: Type.Array(Decision, { description: 'What needs a decision, late ones first; none for a day that has passed' }),
  },
  closed,
);
export type City = Type.Static<typeof City>;

/** What a unit has to do with the programme. */
export const UnitProgramme = Type.Object(
  {
    targets: Type.Array(TargetLine, { description: 'Targets it answers for, worst first' }),
    reports: Type.Array(DueReport, { description: 'Reports it owes, late ones first' }),
    initiatives: Type.Array(InitiativeLine, { description: 'Initiatives it carries that are not over' }),
  },
  closed,
);
