import { Type, type Static, type TSchema } from 'typebox';
import { Words } from '#kernel/form/index.ts';

const closed = { additionalProperties: false } as const;
const Name = Type.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' });
/** Any JSON Schema; what it must be like is known where it is used. */
const Schema = Type.Unsafe<TSchema>(Type.Object({}));

/** Where a case can stand. A case in an `end` state is closed. */
export const State = Type.Object({ title: Words, end: Type.Optional(Type.Boolean()) }, closed);

/** Who may take a step: who holds a permission in the case's unit, or who is a party to the case; one of those named is enough. */
export const By = Type.Object({ permission: Type.Optional(Type.String()), party: Type.Optional(Name) }, { ...closed, minProperties: 1 });

/** An act that leads on. */
export const Step = Type.Object(
  {
    title: Words,
    from: Type.Array(Name, { minItems: 1, uniqueItems: true }),
    to: Name,
    by: By,
    /** Over the data of the case, with what the step adds. */
    when: Type.Optional(Schema),
    /** What the step adds to the data of the case: a closed object. Left out: nothing. */
    data: Type.Optional(Schema),
    /** Whether a reason must be given. */
    reason: Type.Optional(Type.Boolean()),
    /** Only when every sub-case is closed. */
    afterSubcases: Type.Optional(Type.Boolean()),
    law: Type.Optional(Type.String({ minLength: 1, description: 'Document and article' })),
  },
  closed,
);

/** A term in working days. The day after the step that starts it is the first; days in a state of `pausedIn` do not count. */
export const Term = Type.Object(
  {
    title: Words,
    workingDays: Type.Integer({ minimum: 1, maximum: 2500 }),
    starts: Type.Array(Name, { minItems: 1, uniqueItems: true, description: 'Steps; `open` is the opening of the case' }),
    pausedIn: Type.Optional(Type.Array(Name, { uniqueItems: true, description: 'States in which the clock stands' })),
    stops: Type.Array(Name, { uniqueItems: true, description: 'Steps; the end of the case stops every term' }),
    law: Type.Optional(Type.String({ minLength: 1 })),
  },
  closed,
);

/** Somebody with a part in the case. A unit as a party acts through whoever holds `permission` in it. */
export const Party = Type.Object({ title: Words, permission: Type.Optional(Type.String()) }, closed);

/** A procedure as plain data. `version` is the day from which new cases follow it; what was in force stays in the program beside it. */
export const Procedure = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$', description: 'module.name' }),
    version: Type.String({ format: 'date' }),
    title: Words,
    law: Type.Optional(Type.String({ minLength: 1 })),
    start: Name,
    states: Type.Record(Type.String(), State),
    steps: Type.Record(Type.String(), Step),
    terms: Type.Record(Type.String(), Term),
    parties: Type.Record(Type.String(), Party),
    /** Who sees the cases of their unit, besides parties and whoever a case is given to. */
    see: Type.String({ description: 'Permission' }),
    /** Who may give a case to somebody. */
    assign: Type.String({ description: 'Permission' }),
    /** The kind of fact that each step writes; its data is `StepFact`. */
    fact: Type.String({ description: 'Kind of fact' }),
    /** What steps of earlier versions are called now, for moving open cases here. */
    renamed: Type.Optional(Type.Record(Type.String(), Name)),
  },
  closed,
);

export type State = Static<typeof State>;
export type Step = Static<typeof Step>;
export type Term = Static<typeof Term>;
export type Party = Static<typeof Party>;
export type Procedure = Static<typeof Procedure>;

/** The name that the opening of a case has among the steps. */
export const OPEN = 'open';

/** The data of the fact that each step writes; modules declare their `fact` with it. `number` is that of the step in its case, 0 for the opening. */
export const StepFact = Type.Object({ procedure: Type.String(), version: Type.String(), step: Type.String(), number: Type.Integer({ minimum: 0 }), state: Type.String() }, closed);
