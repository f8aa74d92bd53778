import { ZONE } from '#base/clock/index.ts';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { followed } from '../roster/followed.ts';

/** Who does something when. */
type By = { by: string | null; now: Temporal.Instant };

/** Ends a session and keeps how those whom that moves stood before; returns the lines of who was there, or undefined when it had ended before. */
export async function endGathering(db: Db, id: string, { by, now }: By): Promise<string[] | undefined> {
  const ended = await one(
    db,
    sql<{ id: string }>`
    update campaigns.gathering
    set held_at = ${now.toString()},
      held_by = ${by}
    where gathering.id = ${id}
      and gathering.held_at is null
    returning gathering.id`,
  );
  if (ended === undefined) return undefined;
  await keepFound(db, id);
  const rows = await all(
    db,
    sql<{ id: string }>`
    select attendance.line_id as id
    from campaigns.attendance
    where attendance.gathering_id = ${id}`,
  );
  return rows.map((row) => row.id);
}

/** Keeps how the lines stand that the end of a session moves. */
async function keepFound(db: Db, id: string): Promise<void> {
  await all(
    db,
    sql`
    with picked as (
      select line.id, line.state, line.help, line.channel, line.reached_on
      from campaigns.line
      where line.id in (select own.line_id from campaigns.attendance as own where own.gathering_id = ${id})
        and line.state in ('invited', 'needs-help')
      order by line.id
      for update of line
    )
    update campaigns.attendance
    set found_state = picked.state,
      found_help = picked.help,
      found_channel = picked.channel,
      found_reached_on = picked.reached_on
    from picked
    where attendance.gathering_id = ${id}
      and attendance.line_id = picked.id`,
  );
}

/** Who noted on which day that a session was held, and whether nothing has happened since to anybody whom that moved. */
export type Held = { by: string | null; day: Day; untouched: boolean };

/** What is known of a session that was noted as held; undefined before. */
export async function findHeld(db: Db, id: string): Promise<Held | undefined> {
  return one(
    db,
    sql<Held>`
    select gathering.held_by as by, (gathering.held_at at time zone ${ZONE})::date as day,
      not exists (
        select 1
        from campaigns.attendance as own
        where own.gathering_id = gathering.id
          and own.found_state is not null
          and ${followed(sql`own.line_id`, sql`gathering.held_at`)}) as untouched
    from campaigns.gathering
    where gathering.id = ${id}
      and gathering.held_at is not null`,
  );
}

/** Opens a session again that was noted as held, with a trace; returns whom that had moved with their state before, or undefined when it is open already. The lines go back by `moveLines` and `putBack`. */
export async function openAgain(db: Db, id: string, { by, now }: By): Promise<{ id: string; foundState: 'invited' | 'needs-help' }[] | undefined> {
  const opened = await one(
    db,
    sql<{ id: string }>`
    with picked as (
      select gathering.id, gathering.unit_id, gathering.held_at, gathering.held_by
      from campaigns.gathering
      where gathering.id = ${id}
        and gathering.held_at is not null
      for update of gathering
    ), traced as (
      insert into campaigns.gathering_reopening (id, gathering_id, unit_id, held_at, held_by, people, reopened_by, reopened_at)
      select ${newId()}::uuid, picked.id, picked.unit_id, picked.held_at, picked.held_by,
        (select count(*)
          from campaigns.attendance as own
          where own.gathering_id = picked.id
            and own.found_state is not null),
        ${by}, ${now.toString()}
      from picked
    )
    update campaigns.gathering
    set held_at = null,
      held_by = null
    from picked
    where gathering.id = picked.id
    returning gathering.id`,
  );
  if (opened === undefined) return undefined;
  return all(
    db,
    sql<{ id: string; foundState: 'invited' | 'needs-help' }>`
    select attendance.line_id as id, attendance.found_state as "foundState"
    from campaigns.attendance
    where attendance.gathering_id = ${id}
      and attendance.found_state is not null
    order by attendance.line_id`,
  );
}

/** Gives the lines of a session that was opened again the help, channel and day of opening that they had before it was noted as held. */
export async function putBack(db: Db, id: string): Promise<void> {
  await all(
    db,
    sql`
    update campaigns.line
    set help = attendance.found_help,
      channel = attendance.found_channel,
      reached_on = attendance.found_reached_on
    from campaigns.attendance
    where attendance.gathering_id = ${id}
      and attendance.line_id = line.id
      and attendance.found_state = line.state`,
  );
  await all(
    db,
    sql`
    update campaigns.attendance
    set found_state = null,
      found_help = null,
      found_channel = null,
      found_reached_on = null
    where attendance.gathering_id = ${id}
      and attendance.found_state is not null`,
  );
}
