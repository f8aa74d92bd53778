import Type from 'typebox';
import { POOL_LISTS } from '#content/learning/pool.ts';
import { closed, nullable } from '../model.ts';

const Text = (description: string) => Type.String({ description });
const Count = (description: string) => Type.Integer({ description });

/** As what people of the pool help. */
export const KINDS = ['adviser', 'trainer', 'project-manager', 'implementer'] as const;
export const Kind = Type.Enum([...KINDS], { description: 'adviser; trainer; project-manager; implementer: carries out the work' });
export type Kind = (typeof KINDS)[number];

/** In which fields: the list is content. */
export const FIELDS = POOL_LISTS.fields.map(({ key }) => key);
export const Field = Type.Enum(FIELDS, { description: `Field, by content/learning/pool.json: ${told('fields')}` });
export type Field = string;

/** In which languages, by ISO 639: the list is content. */
export const LANGUAGES = POOL_LISTS.languages.map(({ key }) => key);
export const Language = Type.Enum(LANGUAGES, { description: `Language by ISO 639, by content/learning/pool.json: ${told('languages')}` });
export type Language = string;

function told(list: keyof typeof POOL_LISTS): string {
  return POOL_LISTS[list].map(({ key, title_en }) => `${key}: ${title_en}`).join('; ');
}

/** The digital skill that a need asks for. */
export const AREAS = ['all', '1', '2', '3', '4', '5'] as const;
export const Area = Type.Enum([...AREAS], { description: 'all: overall; 1 to 5: area of DigComp' });
export const Level = Type.Integer({ minimum: 1, maximum: 3, description: 'Level: 1 basic, 2 intermediate, 3 advanced' });

/** How a request stands. */
export const REQUEST_STATES = ['asked', 'agreed', 'confirmed', 'done', 'closed', 'refused', 'declined', 'cancelled'] as const;
export const RequestState = Type.Enum([...REQUEST_STATES], {
  description:
    'asked: the head is to agree; agreed: the person is to confirm; confirmed: at work; done: to be evaluated; closed: evaluated; refused: by the head; declined: by the person; cancelled',
});
export type RequestState = (typeof REQUEST_STATES)[number];

/** How the head of the home unit stands to a member. */
export const UnitState = Type.Enum(['asked', 'given', 'refused', 'withdrawn'], { description: 'asked: the head has yet to say; given; refused; withdrawn' });
export type UnitState = Type.Static<typeof UnitState>;

/** Ids in addresses. */
export const MemberId = Type.String({ format: 'uuid', description: 'Member of the pool' });
export const NeedId = Type.String({ format: 'uuid', description: 'Need' });
export const RequestId = Type.String({ format: 'uuid', description: 'Request' });
/** Why: everybody concerned reads it. */
export const Reason = Type.String({ minLength: 5, maxLength: 500, description: 'Why: the others concerned read it' });

/** A time for others. */
export const PeriodLine = Type.Object(
  { id: Text('Period'), from: Text('First day'), last: Text('Last day'), hoursMonth: Count('Hours a month'), over: Type.Boolean({ description: 'Whether it has passed' }) },
  closed,
);
export type PeriodLine = Type.Static<typeof PeriodLine>;

/** A member as lists show it. */
export const MemberLine = Type.Object(
  {
    id: Text('Member'),
    name: Text('Name'),
    unitName: Text('Home unit'),
    kinds: Type.Array(Kind),
    fields: Type.Array(Field),
    languages: Type.Array(Language),
    unitState: UnitState,
  },
  closed,
);
export type MemberLine = Type.Static<typeof MemberLine>;

/** What the other areas prove of somebody; nothing of it is typed in. */
export const Proofs = Type.Object(
  {
    skills: Type.Array(Type.Object({ area: Area, level: Level, until: Text('Last day on which the certificate holds if nothing is answered') }, closed), {
      description: 'Levels measured under an invigilator and certified',
    }),
    courses: Type.Array(Type.Object({ title: Text('Course or certification'), day: Text('Completed or certified on') }, closed), {
      description: 'Courses completed and certifications held',
    }),
    classes: Type.Object(
      { led: Count('Sessions of classes led'), trainer: nullable(Type.Number({ description: 'Mean mark of the trainer, 1 to 5, from ten answers on' })) },
      closed,
    ),
    work: Type.Object(
      {
        count: Count('Evaluations of earlier work in the pool'),
        mean: nullable(Type.Number({ description: 'Mean of all marks, 1 to 5; null for none' })),
        hours: Type.Number({ description: 'Hours given and confirmed' }),
      },
      closed,
    ),
  },
  closed,
);
export type Proofs = Type.Static<typeof Proofs>;

/** Why somebody fits a need or does not. */
export const ReasonLine = Type.Object(
  {
    aspect: Type.Enum(['kind', 'skill', 'fields', 'language', 'time', 'unit', 'work'], { description: 'What is compared' }),
    fits: Type.Enum(['yes', 'part', 'no', 'open'], { description: 'yes; part; no; open: not known' }),
    values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), { description: 'What its sentence tells' }),
  },
  closed,
);
export type ReasonLine = Type.Static<typeof ReasonLine>;

/** What a unit needs. */
export const NeedLine = Type.Object(
  {
    id: Text('Need'),
    title: Text('Title'),
    unitName: Text('Unit'),
    kind: Kind,
    fields: Type.Array(Field),
    area: nullable(Area),
    level: nullable(Level),
    language: nullable(Language),
    from: Text('First day'),
    last: Text('Last day'),
    hours: Count('Hours in all'),
    state: Type.Enum(['open', 'met', 'cancelled'], { description: 'open; met; cancelled' }),
    able: Count('Members who met all of it when it was last looked at'),
    requests: Count('Requests that are on their way or at work'),
  },
  closed,
);
export type NeedLine = Type.Static<typeof NeedLine>;

/** A request as lists show it. */
export const RequestLine = Type.Object(
  {
    id: Text('Request'),
    needId: Text('Need'),
    title: Text('Title of the need'),
    kind: Kind,
    unitName: Text('Unit that asks'),
    homeUnitName: Text('Home unit'),
    name: Text('Who is asked'),
    from: Text('First day'),
    last: Text('Last day'),
    hours: Count('Hours in all'),
    given: Type.Number({ description: 'Hours confirmed' }),
    state: RequestState,
  },
  closed,
);
export type RequestLine = Type.Static<typeof RequestLine>;

/** Work of a day. */
export const HoursLine = Type.Object(
  {
    id: Text('Entry'),
    day: Text('Day'),
    minutes: Count('Minutes'),
    note: Text('What was done'),
    state: Type.Enum(['logged', 'confirmed', 'returned'], { description: 'logged: to be confirmed; confirmed; returned with a reason' }),
    reason: nullable(Text('Why it was returned')),
  },
  closed,
);
export type HoursLine = Type.Static<typeof HoursLine>;

const Mark = (description: string) => Type.Integer({ minimum: 1, maximum: 5, description });

/** Criteria of an evaluation. */
export const Marks = { knowledge: Mark('Knows the matter, 1 to 5'), delivery: Mark('The work is of use, 1 to 5'), reliability: Mark('Keeps to what was agreed, 1 to 5') };

/** What the unit that asked says of the work. */
export const Evaluation = Type.Object({ day: Text('Day'), ...Marks, words: Text('In words'), answer: nullable(Text('What the person answers')) }, closed);
export type Evaluation = Type.Static<typeof Evaluation>;
