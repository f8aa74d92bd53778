import { expect } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { addPeople, addPostings, addPosts } from '#kernel/org/index.ts';
import { readSizes, refresh } from '#kernel/set/index.ts';
import { skills } from '#modules/skills/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown } from '#tests/town.ts';
import {
  answerTask,
  campaigns,
  climbLadders,
  decideCampaign,
  decideMessage,
  excuseLine,
  exportRoster,
  finishTask,
  followOutbox,
  listContact,
  listLibrary,
  listMyCampaigns,
  listTemplates,
  loadContent,
  noteHelp,
  openTask,
  readBoard,
  readCampaign,
  readCampaignTask,
  readDocument,
  readMessage,
  readSummary,
  reviewItem,
  saveCampaign,
  saveDocument,
  saveItem,
  saveMessage,
  sendDue,
  shippedId,
  stopCampaign,
  submitCampaign,
  submitMessage,
  syncRosters,
} from './index.ts';
import { listCampaignsAwaiting } from './awaiting.ts';
import { findItem } from './messages/store.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);

const plan = shippedId('message', 'ke-hoach-chuyen-doi-so');
const everybody = { include: [{}], exclude: [] };
const ladder = [
  { channel: 'in-app' as const, afterWorkingDays: 0 },
  { channel: 'email' as const, afterWorkingDays: 1 },
  { channel: 'head-list' as const, afterWorkingDays: 5 },
];

async function office(tx: Db, today = TODAY) {
  const town = await makeTown(tx);
  const [officer, second] = [newId(), newId()];
  await addPeople(tx, [
    { id: officer, staffCode: 'HN-0101', name: 'Phạm Thu Hà', birthDate: null, sex: null },
    { id: second, staffCode: 'HN-0102', name: 'Vũ Văn Nam', birthDate: null, sex: null },
  ]);
  await loadContent(testCtx(tx));
  const addressOf: Ctx['services']['addressOf'] = async (_db, ids) =>
    new Map(ids.filter((id) => id !== town.dung).map((id) => [id, { email: `${id}@example.org`, locale: 'vi' as const }]));
  const as = (person: string, role: string, unitId: string, day = today, purpose?: string): Ctx =>
    testCtx(tx, { actor: actorWith(person, { role, unitId }), today: day, purpose, services: { addressOf } });
  const writer = (day = today) => as(officer, 'communication-officer', town.city, day);
  const approver = (day = today) => as(second, 'communication-officer', town.city, day);
  const task = (day = today) => testCtx(tx, { today: day, services: { addressOf } });
  const start = async (more: object = {}) => {
    const { id } = await perform(saveCampaign, writer(), {
      unitId: town.city,
      title: 'Kế hoạch chuyển đổi số',
      why: 'Mỗi người cần hiểu hướng đi chung.',
      messages: [plan],
      audience: everybody,
      starts: today,
      joinersUntil: addDays(today, 10),
      ends: addDays(today, 30),
      ladder,
      ...more,
    });
    await perform(submitCampaign, writer(), { id });
    const { people } = await perform(decideCampaign, approver(), { id, approve: true });
    return { id, people };
  };
  const lineOf = async (id: string, person: string) =>
    one(
      tx,
      sql<{ id: string; state: string; unitId: string; reason: string; failures: number }>`
      select line.id, line.state, line.unit_id as "unitId", line.reason, line.failures from campaigns.line where line.campaign_id = ${id} and line.person_id = ${person}`,
    ).then((line) => line ?? { id: '', state: 'none', unitId: '', reason: '', failures: 0 });
  const sit = async (line: string, ctx: () => Ctx, right: boolean, link?: string) => {
    const way = link === undefined ? {} : { link };
    const { test } = await perform(finishTask, ctx(), { id: line, ...way });
    for (let asked = 0; asked < 8; asked += 1) {
      const { question } = await perform(readCampaignTask, ctx(), { id: line, ...way });
      if (question === null) throw new Error('no question');
      const at = await one(
        tx,
        sql<{
          itemId: string;
          itemVersion: number;
        }>`select item_id as "itemId", item_version as "itemVersion" from campaigns.test_item where test_id = ${test} and place = ${question.place}`,
      );
      const item = at && (await findItem(tx, { messageId: plan, ...at }));
      const key = Array.isArray(item?.key) ? (item.key[0] ?? '') : '';
      const wrong = ['a', 'b', 'c', 'd'].find((id) => id !== key) ?? '';
      const { decision } = await perform(answerTask, ctx(), { id: line, test, place: question.place, answer: { answer: [right ? key : wrong] }, ...way });
      if (decision !== null) return decision;
    }
    return undefined;
  };
  return { town, officer, second, as, writer, approver, task, start, lineOf, sit };
}

