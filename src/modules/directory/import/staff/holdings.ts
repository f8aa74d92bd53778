import { all, sql, type RawBuilder } from '#base/db/index.ts';
import { keepAdded, keepBefore } from '../image.ts';
import type { Work } from '../model.ts';

/** Ends, changes and adds holdings, in an order in which no two of them stand in each other's way. */
export async function applyHoldings(work: Work): Promise<void> {
  const {
    ctx: { db },
    item,
  } = work;
  await keepBefore(
    db,
    item.id,
    'kernel.posting',
    sql`
    select ending.id, '-infinity'::date from staff_end as ending
    union all
    select plan.posting_id, '-infinity'::date from staff_plan as plan where ${changes}`,
  );
  await all(
    db,
    sql`
    update kernel.posting
    set valid_to = ending.ends_on
    from staff_end as ending
    where posting.id = ending.id`,
  );
  // What becomes shorter, or no longer main, makes room for the rest.
  const yields = sql`(plan.valid_to < plan.old_to or plan.old_main and not plan.main)`;
  await change(work, sql`${yields} and plan.valid_to <= plan.old_to`);
  await change(work, sql`not (${yields} and plan.valid_to <= plan.old_to)`);
  await addHoldings(work);
}

const changes = sql`plan.posting_id is not null and (plan.differs or plan.valid_to <> plan.old_to)`;

async function change({ ctx: { db } }: Work, which: RawBuilder<unknown>): Promise<void> {
  await all(
    db,
    sql`
    update kernel.posting
    set valid_to = plan.valid_to, coefficient = plan.coefficient, main = plan.main
    from staff_plan as plan
    where posting.id = plan.posting_id
      and ${changes}
      and ${which}`,
  );
}

async function addHoldings({ ctx: { db }, item }: Work): Promise<void> {
  await all(db, sql`drop table if exists pg_temp.staff_added`);
  await all(
    db,
    sql`
    create temporary table staff_added on commit drop as
    select kernel.new_id() as id, place.post_id, plan.unit_id, plan.person_id, plan.main, plan.coefficient, plan.valid_from, plan.valid_to
    from staff_plan as plan
    join staff_place as place on place.line = plan.line`,
  );
  await all(
    db,
    sql`
    insert into kernel.posting (id, post_id, unit_id, person_id, main, coefficient, valid_from, valid_to)
    select added.id, added.post_id, added.unit_id, added.person_id, added.main, added.coefficient, added.valid_from, added.valid_to
    from staff_added as added`,
  );
  await keepAdded(db, item.id, 'kernel.posting', sql`select added.id, '-infinity'::date from staff_added as added`);
}

/** Facts of one kind about the added holdings, on a day of each. */
export function newHoldings(kind: string, day: RawBuilder<unknown>, which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select ${kind}::text, added.person_id, added.unit_id, ${day}, null::numeric, jsonb_build_object('posting', added.id, 'post', added.post_id), null::uuid
    from staff_added as added
    where ${which}`;
}
