import type { Block, Lesson } from '#content/learning/course.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import type { Said } from '../courses/view.ts';

type Discussion = Extract<Block, { kind: 'discussion' }>;

/** The discussions among blocks. */
export function discussionsIn(blocks: readonly Block[]): Discussion[] {
  return blocks.filter((block): block is Discussion => block.kind === 'discussion');
}

/** By block how much is in view in the discussions of a lesson, and whether a person has written there; nothing is asked where the lesson has none. */
export async function saidIn(db: Db, personId: string | undefined, courseId: string, lesson: Pick<Lesson, 'id' | 'blocks'>): Promise<Map<string, Said>> {
  if (discussionsIn(lesson.blocks).length === 0) return new Map();
  const rows = await all(
    db,
    sql<Said & { block: string }>`
    select post.block_id as block, count(*)::integer as posts, coalesce(bool_or(post.person_id = ${personId ?? null}::uuid), false) as written
    from learning.lesson_post as post
    where post.course_id = ${courseId}
      and post.lesson_id = ${lesson.id}
      and post.block_id is not null
      and post.state = 'shown'
    group by post.block_id`,
  );
  return new Map(rows.map(({ block, ...said }) => [block, said]));
}

/** The discussions of a lesson in which a person has not written, or only what was taken from view again. */
export async function openDiscussions(db: Db, personId: string, courseId: string, lesson: Pick<Lesson, 'id' | 'blocks'>): Promise<string[]> {
  const said = await saidIn(db, personId, courseId, lesson);
  return discussionsIn(lesson.blocks).flatMap(({ id }) => (said.get(id)?.written === true ? [] : [id]));
}
