import { all, sql } from '#base/db/index.ts';
import type { Calendar } from '#kernel/calendar/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { membersOf } from '../audience.ts';
import { allocateSteps } from '../effect/allocation.ts';
import type { Campaign } from './campaign.ts';
import { ladderDays, opensOfStep } from './rules.ts';

/** A step of a stepped start before it is drawn for good: units with somebody of the audience, people, and the day of each channel. */
export type Step = { step: number; opens: string; units: number; people: number; rungs: { channel: string; day: string }[] };

/** Who would start in which step, by the same draw as at the start; empty without steps. Whoever is in no unit right below begins with the first. */
export async function stepsOf(ctx: Ctx, campaign: Campaign, people: number, calendar: Calendar): Promise<Step[]> {
  if (campaign.steps < 2) return [];
  const units = await all(
    ctx.db,
    sql<{ id: string; people: number }>`
    select first.unit_id as id, count(member.person_id) as people
    from kernel.unit_ancestor as first
    join kernel.unit_ancestor as below
      on below.ancestor_id = first.unit_id
      and below.valid_from <= ${ctx.today}
      and below.valid_to > ${ctx.today}
    left join (${membersOf(campaign, ctx.today)}) as member (person_id, unit_id) on member.unit_id = below.unit_id
    where first.ancestor_id = ${campaign.unitId}
      and first.depth = 1
      and first.valid_from <= ${ctx.today}
      and first.valid_to > ${ctx.today}
    group by first.unit_id`,
  );
  const drawn = allocateSteps(
    units.map(({ id }) => id),
    campaign.steps,
    campaign.seed,
  );
  const beside = people - units.reduce((sum, unit) => sum + unit.people, 0);
  return Array.from({ length: campaign.steps }, (_, at) => {
    const own = units.filter((unit) => drawn.get(unit.id) === at + 1 && unit.people > 0);
    const opens = opensOfStep(campaign, at + 1);
    const asked = own.reduce((sum, unit) => sum + unit.people, at === 0 ? beside : 0);
    return { step: at + 1, opens, units: own.length, people: asked, rungs: ladderDays(campaign.ladder, opens, calendar) };
  });
}
