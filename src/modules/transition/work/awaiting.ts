import { addDays, FOREVER } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import { awaits, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf } from '#kernel/org/index.ts';
import { dueFollowUps } from './follow-up.ts';
import { awaitingOffers } from './learned.ts';

/** Days before a follow-up is due on which it begins to stand on Today. */
const AHEAD_DAYS = 7;

/** Offers that wait for the asker's answer; people who have learned all that was planned and wait for an offer; follow-ups that the asker has to see to within a week. */
export function workAwaiting(ctx: Ctx): Awaits[] {
  const personId = personOf(ctx.actor);
  if (personId === undefined) return [];
  const offers = awaits(
    sql<{ id: string; title: string; due: string }>`
      select offer.case_id as id, offer.title, file.due
      from transition.offer
      join kernel.case_file as file on file.id = offer.case_id
      where offer.person_id = ${personId}
        and file.state = 'made'
      order by file.due, file.id
      limit 20`,
    (rows) =>
      rows.map(({ id, title, due }) => ({
        key: 'transition-work.awaits-answer',
        values: { title },
        href: `/transition/offers/${id}`,
        due: due === FOREVER ? undefined : due,
      })),
  );
  if (!mayAnywhere(ctx.actor, 'transition.handle-cases')) return [offers];
  const followUps = awaits(dueFollowUps(ctx, addDays(ctx.today, AHEAD_DAYS + 1)), (rows) =>
    rows.map(({ n, due }) => ({ key: 'transition-work.awaits-follow-up', values: { n }, href: '/transition/follow-ups', due })),
  );
  const learned = awaits(awaitingOffers(ctx), (rows) =>
    rows.map(({ id, title }) => ({ key: 'transition-work.awaits-offer', values: { title }, href: `/transition/cases/${id}/work#offer`, due: undefined })),
  );
  return [offers, learned, followUps];
}
