import { expect } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import {
  campaigns,
  climbLadders,
  decideMessage,
  finishTask,
  listContact,
  listKnowers,
  listLibrary,
  listPeople,
  readCampaignTask,
  readDocument,
  readMessage,
  saveMessage,
  sendDue,
  shippedId,
  submitMessage,
} from './index.ts';
import { office, plan } from './testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);

/** An office in which the plan is published again, with what changed. */
async function press(tx: Db) {
  const made = await office(tx);
  const { writer, approver } = made;
  const publish = async (changed: string[], why?: string, drop?: string, day = TODAY) => {
    const { body } = await perform(readMessage, writer(), { id: plan });
    const { vi } = body.text;
    const kept = drop === undefined ? body : { ...body, text: { vi: { ...vi, points: vi.points.filter(({ family }) => family !== drop) } } };
    const { version } = await perform(saveMessage, writer(day), { id: plan, body: kept, changed, ...(why === undefined ? {} : { changedWhy: why }) });
    await perform(submitMessage, writer(day), { id: plan, version });
    return perform(decideMessage, approver(day), { id: plan, version, approve: true });
  };
  const asked = (test: string) =>
    all(tx, sql<{ family: string }>`select family from campaigns.test_item where test_id = ${test} order by place`).then((rows) => rows.map(({ family }) => family));
  return { ...made, publish, asked };
}

rolledBack('whoever understood an older version is asked about all that changed since, over several versions; whoever had not is asked as anybody', async (tx) => {
  const { town, as, start, lineOf, sit, publish, asked } = await press(tx);
  const { id } = await start();
  const binh = await lineOf(id, town.binh);
  const dung = await lineOf(id, town.dung);
  const asBinh = () => as(town.binh, 'official', town.inner);
  const asDung = () => as(town.dung, 'official', town.other);
  expect(await sit(binh.id, asBinh, true)).toBe('understood');
  expect(await sit(dung.id, asDung, false)).toBe('not-yet');
  await publish(['hai-cap'], 'Hai cấp làm thẳng với nhau.');
  await publish(['ky-so'], 'Ai cũng ký số.');
  expect(await publish([])).toEqual({ state: 'approved', askedAgain: 0 });
  // What was understood stays known: it is of an older version.
  const head = () => as(town.hanh, 'head-of-unit', town.ward, TODAY, 'Xem ai cần giải thích lại');
  const rule = shippedId('document', 'nq-18-tu');
  expect((await perform(listKnowers, head(), { id: rule })).people.find(({ personId }) => personId === town.binh)).toMatchObject({ version: 1, current: false });
  expect((await perform(listPeople, head(), { id })).people.find(({ personId }) => personId === town.binh)?.understood).toMatchObject([{ version: 1, day: TODAY }]);
  expect((await perform(listLibrary, asBinh(), { find: '18-NQ/TU' })).documents).toMatchObject([{ understood: 1 }]);
  expect((await perform(readDocument, asBinh(), { id: rule })).understood).toEqual([{ version: 1, people: null }]);
  const again = await perform(readCampaignTask, asBinh(), { id: binh.id });
  expect(again).toMatchObject({ step: 'again', explain: [], message: { changedWhy: 'Hai cấp làm thẳng với nhau. Ai cũng ký số.' } });
  const { test } = await perform(finishTask, asBinh(), { id: binh.id });
  expect((await asked(test)).slice(0, 4).toSorted()).toEqual(['hai-cap', 'hai-cap', 'ky-so', 'ky-so']);
  // Who had failed is told of that, and nothing of what changed: all of it is new.
  const failed = await perform(readCampaignTask, asDung(), { id: dung.id });
  expect(failed.message?.changedWhy).toBe(null);
  expect(failed.explain.length).toBeGreaterThan(0);
  const other = await perform(finishTask, asDung(), { id: dung.id });
  const families = await asked(other.test);
  expect(new Set(families).size).toBe(families.length);
});

