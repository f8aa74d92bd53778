import { expect, test } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { gatherPersonal } from '#kernel/personal/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import {
  answerTask,
  campaigns,
  decideCampaign,
  decideMessage,
  finishTask,
  readCampaign,
  readCampaignTask,
  readDocument,
  readMessage,
  saveCampaign,
  saveDocument,
  saveMessage,
  shippedId,
  submitCampaign,
  submitMessage,
} from './index.ts';
import { handBack } from './hand-back.ts';
import { personal } from './personal.ts';
import { everybody, ladder, office, plan } from './testing.ts';

const { db, rolledBack } = await testDatabase();
declareTown(skills, campaigns);
const data = shippedId('message', 'du-lieu-ca-nhan');
const toldTo = (tx: Db, person: string) => all(tx, sql`select message.key, message.data, message.href from kernel.message where message.person_id = ${person}`);

rolledBack('a campaign handed back is changed under its id, with several messages in their order; one that is submitted is not', async (tx) => {
  const { town, officer, writer, approver } = await office(tx);
  const draft = {
    unitId: town.city,
    title: 'Hai thông điệp cùng lúc',
    why: 'Để mỗi người hiểu cả hai việc.',
    messages: [plan],
    audience: everybody,
    starts: TODAY,
    joinersUntil: TODAY,
    ends: addDays(TODAY, 20),
    ladder,
  };
  const { id } = await perform(saveCampaign, writer(), draft);
  await perform(submitCampaign, writer(), { id });
  await expect(perform(saveCampaign, writer(), { ...draft, id })).rejects.toMatchObject({ code: 'campaigns-wizard.no-draft' });
  await expect(perform(decideCampaign, approver(), { id, approve: false, reason: ' sửa      ' })).rejects.toMatchObject({
    errors: [{ at: '/reason', code: 'campaigns.fault-reason-missing' }],
  });
  const reason = 'Thêm thông điệp về dữ liệu cá nhân.';
  await perform(decideCampaign, approver(), { id, approve: false, reason });
  expect(await perform(readCampaign, writer(), { id })).toMatchObject({ state: 'draft', handedBack: { reason, day: TODAY } });
  await expect(handBack(approver(), { what: 'campaign', id, author: officer, title: draft.title }, reason)).rejects.toMatchObject({ code: 'campaigns-wizard.not-submitted' });
  expect(await toldTo(tx, officer)).toEqual([{ key: 'campaigns.told-campaign-handed-back', data: { title: draft.title, reason }, href: `/campaigns/${id}` }]);
  await perform(saveCampaign, writer(), { ...draft, id, title: 'Đã sửa sau khi trả lại', messages: [data, plan] });
  expect(await perform(readCampaign, writer(), { id })).toMatchObject({ state: 'draft', titleVi: 'Đã sửa sau khi trả lại', messages: [data, plan], meant: everybody });
});

rolledBack('a message handed back says why to its author, who may not hand it back alone; the reason stands until the version is approved', async (tx) => {
  const { officer, writer, approver } = await office(tx);
  const { body } = await perform(readMessage, writer(), { id: plan });
  const { version } = await perform(saveMessage, writer(), { id: plan, body, changed: [] });
  await perform(submitMessage, writer(), { id: plan, version });
  const back = { id: plan, version, approve: false };
  const reason = 'Câu thứ hai dài quá.\nHãy tách làm hai.';
  await expect(perform(decideMessage, writer(), { ...back, reason })).rejects.toMatchObject({ code: 'campaigns-message.second-person' });
  await expect(perform(decideMessage, approver(), back)).rejects.toMatchObject({ kind: 'invalid', errors: [{ at: '/reason' }] });
  expect(await toldTo(tx, officer)).toEqual([]);
  await perform(decideMessage, approver(), { ...back, reason });
  const shown = { state: 'draft', version, handedBack: { reason, day: TODAY } };
  expect(await perform(readMessage, writer(), { id: plan })).toMatchObject(shown);
  expect(await toldTo(tx, officer)).toEqual([{ key: 'campaigns.told-message-handed-back', data: { title: body.text.vi.title, reason }, href: `/campaigns/messages/${plan}` }]);
  await perform(submitMessage, writer(), { id: plan, version });
  expect(await perform(readMessage, approver(), { id: plan })).toMatchObject({ ...shown, state: 'submitted' });
  await perform(decideMessage, approver(), { id: plan, version, approve: true });
  expect(await perform(readMessage, writer(), { id: plan })).toMatchObject({ state: 'approved', handedBack: null });
});

