import { addDays } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import type { Awaiting } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { listConclusions, listStoredMeetings } from './store.ts';

/** Days before a meeting at which it appears on Today. */
const AHEAD_DAYS = 14;

/** What meetings ask of a person: conclusions to carry out, until they are done, and meetings that are near. */
export async function listMeetingsAwaiting(ctx: Ctx): Promise<Awaiting[]> {
  const me = personOf(ctx.actor);
  if (me === undefined) return [];
  const mine = await listConclusions(ctx.db, ctx.today, sql<boolean>`conclusion.person_id = ${me}`, { open: true });
  const near = await listStoredMeetings(
    ctx.db,
    sql<boolean>`${me}::uuid = any(version.members)
      and not version.cancelled
      and version.day between ${ctx.today} and ${addDays(ctx.today, AHEAD_DAYS)}`,
  );
  return [
    ...mine.map(({ task, meeting, meetingTitle, due }) => ({ key: 'meetings.awaiting-conclusion', values: { task, meeting: meetingTitle }, href: `/meetings/${meeting}`, due })),
    ...near.map(({ id, title, day }) => ({ key: 'meetings.awaiting-meeting', values: { title }, href: `/meetings/${id}`, due: day })),
  ];
}
