import { one, sql } from '#base/db/index.ts';
import type { Awaiting } from '#kernel/manifest/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf, rootsOf, scope } from '#kernel/org/index.ts';

const line = (key: string, n: number, href: string): Awaiting[] => (n === 0 ? [] : [{ key, values: { n }, href, due: undefined }]);

/** What the pool asks of somebody: requests to confirm; as head, consents and requests to decide; as a unit that asks, hours to confirm and work to evaluate. */
export async function listPoolAwaiting(ctx: Ctx): Promise<Awaiting[]> {
  const me = personOf(ctx.actor);
  if (me === undefined) return [];
  const mine = await one(
    ctx.db,
    sql<{ n: number }>`
    select count(*) as n
    from learning.pool_request as request
    where request.person_id = ${me}
      and request.state = 'agreed'`,
  );
  return [...line('learning-pool.awaiting-mine', mine?.n ?? 0, '/learning/pool/requests?state=agreed'), ...(await listOfHead(ctx, me)), ...(await listOfAsker(ctx, me))];
}

async function listOfHead(ctx: Ctx, me: string): Promise<Awaiting[]> {
  const roots = rootsOf(ctx.actor, 'learning.lend-pool');
  if (roots === 'everywhere' || roots.length === 0) return [];
  const row = await one(
    ctx.db,
    sql<{ consents: number; requests: number }>`
    select (
        select count(*)
        from learning.pool_member as member
        where member.own_state = 'in'
          and member.unit_state = 'asked'
          and member.person_id <> ${me}
          and ${scope(ctx.actor, 'learning.lend-pool', sql`member.unit_id`, ctx.today)})::integer as consents, (
        select count(*)
        from learning.pool_request as request
        where request.state = 'asked'
          and request.person_id <> ${me}
          and ${scope(ctx.actor, 'learning.lend-pool', sql`request.home_unit_id`, ctx.today)})::integer as requests`,
  );
  return [
    ...line('learning-pool.awaiting-consent', row?.consents ?? 0, '/learning/pool/consents'),
    ...line('learning-pool.awaiting-request', row?.requests ?? 0, '/learning/pool/requests?which=lent&state=asked'),
  ];
}

async function listOfAsker(ctx: Ctx, me: string): Promise<Awaiting[]> {
  const roots = rootsOf(ctx.actor, 'learning.ask-pool');
  if (roots === 'everywhere' || roots.length === 0) return [];
  const row = await one(
    ctx.db,
    sql<{ hours: number; evaluations: number }>`
    select (
        select count(*)
        from learning.pool_hours as entry
        join learning.pool_request as request on request.id = entry.request_id
        where entry.state = 'logged'
          and request.person_id <> ${me}
          and ${scope(ctx.actor, 'learning.ask-pool', sql`request.unit_id`, ctx.today)})::integer as hours, (
        select count(*)
        from learning.pool_request as request
        where request.state = 'done'
          and request.person_id <> ${me}
          and ${scope(ctx.actor, 'learning.ask-pool', sql`request.unit_id`, ctx.today)})::integer as evaluations`,
  );
  return [
    ...line('learning-pool.awaiting-hours', row?.hours ?? 0, '/learning/pool/requests?which=asked&state=confirmed'),
    ...line('learning-pool.awaiting-evaluation', row?.evaluations ?? 0, '/learning/pool/requests?which=asked&state=done'),
  ];
}
