import { all, sql, type Db } from '#base/db/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import type { ChannelName } from '../model.ts';
import { ENDS, stateAfter, statesBefore, type LineAct } from './states.ts';

/** What goes with an act: the channel over which it came, the reason of an excuse, the help that is arranged or was given, whether a failed test counts no longer, the fact of each line that is corrected. */
export type MoveDetail = {
  channel?: ChannelName | undefined;
  note?: string | undefined;
  help?: 'call' | 'group' | 'done' | undefined;
  unfailed?: boolean;
  corrects?: ReadonlyMap<string, string>;
};

/** A line that moved. */
export type Moved = { id: string; campaignId: string; unitId: string; before: string; after: string };

/**
 * Moves lines by one act: the only way in which the state of a line changes. Lines in a state in which the act cannot happen stay as they are and are not in the answer.
 * Each move leaves an event, a span for the sets and a fact. Pass the context of the transaction.
 */
export async function moveLines(ctx: Ctx, ids: string[], act: LineAct, detail: MoveDetail = {}): Promise<Moved[]> {
  if (ids.length === 0) return [];
  const moved = await changeLines(ctx, ids, act, detail);
  const changed = moved.filter(({ before, after }) => before !== after);
  await record(
    ctx,
    changed.map(({ id, campaignId, unitId, after }) => {
      const corrects = detail.corrects?.get(id);
      return { kind: 'campaigns.line-changed', subject: id, unitId, day: ctx.today, data: { campaign: campaignId, after }, ...(corrects !== undefined && { corrects }) };
    }),
  );
  return moved;
}

/** Acts after which a person is asked anew. */
const AGAIN: readonly LineAct[] = ['supersede', 'resume', 'return'];

/** Changes lines, with their events and spans, in one statement. */
async function changeLines(ctx: Ctx, ids: string[], act: LineAct, { channel, note, help, unfailed = false }: MoveDetail): Promise<Moved[]> {
  // One line by itself is a statement of its own, for which PostgreSQL keeps its plan: a list could be long, so it would plan anew each time.
  const [only, ...others] = ids;
  const from = statesBefore(act);
  const to = from.map((state) => stateAfter(state, act) ?? state);
  const failed = act === 'fail' || act === 'fail-again' ? 1 : 0;
  return all(
    ctx.db,
    sql<Moved>`
    with picked as (
      select line.id, line.state as before, (${to}::text[])[array_position(${from}::text[], line.state)] as after
      from campaigns.line
      where ${only === undefined || others.length > 0 ? sql`line.id = any(${ids}::uuid[])` : sql`line.id = ${only}::uuid`}
        and line.state = any(${from}::text[])
      order by line.id
      for update of line
    ), moved as (
      update campaigns.line
      set state = picked.after,
        state_at = case when picked.before = picked.after then line.state_at else ${ctx.now.toString()}::timestamptz end,
        channel = coalesce(${channel ?? null}, line.channel),
        reached_on = case when picked.after in ('reached', 'read', 'checked', 'needs-help', 'understood') then coalesce(line.reached_on, ${ctx.today}::date) else line.reached_on end,
        understood_on = case when picked.after = 'understood' then ${ctx.today}::date end,
        ended_on = case when picked.after = any(${ENDS}::text[]) then ${ctx.today}::date end,
        -- Whoever is asked again is told from the first rung on.
        opens = case when ${AGAIN.includes(act)}::boolean then ${ctx.today}::date else line.opens end,
        failures = line.failures + ${failed - (unfailed ? 1 : 0)},
        help = case when ${act === 'fail-again'}::boolean then null else coalesce(${help ?? null}, line.help) end,
        excuse = case when picked.after = 'excused' then ${note ?? ''} end,
        excused_by = case when picked.after = 'excused' then ${personOf(ctx.actor) ?? null}::uuid end
      from picked
      where line.id = picked.id
      returning line.id, line.campaign_id as "campaignId", line.unit_id as "unitId", picked.before, picked.after
    ), ${tracesOf(ctx, act, channel, note)}
    select moved.id, moved."campaignId", moved."unitId", moved.before, moved.after
    from moved`,
  );
}

/** What each of `moved` leaves: an event, and where the state changed the end of its span and a new one, which is joined to the closed one so that only one is open. */
function tracesOf(ctx: Ctx, act: LineAct, channel: ChannelName | undefined, note: string | undefined) {
  return sql`told as (
      insert into campaigns.line_event (id, line_id, at, day, act, before, after, channel, unit_id, actor, note)
      select kernel.new_id(), moved.id, ${ctx.now.toString()}, ${ctx.today}, ${act}::text, moved.before, moved.after, ${channel ?? null}, moved."unitId",
        ${personOf(ctx.actor) ?? null}::uuid, ${note ?? null}
      from moved
    ), closed as (
      update campaigns.line_span
      set valid_to = greatest(line_span.valid_from, ${ctx.today}::date)
      from moved
      where line_span.line_id = moved.id
        and line_span.valid_to = 'infinity'
        and moved.before <> moved.after
      returning moved.id
    ), begun as (
      insert into campaigns.line_span (line_id, unit_id, state, valid_from)
      select moved.id, moved."unitId", moved.after, ${ctx.today}
      from moved
      left join closed on closed.id = moved.id
      where moved.before <> moved.after
    )`;
}

/** Ends the open spans of lines today. */
export async function closeSpans(ctx: Pick<Ctx, 'db' | 'today'>, ids: string[]): Promise<void> {
  await all(
    ctx.db,
    sql`
    update campaigns.line_span
    set valid_to = greatest(line_span.valid_from, ${ctx.today}::date)
    where line_span.line_id = any(${ids}::uuid[])
      and line_span.valid_to = 'infinity'`,
  );
}

/** The fact that each of these lines changed last; a line that never did is left out. */
export async function lastChanges(db: Db, ids: string[]): Promise<Map<string, string>> {
  const rows = await all(
    db,
    sql<{ id: string; subject: string }>`
    select distinct on (fact.subject) fact.id, fact.subject
    from kernel.fact
    where fact.subject = any(${ids}::uuid[])
      and fact.kind = 'campaigns.line-changed'
    order by fact.subject, fact.id desc`,
  );
  return new Map(rows.map(({ id, subject }) => [subject, id]));
}
