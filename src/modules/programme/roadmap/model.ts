import Type from 'typebox';
import type { FactKind } from '#kernel/fact/index.ts';
import { closed, dayAs, keyOf, nullable, UnitName } from '../plans/model.ts';

export { UnitName };

/**
 * What the roadmap tells the log. `subject` is the initiative. `programme.impact-assessed` is recorded by whoever assesses what an initiative means for the
 * people in the posts it changes; approval looks for one that nothing has corrected.
 */
export const roadmapFacts: FactKind[] = [
  { name: 'programme.initiative-changed', data: Type.Object({ number: Type.Integer(), changesPosts: Type.Boolean() }, closed) },
  { name: 'programme.initiative-stepped', data: Type.Object({ from: Type.String(), to: Type.String() }, closed) },
  { name: 'programme.milestone-reached', data: Type.Object({ milestone: Type.String() }, closed) },
  { name: 'programme.money-spent', data: Type.Object({ spending: Type.String() }, closed) },
  { name: 'programme.impact-assessed', data: Type.Object({ case: Type.Optional(Type.String()), posts: Type.Optional(Type.Integer()) }, closed) },
];

/** The states of an initiative, in their order. */
export const STATES = ['proposed', 'approved', 'running', 'done', 'stopped'] as const;

/** The most đồng that can be entered: exact in a JSON number. */
export const MOST_DONG = 9_000_000_000_000_000;

const Milestone = Type.Object(
  {
    id: Type.Optional(Type.String({ format: 'uuid', description: 'Milestone; left out for a new one' })),
    title: Type.String({ minLength: 3, maxLength: 200, description: 'What is reached' }),
    due: dayAs('Day by which'),
  },
  closed,
);

const Risk = Type.Object(
  {
    text: Type.String({ minLength: 3, maxLength: 500, description: 'What may happen' }),
    likelihood: Type.Integer({ minimum: 1, maximum: 5, description: 'How likely, 1 to 5' }),
    impact: Type.Integer({ minimum: 1, maximum: 5, description: 'How grave, 1 to 5' }),
    mitigation: Type.String({ minLength: 3, maxLength: 1000, description: 'What is done about it' }),
  },
  closed,
);
export type Risk = Type.Static<typeof Risk>;

/** What can be written of an initiative. */
export const initiativeFields = {
  titleVi: Type.String({ minLength: 3, maxLength: 300, description: 'Title in Vietnamese' }),
  titleEn: Type.String({ minLength: 3, maxLength: 300, description: 'Title in English' }),
  aboutVi: Type.String({ maxLength: 3000, description: 'What it does, in Vietnamese' }),
  aboutEn: Type.String({ maxLength: 3000, description: 'What it does, in English' }),
  plan: nullable(keyOf('a programme')),
  goal: nullable(keyOf('a goal of that programme')),
  targets: Type.Array(keyOf('a target'), { maxItems: 30, uniqueItems: true, description: 'Targets that it serves' }),
  unitId: Type.String({ format: 'uuid', description: 'Unit that carries it' }),
  personCode: nullable(Type.String({ maxLength: 30, description: 'Staff code of the person who answers for it' })),
  starts: dayAs('First day'),
  ends: dayAs('Last day'),
  milestones: Type.Array(Milestone, { maxItems: 30, description: 'What is reached by when' }),
  dependsOn: Type.Array(keyOf('an initiative'), { maxItems: 30, uniqueItems: true, description: 'Initiatives that must be done before it runs' }),
  planned: Type.Integer({ minimum: 0, maximum: MOST_DONG, description: 'Money planned, in đồng' }),
  risks: Type.Array(Risk, { maxItems: 30, description: 'Risks' }),
  changesPosts: Type.Boolean({ description: 'Whether posts are changed or fall away by it: then the impact on people is assessed before it is approved' }),
};
export const InitiativeFields = Type.Object(initiativeFields, closed);
export type InitiativeFields = Type.Static<typeof InitiativeFields>;

const ref = Type.Object(
  { key: Type.String({ description: 'Key' }), titleVi: Type.String({ description: 'Title in Vietnamese' }), titleEn: Type.String({ description: 'Title in English' }) },
  closed,
);

const Reached = Type.Object(
  {
    id: Type.String({ description: 'Milestone' }),
    title: Type.String({ description: 'What is reached' }),
    due: Type.String({ description: 'Day by which' }),
    doneOn: nullable(Type.String({ description: 'Day on which it was reached; null: open' })),
  },
  closed,
);

/** An initiative in a line of the roadmap. */
export const InitiativeLine = Type.Object(
  {
    id: Type.String({ description: 'Initiative, as facts name it' }),
    key: Type.String({ description: 'Initiative, as addresses name it' }),
    number: Type.Integer({ description: 'Number of the version' }),
    titleVi: initiativeFields.titleVi,
    titleEn: initiativeFields.titleEn,
    state: Type.Enum([...STATES], { description: 'State' }),
    plan: nullable(ref),
    goal: nullable(ref),
    unit: UnitName,
    person: nullable(Type.Object({ id: Type.String({ description: 'Person' }), name: Type.String({ description: 'Name' }) }, closed)),
    starts: Type.String({ description: 'First day' }),
    ends: Type.String({ description: 'Last day' }),
    milestones: Type.Array(Reached, { description: 'By day' }),
    dependsOn: Type.Array(ref, { description: 'Must be done before it runs' }),
    targets: Type.Array(ref, { description: 'Targets that it serves' }),
    planned: Type.Integer({ description: 'Money planned, in đồng' }),
    spent: Type.Integer({ description: 'Money spent, in đồng' }),
    changesPosts: Type.Boolean({ description: 'Whether it changes posts' }),
    impactAssessed: Type.Boolean({ description: 'Whether its impact on people was assessed' }),
    gravity: nullable(Type.Enum(['low', 'medium', 'high'], { description: 'Of its gravest risk; null without any' })),
    late: Type.Array(
      Type.Object(
        {
          kind: Type.Enum(['start', 'milestone', 'end'], { description: 'What is late' }),
          title: Type.String({ description: 'Of a milestone' }),
          due: Type.String({ description: 'Day by which' }),
        },
        closed,
      ),
      { description: 'What it is late with' },
    ),
  },
  closed,
);
export type InitiativeLine = Type.Static<typeof InitiativeLine>;

/** A step that an initiative took. */
export const StepLine = Type.Object(
  {
    state: Type.Enum([...STATES], { description: 'State it came to' }),
    reason: Type.String({ description: 'Why' }),
    by: nullable(Type.String({ description: 'Name; null when a program did' })),
    at: Type.String({ format: 'date-time', description: 'When' }),
  },
  closed,
);

/** Money spent. */
export const SpendingLine = Type.Object(
  {
    amount: Type.Integer({ description: 'Đồng; below zero corrects' }),
    day: Type.String({ description: 'Day' }),
    purpose: Type.String({ description: 'What for' }),
    by: nullable(Type.String({ description: 'Name; null when a program did' })),
    at: Type.String({ format: 'date-time', description: 'When it was noted' }),
  },
  closed,
);

/** A file that shows what an initiative did. */
export const EvidenceLine = Type.Object(
  {
    documentId: Type.String({ description: 'Document, for /documents/{id}' }),
    name: Type.String({ description: 'Name of the file' }),
    about: Type.String({ description: 'What it shows' }),
    by: nullable(Type.String({ description: 'Name; null when a program did' })),
    at: Type.String({ format: 'date-time', description: 'When it was added' }),
  },
  closed,
);
export { Risk as RiskLine };
