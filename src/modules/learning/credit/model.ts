import Type from 'typebox';
import { closed, nullable } from '../model.ts';

const Text = (description: string) => Type.String({ description });

/** Where a session of learning comes from. */
export const SOURCES = ['lesson', 'package', 'class', 'outside', 'pool'] as const;
export type Source = (typeof SOURCES)[number];

/** One session that counts. */
export const StudyLine = Type.Object(
  {
    source: Type.Enum([...SOURCES], { description: 'lesson: closed here; package; class: attended; outside: an accepted certificate; pool: training led for another unit' }),
    day: Text('Day'),
    title: Text('What was learned'),
    minutes: Type.Integer({ description: 'Minutes that count' }),
    unitName: Text('Unit on that day'),
    led: Type.Boolean({ description: 'Whether the person led it' }),
    classId: nullable(Text('Class whose session it was')),
  },
  closed,
);
export type StudyLine = Type.Static<typeof StudyLine>;

/** What a year asks for. */
export const DutyView = Type.Object(
  {
    minutes: Type.Integer({ description: 'Minutes that the year asks for' }),
    cites: Text('Decree'),
    verified: Type.Boolean({ description: 'Whether the official text was entered' }),
  },
  closed,
);

/** A certificate from elsewhere. */
export const OutsideLine = Type.Object(
  {
    id: Text('Certificate'),
    title: Text('What was learned'),
    issuer: Text('Who gave it'),
    day: Text('Day on it'),
    minutes: Type.Integer({ description: 'Minutes that it says' }),
    countedMinutes: nullable(Type.Integer({ description: 'Minutes that count' })),
    documentId: Text('The paper, for /documents/{id}'),
    state: Type.Enum(['asked', 'accepted', 'refused'], { description: 'How it stands' }),
    decision: nullable(Text('What the person who checked it says')),
    replaces: nullable(Text('Course that it replaces or certification that it renews')),
  },
  closed,
);
export type OutsideLine = Type.Static<typeof OutsideLine>;

/** The same for whoever checks it. */
export const OutsideAsked = Type.Object(
  {
    ...OutsideLine.properties,
    name: Text('Name'),
    staffCode: Text('Staff code'),
    unitName: Text('Unit'),
    own: Type.Boolean({ description: 'Whether it is the asker’s own, which somebody else must check' }),
  },
  closed,
);
export type OutsideAsked = Type.Static<typeof OutsideAsked>;
