import { expect } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { all, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import {
  addFile,
  campaigns,
  cancelGathering,
  changeGathering,
  closeGathering,
  decideCampaign,
  dropCampaign,
  dropFile,
  dropMessage,
  dropWave,
  listCampaigns,
  listGatherings,
  listMessages,
  listSteps,
  makeSheets,
  openWave,
  planGathering,
  readCampaign,
  readEffect,
  readMessage,
  saveCampaign,
  saveMessage,
  submitCampaign,
  withdrawCampaign,
} from './index.ts';
import { everybody, ladder, office, plan, running } from './testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);

rolledBack('a campaign that waits is taken back and approved anew; a draft is thrown away; one that has begun is neither', async (tx) => {
  const { town, as, second, writer, approver } = await office(tx);
  const starts = addDays(TODAY, 3);
  const draft = {
    unitId: town.city,
    title: 'Rút lại được khi chưa bắt đầu',
    why: 'Để mỗi người hiểu hướng đi chung.',
    messages: [plan],
    audience: everybody,
    starts,
    joinersUntil: starts,
    ends: addDays(starts, 20),
    ladder,
  };
  const { id } = await perform(saveCampaign, writer(), draft);
  await perform(submitCampaign, writer(), { id });
  await expect(perform(withdrawCampaign, as(second, 'head-of-unit', town.city), { id })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(dropCampaign, writer(), { id })).rejects.toMatchObject({ code: 'campaigns-wizard.no-draft' });
  expect(await perform(withdrawCampaign, writer(), { id })).toEqual({ state: 'draft' });
  await perform(submitCampaign, writer(), { id });
  expect(await perform(decideCampaign, approver(), { id, approve: true })).toEqual({ state: 'approved', people: 0 });
  await perform(withdrawCampaign, writer(), { id });
  expect(await all(tx, sql`select campaign.approved_by as "by", campaign.approved_at as at from campaigns.campaign where campaign.id = ${id}`)).toEqual([{ by: null, at: null }]);
  await perform(dropCampaign, writer(), { id });
  expect(await perform(listCampaigns, writer(), {})).toEqual([]);
  const begun = await perform(saveCampaign, writer(), { ...draft, starts: TODAY });
  await perform(submitCampaign, writer(), begun);
  await perform(decideCampaign, approver(), { ...begun, approve: true });
  await expect(perform(withdrawCampaign, writer(), begun)).rejects.toMatchObject({ code: 'campaigns-wizard.not-waiting' });
  await expect(perform(dropCampaign, writer(), begun)).rejects.toMatchObject({ code: 'campaigns-wizard.no-draft' });
  expect((await perform(readCampaign, writer(), begun)).state).toBe('running');
});

rolledBack(
  'the draft of a version is thrown away with its files, the approved one stays; a message that was never approved goes with it, unless a campaign carries it',
  async (tx) => {
    const { town, writer } = await office(tx);
    const { body } = await perform(readMessage, writer(), { id: plan });
    const { version } = await perform(saveMessage, writer(), { id: plan, body: { ...body, sources: ['Nguồn đã sửa'] }, changed: [] });
    expect(version).toBe(2);
    const content = Buffer.concat([Buffer.from('ID3'), Buffer.alloc(60, 2)]).toString('base64');
    const file = { id: plan, version, kind: 'audio' as const, language: 'mtq', words: 'Lời đọc bằng tiếng Mường.', name: 'doc.mp3', content };
    const { fileId } = await perform(addFile, writer(), file);
    await perform(addFile, writer(), file);
    await perform(dropFile, writer(), { id: plan, file: fileId });
    expect((await perform(readMessage, writer(), { id: plan })).files).toHaveLength(1);
    await expect(perform(dropFile, writer(), { id: plan, file: fileId })).rejects.toMatchObject({ code: 'campaigns-message.no-draft-file' });
    expect(await perform(dropMessage, writer(), { id: plan, version })).toEqual({ gone: false });
    expect(await perform(readMessage, writer(), { id: plan })).toMatchObject({ version: 1, state: 'approved', files: [] });
    await expect(perform(dropMessage, writer(), { id: plan, version: 1 })).rejects.toMatchObject({ code: 'campaigns-message.no-draft' });

    const fresh = await perform(saveMessage, writer(), { body, changed: [] });
    const carrier = await perform(saveCampaign, writer(), {
      unitId: town.city,
      title: 'Mang một bản nháp',
      why: 'Để thử việc bỏ bản nháp.',
      messages: [fresh.id],
      audience: everybody,
      starts: TODAY,
      joinersUntil: TODAY,
      ends: addDays(TODAY, 20),
      ladder,
    });
    await expect(perform(dropMessage, writer(), fresh)).rejects.toMatchObject({ code: 'campaigns-message.carried' });
    await perform(dropCampaign, writer(), carrier);
    expect(await perform(dropMessage, writer(), fresh)).toEqual({ gone: true });
    expect((await perform(listMessages, writer(), {})).map(({ id }) => id)).not.toContain(fresh.id);
  },
);

rolledBack('a group session is put on another day or called off until it was held; once people may hold sheets it is only put off', async (tx) => {
  const { town, id, contact, as, second } = await running(tx, ['in-app']);
  const first = await perform(planGathering, contact(), { unitId: town.ward, campaignId: id, day: TODAY, place: '14 giờ, phòng họp' });
  await expect(perform(changeGathering, as(second, 'unit-contact', town.other), { ...first, day: TODAY, place: 'Nơi khác' })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(changeGathering, contact(), { ...first, day: addDays(TODAY, -1), place: 'Hội trường' })).rejects.toMatchObject({
    errors: [{ at: '/day', code: 'campaigns-gathering.past' }],
  });
  await perform(changeGathering, contact(), { ...first, day: addDays(TODAY, 2), place: '9 giờ, hội trường' });
  expect((await perform(listGatherings, contact(), { unitId: town.ward })).gatherings).toMatchObject([{ day: addDays(TODAY, 2), place: '9 giờ, hội trường' }]);
  expect(await perform(cancelGathering, contact(), first)).toEqual({ unitId: town.ward });
  expect((await perform(listGatherings, contact(), { unitId: town.ward })).gatherings).toEqual([]);
  const next = await perform(planGathering, contact(), { unitId: town.ward, campaignId: id, day: TODAY, place: '14 giờ, phòng họp' });
  await perform(makeSheets, contact(), next);
  await expect(perform(cancelGathering, contact(), next)).rejects.toMatchObject({ code: 'campaigns-gathering.has-sheets' });
  await perform(closeGathering, contact(), next);
  await expect(perform(changeGathering, contact(), { ...next, day: addDays(TODAY, 2), place: 'Hội trường' })).rejects.toMatchObject({ code: 'campaigns-gathering.over' });
});

rolledBack('a measuring wave begun by mistake is taken back until somebody has answered', async (tx) => {
  const { start, writer, as, second, town } = await office(tx);
  const { id } = await start();
  const begin = () => perform(openWave, writer(), { id, kind: 'baseline', days: 10, sharePercent: 100 });
  const first = await begin();
  expect(first.drawn).toBeGreaterThan(0);
  await expect(perform(dropWave, as(second, 'head-of-unit', town.city), { id: first.waveId })).rejects.toMatchObject({ kind: 'forbidden' });
  await perform(dropWave, writer(), { id: first.waveId });
  expect((await perform(readEffect, writer(), { id })).waves).toEqual([]);
  await expect(perform(dropWave, writer(), { id: first.waveId })).rejects.toMatchObject({ code: 'campaigns-effect.no-such-wave' });
  const { waveId } = await begin();
  await all(
    tx,
    sql`
    update campaigns.wave_answer
    set answered_at = now(),
      knowledge = 1,
      understood = true
    where wave_answer.wave_id = ${waveId}
      and wave_answer.line_id = (select min(other.line_id::text)::uuid from campaigns.wave_answer as other where other.wave_id = ${waveId})`,
  );
  await expect(perform(dropWave, writer(), { id: waveId })).rejects.toMatchObject({ code: 'campaigns-effect.was-answered' });
  expect((await perform(readEffect, writer(), { id })).waves).toHaveLength(1);
});

rolledBack('every unit below stands in one step, by name and with its day; without steps there is none', async (tx) => {
  const { start, writer } = await office(tx);
  const stepped = await start({ steps: 2, stepDays: 7 });
  const steps = await perform(listSteps, writer(), { id: stepped.id });
  expect(steps.map(({ step, opens }) => ({ step, opens }))).toEqual([
    { step: 1, opens: TODAY },
    { step: 2, opens: addDays(TODAY, 7) },
  ]);
  expect(steps.flatMap(({ units }) => units).toSorted()).toEqual(['Phường Ba Đình', 'Phường Đống Đa']);
  const plain = await start({ title: 'Bắt đầu cùng lúc' });
  expect(await perform(listSteps, writer(), { id: plain.id })).toEqual([]);
});
