import { addDays, type Day } from '#base/day/index.ts';
import { all, inTransaction, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { every } from '#kernel/job/index.ts';
import { notify } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { LATER_DAYS, LATER_OPEN_DAYS } from './evaluation-store.ts';

/** Days after being asked on which who has not answered is reminded, once. */
const REMIND_DAYS = 14;

type Asked = { classId: string; personId: string; title: string };

/** Places whose people attended, whose last session lies 90 to 180 days back, and who have not said what is used at work. */
function due(today: Day): RawBuilder<unknown> {
  return sql`
    select place.id, place.class_id, place.person_id, place.later_told_on
    from learning.class_place as place
    join lateral (
      select max(session.day) as last_day
      from learning.class_session as session
      where session.class_id = place.class_id
    ) as meets on meets.last_day between ${addDays(today, 1 - LATER_DAYS - LATER_OPEN_DAYS)} and ${addDays(today, -LATER_DAYS)}
    where exists (
        select 1
        from learning.class_attendance as attendance
        join learning.class_session as session on session.id = attendance.session_id
        where session.class_id = place.class_id
          and session.closed_at is not null
          and attendance.person_id = place.person_id
          and attendance.way <> 'absent')
      and not exists (
        select 1
        from learning.class_evaluation as given
        where given.class_id = place.class_id
          and given.person_id = place.person_id
          and given.stage = 'later')`;
}

async function noteAsked(db: Db, today: Day): Promise<Asked[]> {
  return all(
    db,
    sql<Asked>`
    with due as (
      ${due(today)}
    )
    update learning.class_place as place
    set later_told_on = ${today}
    from due
    join learning.training_class as class on class.id = due.class_id
    where place.id = due.id
      and due.later_told_on is null
    returning place.class_id as "classId", place.person_id as "personId", class.title`,
  );
}

async function noteReminded(db: Db, today: Day): Promise<Asked[]> {
  return all(
    db,
    sql<Asked>`
    with due as (
      ${due(today)}
    ), fresh as (
      insert into learning.class_reminder (class_id, person_id, told_on)
      select due.class_id, due.person_id, ${today}::date
      from due
      where due.later_told_on <= ${addDays(today, -REMIND_DAYS)}
      on conflict (class_id, person_id) do nothing
      returning class_id, person_id
    )
    select fresh.class_id as "classId", fresh.person_id as "personId", class.title
    from fresh
    join learning.training_class as class on class.id = fresh.class_id`,
  );
}

/** Asks those who attended a class, 90 days after it, what of it is used at work; who has not answered after 14 days is reminded once. Returns how many people were told. */
export async function askLater(ctx: Ctx): Promise<number> {
  return inTransaction(ctx.db, async (db) => {
    const own = { ...ctx, db };
    const reminded = await noteReminded(db, ctx.today);
    const asked = await noteAsked(db, ctx.today);
    await tell(own, asked, 'learning-classes.told-later');
    await tell(own, reminded, 'learning-classes.told-later-again');
    return asked.length + reminded.length;
  });
}

async function tell(ctx: Ctx, people: readonly Asked[], key: string): Promise<void> {
  for (const [classId, same] of Map.groupBy(people, (one) => one.classId)) {
    const values = { title: same[0]?.title ?? '' };
    await notify(ctx, { to: same.map(({ personId }) => personId), key, values, href: `/learning/classes/${classId}`, email: true });
  }
}

/** Looks once an hour whom to ask. */
export const laterTask = every(3600, 'learning.class-later', async (ctx) => void (await askLater(ctx)));
