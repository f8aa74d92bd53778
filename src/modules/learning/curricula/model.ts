import Type from 'typebox';
import { closed, CourseId, nullable } from '../model.ts';

const Text = (description: string) => Type.String({ description });

/** Areas of digital skills that replace a course or renew a certification. */
export const AREAS = ['all', '1', '2', '3', '4', '5'] as const;

const Area = Type.Enum([...AREAS], { description: 'Area 1 to 5 of digital skills, or all: over all' });
const Level = Type.Integer({ minimum: 1, maximum: 3, description: 'Level of which the skills check must be sure, 1 basic to 3 advanced' });

/** A course of a curriculum as it is entered. */
export const Part = Type.Object(
  {
    course: CourseId,
    need: Type.Enum(['mandatory', 'optional'], { description: 'Whether everybody must' }),
    after: Type.Optional(CourseId),
    testArea: Type.Optional(Area),
    testLevel: Type.Optional(Level),
  },
  closed,
);
export type Part = Type.Static<typeof Part>;

/** The ways in which a certification can be renewed. */
export const RENEWALS = ['checks', 'course', 'measure', 'outside', 'hours'] as const;

/** A way to renew as it is entered; any one is enough. */
export const Renewal = Type.Object(
  {
    kind: Type.Enum([...RENEWALS], {
      description: 'checks: the closing checks again; course: another course; measure: a skills check; outside: an accepted certificate; hours: minutes of learning',
    }),
    course: Type.Optional(CourseId),
    testArea: Type.Optional(Area),
    testLevel: Type.Optional(Level),
    minutes: Type.Optional(Type.Integer({ minimum: 30, maximum: 60_000, description: 'Minutes of learning since it was given' })),
  },
  closed,
);
export type Renewal = Type.Static<typeof Renewal>;

/** What a curriculum is made of. */
export const NewCurriculum = {
  unitId: Type.String({ format: 'uuid', description: 'Unit that keeps it' }),
  titleVi: Type.String({ minLength: 5, maxLength: 200, description: 'Title in Vietnamese' }),
  titleEn: Type.String({ minLength: 5, maxLength: 200, description: 'Title in English' }),
  about: Type.String({ minLength: 5, maxLength: 1000, description: 'What it is for' }),
  optionalNeeded: Type.Integer({ minimum: 0, maximum: 20, description: 'How many of the optional courses are needed' }),
  validMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 120, description: 'Months for which the certification holds; for good when left out' })),
  windowDays: Type.Integer({ minimum: 0, maximum: 365, description: 'Days before its end from which it can be renewed without losing any' }),
  parts: Type.Array(Part, { minItems: 1, maxItems: 30, description: 'Courses in the order of learning' }),
  renewals: Type.Array(Renewal, { maxItems: 10, description: 'Ways to renew' }),
};

/** How a part stands with somebody. */
export const PartView = Type.Object(
  {
    course: Text('Course'),
    title: Text('Title of the course'),
    minutes: Type.Integer({ description: 'Minutes it takes' }),
    need: Type.Enum(['mandatory', 'optional'], { description: 'Whether everybody must' }),
    state: Type.Enum(['met', 'open', 'waits'], { description: 'met; open: can be learned; waits: another part comes first' }),
    metOn: nullable(Text('Day of meeting it')),
    how: nullable(Type.Enum(['course', 'outside', 'measured'], { description: 'By what it was met' })),
    afterTitle: nullable(Text('Title of the part that comes first')),
    testArea: nullable(Text('Area of the skills check that replaces it')),
    testLevel: nullable(Type.Integer({ description: 'Level of it' })),
  },
  closed,
);
export type PartView = Type.Static<typeof PartView>;

/** A way to renew as its holder sees it. */
export const RenewalView = Type.Object(
  {
    kind: Type.Enum([...RENEWALS], { description: 'Which way' }),
    course: nullable(Text('Course')),
    title: nullable(Text('Title of the course')),
    testArea: nullable(Text('Area of the skills check')),
    testLevel: nullable(Type.Integer({ description: 'Level of it' })),
    minutes: nullable(Type.Integer({ description: 'Minutes of learning' })),
  },
  closed,
);

/** A certification of the asker. */
export const Held = Type.Object(
  {
    id: Text('Certification'),
    validFrom: Text('First day'),
    validTo: nullable(Text('First day on which it no longer holds; null: for good')),
    way: Text('How it was reached'),
    state: Type.Enum(['valid', 'renewable', 'lapsed'], { description: 'renewable: holds, and can be renewed without losing days' }),
    opensOn: nullable(Text('Day from which it can be renewed')),
  },
  closed,
);
export type Held = Type.Static<typeof Held>;

/** A curriculum in a list. */
export const CurriculumLine = Type.Object(
  {
    id: Text('Curriculum'),
    title: Text('Title'),
    about: Text('What it is for'),
    unitName: Text('Unit that keeps it'),
    parts: Type.Integer({ description: 'Courses' }),
    needed: Type.Integer({ description: 'How many of them are needed: all mandatory ones and so many optional ones' }),
    met: Type.Integer({ description: 'How many of those needed the asker has met' }),
    minutes: Type.Integer({ description: 'Minutes of the mandatory courses' }),
    held: nullable(Held),
  },
  closed,
);
export type CurriculumLine = Type.Static<typeof CurriculumLine>;
