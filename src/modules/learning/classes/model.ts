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
export const OwnPlace = Type.Enum(['placed', 'offered', 'waiting', 'left', 'none'], {
  description: 'placed; offered: a free place is kept until its answer; waiting: on the waiting list; left: gave the place back; none',
});

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
    taken: Count('Places that are taken or offered'),
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
  {
    id: Text('Material'),
    title: Text('Title'),
    link: nullable(Text('Address')),
    documentId: nullable(Text('File, for /documents/{id}')),
    fileName: nullable(Text('Name of the file')),
    bytes: nullable(Count('Size of the file, bytes')),
  },
  closed,
);
export type Material = Type.Static<typeof Material>;

/** Somebody with a place in a class or waiting for one. */
export const Member = Type.Object(
  {
    personId: Text('Person'),
    name: Text('Name'),
    staffCode: Text('Staff code'),
    unitName: Text('Unit'),
    state: Type.Enum(['placed', 'offered', 'waiting'], { description: 'How they stand' }),
  },
  closed,
);
export type Member = Type.Static<typeof Member>;

/** Somebody on the list of a session. */
export const Attender = Type.Object(
  {
    personId: Text('Person'),
    name: Text('Name'),
    staffCode: Text('Staff code'),
    unitName: Text('Unit'),
    way: nullable(Type.Enum(['code', 'list', 'absent'], { description: 'By code, by list, or absent; null: not noted yet' })),
    markedAt: nullable(Text('When it was marked without network, on the clock of the device; null: with network')),
    corrected: nullable(Text('Why it was corrected after settling')),
  },
  closed,
);
export type Attender = Type.Static<typeof Attender>;

const means = {
  answers: Count('Answers at the end'),
  content: nullable(Type.Number({ description: 'Content, mean 1 to 5; null for fewer than ten answers' })),
  trainer: nullable(Type.Number({ description: 'Trainer, mean 1 to 5' })),
  later: Count('Answers after 90 days'),
  used: nullable(Type.Number({ description: 'Used at work, mean 1 to 5' })),
};

/** Means of what those who attended say, for groups of ten or more, to one decimal. */
export const ClassMeans = Type.Object(means, closed);
export type ClassMeans = Type.Static<typeof ClassMeans>;

/** The same of one class, with remarks. */
export const Evaluations = Type.Object(
  { ...means, remarks: Type.Array(Type.String(), { description: 'Remarks without names, in order of the alphabet; none for fewer than ten answers' }) },
  closed,
);
export type Evaluations = Type.Static<typeof Evaluations>;

/** What money is spent on. */
export const COST_KINDS = ['teaching', 'venue', 'material', 'travel', 'meal', 'other'] as const;
export const CostKind = Type.Enum([...COST_KINDS], { description: 'teaching; venue: room and equipment; material; travel; meal; other' });
export const CostStage = Type.Enum(['planned', 'actual'], { description: 'planned, or actual: spent' });

/** A line of what a class costs. */
export const CostLine = Type.Object(
  {
    id: Text('Line'),
    stage: CostStage,
    kind: CostKind,
    amount: Count('Đồng'),
    note: Text('What for'),
    day: Text('Day on which it counts'),
    withdrawn: Type.Boolean({ description: 'Whether it was withdrawn' }),
  },
  closed,
);
export type CostLine = Type.Static<typeof CostLine>;

const each = nullable(Count('Đồng spent for each learner who was there; null when nobody was'));

/** What a class costs, whole. */
export const ClassCosts = Type.Object(
  { id: ClassId, lines: Type.Array(CostLine), planned: Count('Planned, đồng'), actual: Count('Spent, đồng'), present: Count('Learners who were there at least once'), each },
  closed,
);
export type ClassCosts = Type.Static<typeof ClassCosts>;

/** What the classes of a course cost in a year. */
export const CourseCost = Type.Object(
  {
    course: nullable(Text('Course; null: classes of none')),
    title: nullable(Text('Its title')),
    classes: Count('Classes with a settled session in the year'),
    present: Count('Learners who were there at least once, class by class'),
    planned: Count('Planned, đồng'),
    actual: Count('Spent, đồng'),
    each,
  },
  closed,
);
export type CourseCost = Type.Static<typeof CourseCost>;
