import type { Day } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import { awaits, type Awaiting, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mayAnywhere, personOf } from '#kernel/org/index.ts';

type Own = { what: 'questionnaire'; id: string } | { what: 'check'; id: string; answered: number } | { what: 'session'; day: Day; hour: string; room: string };

function awaitingOf(own: Own): Awaiting {
  if (own.what === 'questionnaire') return { key: 'skills-awareness.awaiting', values: {}, href: `/skills/awareness/${own.id}`, due: undefined };
  if (own.what === 'check') return { key: 'skills-sittings.awaiting-check', values: { answered: own.answered }, href: `/skills/sittings/${own.id}`, due: undefined };
  return { key: 'skills-sessions.awaiting', values: { hour: own.hour, room: own.room }, href: '/skills/sessions/join', due: own.day };
}

/** What awaits a person in skills: an open check or questionnaire, a booked session, and for reviewers contests without an answer. */
export function skillsAwaiting(ctx: Ctx): Awaits[] {
  const personId = personOf(ctx.actor);
  if (personId === undefined) return [];
  const own = awaits(
    sql<Own>`
    select 'questionnaire' as what, awareness.id::text as id, 0 as answered, null as day, null as hour, null as room
    from skills.awareness
    where awareness.person_id = ${personId}
      and awareness.state = 'open'
    union all
    select 'check', sitting.id::text, (select count(*)::integer from skills.answer where answer.sitting_id = sitting.id), null, null, null
    from skills.sitting
    where sitting.person_id = ${personId}
      and sitting.mode = 'check'
      and sitting.state <> 'finished'
    union all
    select 'session', session.id::text, 0, session.day::text, session.starts_at::text, session.room
    from skills.session
    join skills.session_place as place on place.session_id = session.id
    where place.person_id = ${personId}
      and session.state <> 'closed'
      and session.day >= ${ctx.today}`,
    (rows) => rows.map(awaitingOf),
  );
  if (!mayAnywhere(ctx.actor, 'skills.review-items')) return [own];
  const contests = awaits(
    sql<{ n: number }>`
    select count(*)::integer as n
    from skills.contest
    where contest.state = 'open'
    having count(*) > 0`,
    (rows) => rows.map(({ n }) => ({ key: 'skills-contests.awaiting', values: { n }, href: '/skills/contests', due: undefined })),
  );
  return [own, contests];
}