const endPosting = (tx: Db, person: string, day: string) =>
  all(tx, sql`update kernel.posting set valid_to = ${day} where posting.person_id = ${person} and posting.valid_to = 'infinity'`);

rolledBack('a campaign is prepared, looked at as a dry run, approved by a second person and starts with a frozen roster', async (tx) => {
  const { town, writer, approver, start, lineOf } = await office(tx);
  const { id, people } = await start();
  expect(people).toBe(3);
  expect(await lineOf(id, town.binh)).toMatchObject({ state: 'invited', reason: 'audience', unitId: town.inner });
  expect(await perform(readCampaign, writer(), { id })).toMatchObject({ state: 'running', registerDay: TODAY, dry: null });
  await expect(perform(decideCampaign, approver(), { id, approve: true })).rejects.toMatchObject({ code: 'campaigns-wizard.not-submitted' });
});

rolledBack('the dry run says who gets what when, and what keeps a campaign from starting', async (tx) => {
  const { town, writer } = await office(tx);
  const save = (more: object) =>
    perform(saveCampaign, writer(), {
      unitId: town.city,
      title: 'Thử nghiệm chiến dịch',
      why: 'Để thử xem ai nhận gì.',
      messages: [plan],
      audience: everybody,
      starts: TODAY,
      joinersUntil: TODAY,
      ends: addDays(TODAY, 20),
      ladder,
      ...more,
    });
  const { id } = await save({});
  const { dry } = await perform(readCampaign, writer(), { id });
  expect(dry).toMatchObject({ people: 3, faults: [] });
  expect(dry?.rungs).toEqual([
    { channel: 'in-app', day: '2026-11-23', reachable: 3 },
    { channel: 'email', day: '2026-11-24', reachable: 2 },
    { channel: 'head-list', day: '2026-11-30', reachable: 3 },
  ]);
  expect(dry?.messages[0]).toMatchObject({ families: 8, most: 8 });
  const nobody = await save({ audience: { include: [{ people: [town.gone] }], exclude: [] } });
  await expect(perform(submitCampaign, writer(), { id: nobody.id })).rejects.toMatchObject({ errors: [{ code: 'campaigns-wizard.fault-nobody' }] });
  const strict = await save({ test: { falseYes: 0.01, falseNo: 0.01, guess: 0.3, slip: 0.1, least: 3, most: 8 } });
  await expect(perform(submitCampaign, writer(), { id: strict.id })).rejects.toMatchObject({ errors: [{ code: 'campaigns-wizard.fault-test' }] });
  await expect(save({ starts: addDays(TODAY, -1) })).rejects.toMatchObject({ errors: [{ code: 'campaigns-wizard.fault-starts-past' }] });
  await expect(save({ ends: TODAY })).rejects.toMatchObject({ kind: 'invalid' });
});

