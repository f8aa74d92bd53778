import { all, sql } from '#base/db/index.ts';
import type { PersonalData } from '#kernel/personal/index.ts';
import { endConsents, keepKinds } from './pool/member-store.ts';

const ofEnrolments = (id: string) => sql`told.enrolment_id in (select own.id from learning.enrolment as own where own.person_id = ${id})`;

/** Tables of the pool about a person; who of the others decided stays out. */
const POOL = [
  { table: 'learning.pool_consent', without: ['given_by'] },
  { table: 'learning.pool_request', without: ['asked_by'] },
  { table: 'learning.pool_hours', without: ['decided_by'] },
  { table: 'learning.pool_evaluation', without: ['given_by'] },
];

/** What learning holds on a person: courses, lessons, answers to exercises, checks, what was assigned and excused, and how they stand in the pool. */
export const personal: PersonalData = {
  tables: [
    { table: 'learning.lesson_progress', of: ofEnrolments },
    { table: 'learning.block_answer', of: ofEnrolments },
    { table: 'learning.lesson_check', of: ofEnrolments },
    {
      table: 'learning.lesson_check_item',
      of: (id) => sql`told.check_id in (
        select finished.id
        from learning.lesson_check as finished
        join learning.enrolment as own on own.id = finished.enrolment_id
        where own.person_id = ${id}
          and finished.finished_at is not null)`,
    },
    { table: 'learning.excuse', of: (id) => sql`told.assigned_id in (select own.id from learning.assigned as own where own.person_id = ${id})` },
    ...POOL.map(({ table, without }) => ({ table, of: (id: string) => sql`told.person_id = ${id}`, without })),
    { table: 'learning.pool_event', of: (id) => sql`told.request_id in (select own.id from learning.pool_request as own where own.person_id = ${id})`, without: ['person_id'] },
  ],
  keeps: [
    { title: 'personal.learning', text: 'personal.learning-text' },
    { title: 'personal.pool', text: 'personal.pool-text' },
  ],
  erase: async (ctx, personId) => {
    await all(
      ctx.db,
      sql`
      delete from learning.block_answer as given
      using learning.enrolment
      where enrolment.id = given.enrolment_id
        and enrolment.person_id = ${personId}`,
    );
    await all(ctx.db, sql`delete from learning.learning_reminder as reminder where reminder.person_id = ${personId}`);
    await all(ctx.db, sql`delete from learning.pool_period as period where period.person_id = ${personId}`);
    await all(ctx.db, sql`delete from learning.pool_member as member where member.person_id = ${personId}`);
    await endConsents(ctx.db, [personId], ['person', 'unit'], ctx.today, null);
    await keepKinds(ctx.db, personId, [], ctx.today);
  },
};
