import { all, sql, type RawBuilder } from '#base/db/index.ts';
import { translator } from '#base/text/index.ts';
import type { Day } from '#base/day/index.ts';
import { listMissingAmong, type GatedAct } from '#kernel/gate/index.ts';
import { complain } from './scope.ts';
import type { Work } from './model.ts';

/** Something that a list ends: line of the file (0: not named in it), whose or what, the posting or post, first day without it, whether the holder moves to another post by the same list. */
type Ending = { line: number; who: string; id: string; day: Day; moves: boolean };

/** What a gate holds back of what a list ends, as errors of its lines: each names the record and what is missing, with the article. */
async function complainOf(work: Work, endings: RawBuilder<unknown>, actOf: (ending: Ending) => GatedAct): Promise<void> {
  const { ctx } = work;
  const rows = await all(ctx.db, sql<Ending>`${endings}`);
  const held = await listMissingAmong(ctx, rows.map(actOf));
  const t = translator(ctx.locale, ctx.services.root);
  const errors = held.flatMap(({ at, missing }) => missing.map(({ code, values }) => ({ line: rows[at]?.line ?? 0, who: rows[at]?.who ?? '', why: t(code, values) })));
  if (errors.length === 0) return;
  await complain(
    work,
    sql`
      select held.line, 'to', 'import.error.gate', jsonb_build_object('who', held.who, 'why', held.why)
      from jsonb_to_recordset(${JSON.stringify(errors)}::jsonb) as held (line integer, who text, why text)`,
  );
}

/** Holdings that a staff list ends, by a day in it or by not naming them. */
export async function complainOfEndedHoldings(work: Work): Promise<void> {
  const endings = sql`
    select ended.line, person.name || ' (' || person.staff_code || ')' as who, ended.id, ended.day,
      exists (
        select 1
        from staff_plan as fresh
        where fresh.person_id = person.id
          and fresh.posting_id is null
          and fresh.valid_from <= ended.day
          and fresh.valid_to > ended.day) as moves
    from (
      select plan.line, plan.posting_id as id, plan.person_id, plan.valid_to as day
      from staff_plan as plan
      where plan.valid_to < plan.old_to
      union all
      select 0, ending.id, ending.person_id, ending.ends_on
      from staff_end as ending
    ) as ended
    join kernel.person on person.id = ended.person_id
    order by ended.line, ended.id`;
  await complainOf(work, endings, ({ id, day, moves }) => ({ what: 'end-posting', postingId: id, day, ...(moves && { into: 'import' }) }));
}

/** Posts that a list of posts closes. */
export async function complainOfClosedPosts(work: Work): Promise<void> {
  const endings = sql`
    select closed.line, post.title as who, closed.id, closed.day, false as moves
    from (
      select plan.line, plan.post_id as id, plan.valid_to as day
      from post_plan as plan
      where plan.valid_to < plan.old_to
      union all
      select 0, ending.id, ending.ends_on
      from post_end as ending
    ) as closed
    join kernel.post on post.id = closed.id
    order by closed.line, closed.id`;
  await complainOf(work, endings, ({ id, day }) => ({ what: 'close-post', postId: id, day }));
}
