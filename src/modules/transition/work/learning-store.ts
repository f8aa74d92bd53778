import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Reason } from '#kernel/rule/index.ts';

/** A plan of learning towards a post; pay in đồng a month. */
export type LearningPlan = {
  id: string;
  caseId: string;
  postId: string | null;
  post: string;
  courses: { id: string; title: string }[];
  dueDays: number;
  pay: number;
  because: Reason[];
  reason: string;
  madeOn: Day;
};

/** Keeps a plan. */
export async function addLearningPlan(db: Db, given: LearningPlan & { madeBy: string | null; factId: string }): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.learning_plan (id, case_id, post_id, post, courses, due_days, pay, because, reason, made_by, made_on, fact_id)
      values (${given.id}, ${given.caseId}, ${given.postId}, ${given.post}, ${JSON.stringify(given.courses)}::jsonb, ${given.dueDays}, ${given.pay},
        ${JSON.stringify(given.because)}::jsonb, ${given.reason}, ${given.madeBy}, ${given.madeOn}, ${given.factId})`,
  );
}

/** The latest plan of a case. */
export async function findLearningPlan(db: Db, caseId: string): Promise<LearningPlan | undefined> {
  return one(
    db,
    sql<LearningPlan>`
      select held.id, held.case_id as "caseId", held.post_id as "postId", held.post, held.courses, held.due_days as "dueDays", held.pay, held.because, held.reason,
        held.made_on as "madeOn"
      from transition.learning_plan as held
      where held.case_id = ${caseId}
      order by held.id desc
      limit 1`,
  );
}

/** Somebody in retraining: who planned it and what the courses of the latest plan became. */
export type Learner = { caseId: string; personId: string; unitId: string; planId: string; madeBy: string | null; assignments: string[] };

/** Everybody in retraining of whom it is not noted yet that all courses of the latest plan are completed. */
export async function listLearners(db: Db): Promise<Learner[]> {
  return all(
    db,
    sql<Learner>`
      select held.case_id as "caseId", held.person_id as "personId", file.unit_id as "unitId", plan.id as "planId", plan.made_by as "madeBy",
        array_agg(given.assignment_id order by given.course) as assignments
      from kernel.case_file as file
      join transition.person_case as held on held.case_id = file.id
      join lateral (
        select latest.id, latest.made_by
        from transition.learning_plan as latest
        where latest.case_id = file.id
        order by latest.id desc
        limit 1
      ) as plan on true
      join transition.learning_assigned as given on given.plan_id = plan.id
      where file.closed_on is null
        and file.procedure = 'transition.person'
        and file.state = 'retraining'
        and not exists (
          select 1
          from kernel.fact
          where fact.subject = file.id
            and fact.kind = 'transition.learning-completed'
            and fact.data ->> 'plan' = plan.id::text)
      group by held.case_id, held.person_id, file.unit_id, plan.id, plan.made_by
      order by held.case_id`,
  );
}

/** Notes which assignment a course of a plan became. */
export async function addAssigned(db: Db, given: { planId: string; course: string; assignmentId: string; day: Day }): Promise<void> {
  await all(
    db,
    sql`
      insert into transition.learning_assigned (plan_id, course, assignment_id, assigned_on)
      values (${given.planId}, ${given.course}, ${given.assignmentId}, ${given.day})`,
  );
}

/** The assignments that the courses of a plan became. */
export async function listAssigned(db: Db, planId: string): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ id: string }>`
      select held.assignment_id as id
      from transition.learning_assigned as held
      where held.plan_id = ${planId}
      order by held.course`,
  );
  return rows.map(({ id }) => id);
}
