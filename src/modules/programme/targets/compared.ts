import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import type { Status } from './status.ts';

/** How each target last came to stand, up to a day. */
export async function listLastStatuses(db: Db, day: Day): Promise<Map<string, Status>> {
  const rows = await all(
    db,
    sql<{ id: string; status: Status }>`
    select distinct on (changed.target_id) changed.target_id as id, changed.status
    from programme.target_status as changed
    where changed.day <= ${day}
    order by changed.target_id, changed.day desc`,
  );
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/** A target that came to stand otherwise. */
export type NewStatus = { id: string; status: Status; before: Status | null; value: number | null; valueDay: Day | null };

/** Notes the day's changes and that the day was compared; false when it was compared already. */
export async function addStatuses(db: Db, day: Day, targets: number, changes: NewStatus[]): Promise<boolean> {
  const fresh = await one(
    db,
    sql<{ day: Day }>`
    insert into programme.status_day (day, targets)
    values (${day}, ${targets})
    on conflict on constraint status_day_pkey do nothing
    returning status_day.day`,
  );
  if (fresh === undefined) return false;
  await all(
    db,
    sql`
    insert into programme.target_status (target_id, day, status, before, value, value_day)
    select item.id, ${day}, item.status, item.before, item.value, item."valueDay"
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as item (id uuid, status text, before text, value numeric, "valueDay" date)`,
  );
  return true;
}

/** The last day on which statuses were compared; undefined before the first. */
export async function findLastCompared(db: Db): Promise<Day | undefined> {
  return (await one(db, sql<{ day: Day | null }>`select max(status_day.day) as day from programme.status_day`))?.day ?? undefined;
}

/** The changes from a day on (that day included), newest first; at most 500. `of` narrows to one target. */
export async function listStatusRows(
  db: Db,
  since: Day,
  of?: RawBuilder<boolean>,
): Promise<{ id: string; day: Day; before: Status | null; status: Status; value: number | null }[]> {
  return all(
    db,
    sql<{ id: string; day: Day; before: Status | null; status: Status; value: number | null }>`
    select changed.target_id as id, changed.day, changed.before, changed.status, changed.value
    from programme.target_status as changed
    where changed.day >= ${since}
      and ${of ?? sql`true`}
    order by changed.day desc, changed.target_id
    limit 500`,
  );
}

/** Notes that people were told of silent targets; returns those that they had not been told of. */
export async function addSilences(db: Db, day: Day, rows: { id: string; since: Day }[]): Promise<Set<string>> {
  const fresh = await all(
    db,
    sql<{ id: string }>`
    insert into programme.silence (target_id, since, told_on)
    select item.id, item.since, ${day}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as item (id uuid, since date)
    on conflict on constraint silence_pkey do nothing
    returning silence.target_id as id`,
  );
  return new Set(fresh.map(({ id }) => id));
}
