import { PROGRAMMES } from '#content/learning/course.ts';
import { sql, type RawBuilder } from '#base/db/index.ts';
import { set, type RatioDefinition, type SetDefinition } from '#kernel/set/index.ts';
import { COST_KINDS } from './model.ts';

/** The courses that ship with Khuê, by their programmes; classes of others, or of none, are counted as `other`. */
const COURSES: readonly string[] = PROGRAMMES;

const sessions = sql`
  select session.id as record, class.title as label, class.title collate kernel.vi as sort, to_char(session.day, 'DD/MM/YYYY ') || session.starts as detail
  from learning.class_session as session
  join learning.training_class as class on class.id = session.class_id`;

const ofSessions = { measure: 'flow', dimensions: {}, see: 'learning.assign', people: false, records: sessions } as const;
const openSession = (record: string): string => `/learning/classes/sessions/${record}`;

/** Sessions that took place. */
const held = set({
  ...ofSessions,
  name: 'learning.class-sessions',
  title: 'learning-classes.set.sessions',
  about: 'learning-classes.set.sessions.about',
  facts: ['learning.class-closed'],
  rows: sql`
    select session.id as record, class.unit_id, session.day as valid_from, 'infinity'::date as valid_to, 1 as weight
    from learning.class_session as session
    join learning.training_class as class on class.id = session.class_id
    where session.closed_at is not null`,
  href: openSession,
});

/** Places of the sessions that took place. */
const places = set({
  ...ofSessions,
  take: 'weight',
  name: 'learning.class-places',
  title: 'learning-classes.set.places',
  about: 'learning-classes.set.places.about',
  facts: ['learning.class-closed'],
  rows: sql`
    select session.id as record, class.unit_id, session.day as valid_from, 'infinity'::date as valid_to, class.capacity as weight
    from learning.class_session as session
    join learning.training_class as class on class.id = session.class_id
    where session.closed_at is not null`,
  href: openSession,
});

/** Of these, the places on which somebody sat. */
const used = set({
  ...ofSessions,
  take: 'weight',
  name: 'learning.class-places-used',
  title: 'learning-classes.set.used',
  about: 'learning-classes.set.used.about',
  facts: ['learning.class-closed', 'learning.class-attendance-corrected'],
  rows: sql`
    select session.id as record, class.unit_id, session.day as valid_from, 'infinity'::date as valid_to, (
      select count(*)
      from learning.class_attendance as attendance
      where attendance.session_id = session.id
        and attendance.way <> 'absent')::integer as weight
    from learning.class_session as session
    join learning.training_class as class on class.id = session.class_id
    where session.closed_at is not null`,
  href: openSession,
});

const ofPeople = {
  measure: 'flow',
  dimensions: {},
  see: 'learning.assign',
  people: true,
  base: 'directory.staff-in-post',
  person: (record: RawBuilder<unknown>) => sql`(select mine.person_id from learning.class_attendance as mine where mine.id = ${record})`,
} as const;

const attendances = sql`
  select attendance.id as record, person.name as label, person.name_sort as sort, class.title as detail
  from learning.class_attendance as attendance
  join kernel.person on person.id = attendance.person_id
  join learning.class_session as session on session.id = attendance.session_id
  join learning.training_class as class on class.id = session.class_id`;

/** People expected at settled sessions, session by session. */
const expected = set({
  ...ofPeople,
  name: 'learning.class-expected',
  title: 'learning-classes.set.expected',
  about: 'learning-classes.set.expected.about',
  facts: ['learning.class-missed', 'learning.class-attended'],
  rows: sql`
    select attendance.id as record, attendance.unit_id, session.day as valid_from, 'infinity'::date as valid_to, 1 as weight
    from learning.class_attendance as attendance
    join learning.class_session as session on session.id = attendance.session_id
    where session.closed_at is not null`,
  records: attendances,
  href: () => '/learning/classes',
});

/** Of these, those who were there. */
const attended = set({
  ...ofPeople,
  name: 'learning.class-attended',
  title: 'learning-classes.set.attended',
  about: 'learning-classes.set.attended.about',
  facts: ['learning.class-attended', 'learning.class-attendance-corrected'],
  rows: sql`
    select attendance.id as record, attendance.unit_id, session.day as valid_from, 'infinity'::date as valid_to, 1 as weight
    from learning.class_attendance as attendance
    join learning.class_session as session on session.id = attendance.session_id
    where session.closed_at is not null
      and attendance.way <> 'absent'`,
  records: attendances,
  href: () => '/learning/classes',
});

/** What people say is theirs: only figures are ever shown, from ten answers on; so these are stocks of a year, which protect their own size. */
const ofAnswers = { measure: 'stock', dimensions: {}, see: 'nobody', people: true, href: (): string => '/learning/classes' } as const;

