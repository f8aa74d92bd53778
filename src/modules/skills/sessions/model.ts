import Type from 'typebox';

const closed = { additionalProperties: false };

/** A certification session in a list. */
export const SessionLine = Type.Object(
  {
    id: Type.String({ description: 'Session' }),
    unitId: Type.String({ description: 'Unit that holds it' }),
    unitVi: Type.String({ description: 'Its Vietnamese name' }),
    unitEn: Type.String({ description: 'Its English name' }),
    day: Type.String({ description: 'Day' }),
    startsAt: Type.String({ description: 'Hour, hh:mm' }),
    room: Type.String({ description: 'Room' }),
    places: Type.Integer({ description: 'Places' }),
    booked: Type.Integer({ description: 'People booked' }),
    state: Type.Enum(['planned', 'open', 'closed'], { description: 'planned, open or closed' }),
  },
  closed,
);
export type SessionLine = Type.Static<typeof SessionLine>;

/** Somebody booked for a session: how far they have come, never how well. */
export const PlaceLine = Type.Object(
  {
    personId: Type.String({ description: 'Person' }),
    name: Type.String({ description: 'Name' }),
    staffCode: Type.String({ description: 'Staff code' }),
    identified: Type.Boolean({ description: 'Whether the identity document was looked at' }),
    sittingId: Type.Union([Type.String(), Type.Null()], { description: 'Sitting; null: not begun' }),
    state: Type.String({ description: 'none, open, paused or finished' }),
    answered: Type.Integer({ description: 'Questions answered' }),
    extraShare: Type.Number({ description: 'Granted extra time, as a share' }),
  },
  closed,
);
export type PlaceLine = Type.Static<typeof PlaceLine>;

/** A line of the log of a session. */
export const IncidentLine = Type.Object(
  {
    id: Type.String({ description: 'Line' }),
    kind: Type.Enum(['note', 'opened', 'paused', 'resumed', 'neutralised', 'closed'], { description: 'What happened' }),
    note: Type.String({ description: 'In the words of the invigilator; may be empty' }),
    person: Type.Union([Type.String(), Type.Null()], { description: 'Name; null: everybody' }),
    by: Type.Union([Type.String(), Type.Null()], { description: 'Who noted it' }),
    at: Type.String({ format: 'date-time', description: 'When' }),
  },
  closed,
);
export type IncidentLine = Type.Static<typeof IncidentLine>;

/** A session as its invigilator sees it. */
export const SessionView = Type.Object(
  {
    session: SessionLine,
    code: Type.String({ description: 'Room code that people type' }),
    people: Type.Array(PlaceLine),
    incidents: Type.Array(IncidentLine, { description: 'Oldest first' }),
    awaiting: Type.Object(
      { live: Type.Integer({ description: 'Items in use' }), awaiting: Type.Integer({ description: 'Items that no reviewer of this city has passed' }) },
      { ...closed, description: 'Whether the bank was reviewed' },
    ),
  },
  closed,
);
export type SessionView = Type.Static<typeof SessionView>;
