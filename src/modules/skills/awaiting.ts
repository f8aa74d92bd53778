import { all, one, sql } from '#base/db/index.ts';
import type { Awaiting } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf } from '#kernel/org/index.ts';

/** What awaits a person in skills: an open check or questionnaire, a booked session, and for reviewers contests without an answer. */
export async function listAwaiting(ctx: Ctx): Promise<Awaiting[]> {
  const personId = personOf(ctx.actor);
  if (personId === undefined) return [];
  const open = await all(
    ctx.db,
    sql<{ id: string; answered: number }>`
    select sitting.id, (select count(*)::integer from skills.answer where answer.sitting_id = sitting.id) as answered
    from skills.sitting
    where sitting.person_id = ${personId}
      and sitting.mode = 'check'
      and sitting.state <> 'finished'`,
  );
  const sessions = await all(
    ctx.db,
    sql<{ day: string; hour: string; room: string }>`
    select session.day, session.starts_at as hour, session.room
    from skills.session
    join skills.session_place as place on place.session_id = session.id
    where place.person_id = ${personId}
      and session.state <> 'closed'
      and session.day >= ${ctx.today}`,
  );
  const contests = mayAnywhere(ctx.actor, 'skills.review-items')
    ? ((await one(ctx.db, sql<{ n: number }>`select count(*)::integer as n from skills.contest where contest.state = 'open'`))?.n ?? 0)
    : 0;
  const questionnaire = await one(
    ctx.db,
    sql<{ id: string }>`
    select awareness.id
    from skills.awareness
    where awareness.person_id = ${personId}
      and awareness.state = 'open'`,
  );
  return [
    ...(questionnaire === undefined ? [] : [{ key: 'skills-awareness.awaiting', values: {}, href: `/skills/awareness/${questionnaire.id}`, due: undefined }]),
    ...open.map(({ id, answered }) => ({ key: 'skills-sittings.awaiting-check', values: { answered }, href: `/skills/sittings/${id}`, due: undefined })),
    ...sessions.map(({ day, hour, room }) => ({ key: 'skills-sessions.awaiting', values: { hour, room }, href: '/skills/sessions/join', due: day })),
    ...(contests === 0 ? [] : [{ key: 'skills-contests.awaiting', values: { n: contests }, href: '/skills/contests', due: undefined }]),
  ];
}
