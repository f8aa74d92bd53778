import { all, sql } from '#base/db/index.ts';
import { recordFrom } from '#kernel/fact/index.ts';
import { keepAdded, keepAfter, keepBefore } from '../image.ts';
import type { Work } from '../model.ts';

const changed = sql`plan.post_id is not null and (plan.differs or plan.valid_to <> plan.old_to)`;

/** Carries a planned list of posts out: closes, changes and opens posts, with images and facts. */
export async function applyPosts({ ctx, item }: Work): Promise<void> {
  const { db } = ctx;
  await keepBefore(
    db,
    item.id,
    'kernel.post',
    sql`
    select ending.id, '-infinity'::date from post_end as ending
    union
    select plan.post_id, '-infinity'::date from post_plan as plan where ${changed}`,
  );
  await all(db, sql`update kernel.post set valid_to = ending.ends_on from post_end as ending where post.id = ending.id`);
  await all(
    db,
    sql`
    update kernel.post
    set title = plan.title, kind = plan.kind, valid_to = plan.valid_to
    from post_plan as plan
    where post.id = plan.post_id
      and ${changed}`,
  );
  await all(
    db,
    sql`
    insert into kernel.post (id, unit_id, title, kind, valid_from, valid_to)
    select plan.new_id, plan.unit_id, plan.title, plan.kind, plan.valid_from, plan.valid_to
    from post_plan as plan
    where plan.post_id is null`,
  );
  await keepAdded(db, item.id, 'kernel.post', sql`select plan.new_id, '-infinity'::date from post_plan as plan where plan.post_id is null`);
  await all(db, codes);
  await keepAdded(db, item.id, 'directory.post_code', sql`select plan.new_id, '-infinity'::date from post_plan as plan where plan.post_id is null and plan.post_code is not null`);
  await keepAfter(db, item.id);
  const keep = sql`
    insert into directory.import_fact (import_id, fact_ids)
    select ${item.id}::uuid, array_agg(made.id)
    from made
    having count(*) > 0`;
  for (const facts of [opened, closed]) await recordFrom(ctx, facts, keep);
}

const codes = sql`
  insert into directory.post_code (post_id, unit_id, code)
  select plan.new_id, plan.unit_id, plan.post_code
  from post_plan as plan
  where plan.post_id is null
    and plan.post_code is not null`;

const opened = sql`
  select 'directory.post-opened', plan.new_id, plan.unit_id, plan.valid_from, null::numeric, '{}'::jsonb, null::uuid
  from post_plan as plan
  where plan.post_id is null`;

const closed = sql`
  select 'directory.post-closed', ending.id, ending.unit_id, ending.ends_on, null::numeric, '{}'::jsonb, null::uuid
  from post_end as ending
  union all
  select 'directory.post-closed', coalesce(plan.post_id, plan.new_id), plan.unit_id, plan.valid_to, null::numeric, '{}'::jsonb, null::uuid
  from post_plan as plan
  where plan.valid_to < 'infinity'
    and (plan.post_id is null or plan.valid_to <> plan.old_to)`;
