import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import type { Askable, Met } from '../understanding/draw.ts';
import { sinceKnown } from '../understanding/since.ts';
import { unitsBelow } from '../units.ts';

const Items = Type.Array(Type.Object({ family: Type.String(), itemId: Type.String(), itemVersion: Type.Integer() }));

/** A line that may get a sheet: the message it is at. */
export type SheetLine = { lineId: string; messageId: string; version: number; changed: unknown };

/** SQL: the first message that `line` has not understood. */
const FIRST_OPEN = sql`
      select asked.message_id, asked.version
      from campaigns.campaign_message as asked
      left join campaigns.line_message as own
        on own.line_id = line.id
        and own.message_id = asked.message_id
      where asked.campaign_id = line.campaign_id
        and own.understood_at is null
      order by asked.place
      limit 1`;

/** The open lines of a campaign in a unit with the first message that each has not understood; without those that have an unused sheet of that version for the session. At most 500. */
export async function listSheetLines(db: Db, at: { gatheringId: string; campaignId: string; unitId: string; today: Day }): Promise<SheetLine[]> {
  return all(
    db,
    sql<SheetLine>`
    select line.id as "lineId", asked.message_id as "messageId", asked.version, since.changed
    from campaigns.line
    cross join lateral (
      ${FIRST_OPEN}
    ) as asked
    ${sinceKnown}
    where line.campaign_id = ${at.campaignId}
      and line.ended_on is null
      and line.opens <= ${at.today}
      and line.unit_id in (${unitsBelow(at.unitId, at.today)})
      and not exists (
        select 1
        from campaigns.sheet
        where sheet.line_id = line.id
          and sheet.gathering_id = ${at.gatheringId}
          and sheet.message_id = asked.message_id
          and sheet.version = asked.version
          and sheet.entered_at is null)
    order by line.id
    limit 500`,
  );
}

/** What lines were asked before about a message. */
export async function listMetOf(db: Db, lines: string[], messageId: string): Promise<Map<string, Met[]>> {
  const rows = await all(
    db,
    sql<Met & { lineId: string }>`
    select test.line_id as "lineId", asked.family, asked.item_id as "itemId", asked.correct
    from campaigns.test
    join campaigns.test_item as asked on asked.test_id = test.id
    where test.line_id = any(${lines}::uuid[])
      and test.message_id = ${messageId}
      and test.decision is distinct from 'corrected'
    order by test.begun_at, asked.place`,
  );
  return Map.groupBy(rows, ({ lineId }) => lineId);
}

/** A sheet to be kept. */
export type NewSheet = { code: string; lineId: string; messageId: string; version: number; items: Askable[] };

/** Keeps sheets. */
export async function putSheets(db: Db, sheets: NewSheet[], by: { gatheringId: string; madeBy: string | null; now: Temporal.Instant }): Promise<void> {
  await all(
    db,
    sql`
    insert into campaigns.sheet (code, line_id, message_id, version, gathering_id, items, made_by, made_at)
    select fresh.code, fresh.line_id, fresh.message_id, fresh.version, ${by.gatheringId}, fresh.items, ${by.madeBy}, ${by.now.toString()}
    from unnest(
      ${sheets.map(({ code }) => code)}::text[],
      ${sheets.map(({ lineId }) => lineId)}::uuid[],
      ${sheets.map(({ messageId }) => messageId)}::uuid[],
      ${sheets.map(({ version }) => version)}::integer[],
      ${sheets.map(({ items }) => JSON.stringify(items))}::jsonb[]
    ) as fresh (code, line_id, message_id, version, items)`,
  );
}

/** A sheet with its items. */
export type Sheet = { code: string; lineId: string; messageId: string; version: number; unitId: string; name: string; staffCode: string; entered: boolean; items: Askable[] };

async function listSheets(db: Db, where: ReturnType<typeof sql>): Promise<Sheet[]> {
  const rows = await all(
    db,
    sql<Omit<Sheet, 'items'> & { items: unknown }>`
    select sheet.code, sheet.line_id as "lineId", sheet.message_id as "messageId", sheet.version, line.unit_id as "unitId", person.name, person.staff_code as "staffCode",
      sheet.entered_at is not null as entered, sheet.items
    from campaigns.sheet
    join campaigns.line on line.id = sheet.line_id
    join kernel.person on person.id = line.person_id
    where ${where}
    order by person.name_sort, sheet.code
    limit 500`,
  );
  return rows.map((row) => ({ ...row, items: Value.Parse(Items, row.items) }));
}

/** The sheets of a session that are not entered, by name. */
export async function listOpenSheets(db: Db, gatheringId: string): Promise<Sheet[]> {
  return listSheets(db, sql`sheet.gathering_id = ${gatheringId} and sheet.entered_at is null and line.ended_on is null`);
}

/** How many sheets of the session of a sheet are still to be entered. */
export async function countOpenBeside(db: Db, code: string): Promise<number> {
  const row = await one(
    db,
    sql<{ n: number }>`
    select count(*) as n
    from campaigns.sheet as own
    join campaigns.sheet on sheet.gathering_id = own.gathering_id
    join campaigns.line on line.id = sheet.line_id
    where own.code = ${code}
      and sheet.entered_at is null
      and line.ended_on is null`,
  );
  return row?.n ?? 0;
}

/** A sheet by its code, or undefined. */
export async function findSheet(db: Db, code: string): Promise<Sheet | undefined> {
  const [sheet] = await listSheets(db, sql`sheet.code = ${code}`);
  return sheet;
}

/** Notes that a sheet was entered, with what was keyed, once; false when it was entered before. */
export async function noteEntered(db: Db, code: string, at: { testId: string; keyed: string; foundState: string; by: string | null; now: Temporal.Instant }): Promise<boolean> {
  const row = await one(
    db,
    sql<{ code: string }>`
    update campaigns.sheet
    set entered_at = ${at.now.toString()},
      entered_by = ${at.by},
      test_id = ${at.testId},
      keyed = ${at.keyed},
      found_state = ${at.foundState}
    where sheet.code = ${code}
      and sheet.entered_at is null
    returning sheet.code`,
  );
  return row !== undefined;
}

/** Ends a test that was begun on a screen and gives way to the sheet; says nothing of understanding. */
export async function dropOpenTest(db: Db, lineId: string, messageId: string, now: Temporal.Instant): Promise<void> {
  await all(
    db,
    sql`
    update campaigns.test
    set decided_at = ${now.toString()},
      decision = 'dropped'
    where test.line_id = ${lineId}
      and test.message_id = ${messageId}
      and test.purpose = 'decide'
      and test.decided_at is null`,
  );
}
