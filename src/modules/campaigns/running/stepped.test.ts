import { expect } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { all, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { skills } from '#modules/skills/index.ts';
import { campaigns, decideCampaign, readCampaign, saveCampaign, submitCampaign } from '../index.ts';
import { everybody, ladder, office, plan } from '../testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);

rolledBack('the dry run of a stepped start tells for each step the people who then begin in it, and the days of its channels', async (tx) => {
  const { town, writer, approver } = await office(tx);
  const { id } = await perform(saveCampaign, writer(), {
    unitId: town.city,
    title: 'Bắt đầu theo đợt',
    why: 'Mỗi người cần hiểu hướng đi chung.',
    messages: [plan],
    audience: everybody,
    starts: TODAY,
    joinersUntil: addDays(TODAY, 10),
    ends: addDays(TODAY, 60),
    ladder,
    steps: 3,
    stepDays: 14,
  });
  const { dry } = await perform(readCampaign, writer(), { id });
  const steps = dry?.steps ?? [];
  expect(steps.map(({ opens }) => opens)).toEqual([TODAY, addDays(TODAY, 14), addDays(TODAY, 28)]);
  expect(steps.reduce((sum, { people }) => sum + people, 0)).toBe(dry?.people);
  for (const { opens, rungs } of steps) {
    expect(rungs.map(({ channel }) => channel)).toEqual(ladder.map(({ channel }) => channel));
    expect(rungs[0]?.day).toBe(opens);
  }
  await perform(submitCampaign, writer(), { id });
  await perform(decideCampaign, approver(), { id, approve: true });
  const began = await all(
    tx,
    sql<{ opens: string; people: number }>`
    select line.opens, count(*) as people
    from campaigns.line
    where line.campaign_id = ${id}
    group by line.opens
    order by line.opens`,
  );
  expect(began).toEqual(steps.filter(({ people }) => people > 0).map(({ opens, people }) => ({ opens, people })));
  expect(steps.every(({ people, units }) => people > 0 === units > 0)).toBe(true);
});
