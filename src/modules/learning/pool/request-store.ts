import type { Day } from '#base/day/index.ts';
import { all, one, sql, type Db, type RawBuilder } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found } from '#base/problem/index.ts';
import type { Locale } from '#base/text/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { unitName } from '../classes/store.ts';
import type { Evaluation, RequestLine, RequestState } from './model.ts';
import type { Act, Span } from './rules.ts';

/** A request as kept. */
export type RequestRow = RequestLine & { unitId: string; homeUnitId: string; personId: string; memberId: string | null; message: string; to: Day };

/** Requests that fulfil a condition on `request`, those changed last at the top; with `lock` nobody else changes them until the transaction ends. */
export async function listRequestRows(db: Db, where: RawBuilder<unknown>, locale: Locale, page: { limit: number; offset: number }): Promise<RequestRow[]> {
  return all(
    db,
    sql<RequestRow>`
    select chosen.id, chosen.need_id as "needId", need.title, need.kind, chosen.unit_id as "unitId", ${unitName(sql`chosen.unit_id`, locale)} as "unitName",
      chosen.home_unit_id as "homeUnitId", ${unitName(sql`chosen.home_unit_id`, locale)} as "homeUnitName", chosen.person_id as "personId", person.name,
      case when member.own_state = 'in' and member.unit_state in ('asked', 'given') then member.id end as "memberId",
      need.starts as "from", need.ends - 1 as last, need.ends as "to", need.hours, chosen.state, chosen.message, (
        select coalesce(sum(entry.minutes), 0)::double precision / 60
        from learning.pool_hours as entry
        where entry.request_id = chosen.id
          and entry.state = 'confirmed') as given
    from (
      select request.id, request.need_id, request.unit_id, request.person_id, request.home_unit_id, request.state, request.message, request.changed_at
      from learning.pool_request as request
      where ${where}
      order by request.changed_at desc, request.id desc
      limit ${page.limit}
      offset ${page.offset}
    ) as chosen
    join learning.pool_need as need on need.id = chosen.need_id
    join kernel.person on person.id = chosen.person_id
    left join learning.pool_member as member on member.person_id = chosen.person_id
    order by chosen.changed_at desc, chosen.id desc`,
  );
}

/** How many requests fulfil a condition. */
export async function countRequests(db: Db, where: RawBuilder<unknown>): Promise<number> {
  const row = await one(db, sql<{ n: number }>`select count(*) as n from learning.pool_request as request where ${where}`);
  return row?.n ?? 0;
}

/** One request; throws `missing`. With `lock` nobody else changes it until the transaction ends. */
export async function getRequest(db: Db, id: string, locale: Locale, lock = false): Promise<RequestRow> {
  if (lock) await all(db, sql`select request.id from learning.pool_request as request where request.id = ${id} for update`);
  return found((await listRequestRows(db, sql`request.id = ${id}`, locale, { limit: 1, offset: 0 }))[0], 'learning-pool.no-request');
}

/** A request without what lists do not show. */
export function requestLine({ unitId: _u, homeUnitId: _h, personId: _p, memberId: _m, message: _g, to: _t, ...line }: RequestRow): RequestLine {
  return line;
}

/** Keeps a new request; undefined when the person is asked for this need already. */
export async function addRequest(ctx: Ctx, given: { needId: string; unitId: string; personId: string; homeUnitId: string; message: string }): Promise<string | undefined> {
  const id = newId();
  const rows = await all(
    ctx.db,
    sql`
    insert into learning.pool_request (id, need_id, unit_id, person_id, home_unit_id, state, message, asked_by, changed_at)
    values (${id}, ${given.needId}, ${given.unitId}, ${given.personId}, ${given.homeUnitId}, 'asked', ${given.message}, ${personOf(ctx.actor) ?? null}, ${ctx.now.toString()})
    on conflict (need_id, person_id) where state in ('asked', 'agreed', 'confirmed', 'done') do nothing
    returning pool_request.id`,
  );
  if (rows.length === 0) return undefined;
  await addEvents(ctx, [{ id, needId: given.needId, unitId: given.unitId }], 'ask', 'asked', null);
  return id;
}

