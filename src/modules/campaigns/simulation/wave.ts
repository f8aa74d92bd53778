import { all, sql } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { QUESTIONS } from '../effect/asking.ts';
import { getCampaign } from '../running/campaign.ts';
import { exactOf, planFor } from '../understanding/sequential.ts';

/** How an imaginary person answers a wave: right answers of its six questions, attitude and practice from 1 to 5; undefined: not at all. */
export type ImaginedWave = { right: number; attitude: number; practice: number } | undefined;

/** Lets imaginary people answer a measuring wave of a campaign, by the rules of live ones; `told` says whether their unit had started. Returns how many answered. */
export async function imagineWave(ctx: Ctx, at: { campaignId: string; waveId: string }, answers: (staffCode: string, told: boolean) => ImaginedWave): Promise<number> {
  const { test } = await getCampaign(ctx.db, at.campaignId);
  const { cut } = exactOf(planFor(test, QUESTIONS));
  const drawn = await all(
    ctx.db,
    sql<{ lineId: string; staffCode: string; told: boolean }>`
    select own.line_id as "lineId", person.staff_code as "staffCode", own.told
    from campaigns.wave_answer as own
    join campaigns.line on line.id = own.line_id
    join kernel.person on person.id = line.person_id
    where own.wave_id = ${at.waveId}
      and own.answered_at is null
    order by person.staff_code`,
  );
  const given = drawn.flatMap(({ lineId, staffCode, told }) => {
    const answer = answers(staffCode, told);
    return answer === undefined ? [] : [{ lineId, ...answer }];
  });
  await all(
    ctx.db,
    sql`
    update campaigns.wave_answer
    set answered_at = ${ctx.now.toString()},
      knowledge = given.correct::numeric / ${QUESTIONS},
      attitude = given.attitude,
      practice = given.practice,
      understood = given.correct >= ${cut}
    from unnest(
      ${given.map(({ lineId }) => lineId)}::uuid[],
      ${given.map(({ right }) => right)}::integer[],
      ${given.map(({ attitude }) => attitude)}::numeric[],
      ${given.map(({ practice }) => practice)}::numeric[]
    ) as given (line_id, correct, attitude, practice)
    where wave_answer.wave_id = ${at.waveId}
      and wave_answer.line_id = given.line_id`,
  );
  return given.length;
}
