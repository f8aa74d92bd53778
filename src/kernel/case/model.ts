import { Type } from 'typebox';

/** Objects take and give what is described and nothing else. */
export const closed = { additionalProperties: false } as const;

/** A day in an answer or input. */
export const dayText = (description: string) => Type.String({ format: 'date', description: `${description} (YYYY-MM-DD)` });
/** A day that may be missing. */
export const dayOrNone = (description: string) => Type.Union([Type.String({ format: 'date' }), Type.Null()], { description });
/** The id of a case. */
export const caseId = Type.String({ format: 'uuid', description: 'Case' });
const titles = (what: string) => ({ titleVi: Type.String({ description: `${what} in Vietnamese` }), titleEn: Type.String({ description: `${what} in English` }) });

/** A case in a list. */
export const CaseLine = Type.Object(
  {
    id: caseId,
    procedure: Type.Object({ name: Type.String({ description: 'Procedure' }), ...titles('Its title') }, closed),
    title: Type.String({ description: 'Title of the case; names no person' }),
    state: Type.Object({ name: Type.String({ description: 'State' }), ...titles('Its title') }, closed),
    unit: Type.Object(
      { id: Type.String({ description: 'Unit' }), vi: Type.String({ description: 'Its Vietnamese name' }), en: Type.String({ description: 'Its English name' }) },
      closed,
    ),
    assignee: Type.Union([Type.Object({ id: Type.String({ description: 'Person' }), name: Type.String({ description: 'Name' }) }, closed), Type.Null()], {
      description: 'Whom it is given to',
    }),
    openedOn: dayText('Day of the opening'),
    closedOn: dayOrNone('Day of the end; null while open'),
    due: dayOrNone('The soonest day by which something is due; null when nothing runs or the clock stands'),
    late: Type.Boolean({ description: 'Whether that day has passed' }),
    href: Type.String({ description: 'Page of the case' }),
  },
  closed,
);

/** A term of a case. */
export const TermLine = Type.Object(
  {
    name: Type.String({ description: 'Term' }),
    ...titles('Its title'),
    start: dayText('Day of the step that started it'),
    workingDays: Type.Integer({ description: 'Length in working days' }),
    pauses: Type.Array(Type.Object({ from: dayText('First day that did not count'), to: dayText('First day that counted again') }, closed), {
      description: 'Pauses that have ended',
    }),
    standsSince: dayOrNone('First day of the pause under way'),
    due: dayOrNone('Last day; null while the clock stands'),
    stopped: dayOrNone('Day of the step that stopped it'),
    late: Type.Boolean({ description: 'Whether it was or is late' }),
    law: Type.Union([Type.String(), Type.Null()], { description: 'Document and article' }),
  },
  closed,
);

/** A step that leads on from where the case stands. */
export const NextStep = Type.Object(
  {
    name: Type.String({ description: 'Step' }),
    ...titles('Its title'),
    mine: Type.Boolean({ description: 'Whether the asker may take it' }),
    needsReason: Type.Boolean({ description: 'Whether a reason must be given' }),
    needsData: Type.Boolean({ description: 'Whether it asks for data: then it is taken on the page of the module' }),
    law: Type.Union([Type.String(), Type.Null()], { description: 'Document and article' }),
  },
  closed,
);

/** A step that was taken. */
export const DoneStep = Type.Object(
  {
    number: Type.Integer({ description: 'Number in the case; 0 is the opening' }),
    name: Type.String({ description: 'Step' }),
    ...titles('Its title'),
    day: dayText('Day of the step'),
    reason: Type.Union([Type.String(), Type.Null()], { description: 'Why' }),
    data: Type.Record(Type.String(), Type.Unknown(), { description: 'What it added to the case' }),
    by: Type.Union([Type.String(), Type.Null()], { description: 'Name; null when a program did, or the name was erased' }),
    recordedAt: Type.String({ format: 'date-time', description: 'When it was written down' }),
  },
  closed,
);
