import { addDays, type Day } from '#base/day/index.ts';
import { all, inTransaction, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { addWorkingDays, currentCalendar } from '#kernel/calendar/index.ts';
import { every } from '#kernel/job/index.ts';
import { notify } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { listRoles } from '#kernel/org/index.ts';
import { AHEAD_WORKING_DAYS, HEAD_WORKING_DAYS, workingDaysAgo } from './rules.ts';

/** Days around today in which a reminder by hand reaches somebody, and in which nobody is reminded by hand twice. */
const BY_HAND = { ahead: 5, quiet: 3 };

type Told = { personId: string; soon: number; late: number };

/** Notes whom to remind before and after the last day, each line once a stage, nobody twice a day. Returns the people with their numbers. */
async function noteDue(db: Db, today: Day, soon: Day): Promise<Told[]> {
  return all(
    db,
    sql<Told>`
    with fresh as (
      insert into learning.learning_reminder (assigned_id, stage, person_id, told_on)
      select assigned.id, case when assigned.due < ${today} then 'after' else 'before' end, assigned.person_id, ${today}::date
      from learning.assigned
      where assigned.completed_on is null
        and assigned.left_on is null
        and assigned.due <= ${soon}
        and not exists (
          select 1
          from learning.learning_reminder as today
          where today.person_id = assigned.person_id
            and today.told_on = ${today}
            and today.stage <> 'head')
      on conflict (assigned_id, stage) do nothing
      returning person_id, stage
    )
    select fresh.person_id as "personId", count(*) filter (where fresh.stage = 'before') as soon, count(*) filter (where fresh.stage = 'after') as late
    from fresh
    group by fresh.person_id
    order by fresh.person_id`,
  );
}

/** Notes which lines long past their day the nearest holders of these roles above are told of, each once. Returns the holders with their numbers. */
async function noteHeads(db: Db, today: Day, since: Day, roles: string[]): Promise<{ personId: string; late: number }[]> {
  return all(
    db,
    sql<{ personId: string; late: number }>`
    with long as (
      ${longPast(since)}
    ), nearest as (
      select distinct on (long.id) long.id, granted.person_id
      from long
      join kernel.unit_ancestor as above
        on above.unit_id = long.unit_id
        and above.valid_from <= ${today}
        and above.valid_to > ${today}
      join kernel.role_grant as granted
        on granted.unit_id = above.ancestor_id
        and granted.role = any(${roles}::text[])
        and granted.valid_from <= ${today}
        and granted.valid_to > ${today}
        and granted.person_id <> long.person_id
      order by long.id, above.depth, granted.person_id
    ), fresh as (
      insert into learning.learning_reminder (assigned_id, stage, person_id, told_on)
      select nearest.id, 'head', nearest.person_id, ${today}::date
      from nearest
      on conflict (assigned_id, stage) do nothing
      returning person_id
    )
    select fresh.person_id as "personId", count(*) as late
    from fresh
    group by fresh.person_id
    order by fresh.person_id`,
  );
}

function longPast(since: Day): RawBuilder<unknown> {
  return sql`
    select assigned.id, assigned.unit_id, assigned.person_id
    from learning.assigned
    join learning.assignment on assignment.id = assigned.assignment_id
    where assigned.completed_on is null
      and assigned.left_on is null
      and not assignment.confidential
      and assigned.due <= ${since}
      and not exists (
        select 1
        from learning.learning_reminder as told
        where told.assigned_id = assigned.id
          and told.stage = 'head')`;
}

/** Notes whom a head reminds by hand: late or soon due in a unit and all under it, not told in the last days. */
export async function noteByHand(db: Db, unitId: string, today: Day): Promise<{ personId: string; n: number }[]> {
  return all(
    db,
    sql<{ personId: string; n: number }>`
    with told as (
      insert into learning.learning_reminder (assigned_id, stage, person_id, told_on)
      select assigned.id, 'after', assigned.person_id, ${today}::date
      from learning.assigned
      join learning.assignment on assignment.id = assigned.assignment_id
      where assigned.completed_on is null
        and assigned.left_on is null
        and not assignment.confidential
        and assigned.due <= ${addDays(today, BY_HAND.ahead)}
        and assigned.unit_id in (
          select below.unit_id
          from kernel.unit_ancestor as below
          where below.ancestor_id = ${unitId}
            and below.valid_from <= ${today}
            and below.valid_to > ${today})
      on conflict (assigned_id, stage) do update
      set told_on = excluded.told_on
      where learning_reminder.told_on <= ${addDays(today, -BY_HAND.quiet)}
      returning person_id
    )
    select told.person_id as "personId", count(*) as n
    from told
    group by told.person_id
    order by told.person_id`,
  );
}

/**
 * Reminds learners three working days before the last day and once after it, and tells the head of the unit of what is five working days late: one message a day with
 * everything, never one for each. Returns how many people were told.
 */
export async function remindLearning(ctx: Ctx): Promise<number> {
  return inTransaction(ctx.db, async (db) => {
    const own = { ...ctx, db };
    const calendar = await currentCalendar(db, ctx.services.root);
    const learners = await noteDue(db, ctx.today, addWorkingDays(ctx.today, AHEAD_WORKING_DAYS, calendar));
    // One statement for all who are told the same.
    for (const same of Map.groupBy(learners, ({ soon, late }) => `${soon} ${late}`).values()) {
      const [{ soon, late } = { soon: 0, late: 0 }] = same;
      await notify(own, { to: same.map(({ personId }) => personId), key: 'learning-assignment.told-due', values: { soon, late }, href: '/learning', email: true });
    }
    const roles = listRoles().filter(({ permissions }) => permissions.includes('learning.see-team'));
    const heads = await noteHeads(
      db,
      ctx.today,
      workingDaysAgo(ctx.today, HEAD_WORKING_DAYS, calendar),
      roles.map(({ key }) => key),
    );
    for (const { personId, late } of heads) {
      await notify(own, { to: [personId], key: 'learning-assignment.told-head', values: { late }, href: '/learning/team?state=late', email: true });
    }
    return learners.length + heads.length;
  });
}

/** Looks once an hour whether somebody is to be reminded. */
export const remindTask = every(3600, 'learning.remind', async (ctx) => void (await remindLearning(ctx)));
