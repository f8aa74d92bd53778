import { sql, type RawBuilder } from '#base/db/index.ts';
import { classRatios, classSets } from './classes/sets.ts';
import { creditSets } from './credit/sets.ts';
import { poolSets } from './pool/sets.ts';
import { set, type RatioDefinition, type SetDefinition } from '#kernel/set/index.ts';

/** Acts of people: protected by how many are in post. */
const ofPeople = { measure: 'flow', dimensions: {}, see: 'learning.see-team', people: true, base: 'directory.staff-in-post' } as const;

const learnerOf = (record: RawBuilder<unknown>) => sql`(select mine.person_id from learning.enrolment as mine where mine.id = ${record})`;
const assignedTo = (record: RawBuilder<unknown>) => sql`(select mine.person_id from learning.assigned as mine where mine.id = ${record})`;

const enrolments = sql`
  select enrolment.id as record, person.name as label, person.name_sort as sort, version.title_vi as detail
  from learning.enrolment
  join kernel.person on person.id = enrolment.person_id
  join learning.course_version as version
    on version.course_id = enrolment.course_id
    and version.version = enrolment.version`;

const lines = sql`
  select assigned.id as record, person.name as label, person.name_sort as sort, person.staff_code as detail
  from learning.assigned
  join kernel.person on person.id = assigned.person_id`;

/** Courses begun. */
const enrolled = set({
  ...ofPeople,
  name: 'learning.enrolled',
  person: learnerOf,
  title: 'learning.set.enrolled',
  about: 'learning.set.enrolled.about',
  facts: ['learning.course-started'],
  rows: sql`
    select enrolment.id as record, enrolment.unit_id, enrolment.started_on as valid_from, 'infinity'::date as valid_to, 1 as weight
    from learning.enrolment`,
  records: enrolments,
  href: (record) => `/learning/enrolments/${record}`,
});

/** Courses completed; they weigh their hours. */
const completed = set({
  ...ofPeople,
  name: 'learning.completed',
  person: learnerOf,
  title: 'learning.set.completed',
  about: 'learning.set.completed.about',
  facts: ['learning.course-completed'],
  rows: sql`
    select enrolment.id as record, enrolment.completed_unit_id as unit_id, enrolment.completed_on as valid_from, 'infinity'::date as valid_to, enrolment.hours as weight
    from learning.enrolment
    where enrolment.completed_on is not null`,
  records: enrolments,
  href: (record) => `/learning/enrolments/${record}`,
});

/** Assigned courses by their last day. */
const due = set({
  ...ofPeople,
  name: 'learning.due',
  person: assignedTo,
  title: 'learning.set.due',
  about: 'learning.set.due.about',
  facts: ['learning.assigned', 'learning.assignment-changed'],
  rows: sql`
    select assigned.id as record, assigned.unit_id, assigned.due as valid_from, 'infinity'::date as valid_to, 1 as weight
    from learning.assigned
    join learning.assignment on assignment.id = assigned.assignment_id
    where (assigned.left_on is null or assigned.left_on > assigned.due)
      and not assignment.confidential`,
  records: lines,
  href: (record) => `/learning/assigned/${record}`,
});

/** Of these, the ones completed by then. */
const onTime = set({
  ...ofPeople,
  name: 'learning.on-time',
  person: assignedTo,
  title: 'learning.set.on-time',
  about: 'learning.set.on-time.about',
  facts: ['learning.assigned', 'learning.assignment-changed'],
  rows: sql`
    select assigned.id as record, assigned.unit_id, assigned.due as valid_from, 'infinity'::date as valid_to, 1 as weight
    from learning.assigned
    join learning.assignment on assignment.id = assigned.assignment_id
    where assigned.completed_on <= assigned.due
      and not assignment.confidential`,
  records: lines,
  href: (record) => `/learning/assigned/${record}`,
});

/** The sets of learning. */
export const sets: SetDefinition[] = [enrolled, completed, due, onTime, ...creditSets, ...classSets, ...poolSets];

/** The shares of learning. */
export const ratios: RatioDefinition[] = [
  { name: 'learning.share-on-time', title: 'learning.ratio.on-time', about: 'learning.set.on-time.about', numerator: 'learning.on-time', denominator: 'learning.due' },
  ...classRatios,
];
