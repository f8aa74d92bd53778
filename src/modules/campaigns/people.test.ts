import { expect } from 'vitest';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { addDays } from '#base/day/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addPostings, addPosts } from '#kernel/org/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import {
  campaigns,
  decideMessage,
  excuseLine,
  finishTask,
  listContact,
  listExcused,
  noteHelp,
  openTask,
  readCampaignTask,
  readMessage,
  saveMessage,
  stopCampaign,
  submitMessage,
  syncRosters,
} from './index.ts';
import { campaignsAwaiting } from './awaiting.ts';
import { endPosting, office, plan } from './testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);

rolledBack('a person reads, answers at most eight questions and has understood; every step leaves its time and channel', async (tx) => {
  const { town, as, start, lineOf, sit } = await office(tx);
  const { id } = await start();
  const { id: line } = await lineOf(id, town.binh);
  const binh = () => as(town.binh, 'official', town.inner);
  expect(await listAwaiting(binh(), [{ awaits: campaignsAwaiting }])).toMatchObject([{ href: `/understand/${line}` }]);
  expect(await perform(readCampaignTask, binh(), { id: line })).toMatchObject({ step: 'open', state: 'invited', question: null });
  expect((await lineOf(id, town.binh)).state).toBe('invited');
  await perform(openTask, binh(), { id: line });
  expect(await perform(readCampaignTask, binh(), { id: line })).toMatchObject({ step: 'read', state: 'reached' });
  expect(await sit(line, binh, true)).toBe('understood');
  expect(await perform(readCampaignTask, binh(), { id: line })).toMatchObject({ step: 'done', state: 'understood' });
  const events = await all(
    tx,
    sql<{ act: string; after: string; channel: string | null }>`select act, after, channel from campaigns.line_event where line_id = ${line} order by id`,
  );
  expect(events).toEqual([
    { act: 'enter', after: 'invited', channel: null },
    { act: 'open', after: 'reached', channel: 'in-app' },
    { act: 'read', after: 'read', channel: 'in-app' },
    { act: 'pass', after: 'understood', channel: 'in-app' },
  ]);
  expect(await listAwaiting(binh(), [{ awaits: campaignsAwaiting }])).toEqual([]);
  await expect(perform(finishTask, binh(), { id: line })).rejects.toMatchObject({ code: 'campaigns-task.ended' });
  await expect(perform(readCampaignTask, as(town.dung, 'official', town.other), { id: line })).rejects.toMatchObject({ kind: 'missing' });
});

rolledBack('two failed tests lead to help by a person, then to a new test; never the same questions twice', async (tx) => {
  const { town, as, start, lineOf, sit } = await office(tx);
  const { id } = await start();
  const { id: line } = await lineOf(id, town.binh);
  const binh = () => as(town.binh, 'official', town.inner);
  const head = () => as(town.hanh, 'head-of-unit', town.ward);
  expect(await sit(line, binh, false)).toBe('not-yet');
  expect(await perform(readCampaignTask, binh(), { id: line })).toMatchObject({ step: 'again', state: 'checked', failuresLeft: 1 });
  expect(await sit(line, binh, false)).toBe('not-yet');
  const twice = await all(
    tx,
    sql`select item_id from campaigns.test_item join campaigns.test on test.id = test_item.test_id where line_id = ${line} and correct is not null group by item_id having count(*) > 1`,
  );
  expect(twice).toEqual([]);
  expect(await perform(readCampaignTask, binh(), { id: line })).toMatchObject({ step: 'help', state: 'needs-help' });
  await expect(perform(finishTask, binh(), { id: line })).rejects.toMatchObject({ code: 'campaigns-task.help-first' });
  expect(await perform(listContact, head(), { unitId: town.ward })).toMatchObject({ counts: { help: 1 }, lines: [{ id: line, why: 'help' }] });
  expect(await listAwaiting(head(), [{ awaits: campaignsAwaiting }])).toContainEqual({
    key: 'campaigns.awaiting-help',
    values: { n: 1 },
    href: '/campaigns/contact?why=help',
    due: undefined,
  });
  await expect(perform(listContact, binh(), { unitId: town.ward })).rejects.toMatchObject({ kind: 'forbidden' });
  await perform(noteHelp, head(), { id: line, help: 'call', note: 'Gọi chiều thứ Ba' });
  expect((await perform(listContact, head(), { unitId: town.ward })).lines).toMatchObject([{ help: 'call' }]);
  await perform(noteHelp, head(), { id: line, help: 'done' });
  expect((await perform(listContact, head(), { unitId: town.ward })).lines).toEqual([]);
  expect(await sit(line, binh, true)).toBe('understood');
});

