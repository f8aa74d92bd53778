import { expect } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { askLater, campaigns, climbLadders, decideCampaign, listMyCampaigns, listPeople, readCampaign, saveCampaign, submitCampaign, syncRosters } from './index.ts';
import { everybody, ladder, office, plan } from './testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);
const later = addDays(TODAY, 12);

/** A town in which Bình already stands in three campaigns, and the draft of a fourth over everybody. */
async function busyTown(tx: Parameters<typeof office>[0]) {
  const made = await office(tx);
  const { town, writer, approver } = made;
  for (const days of [5, 10, 20]) await made.start({ unitId: town.inner, joinersUntil: TODAY, ends: addDays(TODAY, days) });
  const draft = {
    unitId: town.city,
    title: 'Chiến dịch thứ tư',
    why: 'Mỗi người cần hiểu hướng đi chung.',
    messages: [plan],
    audience: everybody,
    starts: TODAY,
    joinersUntil: addDays(TODAY, 10),
    ends: addDays(TODAY, 30),
    ladder,
  };
  const { id } = await perform(saveCampaign, writer(), draft);
  const approve = async () => {
    await perform(submitCampaign, writer(), { id });
    return perform(decideCampaign, approver(), { id, approve: true });
  };
  const opens = (person: string) => one(tx, sql<{ opens: string }>`select line.opens from campaigns.line where line.campaign_id = ${id} and line.person_id = ${person}`);
  return { ...made, id, draft, approve, opens };
}

rolledBack('one person in three campaigns does not hold the others up: they are on the roster and asked from a later day on', async (tx) => {
  const { town, second, as, writer, id, approve, opens, task } = await busyTown(tx);
  // The third of three ends on the fifth day; from the next on only two are left.
  expect(await perform(readCampaign, writer(), { id })).toMatchObject({ tiredFrom: null, dry: { tired: 1, rested: addDays(TODAY, 6) } });
  await expect(approve()).rejects.toMatchObject({ errors: [{ at: '/audience', code: 'campaigns-wizard.fault-tired', values: { n: 1 } }] });
  expect(await perform(askLater, writer(), { id, from: later })).toEqual({ from: later });
  expect(await perform(readCampaign, writer(), { id })).toMatchObject({ tiredFrom: later, dry: { tired: 1 } });
  const { people } = await approve();
  expect(people).toBeGreaterThan(2);
  expect([await opens(town.binh), await opens(town.dung)]).toEqual([{ opens: later }, { opens: TODAY }]);
  const looking = (day = TODAY) => perform(listPeople, as(second, 'unit-contact', town.city, day, 'kiểm tra danh sách'), { id });
  const marks = async (day = TODAY) => new Map((await looking(day)).people.map(({ personId, asksFrom, waits, later: held }) => [personId, { asksFrom, waits, held }]));
  expect([(await marks()).get(town.binh), (await marks()).get(town.dung)]).toEqual([
    { asksFrom: later, waits: true, held: true },
    { asksFrom: null, waits: false, held: false },
  ]);
  // Once the day has come the mark stays, as the reason why it began later.
  expect((await marks(later)).get(town.binh)).toEqual({ asksFrom: later, waits: false, held: true });
  const asked = async (day: string) => (await perform(listMyCampaigns, as(town.binh, 'official', town.inner, day), {})).tasks.map(({ title }) => title);
  expect(await asked(TODAY)).not.toContain('Chiến dịch thứ tư');
  expect(await asked(later)).toContain('Chiến dịch thứ tư');
  for (const day of [0, 1, 2, 3, 4]) await climbLadders(task(addDays(TODAY, day)));
  const told = () => all(tx, sql`select 1 from campaigns.send where send.campaign_id = ${id} and send.person_id = ${town.binh}`);
  expect(await told()).toEqual([]);
  // Not on a day without work.
  for (const day of [0, 1, 2, 3]) await climbLadders(task(addDays(later, day)));
  expect((await told()).length).toBeGreaterThan(0);
});

rolledBack('whoever joins while in three campaigns is asked from that day on too', async (tx) => {
  const { town, writer, id, draft, approve, opens, task } = await busyTown(tx);
  await perform(saveCampaign, writer(), { ...draft, id, audience: { include: [{}], exclude: [{ units: [town.inner] }] } });
  await all(tx, sql`update campaigns.campaign set tired_from = ${later} where campaign.id = ${id}`);
  await approve();
  expect(await opens(town.binh)).toBeUndefined();
  await all(tx, sql`update kernel.posting set unit_id = ${town.other}, post_id = ${town.vacant.other} where posting.person_id = ${town.binh}`);
  await syncRosters(task(addDays(TODAY, 1)));
  expect(await opens(town.binh)).toEqual({ opens: later });
});

rolledBack('the later day lies within the campaign, goes with changed days that leave it out, and is not taken once it has passed', async (tx) => {
  const { town, as, writer, approver, id, draft } = await busyTown(tx);
  for (const from of [undefined, TODAY, addDays(TODAY, 31)])
    await expect(perform(askLater, writer(), { id, ...(from !== undefined && { from }) })).rejects.toMatchObject({
      errors: [{ at: '/from', code: 'campaigns-wizard.fault-later' }],
    });
  await expect(perform(askLater, as(town.binh, 'official', town.inner), { id, from: later })).rejects.toMatchObject({ kind: 'forbidden' });
  await perform(askLater, writer(), { id, from: later });
  await perform(saveCampaign, writer(), { ...draft, id, ends: addDays(TODAY, 28) });
  expect(await perform(readCampaign, writer(), { id })).toMatchObject({ tiredFrom: later });
  await perform(saveCampaign, writer(), { ...draft, id, ends: addDays(TODAY, 11) });
  expect(await perform(readCampaign, writer(), { id })).toMatchObject({ tiredFrom: null });
  await perform(saveCampaign, writer(), { ...draft, id });
  await perform(askLater, writer(), { id, from: later });
  await perform(askLater, writer(), { id });
  expect(await perform(readCampaign, writer(), { id })).toMatchObject({ tiredFrom: null });
  await perform(askLater, writer(), { id, from: later });
  await perform(submitCampaign, writer(), { id });
  await expect(perform(askLater, writer(), { id, from: later })).rejects.toMatchObject({ code: 'campaigns-wizard.no-draft' });
  await expect(perform(decideCampaign, approver(later), { id, approve: true })).rejects.toMatchObject({ errors: [{ code: 'campaigns-wizard.fault-tired' }] });
});
