import { one, sql } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { metRows } from './met.ts';
import { courseTitle } from './store.ts';

/** The title of the course that a person must meet before this one, by a curriculum that was assigned; undefined when nothing stands before it. */
export async function findFirst(ctx: Pick<Ctx, 'db' | 'today' | 'locale'>, personId: string, courseId: string): Promise<string | undefined> {
  const row = await one(
    ctx.db,
    sql<{ title: string }>`
    select ${courseTitle('part.after_course', ctx.locale)} as title
    from learning.curriculum_part as part
    join learning.assignment on assignment.curriculum_id = part.curriculum_id
    join learning.assigned
      on assigned.assignment_id = assignment.id
      and assigned.person_id = ${personId}
      and assigned.left_on is null
      and assigned.completed_on is null
    join learning.curriculum_part as before
      on before.curriculum_id = part.curriculum_id
      and before.course_id = part.after_course
    where part.course_id = ${courseId}
      and not exists (
        select 1
        from (${metRows({ personId }, ctx.today)}) as met
        where met.curriculum_id = before.curriculum_id
          and met.place = before.place)
    limit 1`,
  );
  return row?.title;
}