rolledBack('an entry of the library is changed; who must know it stays when that is asked', async (tx) => {
  const { writer } = await office(tx);
  const entry = { number: '12/QĐ-UBND', kind: 'decision', issuer: 'Ủy ban', title: 'Quyết định thử', issuedOn: TODAY, validFrom: TODAY, verified: false };
  const { id } = await perform(saveDocument, writer(), { ...entry, audience: everybody });
  await perform(saveDocument, writer(), { ...entry, id, title: 'Quyết định đã sửa', verified: true, keepAudience: true });
  expect(await perform(readDocument, writer(), { id })).toMatchObject({ everybody: true, titles: { vi: 'Quyết định đã sửa' }, document: { verified: true } });
  await perform(saveDocument, writer(), { ...entry, id });
  expect(await perform(readDocument, writer(), { id })).toMatchObject({ everybody: false });
});

rolledBack('the same answer sent again counts once and says the same; another answer to that question is refused', async (tx) => {
  const { town, as, start, lineOf } = await office(tx);
  const { id } = await start();
  const { id: line } = await lineOf(id, town.binh);
  const binh = () => as(town.binh, 'official', town.inner);
  const { test } = await perform(finishTask, binh(), { id: line });
  const { question } = await perform(readCampaignTask, binh(), { id: line });
  const [first = '', second = ''] = question?.item.options.map((option) => option.id) ?? [];
  const given = { id: line, test, place: 1, answer: { answer: [first] } };
  const told = await perform(answerTask, binh(), given);
  expect(await perform(answerTask, binh(), given)).toEqual(told);
  await expect(perform(answerTask, binh(), { ...given, answer: { answer: [second] } })).rejects.toMatchObject({ code: 'campaigns-task.answered' });
  expect(await all(tx, sql`select test_item.place from campaigns.test_item where test_item.test_id = ${test} and test_item.answer is not null`)).toEqual([{ place: 1 }]);
});

rolledBack('what campaigns hold is told to its person, never the answers of an open test; answers go with the record, marks stay', async (tx) => {
  const { town, as, start, lineOf, sit, task } = await office(tx);
  const { id } = await start();
  const { id: line } = await lineOf(id, town.binh);
  const binh = () => as(town.binh, 'official', town.inner);
  const rows = async (table: string) => (await gatherPersonal(tx, town.binh, [])).find((one) => one.table === table)?.rows ?? [];
  await perform(finishTask, binh(), { id: line });
  expect([(await rows('campaigns.test')).length, (await rows('campaigns.test_item')).length]).toEqual([1, 0]);
  expect(await sit(line, binh, true)).toBe('understood');
  expect((await rows('campaigns.test_item')).length).toBeGreaterThan(2);
  expect((await rows('campaigns.line_event')).length).toBeGreaterThan(2);
  await personal.erase?.(task(), town.binh);
  const answers = await all(tx, sql`select distinct test_item.answer, test_item.correct from campaigns.test_item where test_item.answer is not null`);
  expect(answers).toEqual([{ answer: {}, correct: true }]);
  expect((await lineOf(id, town.binh)).state).toBe('understood');
});

rolledBack('a message whose new version came while the next one was being asked is asked first; then the test that was open goes on', async (tx) => {
  const { town, as, start, lineOf, sit } = await office(tx);
  const { id } = await start({ messages: [plan, data] });
  const { id: line } = await lineOf(id, town.binh);
  const binh = () => as(town.binh, 'official', town.inner);
  const asked = async () => (await perform(readCampaignTask, binh(), { id: line })).question?.test;
  expect(await sit(line, binh, true)).toBe('understood');
  const { test: second } = await perform(finishTask, binh(), { id: line });
  await all(tx, sql`update campaigns.line_message set understood_at = null, read_at = null where line_id = ${line} and message_id = ${plan}`);
  const { test: first } = await perform(finishTask, binh(), { id: line });
  expect(first).not.toBe(second);
  expect(await asked()).toBe(first);
  expect(await sit(line, binh, true)).toBe('understood');
  expect(await asked()).toBe(second);
  expect((await lineOf(id, town.binh)).state).toBe('checked');
});

// The last of the file: it leaves its town behind.
test('“I have read it”, pressed twice in the same moment, begins one test', async () => {
  const { town, as, start, lineOf } = await office(db);
  const { id } = await start();
  const { id: line } = await lineOf(id, town.binh);
  const begun = await Promise.all([1, 2, 3].map(() => perform(finishTask, as(town.binh, 'official', town.inner), { id: line })));
  expect(new Set(begun.map(({ test: one }) => one)).size).toBe(1);
  expect(await all(db, sql`select test.decision from campaigns.test where test.line_id = ${line}`)).toEqual([{ decision: null }]);
});