rolledBack('right answers to the rest do not make up for wrong ones about what changed; once understood, nothing is told as new any more', async (tx) => {
  const { town, as, start, lineOf, sit, publish } = await press(tx);
  const { id } = await start();
  const binh = await lineOf(id, town.binh);
  const asBinh = () => as(town.binh, 'official', town.inner);
  await sit(binh.id, asBinh, true);
  await publish(['hai-cap'], 'Hai cấp làm thẳng với nhau.');
  expect(await sit(binh.id, asBinh, (family) => family !== 'hai-cap')).toBe('not-yet');
  const told = await perform(readCampaignTask, asBinh(), { id: binh.id });
  expect(told.message?.changedWhy).toBe('Hai cấp làm thẳng với nhau.');
  expect(told.explain.some(({ correct }) => !correct)).toBe(true);
  expect(await sit(binh.id, asBinh, true)).toBe('understood');
  expect((await perform(readCampaignTask, asBinh(), { id: binh.id })).message?.changedWhy).toBe(null);
});

rolledBack('a point that goes takes its questions with it; a new one counts as changed and must be told', async (tx) => {
  const { writer, publish } = await press(tx);
  await publish([], undefined, 'quyen-loi');
  const { body, items, faults } = await perform(readMessage, writer(), { id: plan });
  expect(items.filter(({ family }) => family === 'quyen-loi').map(({ state }) => state)).toEqual(['retired', 'retired']);
  expect(faults).toEqual([]);
  const { vi } = body.text;
  const more = { ...body, text: { vi: { ...vi, points: [...vi.points, { family: 'moi', text: 'Một điều mới mà ai cũng cần nắm.' }] } } };
  await expect(perform(saveMessage, writer(), { id: plan, body: more, changed: [] })).rejects.toMatchObject({ errors: [{ code: 'campaigns-message.fault-why-missing' }] });
  await perform(saveMessage, writer(), { id: plan, body: more, changed: [], changedWhy: 'Thêm một điều mới.' });
  expect(await perform(readMessage, writer(), { id: plan })).toMatchObject({
    changed: ['moi'],
    faults: [{ code: 'campaigns-message.fault-point-without-item', values: { point: 'Một điều mới mà ai cũng cần nắm.' } }],
  });
});

rolledBack('whoever is asked again is told from the first rung on, and stands on no list of the contact before', async (tx) => {
  const { town, as, start, lineOf, sit, publish, task } = await press(tx);
  const { id } = await start();
  const binh = await lineOf(id, town.binh);
  const dung = await lineOf(id, town.dung);
  for (const day of [0, 1, 7]) {
    await climbLadders(task(addDays(TODAY, day)));
    await sendDue(task(addDays(TODAY, day)));
  }
  const contact = (day: string) => perform(listContact, as(town.hanh, 'head-of-unit', town.city, day), { unitId: town.city });
  const later = addDays(TODAY, 8);
  expect((await contact(later)).lines.map(({ id: line }) => line)).toContain(binh.id);
  await sit(binh.id, () => as(town.binh, 'official', town.inner, later), true);
  await publish(['hai-cap'], 'Hai cấp làm thẳng với nhau.', undefined, later);
  const listed = (await contact(later)).lines.map(({ id: line }) => line);
  expect(listed).not.toContain(binh.id);
  expect(listed).toContain(dung.id);
  const rungs = async (day: string): Promise<string[]> => {
    await climbLadders(task(day));
    await climbLadders(task(day));
    return (await all(tx, sql<{ rung: number; round: number }>`select rung, round from campaigns.send where line_id = ${binh.id} order by round, rung`)).map(
      ({ rung, round }) => `${rung}/${round}`,
    );
  };
  expect(await rungs(later)).toEqual(['0/1', '1/1', '2/1', '0/2']);
  expect(await rungs(addDays(later, 1))).toEqual(['0/1', '1/1', '2/1', '0/2', '1/2']);
  expect(await rungs(addDays(later, 7))).toEqual(['0/1', '1/1', '2/1', '0/2', '1/2', '2/2']);
});
