import { addDays, FOREVER } from '#base/day/index.ts';
import { all, sql } from '#base/db/index.ts';
import type { Awaiting } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf } from '#kernel/org/index.ts';
import { countDue } from './follow-up.ts';

/** Days before a follow-up is due on which it begins to stand on Today. */
const AHEAD_DAYS = 7;

/** Offers that wait for the asker's answer, and follow-ups that the asker has to see to within a week. */
export async function listWorkAwaiting(ctx: Ctx): Promise<Awaiting[]> {
  const personId = personOf(ctx.actor);
  if (personId === undefined) return [];
  const offers = await all(
    ctx.db,
    sql<{ id: string; title: string; due: string }>`
      select offer.case_id as id, offer.title, file.due
      from transition.offer
      join kernel.case_file as file on file.id = offer.case_id
      where offer.person_id = ${personId}
        and file.state = 'made'
      order by file.due, file.id
      limit 20`,
  );
  const waiting = offers.map(({ id, title, due }) => ({
    key: 'transition-work.awaits-answer',
    values: { title },
    href: `/transition/offers/${id}`,
    due: due === FOREVER ? undefined : due,
  }));
  const due = mayAnywhere(ctx.actor, 'transition.handle-cases') ? await countDue(ctx, addDays(ctx.today, AHEAD_DAYS + 1)) : undefined;
  return due === undefined ? waiting : [...waiting, { key: 'transition-work.awaits-follow-up', values: { n: due.n }, href: '/transition/follow-ups', due: due.due }];
}