rolledBack('nobody approves a campaign of their own, and only who may', async (tx) => {
  const { town, writer, as } = await office(tx);
  const { id } = await perform(saveCampaign, writer(), {
    unitId: town.city,
    title: 'Chiến dịch của tôi',
    why: 'Để thử việc tự duyệt.',
    messages: [plan],
    audience: everybody,
    starts: TODAY,
    joinersUntil: TODAY,
    ends: addDays(TODAY, 20),
    ladder,
  });
  await perform(submitCampaign, writer(), { id });
  await expect(perform(decideCampaign, writer(), { id, approve: true })).rejects.toMatchObject({ code: 'campaigns-message.second-person' });
  await expect(perform(decideCampaign, as(town.hanh, 'head-of-unit', town.ward), { id, approve: true })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(
    perform(saveCampaign, as(town.hanh, 'head-of-unit', town.ward), {
      unitId: town.ward,
      title: 'Không được',
      why: 'Không có quyền này.',
      messages: [plan],
      audience: everybody,
      starts: TODAY,
      joinersUntil: TODAY,
      ends: addDays(TODAY, 5),
      ladder,
    }),
  ).rejects.toMatchObject({ kind: 'forbidden' });
});

rolledBack('a person reads, answers at most eight questions and has understood; every step leaves its time and channel', async (tx) => {
  const { town, as, start, lineOf, sit } = await office(tx);
  const { id } = await start();
  const { id: line } = await lineOf(id, town.binh);
  const binh = () => as(town.binh, 'official', town.inner);
  expect(await listCampaignsAwaiting(binh())).toMatchObject([{ href: `/understand/${line}` }]);
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
  expect(await listCampaignsAwaiting(binh())).toEqual([]);
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
  expect(await listCampaignsAwaiting(head())).toContainEqual({ key: 'campaigns.awaiting-help', values: { n: 1 }, href: '/campaigns/contact', due: undefined });
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

rolledBack('rungs are used in their order on working days, each once; a mail carries a personal link that opens the tasks of one person', async (tx) => {
  const { town, as, task, start, lineOf, sit } = await office(tx);
  const { id } = await start();
  await sit((await lineOf(id, town.hanh)).id, () => as(town.hanh, 'official', town.ward), true);
  expect(await climbLadders(task())).toBe(2);
  expect(await climbLadders(task())).toBe(0);
  const next = addDays(TODAY, 1);
  expect(await climbLadders(task(next))).toBe(2);
  expect(await climbLadders(task('2026-11-29'))).toBe(0);
  await sendDue(task(next));
  const mails = await all(tx, sql<{ href: string; person: string; secret: boolean }>`select href, person_id as person, secret from kernel.outbox`);
  expect(mails).toMatchObject([{ person: town.binh, secret: true }]);
  const link = mails[0]?.href.slice('/m/'.length) ?? '';
  const visitor = () => testCtx(tx, { actor: { kind: 'anonymous' }, today: next });
  const { tasks } = await perform(listMyCampaigns, visitor(), { link });
  expect(tasks).toMatchObject([{ state: 'invited', open: true }]);
  const line = tasks[0]?.id ?? '';
  await perform(openTask, visitor(), { id: line, link });
  expect(await sit(line, visitor, true, link)).toBe('understood');
  await expect(perform(readCampaignTask, visitor(), { id: (await lineOf(id, town.dung)).id, link })).rejects.toMatchObject({ kind: 'missing' });
  await expect(perform(listMyCampaigns, testCtx(tx, { actor: { kind: 'anonymous' }, today: addDays(TODAY, 20) }), { link })).rejects.toMatchObject({
    code: 'campaigns-task.no-link',
  });
  await expect(perform(listMyCampaigns, visitor(), {})).rejects.toMatchObject({ kind: 'forbidden' });
  // Whoever has no address stands on the contact's list.
  expect((await perform(listContact, as(town.hanh, 'head-of-unit', town.city, next), { unitId: town.city })).counts).toMatchObject({ address: 1 });
  await all(tx, sql`update kernel.outbox set state = 'sent', sent_at = now()`);
  await followOutbox(task(next));
  expect(await all(tx, sql<{ state: string }>`select state from campaigns.send where channel = 'email' order by state`)).toEqual([{ state: 'delivered' }, { state: 'no-address' }]);
});

rolledBack('several campaigns tell a person in one mail, and no more often than three times a week', async (tx) => {
  const { town, task, start } = await office(tx);
  const only = { audience: { include: [{ people: [town.binh] }], exclude: [] }, ladder: [{ channel: 'email' as const, afterWorkingDays: 0 }] };
  await start(only);
  await start({ ...only, messages: [shippedId('message', 'du-lieu-ca-nhan')] });
  await climbLadders(task());
  await sendDue(task());
  expect(await all(tx, sql<{ data: { more: number } }>`select data from kernel.outbox`)).toMatchObject([{ data: { more: 1 } }]);
  const days = [1, 2, 3].map((n) => addDays(TODAY, n));
  const added: number[] = [];
  for (const day of days) {
    await start({ ...only, starts: TODAY, title: `Chiến dịch ngày ${day}`, audience: { include: [{ people: [town.dung] }], exclude: [] } }).catch(() => undefined);
    added.push(await climbLadders(task(day)));
    await all(
      tx,
      sql`update campaigns.send set created_at = ${day}::date where person_id = ${town.dung} and created_at::date = (select max(created_at::date) from campaigns.send)`,
    );
  }
  expect(added).toEqual([1, 1, 1]);
});

rolledBack('somebody is excused with a reason by the contact, never by themselves; a stopped channel is told plainly', async (tx) => {
  const { town, as, start, lineOf } = await office(tx);
  const { id } = await start();
  const head = () => as(town.hanh, 'head-of-unit', town.ward);
  const binh = await lineOf(id, town.binh);
  expect(await perform(excuseLine, head(), { id: binh.id, reason: 'Nghỉ thai sản' })).toEqual({ state: 'excused' });
  await expect(perform(excuseLine, head(), { id: (await lineOf(id, town.hanh)).id, reason: 'Bận việc' })).rejects.toMatchObject({ code: 'campaigns-contact.own' });
  await expect(perform(excuseLine, head(), { id: (await lineOf(id, town.dung)).id, reason: 'Đơn vị khác' })).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await perform(excuseLine, head(), { id: binh.id, reason: 'Đã đi làm lại', again: true })).toEqual({ state: 'invited' });
});

rolledBack('the board adds up, hides groups under ten, and what residents read names nobody', async (tx) => {
  const { town, as, writer, start } = await office(tx);
  const { id } = await start();
  const board = await perform(readBoard, writer(), { id });
  expect(board).toMatchObject({ size: 3, asked: 3, counts: null, funnel: [], share: null });
  expect(board.units.every(({ asked, understood }) => asked === null && understood === null)).toBe(true);
  await expect(perform(readBoard, as(town.binh, 'official', town.inner), { id })).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await perform(readSummary, testCtx(tx, { actor: { kind: 'anonymous' } }), { id })).toMatchObject({ asked: null, understood: null, state: 'running' });
});

rolledBack('the roster leaves as a file with a purpose only, and each person sees it', async (tx) => {
  const { town, as, start } = await office(tx);
  const { id } = await start();
  await expect(perform(exportRoster, as(town.hanh, 'head-of-unit', town.ward), { id })).rejects.toMatchObject({ code: 'operation.purpose-missing' });
  const { people } = await perform(exportRoster, as(town.hanh, 'head-of-unit', town.ward, TODAY, 'Rà soát danh sách'), { id });
  expect(people.map(({ staffCode }) => staffCode).toSorted()).toEqual(['HN-0001', 'HN-0002']);
});

rolledBack('sets count every state on every day', async (tx) => {
  const { town, as, start, lineOf, sit } = await office(tx);
  const { id } = await start();
  await sit((await lineOf(id, town.binh)).id, () => as(town.binh, 'official', town.inner), true);
  await refresh(tx, campaigns.sets);
  const size = async (name: string, unitId: string): Promise<number> => (await readSizes(tx, [{ set: name, slice: '', unitId, day: TODAY, measure: 'stock' }]))[0]?.size ?? 0;
  expect(await size('campaigns.asked', town.city)).toBe(3);
  expect(await size('campaigns.state-understood', town.city)).toBe(1);
  expect(await size('campaigns.state-understood', town.ward)).toBe(1);
  expect(await size('campaigns.state-understood', town.other)).toBe(0);
  expect(await size('campaigns.reached', town.city)).toBe(1);
  expect(await size('campaigns.state-invited', town.city)).toBe(2);
  const spans = await all(
    tx,
    sql<{ state: string; n: number }>`select state, count(*) as n from campaigns.line_span where valid_from <= ${TODAY} and valid_to > ${TODAY} group by state order by state`,
  );
  expect(spans).toEqual([
    { state: 'invited', n: 2 },
    { state: 'understood', n: 1 },
  ]);
});

rolledBack('the library is for everyone: found by words, past ones on request, with who must know it', async (tx) => {
  const { town, as, writer } = await office(tx);
  const anyone = () => testCtx(tx, { actor: { kind: 'anonymous' } });
  expect((await perform(listLibrary, anyone(), { find: 'dữ liệu cá nhân' })).documents.map(({ number }) => number)).toEqual(['91/2025/QH15']);
  expect((await perform(listLibrary, anyone(), { find: 'dữ liệu cá nhân', past: true })).total).toBe(2);
  expect((await perform(listLibrary, as(town.binh, 'official', town.inner), { find: '18-NQ/TU' })).documents).toMatchObject([
    { mine: true, understood: null, verified: false, plain: true },
  ]);
  const { id } = await perform(saveDocument, writer(), {
    number: 'QC-01',
    kind: 'regulation',
    issuer: 'UBND thành phố',
    title: 'Quy chế làm việc trên mạng',
    issuedOn: TODAY,
    validFrom: TODAY,
    verified: true,
  });
  expect(await perform(readDocument, anyone(), { id })).toMatchObject({ document: { inForce: true }, plain: null, understood: [] });
  await expect(
    perform(saveDocument, writer(), {
      number: 'QC-02',
      kind: 'regulation',
      issuer: 'UBND',
      title: 'Sai ngày hiệu lực',
      issuedOn: TODAY,
      validFrom: TODAY,
      validTo: TODAY,
      verified: false,
    }),
  ).rejects.toMatchObject({ errors: [{ code: 'campaigns-library.valid-order' }] });
  expect((await perform(listTemplates, writer(), {})).map(({ key }) => key)).toContain('thang-an-toan-thong-tin');
});

rolledBack('an item is written by one person and put into use by another; one that is easy to guess is refused', async (tx) => {
  const { writer, approver } = await office(tx);
  const item = {
    id: 'hai-cap-3',
    family: 'hai-cap',
    kind: 'single' as const,
    key: ['a'],
    text: {
      vi: {
        prompt: 'Hiện nay còn cấp huyện không?',
        options: { a: 'Không', b: 'Còn', c: 'Chỉ ở ngoại thành', d: 'Chỉ ở nội thành' },
        rationale: 'Từ ngày 1/7/2025 không còn cấp huyện.',
      },
    },
  };
  const { options: _options, ...words } = item.text.vi;
  await expect(perform(saveItem, writer(), { id: plan, item: { ...item, text: { vi: { ...words, options: { a: 'Không', b: 'Còn' } } } } })).rejects.toMatchObject({
    kind: 'invalid',
  });
  await perform(saveItem, writer(), { id: plan, item });
  await expect(perform(reviewItem, writer(), { id: plan, itemId: item.id, itemVersion: 1, pass: true })).rejects.toMatchObject({ code: 'campaigns-message.second-person' });
  expect(await perform(reviewItem, approver(), { id: plan, itemId: item.id, itemVersion: 1, pass: true })).toEqual({ state: 'live' });
});
