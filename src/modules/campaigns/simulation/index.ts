import { all, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { FAILURES_TO_HELP } from '../personal/acts.ts';
import { listAskable } from '../messages/store.ts';
import type { ChannelName } from '../model.ts';
import { moveLines } from '../roster/move.ts';
import { getCampaign, listCampaignMessages } from '../running/campaign.ts';
import { drawOrder } from '../understanding/draw.ts';
import { decisionAfter, exactOf, planFor, ratioOf, type Decision } from '../understanding/sequential.ts';

/** What an imaginary person does on a day: opens the campaign, or reads it and sits a test in which an item of a family is answered rightly or not. */
export type Imagined = { personId: string; channel: ChannelName; answers: ((family: string) => boolean) | null };

type Line = { id: string; personId: string; failures: number };
type Sat = { line: Line; decision: Decision; items: { family: string; itemId: string; itemVersion: number; correct: boolean }[]; ratio: number; channel: ChannelName };

/** Enters a day of imaginary people into a campaign with one message, by the rules of live ones; for the demonstration and for measuring. Pass the context of the transaction. */
export async function imagineDay(ctx: Ctx, campaignId: string, people: readonly Imagined[]): Promise<void> {
  const [message] = await listCampaignMessages(ctx.db, campaignId);
  if (message === undefined || people.length === 0) return;
  const { test } = await getCampaign(ctx.db, campaignId);
  const askable = await listAskable(ctx.db, message.messageId);
  const plan = planFor(test, new Set(askable.map(({ family }) => family)).size);
  const { cut } = exactOf(plan);
  const lines = await listOpen(ctx, campaignId, people);
  const sat: Sat[] = [];
  const acting = people.flatMap((person) => {
    const line = lines.get(person.personId);
    return line === undefined ? [] : [{ ...person, line }];
  });
  for (const { line, answers, channel } of acting) {
    if (answers === null) continue;
    const order = drawOrder(askable, [], [], `${line.id} ${line.failures}`).slice(0, plan.most);
    const items: Sat['items'] = [];
    let decision: Decision | undefined;
    for (const item of order) {
      items.push({ ...item, correct: answers(item.family) });
      const right = items.filter(({ correct }) => correct).length;
      decision = decisionAfter(plan, cut, right, items.length - right);
      if (decision !== undefined) break;
    }
    const right = items.filter(({ correct }) => correct).length;
    sat.push({ line, items, channel, decision: decision ?? 'not-yet', ratio: ratioOf(plan, right, items.length - right) });
  }
  await keepTests(ctx, message, sat);
  for (const [channel, own] of Map.groupBy(acting, (one) => one.channel)) {
    await moveLines(
      ctx,
      own.map(({ line }) => line.id),
      'open',
      { channel },
    );
  }
  await moveSat(ctx, message, sat);
}

async function listOpen(ctx: Ctx, campaignId: string, people: readonly Imagined[]): Promise<Map<string, Line>> {
  const rows = await all(
    ctx.db,
    sql<Line>`
    select line.id, line.person_id as "personId", line.failures
    from campaigns.line
    where line.campaign_id = ${campaignId}
      and line.person_id = any(${people.map(({ personId }) => personId)}::uuid[])
      and line.state in ('invited', 'reached', 'read', 'checked')`,
  );
  return new Map(rows.map((row) => [row.personId, row]));
}

async function moveSat(ctx: Ctx, message: { messageId: string; version: number }, sat: readonly Sat[]): Promise<void> {
  const actOf = ({ decision, line }: Sat) => (decision === 'understood' ? 'pass' : line.failures + 1 >= FAILURES_TO_HELP ? 'fail-again' : 'fail');
  for (const [channel, own] of Map.groupBy(sat, (one) => one.channel)) {
    const ids = own.map(({ line }) => line.id);
    await moveLines(ctx, ids, 'read', { channel });
    for (const [act, group] of Map.groupBy(own, actOf)) {
      await moveLines(
        ctx,
        group.map(({ line }) => line.id),
        act,
        { channel },
      );
    }
  }
  await all(
    ctx.db,
    sql`
    insert into campaigns.line_message (line_id, message_id, version, read_at, understood_at)
    select own.line_id, ${message.messageId}, ${message.version}, ${ctx.now.toString()}, case when own.understood then ${ctx.now.toString()}::timestamptz end
    from unnest(${sat.map(({ line }) => line.id)}::uuid[], ${sat.map(({ decision }) => decision === 'understood')}::boolean[]) as own (line_id, understood)
    on conflict (line_id, message_id) do update
    set read_at = excluded.read_at,
      understood_at = excluded.understood_at`,
  );
}

async function keepTests(ctx: Ctx, message: { messageId: string; version: number }, sat: readonly Sat[]): Promise<void> {
  const tests = sat.map((one) => ({ ...one, id: newId() }));
  await all(
    ctx.db,
    sql`
    insert into campaigns.test (id, line_id, message_id, version, round, channel, begun_at, decided_at, decision, ratio)
    select kept.id, kept.line_id, ${message.messageId}, ${message.version}, kept.round, kept.channel, ${ctx.now.toString()}, ${ctx.now.toString()}, kept.decision, kept.ratio
    from unnest(
      ${tests.map(({ id }) => id)}::uuid[],
      ${tests.map(({ line }) => line.id)}::uuid[],
      ${tests.map(({ line }) => line.failures + 1)}::integer[],
      ${tests.map(({ channel }) => channel)}::text[],
      ${tests.map(({ decision }) => decision)}::text[],
      ${tests.map(({ ratio }) => ratio)}::double precision[]
    ) as kept (id, line_id, round, channel, decision, ratio)`,
  );
  const items = tests.flatMap(({ id, items: own }) => own.map((item, at) => ({ ...item, id, place: at + 1 })));
  await all(
    ctx.db,
    sql`
    insert into campaigns.test_item (test_id, place, family, item_id, item_version, answer, correct, answered_at)
    select asked.test_id, asked.place, asked.family, asked.item_id, asked.item_version, '{}', asked.correct, ${ctx.now.toString()}
    from unnest(
      ${items.map(({ id }) => id)}::uuid[],
      ${items.map(({ place }) => place)}::integer[],
      ${items.map(({ family }) => family)}::text[],
      ${items.map(({ itemId }) => itemId)}::text[],
      ${items.map(({ itemVersion }) => itemVersion)}::integer[],
      ${items.map(({ correct }) => correct)}::boolean[]
    ) as asked (test_id, place, family, item_id, item_version, correct)`,
  );
}
