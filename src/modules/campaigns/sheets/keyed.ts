import { ZONE } from '#base/clock/index.ts';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import type { LineState } from '../model.ts';
import { followed } from '../roster/followed.ts';

/** What is known of an entered sheet: who keyed what on which day, what its test decided, and what has happened to the person since. */
export type Keyed = {
  by: string | null;
  day: Day;
  keyed: string | null;
  foundState: LineState | null;
  testId: string;
  decision: 'understood' | 'not-yet';
  /** How often it was corrected. */
  corrections: number;
  running: boolean;
  /** Whether the message is still asked in the version of the sheet, and the person has done nothing and had nothing noted since. */
  untouched: boolean;
};

/** What is known of a sheet once it was entered; undefined before. */
export async function findKeyed(db: Db, code: string): Promise<Keyed | undefined> {
  return one(
    db,
    sql<Keyed>`
    select sheet.entered_by as by, (sheet.entered_at at time zone ${ZONE})::date as day, sheet.keyed, sheet.found_state as "foundState", sheet.test_id as "testId", test.decision,
      (select count(*) from campaigns.sheet_correction as earlier where earlier.code = sheet.code) as corrections, campaign.state = 'running' as running,
      asked.version is not distinct from sheet.version
        and not ${followed(sql`sheet.line_id`, sql`sheet.entered_at`)} as untouched
    from campaigns.sheet
    join campaigns.test on test.id = sheet.test_id
    join campaigns.line on line.id = sheet.line_id
    join campaigns.campaign on campaign.id = line.campaign_id
    left join campaigns.campaign_message as asked
      on asked.campaign_id = line.campaign_id
      and asked.message_id = sheet.message_id
    where sheet.code = ${code}`,
  );
}

/** A sheet that somebody entered today. */
export type KeyedToday = { code: string; name: string; staffCode: string; corrections: number };

/** The sheets that a person entered on a day, the last first; at most 100. */
export async function listKeyedBy(db: Db, person: string, day: Day): Promise<KeyedToday[]> {
  return all(
    db,
    sql<KeyedToday>`
    select sheet.code, person.name, person.staff_code as "staffCode",
      (select count(*) from campaigns.sheet_correction as earlier where earlier.code = sheet.code) as corrections
    from campaigns.sheet
    join campaigns.line on line.id = sheet.line_id
    join kernel.person on person.id = line.person_id
    where sheet.entered_by = ${person}
      and sheet.keyed is not null
      and sheet.entered_at >= (${day}::date)::timestamp at time zone ${ZONE}
      and sheet.entered_at < (${day}::date + 1)::timestamp at time zone ${ZONE}
    order by sheet.entered_at desc, sheet.code
    limit 100`,
  );
}

/** What takes the place of what was keyed. */
type Anew = { code: string; testId: string; keyed: string; by: string; now: Temporal.Instant };

/**
 * Takes back what a sheet decided: its test counts no longer, the message is not understood by it, and what had been keyed stays as a trace. False when somebody has corrected it in the same moment.
 * The line goes back by `moveLines`; the new test is added before with `testId`.
 */
export async function takeBack(db: Db, { code, testId, by, now }: Omit<Anew, 'keyed'>): Promise<boolean> {
  const taken = await one(
    db,
    sql<{ id: string }>`
    with picked as (
      select sheet.code, sheet.line_id, sheet.message_id, sheet.keyed, sheet.test_id
      from campaigns.sheet
      where sheet.code = ${code}
        and sheet.test_id = ${testId}
        and sheet.keyed is not null
      for update of sheet
    ), traced as (
      insert into campaigns.sheet_correction (id, code, keyed, test_id, corrected_by, corrected_at)
      select ${newId()}::uuid, picked.code, picked.keyed, picked.test_id, ${by}, ${now.toString()}
      from picked
    ), void as (
      update campaigns.test
      set decision = 'corrected'
      from picked
      where test.id = picked.test_id
    ), unread as (
      update campaigns.line_message
      set understood_at = null
      from picked
      where line_message.line_id = picked.line_id
        and line_message.message_id = picked.message_id
    )
    select picked.test_id as id
    from picked`,
  );
  return taken !== undefined;
}

/** Puts what was keyed anew in the place of what a sheet had. */
export async function putAnew(db: Db, { code, testId, keyed, by, now }: Anew): Promise<void> {
  await all(
    db,
    sql`
    update campaigns.sheet
    set test_id = ${testId},
      keyed = ${keyed},
      entered_by = ${by},
      entered_at = ${now.toString()}
    where sheet.code = ${code}`,
  );
}
