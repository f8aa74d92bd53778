import Type from 'typebox';
import { closed, nullable } from '../plans/model.ts';

const tone = Type.Enum(['good', 'caution', 'bad', 'none'], { description: 'How it stands' });
const number = nullable(Type.Number({ description: 'The same as a number' }));
const href = Type.String({ description: 'Where it opens in Khuê' });

/** The committee's briefing: every sentence and number as people read it, in one language. The page, the PDF and the spreadsheet show nothing else. */
export const Briefing = Type.Object(
  {
    locale: Type.Enum(['vi', 'en'], { description: 'Language' }),
    day: Type.String({ description: 'Day of all its numbers' }),
    unit: Type.String({ description: 'Name of the city' }),
    figures: Type.Array(
      Type.Object(
        {
          label: Type.String({ description: 'What is counted' }),
          value: Type.String({ description: 'The figure as people read it' }),
          number,
          note: Type.String({ description: 'What it is a share of, may be empty' }),
          change: Type.String({ description: 'Against a week before, may be empty' }),
          tone,
          trend: Type.Array(nullable(Type.Number()), { description: 'Ends of the last 12 months, oldest first' }),
          href,
        },
        closed,
      ),
      { description: 'Worst first' },
    ),
    counts: Type.Array(Type.Object({ label: Type.String({ description: 'How they stand' }), n: Type.Integer({ description: 'How many' }), tone }, closed), {
      description: 'Targets by how they stand',
    }),
    targets: Type.Array(
      Type.Object(
        {
          title: Type.String({ description: 'Target' }),
          value: Type.String({ description: 'Where it stands' }),
          number,
          aim: Type.String({ description: 'What is asked for' }),
          due: Type.String({ description: 'Day by which' }),
          status: Type.String({ description: 'How it stands' }),
          tone,
          owner: Type.String({ description: 'Who answers for it' }),
          next: Type.String({ description: 'What to do' }),
          href,
        },
        closed,
      ),
      { description: 'Worst first' },
    ),
    map: nullable(
      Type.Object(
        {
          title: Type.String({ description: 'What the map shows' }),
          told: Type.String({ description: 'The map in a sentence' }),
          tiles: Type.Array(
            Type.Object(
              {
                col: Type.Integer({ description: 'Column' }),
                row: Type.Integer({ description: 'Row' }),
                short: Type.String({ description: 'Letters on the tile' }),
                name: Type.String({ description: 'Commune' }),
                value: Type.String({ description: 'Its figure' }),
                step: nullable(Type.Integer({ minimum: 0, maximum: 4, description: 'Tint, lowest first; null without a figure' })),
              },
              closed,
            ),
            { description: 'Communes' },
          ),
          legend: Type.Array(Type.Object({ step: nullable(Type.Integer({ description: 'Tint' })), label: Type.String({ description: 'What it means' }) }, closed), {
            description: 'Lowest first',
          }),
          lowest: Type.Array(Type.Object({ name: Type.String({ description: 'Commune' }), value: Type.String({ description: 'Its figure' }) }, closed), {
            description: 'The communes furthest behind',
          }),
        },
        closed,
      ),
    ),
    changes: Type.Array(Type.Object({ text: Type.String({ description: 'Sentence' }), tone, href }, closed), { description: 'What changed in the week' }),
    decisions: Type.Array(
      Type.Object(
        {
          text: Type.String({ description: 'Sentence' }),
          due: nullable(Type.String({ description: 'Day by which' })),
          late: Type.Boolean({ description: 'Whether it has passed' }),
          href,
        },
        closed,
      ),
      { description: 'What needs a decision, late ones first' },
    ),
    more: Type.Object(
      {
        targets: Type.Integer({ description: 'Targets not named' }),
        changes: Type.Integer({ description: 'Changes not named' }),
        decisions: Type.Integer({ description: 'Decisions not named' }),
      },
      { ...closed, description: 'What did not fit on two pages and opens in Khuê' },
    ),
  },
  closed,
);
export type Briefing = Type.Static<typeof Briefing>;

/** A briefing that was kept. */
export const KeptBriefing = Type.Object(
  {
    id: Type.String({ description: 'Briefing' }),
    day: Type.String({ description: 'Day of its numbers' }),
    pdfId: Type.String({ description: 'PDF, for /documents/{id}' }),
    xlsxId: Type.String({ description: 'Spreadsheet, for /documents/{id}' }),
    by: nullable(Type.String({ description: 'Name; null when a program made it' })),
    at: Type.String({ format: 'date-time', description: 'When it was made' }),
  },
  closed,
);
export type KeptBriefing = Type.Static<typeof KeptBriefing>;
