import { Value } from 'typebox/value';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { loadCalendar } from './load.ts';
import { CalendarEdit } from './model.ts';
import type { Calendar } from './working-days.ts';

/** An edit with who entered it (undefined: a program) and when, as an ISO instant. */
export type StoredEdit = { edit: CalendarEdit; enteredBy: string | undefined; enteredAt: string };

type Row = {
  day: Day;
  kind: string;
  name_vi: string;
  name_en: string;
  status: string;
  source: string;
  entered_by: string | null;
  entered_at: Date;
};

/** All edits in order of day. */
export async function listEdits(db: Db): Promise<StoredEdit[]> {
  const rows = await all(
    db,
    sql<Row>`
      select
        calendar_day.day,
        calendar_day.kind,
        calendar_day.name_vi,
        calendar_day.name_en,
        calendar_day.status,
        calendar_day.source,
        calendar_day.entered_by,
        calendar_day.entered_at
      from kernel.calendar_day
      order by calendar_day.day`,
  );
  return rows.map(storedEdit);
}

/** Enters an edit, in place of the one its day has. */
export async function putEdit(db: Db, edit: CalendarEdit, enteredBy: string | undefined, now: Temporal.Instant): Promise<void> {
  await sql`
    insert into kernel.calendar_day (day, kind, name_vi, name_en, status, source, entered_by, entered_at)
    values (
      ${edit.day}, ${edit.kind}, ${edit.name.vi}, ${edit.name.en}, ${edit.status}, ${edit.source},
      ${enteredBy ?? null}, ${now.toString()}
    )
    on conflict (day) do update
    set kind = excluded.kind,
      name_vi = excluded.name_vi,
      name_en = excluded.name_en,
      status = excluded.status,
      source = excluded.source,
      entered_by = excluded.entered_by,
      entered_at = excluded.entered_at`.execute(db);
}

/** Takes the edit of a day away; whether there was one. */
export async function removeEdit(db: Db, day: Day): Promise<boolean> {
  const removed = await one(db, sql<{ day: Day }>`delete from kernel.calendar_day where day = ${day} returning day`);
  return removed !== undefined;
}

let cached: { key: string; calendar: Calendar } | undefined;

/** The national calendar as it stands: content under `root`, default holidays, and the edits of the database. */
export async function currentCalendar(db: Db, root: string): Promise<Calendar> {
  return calendarWith(
    root,
    (await listEdits(db)).map(({ edit }) => edit),
  );
}

/** The calendar with these edits, all that there are. */
export function calendarWith(root: string, edits: CalendarEdit[]): Calendar {
  // Building it takes some ten milliseconds, so it is built anew only after an edit; content does not change while the program runs.
  const key = JSON.stringify([root, edits]);
  if (cached?.key !== key) cached = { key, calendar: loadCalendar(root, edits) };
  return cached.calendar;
}

function storedEdit(row: Row): StoredEdit {
  const { day, kind, status, source } = row;
  const edit = Value.Parse(CalendarEdit, { day, kind, name: { vi: row.name_vi, en: row.name_en }, status, source });
  return { edit, enteredBy: row.entered_by ?? undefined, enteredAt: row.entered_at.toISOString() };
}
