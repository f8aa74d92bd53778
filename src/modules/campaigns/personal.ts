import { all, sql, type Db } from '#base/db/index.ts';
import type { PersonalData } from '#kernel/personal/index.ts';

const ofLines = (id: string) => sql`told.line_id in (select own.id from campaigns.line as own where own.person_id = ${id})`;

/** What campaigns hold on a person: lines of rosters with what happened, tests and answers, waves, sessions. Of an open test nothing is told: it would say which answers were right. */
export const personal: PersonalData = {
  tables: [
    { table: 'campaigns.line_event', of: ofLines, without: ['actor'] },
    { table: 'campaigns.line_span', of: ofLines },
    { table: 'campaigns.line_message', of: ofLines },
    { table: 'campaigns.test', of: ofLines },
    {
      table: 'campaigns.test_item',
      of: (id) => sql`told.test_id in (
        select over.id
        from campaigns.test as over
        join campaigns.line as own on own.id = over.line_id
        where own.person_id = ${id}
          and over.decided_at is not null)`,
    },
    { table: 'campaigns.wave_answer', of: ofLines },
    {
      table: 'campaigns.letter_handing',
      of: (id) => sql`told.send_id in (select own.id from campaigns.send as own where own.person_id = ${id})`,
      without: ['handed_by', 'taken_back_by'],
    },
    { table: 'campaigns.attendance', of: ofLines, without: ['noted_by'] },
    { table: 'campaigns.sheet', of: ofLines, without: ['code', 'items', 'made_by', 'entered_by'] },
    {
      table: 'campaigns.sheet_correction',
      of: (id) => sql`told.code in (
        select own.code
        from campaigns.sheet as own
        join campaigns.line on line.id = own.line_id
        where line.person_id = ${id})`,
      without: ['code', 'corrected_by'],
    },
    // A secret opens a door, also to whoever finds the file.
    { table: 'campaigns.link', of: (id) => sql`told.person_id = ${id}`, without: ['digest'] },
    { table: 'campaigns.kiosk_code', of: (id) => sql`told.person_id = ${id}`, without: ['digest', 'sealed', 'made_by'] },
  ],
  keeps: [{ title: 'personal.campaigns', text: 'personal.campaigns-text' }],
  erase: async (ctx, personId) => {
    await all(ctx.db, sql`delete from campaigns.link where link.person_id = ${personId}`);
    await all(
      ctx.db,
      sql`
      update campaigns.kiosk_code
      set used_at = ${ctx.now.toString()}
      where kiosk_code.person_id = ${personId}
        and kiosk_code.used_at is null`,
    );
    // Whether an answer was right stays for the published figures; what was answered goes.
    await all(
      ctx.db,
      sql`
      update campaigns.test_item
      set answer = '{}'::jsonb
      from campaigns.test
      join campaigns.line on line.id = test.line_id
      where test_item.test_id = test.id
        and test_item.answer is not null
        and line.person_id = ${personId}`,
    );
    await forgetKeyed(ctx.db, personId);
    await all(
      ctx.db,
      sql`
      update campaigns.line
      set excuse = ''
      where line.person_id = ${personId}
        and line.excuse is not null`,
    );
  },
};

/** Takes away what was keyed of the sheets of a person. */
async function forgetKeyed(db: Db, personId: string): Promise<void> {
  await all(
    db,
    sql`
    with own as (
      update campaigns.sheet
      set keyed = null,
        found_state = null
      from campaigns.line
      where line.id = sheet.line_id
        and line.person_id = ${personId}
      returning sheet.code
    )
    update campaigns.sheet_correction
    set keyed = ''
    from own
    where sheet_correction.code = own.code`,
  );
}
