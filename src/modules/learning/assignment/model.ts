import Type from 'typebox';
import { closed, nullable } from '../model.ts';

const Text = (description: string) => Type.String({ description });

/** How an assigned course stands with somebody. */
export const ASSIGNED_STATES = ['open', 'late', 'done', 'done-late', 'left'] as const;

const AssignedState = Type.Enum([...ASSIGNED_STATES], { description: 'open: still time; late: the day is past; done and done-late; left: no longer asked' });

/** A course that the asker must complete. */
export const OwnAssigned = Type.Object(
  {
    id: Text('Line'),
    course: nullable(Text('Course')),
    curriculum: nullable(Text('Curriculum')),
    title: Text('Title of the course or curriculum'),
    reason: Text('Why'),
    due: Text('Last day'),
    state: AssignedState,
    completedOn: nullable(Text('Day of completing')),
  },
  closed,
);
export type OwnAssigned = Type.Static<typeof OwnAssigned>;

/** A line of a team: who must complete what by when. Never how well. */
export const TeamLine = Type.Object(
  {
    id: Text('Line'),
    name: Text('Name'),
    staffCode: Text('Staff code'),
    unitName: Text('Unit'),
    partName: nullable(Text('Unit above it that lies directly under the one that was asked for')),
    title: Text('Title of the course'),
    due: Text('Last day'),
    completedOn: nullable(Text('Day of completing')),
    state: AssignedState,
    excused: Type.Boolean({ description: 'Whether the last day was moved with a reason' }),
  },
  closed,
);
export type TeamLine = Type.Static<typeof TeamLine>;

/** To what the list of a team can be narrowed. */
export const TeamChoice = Type.Object(
  { key: Text('Unit, course or curriculum'), label: Text('Its name'), late: Type.Integer({ description: 'How many lines of it are late' }) },
  closed,
);
export type TeamChoice = Type.Static<typeof TeamChoice>;

/** An assignment with how it stands. */
export const AssignmentLine = Type.Object(
  {
    id: Text('Assignment'),
    course: nullable(Text('Course')),
    curriculum: nullable(Text('Curriculum')),
    title: Text('Title of the course or curriculum'),
    confidential: Type.Boolean({ description: 'Whether it was chosen by what was measured, so that nobody sees who is in it' }),
    unitId: Text('Unit whose staff is meant'),
    unitName: Text('Its name'),
    audience: Type.Array(Type.String(), { description: 'Who is meant, in sentences' }),
    reason: Text('Why'),
    starts: Text('First day'),
    dueDays: Type.Integer({ description: 'Working days to complete it in' }),
    endedOn: nullable(Text('Day of ending')),
    people: nullable(Type.Integer({ description: 'How many are asked; null with the others where it is confidential and they are fewer than ten' })),
    done: nullable(Type.Integer({ description: 'How many of them have completed it' })),
    late: nullable(Type.Integer({ description: 'How many are late' })),
  },
  closed,
);
export type AssignmentLine = Type.Static<typeof AssignmentLine>;

/** Whose learning is listed: of a unit and all under it, narrowed. */
export const TeamAsked = {
  unitId: Type.String({ format: 'uuid', description: 'Unit' }),
  state: Type.Optional(Type.Enum(['open', 'late', 'done', 'all'], { description: 'open: still time; late; done; left out: all' })),
  part: Type.Optional(Type.String({ format: 'uuid', description: 'Only people of this unit under it' })),
  assignment: Type.Optional(Type.String({ format: 'uuid', description: 'Only what was asked by this assignment' })),
  topic: Type.Optional(Type.String({ maxLength: 100, description: 'Only this course or curriculum' })),
  name: Type.Optional(Type.String({ maxLength: 100, description: 'Words of the name, with or without diacritics' })),
};