rolledBack('joiners are added until the stated day, movers keep their state, leavers end as left, who returns is asked again', async (tx) => {
  const { town, as, task, start, lineOf, sit } = await office(tx);
  const { id } = await start({ audience: { include: [{ units: [town.ward] }], exclude: [] } });
  const { id: line } = await lineOf(id, town.binh);
  await perform(openTask, as(town.binh, 'official', town.inner), { id: line });
  const later = addDays(TODAY, 3);
  await endPosting(tx, town.binh, later);
  await endPosting(tx, town.dung, later);
  await addPostings(tx, [
    { id: newId(), postId: town.vacant.other, unitId: town.other, personId: town.binh, main: true, coefficient: null, validFrom: later },
    { id: newId(), postId: town.vacant.ward, unitId: town.ward, personId: town.dung, main: true, coefficient: null, validFrom: later },
  ]);
  await syncRosters(task(later));
  expect(await lineOf(id, town.binh)).toMatchObject({ state: 'reached', unitId: town.other });
  expect(await lineOf(id, town.dung)).toMatchObject({ state: 'invited', reason: 'joined' });
  await endPosting(tx, town.dung, addDays(later, 1));
  await syncRosters(task(addDays(later, 1)));
  expect(await lineOf(id, town.dung)).toMatchObject({ state: 'left' });
  const again = addDays(later, 5);
  await addPosts(tx, [{ id: newId(), unitId: town.ward, title: 'Chuyên viên', kind: 'staff', validFrom: '2025-07-01' }]);
  await addPostings(tx, [{ id: newId(), postId: town.vacant.ward, unitId: town.ward, personId: town.dung, main: true, coefficient: null, validFrom: again }]);
  await syncRosters(task(again));
  expect(await lineOf(id, town.dung)).toMatchObject({ state: 'invited', reason: 'returned' });
  expect(await sit(line, () => as(town.binh, 'official', town.other, again), true)).toBe('understood');
  await endPosting(tx, town.binh, addDays(again, 1));
  await syncRosters(task(addDays(again, 1)));
  expect(await lineOf(id, town.binh)).toMatchObject({ state: 'understood' });
  await perform(stopCampaign, as(town.hanh, 'steering-member', town.city, addDays(again, 1)), { id, reason: 'Kế hoạch được thay bằng văn bản mới.' });
  const ends = await all(tx, sql<{ state: string; n: number }>`select state, count(*) as n from campaigns.line where campaign_id = ${id} group by state order by state`);
  expect(ends).toEqual([
    { state: 'excused', n: 2 },
    { state: 'understood', n: 1 },
  ]);
});

rolledBack('a new version that changes the matter asks again whoever had understood, and nobody else; a new wording asks nobody', async (tx) => {
  const { town, as, writer, approver, start, lineOf, sit } = await office(tx);
  const { id } = await start();
  const binh = await lineOf(id, town.binh);
  const dung = await lineOf(id, town.dung);
  await sit(binh.id, () => as(town.binh, 'official', town.inner), true);
  await perform(openTask, as(town.dung, 'official', town.other), { id: dung.id });
  const { body } = await perform(readMessage, writer(), { id: plan });
  const publish = async (changed: string[], why?: string) => {
    const { version } = await perform(saveMessage, writer(), { id: plan, body, changed, ...(why === undefined ? {} : { changedWhy: why }) });
    await perform(submitMessage, writer(), { id: plan, version });
    await expect(perform(decideMessage, writer(), { id: plan, version, approve: true })).rejects.toMatchObject({ code: 'campaigns-message.second-person' });
    return perform(decideMessage, approver(), { id: plan, version, approve: true });
  };
  expect(await publish([])).toEqual({ state: 'approved', askedAgain: 0 });
  expect((await lineOf(id, town.binh)).state).toBe('understood');
  await expect(publish(['hai-cap'])).rejects.toMatchObject({ errors: [{ code: 'campaigns-message.fault-why-missing' }] });
  expect(await publish(['hai-cap'], 'Hồ sơ nay đi thẳng giữa hai cấp.')).toEqual({ state: 'approved', askedAgain: 1 });
  expect((await lineOf(id, town.binh)).state).toBe('reached');
  expect((await lineOf(id, town.dung)).state).toBe('reached');
  const again = await perform(readCampaignTask, as(town.binh, 'official', town.inner), { id: binh.id });
  expect(again.message?.changedWhy).toBe('Hồ sơ nay đi thẳng giữa hai cấp.');
  const { test } = await perform(finishTask, as(town.binh, 'official', town.inner), { id: binh.id });
  const first = await one(tx, sql<{ family: string }>`select family from campaigns.test_item where test_id = ${test} and place = 1`);
  expect(first?.family).toBe('hai-cap');
});

rolledBack('somebody is excused with a reason by the contact, never by themselves; a stopped channel is told plainly', async (tx) => {
  const { town, as, start, lineOf } = await office(tx);
  const { id } = await start();
  const head = () => as(town.hanh, 'head-of-unit', town.ward);
  const binh = await lineOf(id, town.binh);
  expect(await perform(excuseLine, head(), { id: binh.id, reason: 'Nghỉ thai sản' })).toEqual({ state: 'excused' });
  await expect(perform(excuseLine, head(), { id: (await lineOf(id, town.hanh)).id, reason: 'Bận việc' })).rejects.toMatchObject({ code: 'campaigns-contact.own' });
  await expect(perform(excuseLine, head(), { id: (await lineOf(id, town.dung)).id, reason: 'Đơn vị khác' })).rejects.toMatchObject({ kind: 'forbidden' });
  const excused = await perform(listExcused, head(), { unitId: town.ward });
  expect(excused).toEqual([expect.objectContaining({ id: binh.id, since: TODAY, own: false })]);
  expect(JSON.stringify(excused)).not.toContain('thai sản');
  await expect(perform(listExcused, as(town.binh, 'official', town.inner), { unitId: town.ward })).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await perform(excuseLine, head(), { id: binh.id, reason: 'Đã đi làm lại', again: true })).toEqual({ state: 'invited' });
  expect(await perform(listExcused, head(), { unitId: town.ward })).toEqual([]);
});
