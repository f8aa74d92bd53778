import { formatDay } from '#base/day/index.ts';
import { inTransaction, sql } from '#base/db/index.ts';
import { currentCalendar } from '#kernel/calendar/index.ts';
import { every } from '#kernel/job/index.ts';
import { notify } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { keepBriefing } from '../briefing/keep.ts';
import { noticeDayOf } from './rules.ts';
import { addNotice, findNotice, listStoredMeetings, lockMeetings } from './store.ts';

/**
 * Sends the members of meetings that are near the briefing of today, once for each meeting and day: a message that leads to it and a mail that carries it as
 * PDF. Returns how many meetings were told of.
 */
export async function sendNotices(ctx: Ctx): Promise<number> {
  return inTransaction(ctx.db, async (db) => {
    const own = { ...ctx, db };
    await lockMeetings(db);
    const coming = await listStoredMeetings(db, sql<boolean>`not version.cancelled and version.day >= ${ctx.today}`);
    const calendar = await currentCalendar(db, ctx.services.root);
    let sent = 0;
    for (const { id, title, day, members, noticeDays } of coming) {
      const from = noticeDayOf(day, noticeDays, calendar) ?? day;
      if (ctx.today < from || (await findNotice(db, id, day)) !== undefined) continue;
      const briefing = await keepBriefing(own);
      if (!(await addNotice(db, { meeting: id, day, briefing: briefing.id, at: ctx.now.toString() }))) continue;
      const told = { key: 'meetings.told-briefing', values: { title, day: formatDay(day) }, href: `/briefings/${briefing.id}` };
      await notify(own, { ...told, to: members, email: true, attachments: [briefing.pdfId] });
      sent += 1;
    }
    return sent;
  });
}

/** Looks once an hour whether a meeting is near. */
export const noticeTask = every(3600, 'programme.send-briefings', async (ctx) => void (await sendNotices(ctx)));
