import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { unitName } from '../plans/store.ts';
import type { Conclusion } from './model.ts';

/** A meeting as it is kept, in its newest version. */
export type StoredMeeting = {
  id: string;
  number: number;
  title: string;
  day: Day;
  place: string;
  agenda: string[];
  members: string[];
  noticeDays: number;
  cancelled: boolean;
  reason: string;
};

/** Meetings for which a condition on `version` holds, the newest day first. */
export async function listStoredMeetings(db: Db, which: RawBuilder<boolean> = sql<boolean>`true`): Promise<StoredMeeting[]> {
  return all(db, meetingRows(which));
}

/** The query of it, to be sent with others. */
export function meetingRows(which: RawBuilder<boolean>): RawBuilder<StoredMeeting> {
  return sql<StoredMeeting>`
    select version.id, version.number, version.title, version.day, version.place, version.agenda, version.members, version.notice_days as "noticeDays", version.cancelled,
      version.reason
    from (
      select distinct on (held.meeting_id) held.meeting_id as id, held.number, held.title, held.day, held.place, held.agenda, held.members, held.notice_days, held.cancelled,
        held.reason
      from programme.meeting_version as held
      order by held.meeting_id, held.number desc
    ) as version
    where ${which}
    order by version.day desc, version.id desc
    limit 500`;
}

/** Adds a version of a meeting, and the meeting when it is new; breaks `meeting_version_pkey` when somebody was faster. */
export async function addMeetingVersion(db: Db, row: StoredMeeting & { by: string | null; at: string }): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.meeting (id)
    values (${row.id})
    on conflict on constraint meeting_pkey do nothing`,
  );
  await all(
    db,
    sql`
    insert into programme.meeting_version (meeting_id, number, title, day, place, agenda, members, notice_days, cancelled, reason, changed_by, changed_at)
    values (${row.id}, ${row.number}, ${row.title}, ${row.day}, ${row.place}, ${row.agenda}::text[], ${row.members}::uuid[], ${row.noticeDays}, ${row.cancelled},
      ${row.reason}, ${row.by}, ${row.at})`,
  );
}

/** Lets one act at a time touch meetings and their conclusions. */
export async function lockMeetings(db: Db): Promise<void> {
  await one(db, sql`select pg_advisory_xact_lock(7201012, 1)`);
}

/** People by staff code, in any case of letters, and by id. */
export async function listPeople(db: Db, by: { codes?: string[]; ids?: string[] }): Promise<{ id: string; name: string; code: string }[]> {
  const codes = (by.codes ?? []).map((code) => code.toUpperCase());
  return all(
    db,
    sql<{ id: string; name: string; code: string }>`
    select person.id, person.name, person.staff_code as code
    from kernel.person
    where person.erased_at is null
      and (upper(person.staff_code) = any(${codes}::text[]) or person.id = any(${by.ids ?? []}::uuid[]))`,
  );
}

/** The briefing that was sent for a meeting on its day. */
export async function findNotice(db: Db, meetingId: string, day: Day): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ id: string }>`
    select notice.briefing_id as id
    from programme.meeting_notice as notice
    where notice.meeting_id = ${meetingId}
      and notice.day = ${day}`,
  );
  return row?.id;
}

/** Notes that the members were sent a briefing; false when that was done already. */
export async function addNotice(db: Db, row: { meeting: string; day: Day; briefing: string; at: string }): Promise<boolean> {
  const added = await all(
    db,
    sql`
    insert into programme.meeting_notice (meeting_id, day, briefing_id, sent_at)
    values (${row.meeting}, ${row.day}, ${row.briefing}, ${row.at})
    on conflict on constraint meeting_notice_pkey do nothing
    returning meeting_id`,
  );
  return added.length > 0;
}

/** Whether a briefing was sent to a person as a member of a meeting. */
export async function wasSentTo(db: Db, briefingId: string, personId: string): Promise<boolean> {
  const meetings = await listStoredMeetings(
    db,
    sql<boolean>`${personId}::uuid = any(version.members)
      and exists (select 1 from programme.meeting_notice as notice where notice.meeting_id = version.id and notice.briefing_id = ${briefingId})`,
  );
  return meetings.length > 0;
}

/** A conclusion as it is put in. */
export type NewConclusion = {
  id: string;
  meeting: string;
  number: number;
  task: string;
  personId: string;
  unitId: string;
  due: Day;
  factId: string;
  by: string | null;
  at: string;
};

/** Adds a conclusion. */
export async function addConclusion(db: Db, row: NewConclusion): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.conclusion (id, meeting_id, number, task, person_id, unit_id, due, fact_id, made_by, made_at)
    values (${row.id}, ${row.meeting}, ${row.number}, ${row.task}, ${row.personId}, ${row.unitId}, ${row.due}, ${row.factId}, ${row.by}, ${row.at})`,
  );
}

/** What is said of a conclusion. */
export type NewStep = { conclusion: string; number: number; state: string; note: string; documentId: string | null; factId: string; by: string | null; at: string };

