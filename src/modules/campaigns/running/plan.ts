import { all, sql } from '#base/db/index.ts';
import { translator } from '#base/text/index.ts';
import { countAudience, isConfidential } from '#kernel/audience/index.ts';
import type { Calendar } from '#kernel/calendar/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import type { InputError } from '#base/problem/index.ts';
import { MINIMUM_GROUP } from '#kernel/set/index.ts';
import { bySkills, membersOf } from '../audience.ts';
import { channelOf } from '../channels/list.ts';
import { listAskable, findVersion } from '../messages/store.ts';
import { exactOf, familiesNeeded, keepsRates, planFor, type Exact } from '../understanding/sequential.ts';
import type { Campaign } from './campaign.ts';
import { ladderDays } from './rules.ts';
import { stepsOf, type Step } from './stepped.ts';
import { countTired } from './tired.ts';

/** What a campaign would do, before it is approved. */
export type DryRun = {
  people: number | null;
  units: number | null;
  rungs: { channel: string; day: string; reachable: number }[];
  steps: Step[];
  messages: { messageId: string; title: string; families: number; most: number; exact: Exact }[];
  /** People who would be in more running campaigns at once than is good. */
  tired: number;
  /** The day from which none of them is, when their campaigns end as planned. */
  rested: string | null;
  faults: InputError[];
};

/** Goes through a campaign without changing anything: who gets what when, what the test does, what is wrong. */
export async function dryRun(ctx: Ctx, campaign: Campaign, messages: { messageId: string; version: number }[], calendar: Calendar): Promise<DryRun> {
  const { people, units } = await countAudience(ctx.db, campaign.audience, campaign.unitId, ctx.today, bySkills);
  const shown: DryRun['messages'] = [];
  const faults: InputError[] = [];
  for (const { messageId } of messages) {
    const version = await findVersion(ctx.db, messageId);
    const families = new Set((await listAskable(ctx.db, messageId)).map(({ family }) => family)).size;
    const plan = planFor(campaign.test, families);
    const title = version === undefined ? '' : ctx.locale === 'vi' ? version.titleVi : version.titleEn;
    if (version?.state !== 'approved') faults.push({ at: '/messages', code: 'campaigns-wizard.fault-not-approved', values: { title } });
    if (!keepsRates(plan)) {
      const needed = familiesNeeded(campaign.test);
      faults.push({
        at: '/test',
        code: needed === undefined ? 'campaigns-wizard.fault-test' : 'campaigns-wizard.fault-families',
        values: { title, n: families, needed: needed ?? 0 },
      });
    }
    shown.push({ messageId, title, families, most: plan.most, exact: exactOf(plan) });
  }
  if (messages.length === 0) faults.push({ at: '/messages', code: 'campaigns-wizard.fault-no-message' });
  const few = people < MINIMUM_GROUP && isConfidential(campaign.audience);
  if (people === 0 && !few) faults.push({ at: '/audience', code: 'campaigns-wizard.fault-nobody' });
  if (few) faults.push({ at: '/audience', code: 'campaigns-wizard.fault-few-gaps', values: { n: MINIMUM_GROUP } });
  const missing = campaign.ladder.find(({ channel }) => channelOf(channel)?.available(ctx) !== true);
  if (missing !== undefined)
    faults.push({ at: '/ladder', code: 'campaigns-wizard.fault-channel', values: { channel: translator(ctx.locale, ctx.services.root)(`campaigns.channel-${missing.channel}`) } });
  const reachable = await countReachable(ctx, campaign, people);
  const rungs = ladderDays(campaign.ladder, campaign.starts, calendar).map(({ channel, day }) => ({ channel, day, reachable: reachable.get(channel) ?? people }));
  const steps = few ? [] : await stepsOf(ctx, campaign, people, calendar);
  // Of a small group chosen by what was measured, nothing is told that could point at somebody.
  if (few) return { people: null, units: null, rungs: [], steps: [], messages: shown, tired: 0, rested: null, faults };
  return { people, units, rungs, steps, messages: shown, ...(await countTired(ctx, campaign)), faults };
}

/** How many of the audience each channel of the ladder that needs an address can reach. */
async function countReachable(ctx: Ctx, campaign: Campaign, people: number): Promise<Map<string, number>> {
  const rows = await all(
    ctx.db,
    sql<{ id: string }>`
    select member.person_id as id
    from (${membersOf(campaign, ctx.today)}) as member (person_id, unit_id)`,
  );
  const ids = rows.map(({ id }) => id);
  const counts = new Map<string, number>();
  for (const { channel } of campaign.ladder) counts.set(channel, (await channelOf(channel)?.reachable?.(ctx, ids)) ?? people);
  return counts;
}
