import { all, sql } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { moveLines } from '../roster/move.ts';

/**
 * Puts a newly approved version into the campaigns that run with the message. When its matter changed, whoever had read or understood the version before is asked again, by the changed families first,
 * and only about this message; when only the wording changed, nobody is. Returns how many people are asked again.
 */
export async function putIntoUse(ctx: Ctx, messageId: string, version: number, changed: readonly string[]): Promise<number> {
  await all(
    ctx.db,
    sql`
    update campaigns.campaign_message as asked
    set version = ${version}
    from campaigns.campaign
    where campaign.id = asked.campaign_id
      and campaign.state <> 'ended'
      and asked.message_id = ${messageId}`,
  );
  if (changed.length === 0) return 0;
  await dropOpenTests(ctx, messageId, version);
  const moved = await moveLines(ctx, await takeBack(ctx, messageId, version), 'supersede', { note: String(version) });
  return moved.length;
}

async function dropOpenTests(ctx: Ctx, messageId: string, version: number): Promise<void> {
  await all(
    ctx.db,
    sql`
    update campaigns.test
    set decided_at = ${ctx.now.toString()},
      decision = 'dropped'
    where test.message_id = ${messageId}
      and test.version < ${version}
      and test.decided_at is null`,
  );
}

/** Takes back that an older version was read or understood; returns the lines. */
async function takeBack(ctx: Ctx, messageId: string, version: number): Promise<string[]> {
  const reset = await all(
    ctx.db,
    sql<{ id: string }>`
    update campaigns.line_message as own
    set read_at = null,
      understood_at = null
    from campaigns.line
    join campaigns.campaign on campaign.id = line.campaign_id
    where line.id = own.line_id
      and campaign.state = 'running'
      and own.message_id = ${messageId}
      and own.version < ${version}
      and line.state not in ('excused', 'left')
      and (own.read_at is not null or own.understood_at is not null)
    returning own.line_id as id`,
  );
  return reset.map(({ id }) => id);
}
