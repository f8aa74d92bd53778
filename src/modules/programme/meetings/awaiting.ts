import { addDays } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import { awaits, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { conclusionRows, meetingRows } from './store.ts';

/** Days before a meeting at which it appears on Today. */
const AHEAD_DAYS = 14;

/** What meetings ask of a person: conclusions to carry out, until they are done, and meetings that are near. */
export function meetingsAwaiting(ctx: Ctx): Awaits[] {
  const me = personOf(ctx.actor);
  if (me === undefined) return [];
  const near = sql<boolean>`${me}::uuid = any(version.members)
      and not version.cancelled
      and version.day between ${ctx.today} and ${addDays(ctx.today, AHEAD_DAYS)}`;
  return [
    awaits(conclusionRows(ctx.today, sql<boolean>`conclusion.person_id = ${me}`, { open: true }), (rows) =>
      rows.map(({ task, meeting, meetingTitle, due }) => ({ key: 'meetings.awaiting-conclusion', values: { task, meeting: meetingTitle }, href: `/meetings/${meeting}`, due })),
    ),
    awaits(meetingRows(near), (rows) => rows.map(({ id, title, day }) => ({ key: 'meetings.awaiting-meeting', values: { title }, href: `/meetings/${id}`, due: day }))),
  ];
}
