import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';

/** How far somebody has come in an assigned course: never how well. */
export type AssignedProgress = { assignmentId: string; course: string; due: Day; completedOn: Day | null };

/** The lines of a person in these assignments, for whoever assigned them within a case. */
export async function listAssignedProgress(db: Db, personId: string, assignmentIds: readonly string[]): Promise<AssignedProgress[]> {
  return all(
    db,
    sql<AssignedProgress>`
    select assigned.assignment_id as "assignmentId", assignment.course_id as course, assigned.due, assigned.completed_on as "completedOn"
    from learning.assigned
    join learning.assignment on assignment.id = assigned.assignment_id
    where assigned.person_id = ${personId}
      and assigned.assignment_id = any(${assignmentIds}::uuid[])
    order by assignment.course_id`,
  );
}

/** Which of these assignments, each made for one person, are completed. */
export async function listCompletedAssignments(db: Db, assignmentIds: readonly string[]): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ id: string }>`
    select assigned.assignment_id as id
    from learning.assigned
    where assigned.assignment_id = any(${assignmentIds}::uuid[])
      and assigned.completed_on is not null`,
  );
  return rows.map(({ id }) => id);
}
