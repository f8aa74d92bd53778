import { sql } from '#base/db/index.ts';
import { set, type SetDefinition } from '#kernel/set/index.ts';

const ofPeople = { dimensions: {}, see: 'learning.see-team', people: true, base: 'directory.staff-in-post' } as const;

/** Certifications that hold on a day; a renewed one goes on. */
const certified = set({
  ...ofPeople,
  measure: 'stock',
  name: 'learning.certified',
  person: (record) => sql`(select mine.person_id from learning.certification as mine where mine.id = ${record})`,
  title: 'learning-who.set.certified',
  about: 'learning-who.set.certified.about',
  facts: ['learning.certified'],
  rows: sql`
    select held.id as record, held.unit_id, held.valid_from, held.valid_to, 1 as weight
    from learning.certification as held`,
  records: sql`
    select held.id as record, person.name as label, person.name_sort as sort, curriculum.title_vi as detail
    from learning.certification as held
    join kernel.person on person.id = held.person_id
    join learning.curriculum on curriculum.id = held.curriculum_id`,
  href: () => '/learning/team',
});

/** Sessions of learning; they weigh their hours. */
const hours = set({
  ...ofPeople,
  measure: 'flow',
  take: 'weight',
  name: 'learning.hours',
  person: (record) => sql`(select session.person_id from learning.study_time as session where session.id = ${record})`,
  title: 'learning-who.set.hours',
  about: 'learning-who.set.hours.about',
  facts: ['learning.hours-counted'],
  rows: sql`
    select study.id as record, study.unit_id, study.day as valid_from, 'infinity'::date as valid_to,
      study.minutes / 60.0 as weight
    from learning.study_time as study`,
  records: sql`
    select study.id as record, person.name as label, person.name_sort as sort, study.title as detail
    from learning.study_time as study
    join kernel.person on person.id = study.person_id`,
  href: () => '/learning/team',
});

/** People who have reached the duty of the year, until the year ends. */
const dutyMet = set({
  ...ofPeople,
  measure: 'stock',
  name: 'learning.duty-met',
  person: (record) => sql`(select mine.person_id from learning.duty_met as mine where mine.id = ${record})`,
  title: 'learning-who.set.duty-met',
  about: 'learning-who.set.duty-met.about',
  facts: ['learning.duty-met'],
  rows: sql`
    select reached.id as record, reached.unit_id, reached.met_on as valid_from, make_date(reached.year + 1, 1, 1) as valid_to, 1 as weight
    from learning.duty_met as reached`,
  records: sql`
    select reached.id as record, person.name as label, person.name_sort as sort, person.staff_code as detail
    from learning.duty_met as reached
    join kernel.person on person.id = reached.person_id`,
  href: () => '/learning/team',
});

/** Certificates from elsewhere that were accepted. */
const outside = set({
  ...ofPeople,
  measure: 'flow',
  name: 'learning.outside-accepted',
  person: (record) => sql`(select mine.person_id from learning.outside_record as mine where mine.id = ${record})`,
  title: 'learning-who.set.outside',
  about: 'learning-who.set.outside.about',
  facts: ['learning.outside-decided'],
  rows: sql`
    select outside.id as record, outside.unit_id, (outside.decided_at at time zone 'Asia/Ho_Chi_Minh')::date as valid_from, 'infinity'::date as valid_to, 1 as weight
    from learning.outside_record as outside
    where outside.state = 'accepted'`,
  records: sql`
    select outside.id as record, person.name as label, person.name_sort as sort, outside.title as detail
    from learning.outside_record as outside
    join kernel.person on person.id = outside.person_id`,
  href: () => '/learning/team',
});

/** Sets of certifications, hours, the yearly duty and certificates from elsewhere. */
export const creditSets: SetDefinition[] = [certified, hours, dutyMet, outside];
