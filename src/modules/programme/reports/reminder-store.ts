import type { Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';

/** A reminder that is to be given, or was. */
export type Reminder = { personId: string; indicator: string; unitId: string; periodFrom: Day; stage: 'before' | 'after' };

/** Notes reminders and returns those that had not been given yet. */
export async function noteReminders(db: Db, reminders: Reminder[], today: Day): Promise<Reminder[]> {
  return all(
    db,
    sql<Reminder>`
    insert into programme.report_reminder as told (person_id, indicator_key, unit_id, period_from, stage, reminded_on)
    select item."personId", item.indicator, item."unitId", item."periodFrom", item.stage, ${today}
    from jsonb_to_recordset(${JSON.stringify(reminders)}::jsonb) as item ("personId" uuid, indicator text, "unitId" uuid, "periodFrom" date, stage text)
    on conflict do nothing
    returning told.person_id as "personId", told.indicator_key as indicator, told.unit_id as "unitId", told.period_from as "periodFrom", told.stage`,
  );
}

/** Who was reminded on a day already: nobody is told twice on one day. */
export async function listReminded(db: Db, today: Day): Promise<Set<string>> {
  const rows = await all(db, sql<{ personId: string }>`select distinct told.person_id as "personId" from programme.report_reminder as told where told.reminded_on = ${today}`);
  return new Set(rows.map(({ personId }) => personId));
}
