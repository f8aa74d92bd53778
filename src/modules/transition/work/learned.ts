import Type from 'typebox';
import { inTransaction, sql, type RawBuilder } from '#base/db/index.ts';
import { caseRead } from '#kernel/case/index.ts';
import { record } from '#kernel/fact/index.ts';
import { every } from '#kernel/job/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { scope } from '#kernel/org/index.ts';
import { listAssignedProgress, listCompletedAssignments } from '#modules/learning/index.ts';
import { closed } from '../model.ts';
import { findLearningPlan, listAssigned, listLearners } from './learning-store.ts';
import { id, orNull } from './model.ts';
import { getPersonCase } from './offers.ts';

/** How far a person has come in what was planned. */
export const readRetraining = operation({
  name: 'transition.read-retraining',
  summary: 'How many courses of the plan of learning of a case are completed, and when the last one was; null without a plan. Never how well.',
  kind: 'read',
  http: 'GET /transition/cases/{id}/retraining',
  permission: 'signed-in',
  input: Type.Object({ id: id('Case of the person') }, closed),
  output: orNull(
    Type.Object(
      {
        courses: Type.Integer({ description: 'Courses of the plan' }),
        done: Type.Integer({ description: 'Courses completed' }),
        completedOn: orNull(Type.String({ description: 'Day on which the last one was completed; null while one is open' })),
      },
      closed,
    ),
  ),
  run: async (ctx, given) => {
    await caseRead.run(ctx, given);
    const { caseId, personId } = await getPersonCase(ctx, given.id);
    const plan = await findLearningPlan(ctx.db, caseId);
    if (plan === undefined) return null;
    const days = (await listAssignedProgress(ctx.db, personId, await listAssigned(ctx.db, plan.id))).flatMap(({ completedOn }) => completedOn ?? []);
    return { courses: plan.courses.length, done: days.length, completedOn: days.length < plan.courses.length ? null : (days.toSorted().at(-1) ?? null) };
  },
});

/** Notes of each person in retraining that all courses of the plan are completed, once, and tells the person and whoever planned them. Answers how many there were. */
export async function noteLearned(ctx: Ctx): Promise<number> {
  return inTransaction(ctx.db, async (db) => {
    const own: Ctx = { ...ctx, db };
    const learners = await listLearners(db);
    const completed = new Set(
      await listCompletedAssignments(
        db,
        learners.flatMap(({ assignments }) => assignments),
      ),
    );
    const learned = learners.filter(({ assignments }) => assignments.every((one) => completed.has(one)));
    for (const { caseId, unitId, personId, planId, madeBy, assignments } of learned) {
      await record(own, [{ kind: 'transition.learning-completed', subject: caseId, unitId, day: ctx.today, value: assignments.length, data: { plan: planId } }]);
      const told = { values: { n: assignments.length }, href: `/transition/cases/${caseId}/work`, email: true };
      await notify(own, { to: [personId], key: 'transition-work.told-learned', ...told });
      if (madeBy !== null) await notify(own, { to: [madeBy], key: 'transition-work.told-all-learned', ...told });
    }
    return learned.length;
  });
}

/** Every minute. */
export const learnedTask = every(60, 'transition.note-learned', async (ctx) => {
  await noteLearned(ctx);
});

/** Cases in the units of the asker whose person has completed all courses and has no offer to answer. */
export function awaitingOffers(ctx: Pick<Ctx, 'actor' | 'today'>): RawBuilder<{ id: string; title: string }> {
  return sql<{ id: string; title: string }>`
    select file.id, file.title
    from kernel.case_file as file
    where file.closed_on is null
      and file.procedure = 'transition.person'
      and file.state = 'retraining'
      and ${scope(ctx.actor, 'transition.handle-cases', sql`file.unit_id`, ctx.today)}
      and exists (
        select 1
        from kernel.fact
        where fact.subject = file.id
          and fact.kind = 'transition.learning-completed'
          and fact.data ->> 'plan' = (
            select max(plan.id::text)
            from transition.learning_plan as plan
            where plan.case_id = file.id))
      and not exists (
        select 1
        from kernel.case_file as offer
        where offer.parent_id = file.id
          and offer.procedure = 'transition.offer'
          and offer.state = 'made')
    order by file.id
    limit 20`;
}
