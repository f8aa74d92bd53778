import Type from 'typebox';
import { all, sql } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { channelOf } from '../channels/list.ts';
import { closed, LineId, type ChannelName } from '../model.ts';
import { findContactLine, lostSends } from './store.ts';

/** Sends anew what did not arrive. */
export const sendAgain = operation({
  name: 'campaigns.send-again',
  summary: 'Send once more what came back or had no address, after the address was mended; refused while there is none. It leaves at the next working hour.',
  kind: 'write',
  http: 'POST /campaigns/lines/{id}/sends',
  permission: 'campaigns.help-unit',
  unit: async (ctx, { id }) => found(await findContactLine(ctx.db, id), 'campaigns-task.no-task').unitId,
  input: Type.Object({ id: LineId }, closed),
  output: Type.Object({ sent: Type.Integer({ description: 'Tellings that were put into the queue again' }) }, closed),
  trace: ({ id }, { sent }) => ({ subject: id, detail: { sent } }),
  run: async (ctx, { id }) => {
    const line = found(await findContactLine(ctx.db, id), 'campaigns-task.no-task');
    if (!line.running) throw new Problem('conflict', 'campaigns-task.over');
    const lost = await all(
      ctx.db,
      sql<{ id: string; channel: ChannelName }>`
      select send.id, send.channel
      from campaigns.send
      where send.line_id = ${id}
        and ${lostSends()}`,
    );
    const reached: string[] = [];
    for (const send of lost) if (((await channelOf(send.channel)?.reachable?.(ctx, [line.personId])) ?? 0) > 0) reached.push(send.id);
    if (lost.length === 0) throw new Problem('conflict', 'campaigns-contact.nothing-lost');
    if (reached.length === 0) throw new Problem('conflict', 'campaigns-contact.no-address-yet');
    await all(
      ctx.db,
      sql`
      insert into campaigns.send (id, campaign_id, line_id, person_id, channel, rung, round, next_at, created_at)
      select kernel.new_id(), send.campaign_id, send.line_id, send.person_id, send.channel, send.rung, send.round + 1, ${ctx.now.toString()}::timestamptz, ${ctx.now.toString()}::timestamptz
      from campaigns.send
      where send.id = any(${reached}::uuid[])
      on conflict (line_id, rung, round) do nothing`,
    );
    return { sent: reached.length };
  },
});
