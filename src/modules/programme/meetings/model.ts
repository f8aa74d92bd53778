import Type from 'typebox';
import type { FactKind } from '#kernel/fact/index.ts';
import { closed, dayAs, nullable, UnitName } from '../plans/model.ts';

/** What meetings tell the log. `subject` is the meeting, or the conclusion. */
export const meetingFacts: FactKind[] = [
  { name: 'programme.meeting-changed', data: Type.Object({ number: Type.Integer(), cancelled: Type.Boolean() }, closed) },
  { name: 'programme.conclusion-made', data: Type.Object({ meeting: Type.String(), number: Type.Integer() }, closed) },
  { name: 'programme.conclusion-stepped', data: Type.Object({ meeting: Type.String(), number: Type.Integer(), state: Type.String() }, closed) },
];

/** What can be written of a meeting. */
export const meetingFields = {
  title: Type.String({ minLength: 3, maxLength: 300, description: 'What it is called' }),
  day: dayAs('Day of the meeting'),
  place: Type.String({ maxLength: 200, description: 'Where, may be empty' }),
  agenda: Type.Array(Type.String({ minLength: 1, maxLength: 500, description: 'A point' }), { minItems: 1, maxItems: 30, description: 'Points of the agenda, in their order' }),
  members: Type.Array(Type.String({ maxLength: 30, description: 'Staff code' }), { minItems: 1, maxItems: 60, description: 'Staff codes of those who take part' }),
  noticeDays: Type.Integer({ minimum: 0, maximum: 30, description: 'Working days before the meeting on which the briefing goes out' }),
};
export const MeetingFields = Type.Object(meetingFields, closed);
export type MeetingFields = Type.Static<typeof MeetingFields>;

const Person = Type.Object({ id: Type.String({ description: 'Person' }), name: Type.String({ description: 'Name' }) }, closed);

/** How a conclusion stands; overdue: open after its day. */
export const CONCLUSION_STATES = ['overdue', 'open', 'done'] as const;

/** What a meeting concluded. */
export const Conclusion = Type.Object(
  {
    id: Type.String({ description: 'Conclusion' }),
    meeting: Type.String({ description: 'Meeting' }),
    meetingTitle: Type.String({ description: 'What the meeting is called' }),
    number: Type.Integer({ description: 'Number within the meeting, from 1' }),
    task: Type.String({ description: 'What is to be done' }),
    person: Person,
    unit: UnitName,
    due: Type.String({ description: 'Day by which' }),
    state: Type.Enum([...CONCLUSION_STATES], { description: 'overdue, open or done' }),
    steps: Type.Array(
      Type.Object(
        {
          state: Type.Enum(['open', 'done'], { description: 'Still open, or done' }),
          note: Type.String({ description: 'What was said' }),
          document: nullable(Type.Object({ id: Type.String({ description: 'Document' }), name: Type.String({ description: 'Name of the file' }) }, closed)),
          by: nullable(Type.String({ description: 'Name; null when a program did' })),
          at: Type.String({ format: 'date-time', description: 'When' }),
        },
        closed,
      ),
      { description: 'Newest first' },
    ),
  },
  closed,
);
export type Conclusion = Type.Static<typeof Conclusion>;

/** A meeting in a line. */
export const MeetingLine = Type.Object(
  {
    id: Type.String({ description: 'Meeting' }),
    number: Type.Integer({ description: 'Number of the version' }),
    title: Type.String({ description: 'What it is called' }),
    day: Type.String({ description: 'Day' }),
    place: Type.String({ description: 'Where' }),
    cancelled: Type.Boolean({ description: 'Whether it was called off' }),
    members: Type.Integer({ description: 'How many take part' }),
    open: Type.Integer({ description: 'Conclusions that are not done' }),
    overdue: Type.Integer({ description: 'Of these, those whose day has passed' }),
  },
  closed,
);
export type MeetingLine = Type.Static<typeof MeetingLine>;

/** A meeting with everything there is to say about it. */
export const Meeting = Type.Object(
  {
    id: Type.String({ description: 'Meeting' }),
    number: Type.Integer({ description: 'Number of the version, for the next change' }),
    title: Type.String({ description: 'What it is called' }),
    day: Type.String({ description: 'Day' }),
    place: Type.String({ description: 'Where' }),
    agenda: Type.Array(Type.String(), { description: 'Points, in their order' }),
    members: Type.Array(Person, { description: 'Who takes part' }),
    memberCodes: Type.Array(Type.String(), { description: 'Staff codes of the members, for those who may change it' }),
    noticeDays: Type.Integer({ description: 'Working days before it on which the briefing goes out' }),
    noticeDay: nullable(Type.String({ description: 'That day; null where the calendar does not reach' })),
    cancelled: Type.Boolean({ description: 'Whether it was called off' }),
    reason: Type.String({ description: 'Why it was last changed' }),
    briefing: nullable(Type.String({ description: 'Briefing that the members were sent for its day' })),
    conclusions: Type.Array(Conclusion, { description: 'In their order' }),
    mayRun: Type.Boolean({ description: 'Whether the asker may change it and note conclusions' }),
    mayStep: Type.Array(Type.String(), { description: 'Conclusions that the asker may speak to' }),
  },
  closed,
);
export type Meeting = Type.Static<typeof Meeting>;