/** Moves requests to a state, with an event and a fact each. Pass a transaction. */
export async function moveRequests(
  ctx: Ctx,
  requests: readonly { id: string; needId: string; unitId: string }[],
  act: Act,
  state: RequestState,
  reason: string | null,
): Promise<void> {
  const ids = requests.map(({ id }) => id);
  await all(ctx.db, sql`update learning.pool_request as request set state = ${state}, changed_at = ${ctx.now.toString()} where request.id = any(${ids}::uuid[])`);
  await addEvents(ctx, requests, act, state, reason);
}

async function addEvents(
  ctx: Ctx,
  requests: readonly { id: string; needId: string; unitId: string }[],
  act: Act | 'ask',
  state: RequestState,
  reason: string | null,
): Promise<void> {
  await all(
    ctx.db,
    sql`
    insert into learning.pool_event (id, request_id, person_id, act, state, reason, day, at)
    select kernel.new_id(), asked.id, ${personOf(ctx.actor) ?? null}::uuid, ${act}, ${state}, ${reason}, ${ctx.today}::date, ${ctx.now.toString()}::timestamptz
    from unnest(${requests.map(({ id }) => id)}::uuid[]) as asked (id)`,
  );
  await record(
    ctx,
    requests.map(({ id, needId, unitId }) => ({ kind: 'learning.pool-request-changed', subject: id, unitId, day: ctx.today, data: { need: needId, state } })),
  );
}

/** Cancels the requests to somebody that nobody works on yet; how many there were. */
export async function cancelOpenOf(ctx: Ctx, personId: string, reason: string): Promise<number> {
  const open = await listRequestRows(ctx.db, sql`request.person_id = ${personId} and request.state in ('asked', 'agreed')`, ctx.locale, { limit: 1000, offset: 0 });
  await moveRequests(ctx, open, 'cancel', 'cancelled', reason);
  return open.length;
}

/** Work that somebody has promised. */
export type Promised = Span & { personId: string; needId: string };

/** On how many requests somebody works. */
export function countAtWork(db: Db, personId: string): Promise<number> {
  return countRequests(db, sql`request.person_id = ${personId} and request.state = 'confirmed'`);
}

/** What people have promised to others from the month of a day on: agreed by the head or at work, each with its need. */
export async function listPromised(db: Db, people: readonly string[], from: Day): Promise<Promised[]> {
  return all(
    db,
    sql<Promised>`
    select request.person_id as "personId", request.need_id as "needId", need.starts as "from", need.ends as "to", need.hours
    from learning.pool_request as request
    join learning.pool_need as need on need.id = request.need_id
    where request.person_id = any(${[...people]}::uuid[])
      and request.state in ('agreed', 'confirmed')
      and need.ends > date_trunc('month', ${from}::date)::date`,
  );
}

/** Something that happened to a request. */
export type EventRow = { act: string; state: RequestState; name: string | null; reason: string | null; day: Day };

/** What happened to a request, oldest first. */
export async function listEvents(db: Db, requestId: string): Promise<EventRow[]> {
  return all(
    db,
    sql<EventRow>`
    select event.act, event.state, person.name, event.reason, event.day
    from learning.pool_event as event
    left join kernel.person on person.id = event.person_id
    where event.request_id = ${requestId}
    order by event.at, event.id
    limit 100`,
  );
}

/** Evaluations of somebody's earlier work, newest first. */
export async function listEvaluations(db: Db, personId: string): Promise<{ title: string; evaluation: Evaluation }[]> {
  const rows = await all(
    db,
    sql<Evaluation & { title: string }>`
    select need.title, given.day, given.knowledge, given.delivery, given.reliability, given.words, given.answer
    from learning.pool_evaluation as given
    join learning.pool_request as request on request.id = given.request_id
    join learning.pool_need as need on need.id = request.need_id
    where given.person_id = ${personId}
    order by given.day desc, given.request_id
    limit 20`,
  );
  return rows.map(({ title, ...evaluation }) => ({ title, evaluation }));
}
