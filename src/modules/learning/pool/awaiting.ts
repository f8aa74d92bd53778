import { sql, type RawBuilder } from '#base/db/index.ts';
import { awaits, type Awaits } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf, rootsOf, scope } from '#kernel/org/index.ts';

/** What the pool asks of somebody: requests to confirm; as head, consents and requests to decide; as a unit that asks, hours to confirm and work to evaluate. */
export function poolAwaiting(ctx: Ctx): Awaits[] {
  const me = personOf(ctx.actor);
  if (me === undefined) return [];
  return [
    line('learning-pool.awaiting-mine', '/learning/pool/requests?state=agreed', sql`learning.pool_request as request where request.person_id = ${me} and request.state = 'agreed'`),
    ...(holds(ctx, 'learning.lend-pool') ? ofHead(ctx, me) : []),
    ...(holds(ctx, 'learning.ask-pool') ? ofAsker(ctx, me) : []),
  ];
}

function ofHead(ctx: Ctx, me: string): Awaits[] {
  const own = (unit: RawBuilder<unknown>) => scope(ctx.actor, 'learning.lend-pool', unit, ctx.today);
  return [
    line(
      'learning-pool.awaiting-consent',
      '/learning/pool/consents',
      sql`learning.pool_member as member
      where member.own_state = 'in'
        and member.unit_state = 'asked'
        and member.person_id <> ${me}
        and ${own(sql`member.unit_id`)}`,
    ),
    line(
      'learning-pool.awaiting-request',
      '/learning/pool/requests?which=lent&state=asked',
      sql`learning.pool_request as request
      where request.state = 'asked'
        and request.person_id <> ${me}
        and ${own(sql`request.home_unit_id`)}`,
    ),
  ];
}

function ofAsker(ctx: Ctx, me: string): Awaits[] {
  const own = scope(ctx.actor, 'learning.ask-pool', sql`request.unit_id`, ctx.today);
  return [
    line(
      'learning-pool.awaiting-hours',
      '/learning/pool/requests?which=asked&state=confirmed',
      sql`learning.pool_hours as entry
      join learning.pool_request as request on request.id = entry.request_id
      where entry.state = 'logged'
        and request.person_id <> ${me}
        and ${own}`,
    ),
    line(
      'learning-pool.awaiting-evaluation',
      '/learning/pool/requests?which=asked&state=done',
      sql`learning.pool_request as request
      where request.state = 'done'
        and request.person_id <> ${me}
        and ${own}`,
    ),
  ];
}

function holds(ctx: Ctx, permission: string): boolean {
  const roots = rootsOf(ctx.actor, permission);
  return roots !== 'everywhere' && roots.length > 0;
}

/** One line that says how many records there are; none when there are none. */
function line(key: string, href: string, from: RawBuilder<unknown>): Awaits {
  return awaits(sql<{ n: number }>`select count(*) as n from ${from} having count(*) > 0`, (rows) => rows.map(({ n }) => ({ key, values: { n }, href, due: undefined })));
}