/** Adds what was said of a conclusion. */
export async function addConclusionStep(db: Db, row: NewStep): Promise<void> {
  await all(
    db,
    sql`
    insert into programme.conclusion_step (conclusion_id, number, state, note, document_id, fact_id, taken_by, taken_at)
    values (${row.conclusion}, ${row.number}, ${row.state}, ${row.note}, ${row.documentId}, ${row.factId}, ${row.by}, ${row.at})`,
  );
}

type Row = Omit<Conclusion, 'person' | 'unit'> & { personId: string; personName: string | null; unitId: string; unitVi: string | null; unitEn: string | null };

const steps = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('state', step.state, 'note', step.note,
    'document', case when document.id is null then null else jsonb_build_object('id', document.id, 'name', document.name) end, 'by', taker.name,
    'at', to_char(step.taken_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by step.number desc), '[]')
  from programme.conclusion_step as step
  left join kernel.document on document.id = step.document_id
  left join kernel.person as taker on taker.id = step.taken_by
  where step.conclusion_id = conclusion.id)`;

/** How `conclusion` stands on a day. */
const stateOn = (day: Day) => sql`
  case
    when coalesce((
      select step.state
      from programme.conclusion_step as step
      where step.conclusion_id = conclusion.id
      order by step.number desc
      limit 1), 'open') = 'done' then 'done'
    when conclusion.due < ${day} then 'overdue'
    else 'open'
  end`;

/** Conclusions for which a condition on `conclusion` holds, as they stand on a day; of those not done with `open` only. The soonest due first. */
export async function listConclusions(db: Db, day: Day, which: RawBuilder<boolean>, more: { open?: boolean } = {}): Promise<Conclusion[]> {
  const rows = await all(db, conclusionRows(day, which, more));
  return rows.map(({ personId, personName, unitId, unitVi, unitEn, ...row }) => ({
    ...row,
    person: { id: personId, name: personName ?? '' },
    unit: { unitId, nameVi: unitVi ?? '', nameEn: unitEn ?? '' },
  }));
}

/** The query of it, to be sent with others. */
export function conclusionRows(day: Day, which: RawBuilder<boolean>, { open = false } = {}): RawBuilder<Row> {
  return sql<Row>`
    select listed.id, listed.meeting, listed."meetingTitle", listed.number, listed.task, listed."personId", listed."personName", listed."unitId", listed."unitVi", listed."unitEn",
      listed.due, listed.state, listed.steps
    from (
      select conclusion.id, conclusion.meeting_id as meeting, held.title as "meetingTitle", conclusion.number, conclusion.task, conclusion.person_id as "personId",
        person.name as "personName", conclusion.unit_id as "unitId", unit.name_vi as "unitVi", unit.name_en as "unitEn", conclusion.due, ${stateOn(day)} as state, ${steps} as steps
      from programme.conclusion
      cross join lateral (
        select version.title
        from programme.meeting_version as version
        where version.meeting_id = conclusion.meeting_id
        order by version.number desc
        limit 1
      ) as held
      left join kernel.person on person.id = conclusion.person_id
      left join lateral ${unitName(sql`conclusion.unit_id`, day)} as unit on true
      where ${which}
    ) as listed
    where ${open ? sql`listed.state <> 'done'` : sql`true`}
    order by listed.due, listed.meeting, listed.number
    limit 500`;
}

/** The conclusion to which a document belongs. */
export async function findConclusionOf(db: Db, documentId: string): Promise<string | undefined> {
  const row = await one(
    db,
    sql<{ id: string }>`
    select step.conclusion_id as id
    from programme.conclusion_step as step
    where step.document_id = ${documentId}
    limit 1`,
  );
  return row?.id;
}

/** A conclusion that may have to be reminded of. */
export type Remindable = { id: string; meeting: string; task: string; personId: string; due: Day };

/** Conclusions that are not done and due by a day, the soonest due first. */
export async function listRemindable(db: Db, until: Day): Promise<Remindable[]> {
  return all(
    db,
    sql<Remindable>`
    select conclusion.id, conclusion.meeting_id as meeting, conclusion.task, conclusion.person_id as "personId", conclusion.due
    from programme.conclusion
    where conclusion.due <= ${until}
      and coalesce((
        select step.state
        from programme.conclusion_step as step
        where step.conclusion_id = conclusion.id
        order by step.number desc
        limit 1), 'open') = 'open'
    order by conclusion.due, conclusion.id`,
  );
}

/** Notes reminders; the conclusions whose reminder had not been given yet. */
export async function noteConclusionReminders(db: Db, reminders: { id: string; stage: number }[], today: Day): Promise<Set<string>> {
  const rows = await all(
    db,
    sql<{ id: string }>`
    insert into programme.conclusion_reminder as told (conclusion_id, stage, day)
    select item.id, item.stage, ${today}
    from jsonb_to_recordset(${JSON.stringify(reminders)}::jsonb) as item (id uuid, stage integer)
    on conflict on constraint conclusion_reminder_pkey do nothing
    returning told.conclusion_id as id`,
  );
  return new Set(rows.map(({ id }) => id));
}
