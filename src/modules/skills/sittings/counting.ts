import { all, sql } from '#base/db/index.ts';
import { every, type Task } from '#kernel/job/index.ts';
import { noteCounts } from '../bank/index.ts';

const SECONDS = 3600;

/** Brings the figures of the bank (how often a version was answered, how often rightly) up to the answers, once an hour; practice counts too. */
export const countTask: Task = every(SECONDS, 'skills.count-answers', async (ctx) => {
  const rows = await all(
    ctx.db,
    sql<{ itemId: string; version: number; shown: number; correct: number }>`
    select answer.item_id as "itemId", answer.version, count(*)::integer as shown, (count(*) filter (where answer.correct))::integer as correct
    from skills.answer
    group by answer.item_id, answer.version`,
  );
  await noteCounts(ctx.db, rows);
});
