import Type from 'typebox';
import { all, one, sql } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { closed } from '../model.ts';
import { getCampaign } from '../running/campaign.ts';
import { WaveId } from './asking.ts';

async function campaignOf(ctx: Ctx, id: string): Promise<string> {
  const row = await one(ctx.db, sql<{ campaignId: string }>`select wave.campaign_id as "campaignId" from campaigns.wave where wave.id = ${id}`);
  return found(row, 'campaigns-effect.no-such-wave').campaignId;
}

/** Takes a measuring wave back. */
export const dropWave = operation({
  name: 'campaigns.drop-wave',
  summary: 'Take back a measuring wave that was begun by mistake; refused once somebody has answered.',
  kind: 'write',
  http: 'DELETE /campaigns/waves/{id}',
  permission: 'campaigns.prepare',
  unit: async (ctx, { id }) => (await getCampaign(ctx.db, await campaignOf(ctx, id))).unitId,
  input: Type.Object({ id: WaveId }, closed),
  output: Type.Object({}, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id }) => {
    const answered = await one(
      ctx.db,
      sql<{ id: string }>`
      select own.line_id as id
      from campaigns.wave_answer as own
      where own.wave_id = ${id}
        and own.answered_at is not null
      limit 1`,
    );
    if (answered !== undefined) throw new Problem('conflict', 'campaigns-effect.was-answered');
    await all(ctx.db, sql`delete from campaigns.wave_answer where wave_answer.wave_id = ${id}`);
    await all(ctx.db, sql`delete from campaigns.wave where wave.id = ${id}`);
    return {};
  },
});
