import { Type, type Static } from 'typebox';

const dayText = (description: string) => Type.String({ format: 'date', description: `${description} (YYYY-MM-DD)` });

/** The name of a holiday or of a swap, in both languages. */
export const CalendarName = Type.Object(
  { vi: Type.String({ minLength: 1, description: 'Vietnamese name' }), en: Type.String({ minLength: 1, description: 'English name' }) },
  { additionalProperties: false },
);

/** What an entry makes of its day: `off` is a day without work, `worked` a weekend day on which people work. */
export const CalendarKind = Type.Enum(['off', 'worked'], { description: 'off: no work; worked: a weekend day on which people work' });

/**
 * How sure an entry is: `published` by the authority that decides; `law` follows from the Labour Code alone; `computed`
 * by this code because no decision is entered; `to confirm` known, but nobody has laid the decision beside it.
 */
export const CalendarStatus = Type.Enum(['published', 'law', 'computed', 'to confirm'], { description: 'How sure the entry is' });

/** The six holidays of the Labour Code 2019, art. 112 (1). */
export const Holiday = Type.Enum(['new-year', 'tet', 'hung-kings', 'reunification', 'labour', 'national'], {
  description: 'The holiday an entry belongs to; a year with one entry of a holiday has all of them, compensation included',
});

const stated = {
  kind: CalendarKind,
  name: CalendarName,
  status: CalendarStatus,
  source: Type.String({ minLength: 1, description: 'Where the fact was read' }),
};

const decided = {
  holiday: Type.Optional(Holiday),
  ...stated,
};

/** One entry of a content file: a single `day`, or the days from `from` up to but not including `to`. */
export const HolidayEntry = Type.Union([
  Type.Object({ day: dayText('The day'), ...decided }, { additionalProperties: false }),
  Type.Object({ from: dayText('First day'), to: dayText('The day after the last one'), ...decided }, { additionalProperties: false }),
]);

/** One file `content/calendars/vn-<year>.json`: what has been decided for one year, and nothing that can be derived. */
export const HolidayYear = Type.Object(
  {
    year: Type.Integer({ minimum: 1900, maximum: 2199, description: 'Gregorian year all entries lie in' }),
    note: Type.Optional(Type.String({ description: 'What is missing or doubtful in this year' })),
    entries: Type.Array(HolidayEntry),
  },
  { additionalProperties: false },
);

/** One day that differs from its weekday, or a holiday that falls on a weekend. */
export const CalendarDay = Type.Object({ day: dayText('The day'), ...stated }, { additionalProperties: false });

/** What an administrator entered for one day; `ordinary` takes the entry of that day away, so that its weekday decides. */
export const CalendarEdit = Type.Object(
  {
    day: dayText('The day'),
    ...stated,
    kind: Type.Enum(['off', 'worked', 'ordinary'], { description: 'off, worked, or ordinary: the weekday decides' }),
    status: Type.Enum(['published', 'to confirm'], { description: 'Whether the decision was published or is still to be confirmed' }),
  },
  { additionalProperties: false },
);

/** Days on which the clock of a term stands still. */
export const Pause = Type.Object({ from: dayText('First day of the pause'), to: dayText('The day after the last one') }, { additionalProperties: false });

/** A term: the event's day, the number of working days, and its pauses. */
export const TermInput = Type.Object(
  {
    start: dayText('Day of the event; the day after it is the first that can count'),
    workingDays: Type.Integer({ minimum: 0, maximum: 2500, description: 'Length of the term in working days' }),
    pauses: Type.Optional(Type.Array(Pause, { maxItems: 200, description: 'Pauses; they may touch but not overlap' })),
  },
  { additionalProperties: false },
);

/** When a term is due, with every day counted and skipped. */
export const DueOutput = Type.Object(
  {
    due: dayText('The last day of the term'),
    counted: Type.Array(dayText('A day'), { description: 'The working days that counted, in order' }),
    skipped: Type.Array(
      Type.Object(
        {
          day: dayText('A day that did not count'),
          why: Type.Enum(['weekend', 'holiday', 'pause'], { description: 'Why it did not count' }),
          name: Type.Optional(CalendarName),
          status: Type.Optional(CalendarStatus),
          source: Type.Optional(Type.String({ description: 'Where the holiday was read' })),
        },
        { additionalProperties: false },
      ),
      { description: 'The days from the start to the due day that did not count, in order' },
    ),
  },
  { additionalProperties: false },
);

export type Holiday = Static<typeof Holiday>;
export type CalendarStatus = Static<typeof CalendarStatus>;
export type HolidayEntry = Static<typeof HolidayEntry>;
export type HolidayYear = Static<typeof HolidayYear>;
export type CalendarDay = Static<typeof CalendarDay>;
export type CalendarEdit = Static<typeof CalendarEdit>;
export type Pause = Static<typeof Pause>;

/** A day of a holiday, still tied to the holiday it belongs to when there is one. */
export type HolidayDay = CalendarDay & { holiday?: Holiday };