const answersOf = (stage: 'end' | 'later', weight: ReturnType<typeof sql>, where: ReturnType<typeof sql> = sql``) => sql`
  select given.class_id::text || ' ' || given.person_id::text as record, given.unit_id, given.day as valid_from, given.day + 365 as valid_to, ${weight} as weight
  from learning.class_evaluation as given
  where given.stage = ${stage}
    ${where}`;

const answerRecords = sql`
  select given.class_id::text || ' ' || given.person_id::text as record, class.title as label, class.title collate kernel.vi as sort, '' as detail
  from learning.class_evaluation as given
  join learning.training_class as class on class.id = given.class_id`;

const answers = set({
  ...ofAnswers,
  name: 'learning.class-answers',
  title: 'learning-classes.set.answers',
  about: 'learning-classes.set.answers.about',
  facts: ['learning.class-evaluated'],
  rows: answersOf('end', sql`1`),
  records: answerRecords,
});

const marks = set({
  ...ofAnswers,
  base: 'learning.class-answers',
  take: 'weight',
  name: 'learning.class-marks',
  title: 'learning-classes.set.marks',
  about: 'learning-classes.set.marks.about',
  facts: ['learning.class-evaluated'],
  rows: answersOf('end', sql`(given.content + given.trainer) / 10.0`),
  records: answerRecords,
});

const laterAnswers = set({
  ...ofAnswers,
  name: 'learning.class-answers-later',
  title: 'learning-classes.set.later',
  about: 'learning-classes.set.later.about',
  facts: ['learning.class-evaluated'],
  rows: answersOf('later', sql`1`),
  records: answerRecords,
});

const usedAtWork = set({
  ...ofAnswers,
  base: 'learning.class-answers-later',
  name: 'learning.class-used-at-work',
  title: 'learning-classes.set.at-work',
  about: 'learning-classes.set.at-work.about',
  facts: ['learning.class-evaluated'],
  rows: answersOf('later', sql`1`, sql`and given.used >= 4`),
  records: answerRecords,
});

const costsOf = (stage: 'planned' | 'actual', slice: ReturnType<typeof sql> = sql``) => sql`
  select line.id as record, line.unit_id, line.day as valid_from, 'infinity'::date as valid_to, line.amount as weight${slice}
  from learning.class_cost as line
  join learning.training_class as class on class.id = line.class_id
  where line.stage = ${stage}
    and line.withdrawn_at is null`;

const ofCosts = (stage: 'planned' | 'actual') => ({
  measure: 'flow' as const,
  take: 'weight' as const,
  facts: ['learning.class-cost-changed'],
  rows: costsOf(stage),
  dimensions: {
    course: {
      title: 'learning-classes.set.costs-course',
      values: [...COURSES, 'other'],
      rows: costsOf(stage, sql`, case when class.course_id = any(${COURSES}::text[]) then class.course_id else 'other' end as slice`),
    },
    kind: { title: 'learning-classes.set.costs-kind', values: [...COST_KINDS], rows: costsOf(stage, sql`, line.kind as slice`) },
  },
  records: sql`
    select line.id as record, class.title as label, class.title collate kernel.vi as sort, line.note as detail
    from learning.class_cost as line
    join learning.training_class as class on class.id = line.class_id`,
  href: (record: string) => `/learning/classes/${record}/costs`,
  see: 'learning.assign',
  people: false,
});

const planned = set({
  ...ofCosts('planned'),
  name: 'learning.class-costs-planned',
  title: 'learning-classes.set.costs-planned',
  about: 'learning-classes.set.costs-planned.about',
});
const spent = set({ ...ofCosts('actual'), name: 'learning.class-costs', title: 'learning-classes.set.costs', about: 'learning-classes.set.costs.about' });

/** Sets of classes: sessions, places, presence, what those who attended say, costs. */
export const classSets: SetDefinition[] = [held, places, used, expected, attended, answers, marks, laterAnswers, usedAtWork, planned, spent];

const ratio = (name: string, key: string, numerator: string, denominator: string): RatioDefinition => ({
  name: `learning.${name}`,
  title: `learning-classes.ratio.${key}`,
  about: `learning-classes.ratio.${key}.about`,
  numerator: `learning.${numerator}`,
  denominator: `learning.${denominator}`,
});

/** Shares of classes: places used, presence, evaluation of five, used at work. */
export const classRatios: RatioDefinition[] = [
  ratio('share-places-used', 'places', 'class-places-used', 'class-places'),
  ratio('share-class-attended', 'attended', 'class-attended', 'class-expected'),
  ratio('share-class-mark', 'mark', 'class-marks', 'class-answers'),
  ratio('share-used-at-work', 'at-work', 'class-used-at-work', 'class-answers-later'),
];
