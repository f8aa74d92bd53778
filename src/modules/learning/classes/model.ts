import Type from 'typebox';
import { closed, nullable } from '../model.ts';

const Text = (description: string) => Type.String({ description });
const Count = (description: string) => Type.Integer({ description });

/** How a class meets. */
export const MODES = ['room', 'online', 'blended'] as const;
export const Mode = Type.Enum([...MODES], { description: 'room; online; blended: room and online at once' });

/** A class in an address. */
export const ClassId = Type.String({ format: 'uuid', description: 'Class' });
/** A session of a class in an address. */
export const SessionId = Type.String({ format: 'uuid', description: 'Session of a class' });
/** Staff codes of people, as typed. */
export const StaffCodes = (minItems: number) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 40, description: 'Staff code' }), { minItems, maxItems: 500, description: 'Staff codes' });

/** When a session is. */
export const SessionTime = {
  day: Type.String({ format: 'date', description: 'Day, not before today' }),
  starts: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', examples: ['08:00'], description: 'Begin, HH:MM' }),
  ends: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', examples: ['10:30'], description: 'End, HH:MM' }),
};

/** How somebody stands to a class. */
export const OwnPlace = Type.Enum(['placed', 'waiting', 'left', 'none'], { description: 'placed; waiting: on the waiting list; left: gave the place back; none' });

/** A class in a list. */
export const ClassLine = Type.Object(
  {
    id: Text('Class'),
    title: Text('Title'),
    mode: Mode,
    room: nullable(Text('Where')),
    state: Type.Enum(['open', 'cancelled'], { description: 'Whether it takes place' }),
    unitName: Text('Unit that holds it'),
    trainers: Text('Names of who leads it'),
    firstDay: Text('First day'),
    lastDay: Text('Last day'),
    starts: Text('Begin of the first session, HH:MM'),
    capacity: Count('Places'),
    taken: Count('Places that are taken'),
    waiting: Count('People on the waiting list'),
    own: OwnPlace,
    leads: Type.Boolean({ description: 'Whether the asker leads it' }),
  },
  closed,
);
export type ClassLine = Type.Static<typeof ClassLine>;

/** A session as everybody sees it. */
export const SessionLine = Type.Object(
  {
    id: Text('Session'),
    day: Text('Day'),
    starts: Text('Begin, HH:MM'),
    ends: Text('End, HH:MM'),
    minutes: Count('Length in minutes'),
    settled: Type.Boolean({ description: 'Whether attendance is settled, so that its hours count' }),
  },
  closed,
);
export type SessionLine = Type.Static<typeof SessionLine>;

/** Something to read for a class. */
export const Material = Type.Object(
  { id: Text('Material'), title: Text('Title'), link: nullable(Text('Address')), documentId: nullable(Text('File, for /documents/{id}')) },
  closed,
);
export type Material = Type.Static<typeof Material>;

/** Somebody on the list of a session. */
export const Attender = Type.Object(
  {
    personId: Text('Person'),
    name: Text('Name'),
    staffCode: Text('Staff code'),
    unitName: Text('Unit'),
    way: nullable(Type.Enum(['code', 'list', 'absent'], { description: 'By code, by list, or absent; null: not noted yet' })),
  },
  closed,
);
export type Attender = Type.Static<typeof Attender>;

/** What those who attended say, for groups of ten or more. */
export const Evaluations = Type.Object(
  {
    answers: Count('Answers at the end'),
    content: nullable(Type.Number({ description: 'Content, mean 1 to 5; null for fewer than ten answers' })),
    trainer: nullable(Type.Number({ description: 'Trainer, mean 1 to 5' })),
    later: Count('Answers after 90 days'),
    used: nullable(Type.Number({ description: 'Used at work, mean 1 to 5' })),
    remarks: Type.Array(Type.String(), { description: 'Remarks without names, in order of the alphabet; none for fewer than ten answers' }),
  },
  closed,
);
export type Evaluations = Type.Static<typeof Evaluations>;
