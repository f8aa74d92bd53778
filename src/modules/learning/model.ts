import Type from 'typebox';
import type { FactKind } from '#kernel/fact/index.ts';

/** Objects take no other fields than those named. */
export const closed = { additionalProperties: false };

/** What learning tells the log. `subject` is the enrolment, the person’s line of the assignment (assigned, assignment-changed), the certification, the certificate from elsewhere, the row of the duty met, the event of publishing, or what was handed in; for hours the person; for the pool the member, need, request or entry of hours. */
export const facts: FactKind[] = [
  { name: 'learning.course-started', data: Type.Object({ course: Type.String(), version: Type.Integer() }, closed) },
  { name: 'learning.lesson-completed', data: Type.Object({ course: Type.String(), lesson: Type.String() }, closed) },
  { name: 'learning.course-completed', data: Type.Object({ course: Type.String(), version: Type.Integer() }, closed) },
  { name: 'learning.assigned', data: Type.Object({ assignment: Type.String(), course: Type.Optional(Type.String()), curriculum: Type.Optional(Type.String()) }, closed) },
  { name: 'learning.assignment-changed', data: Type.Object({ assignment: Type.String(), what: Type.String() }, closed) },
  { name: 'learning.certified', data: Type.Object({ curriculum: Type.String(), way: Type.String() }, closed) },
  { name: 'learning.hours-counted', data: Type.Object({ source: Type.String(), minutes: Type.Integer() }, closed) },
  { name: 'learning.outside-decided', data: Type.Object({ state: Type.String(), minutes: Type.Integer() }, closed) },
  { name: 'learning.class-place-changed', data: Type.Object({ class: Type.String(), state: Type.String() }, closed) },
  { name: 'learning.class-closed', data: Type.Object({ class: Type.String(), present: Type.Integer() }, closed) },
  { name: 'learning.class-attended', data: Type.Object({ class: Type.String() }, closed) },
  { name: 'learning.class-missed', data: Type.Object({ class: Type.String() }, closed) },
  { name: 'learning.class-attendance-corrected', data: Type.Object({ class: Type.String(), present: Type.Boolean() }, closed) },
  { name: 'learning.class-cost-changed', data: Type.Object({ class: Type.String(), stage: Type.String() }, closed) },
  { name: 'learning.class-evaluated', data: Type.Object({ stage: Type.String() }, closed) },
  { name: 'learning.hours-withdrawn', data: Type.Object({}, closed) },
  { name: 'learning.duty-withdrawn', data: Type.Object({}, closed) },
  { name: 'learning.duty-met', data: Type.Object({ year: Type.Integer() }, closed) },
  { name: 'learning.course-published', data: Type.Object({ course: Type.String(), version: Type.Integer() }, closed) },
  { name: 'learning.handed-in', data: Type.Object({ course: Type.String(), lesson: Type.String() }, closed) },
  { name: 'learning.pool-member-changed', data: Type.Object({ what: Type.String() }, closed) },
  { name: 'learning.pool-need-changed', data: Type.Object({ state: Type.String() }, closed) },
  { name: 'learning.pool-request-changed', data: Type.Object({ need: Type.String(), state: Type.String() }, closed) },
  { name: 'learning.pool-hours-confirmed', data: Type.Object({ request: Type.String() }, closed) },
  { name: 'learning.hand-in-marked', data: Type.Object({ course: Type.String(), lesson: Type.String(), passed: Type.Boolean() }, closed) },
];

/** Permissions of the module. */
export const permissions = [
  'learning.assign',
  'learning.see-team',
  'learning.teach',
  'learning.moderate',
  'learning.manage-clients',
  'learning.author',
  'learning.review-course',
  'learning.mark',
  'learning.ask-pool',
  'learning.lend-pool',
];

/** A value, or null where there is none. */
export const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** Id of a course in an address. */
export const CourseId = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80, description: 'Course' });
/** Id of a lesson in an address. */
export const LessonId = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80, description: 'Lesson of the course' });
