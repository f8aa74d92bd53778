import { addDays, type Day } from '#base/day/index.ts';
import { sql, type RawBuilder } from '#base/db/index.ts';
import { awaits, type Awaiting, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { END_OPEN_DAYS, LATER_DAYS, LATER_OPEN_DAYS } from './evaluation-store.ts';

/** Days ahead in which a class stands on Today. */
const AHEAD_DAYS = 7;

type Line = { what: 'lead-today' | 'settle' | 'next' | 'offer' | 'end' | 'later'; id: string; title: string; day: Day; starts: string };

/** Of whoever leads classes: today's sessions, and lists of the last months that are not settled. */
function led(person: string, today: Day): RawBuilder<Line> {
  return sql<Line>`
    select case when session.day = ${today} then 'lead-today' else 'settle' end as what, session.id, class.title, session.day, session.starts
    from learning.class_trainer as leader
    join learning.training_class as class on class.id = leader.class_id
    join learning.class_session as session on session.class_id = class.id
    where leader.person_id = ${person}
      and class.state = 'open'
      and session.closed_at is null
      and session.day between ${addDays(today, -90)} and ${today}
    order by session.day desc, session.starts
    limit 10`;
}

/** Of learners: the next session of each class within a week, a place offered, and what can be evaluated. */
function own(person: string, today: Day): RawBuilder<Line> {
  return sql<Line>`
    select told.what, class.id, class.title, told.day, coalesce(told.starts, '') as starts
    from learning.class_place as place
    join learning.training_class as class on class.id = place.class_id
    cross join lateral (
      select min(session.day) filter (where session.day >= ${today} and session.closed_at is null) as next_day,
        (array_agg(session.starts order by session.day, session.starts) filter (where session.day >= ${today} and session.closed_at is null))[1] as starts,
        max(session.day) as last_day,
        coalesce(bool_or(session.closed_at is not null and attendance.way <> 'absent'), false) as attended
      from learning.class_session as session
      left join learning.class_attendance as attendance
        on attendance.session_id = session.id
        and attendance.person_id = place.person_id
      where session.class_id = class.id
    ) as meets
    cross join lateral (
      ${told(today)}
    ) as told
    where place.person_id = ${person}
      and class.state = 'open'
      and meets.last_day > ${addDays(today, -LATER_DAYS - LATER_OPEN_DAYS)}
    order by told.day
    limit 20`;
}

/** What stands to be told of one place: the next session, an offer, what can be evaluated. */
function told(today: Day): RawBuilder<unknown> {
  return sql`
    select 'next' as what, meets.next_day as day, meets.starts
    where place.state = 'placed'
      and meets.next_day <= ${addDays(today, AHEAD_DAYS)}
    union all
    select 'offer', offer.answer_by, null
    from learning.class_offer as offer
    where offer.class_id = class.id
      and offer.person_id = place.person_id
      and offer.answer is null
    union all
    select stage.name, meets.last_day + stage.closes, null
    from (values ('end', 0, ${END_OPEN_DAYS}::integer), ('later', ${LATER_DAYS}::integer, ${LATER_DAYS + LATER_OPEN_DAYS - 1}::integer)) as stage (name, opens, closes)
    where meets.attended
      and ${today}::date between meets.last_day + stage.opens and meets.last_day + stage.closes
      and not exists (
        select 1
        from learning.class_evaluation as given
        where given.class_id = class.id
          and given.person_id = place.person_id
          and given.stage = stage.name)`;
}

function lineOf({ what, id, title, day, starts }: Line): Awaiting {
  const leads = what === 'lead-today' || what === 'settle';
  return { key: `learning-classes.awaiting-${what}`, values: { title, starts }, href: leads ? `/learning/classes/sessions/${id}` : `/learning/classes/${id}`, due: day };
}

/** What of classes awaits somebody: to lead and settle, to attend, to answer, to evaluate. */
export function classesAwaiting(ctx: Ctx): Awaits[] {
  const person = personOf(ctx.actor);
  return person === undefined ? [] : [awaits(led(person, ctx.today), (rows) => rows.map(lineOf)), awaits(own(person, ctx.today), (rows) => rows.map(lineOf))];
}
