import { expect } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { readSizes, refresh } from '#kernel/set/index.ts';
import { skills } from '#modules/skills/index.ts';
import { testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import {
  campaigns,
  climbLadders,
  decideCampaign,
  followOutbox,
  listContact,
  listLibrary,
  listNamed,
  listMyCampaigns,
  listTemplates,
  openTask,
  readBoard,
  readCampaign,
  readCampaignTask,
  readDocument,
  readSummary,
  reviewItem,
  saveCampaign,
  saveDocument,
  saveItem,
  sendDue,
  shippedId,
  submitCampaign,
} from './index.ts';
import { everybody, ladder, office, plan } from './testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);

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
  // Somebody else who is signed in does not answer with it, nor with one that was cut off on its way.
  const other = () => as(town.dung, 'official', town.other, next);
  await expect(perform(listMyCampaigns, other(), { link })).rejects.toMatchObject({ code: 'campaigns-task.others-link' });
  await expect(perform(openTask, other(), { id: line, link })).rejects.toMatchObject({ code: 'campaigns-task.others-link' });
  await expect(perform(listMyCampaigns, visitor(), { link: link.slice(0, 9) })).rejects.toMatchObject({ code: 'campaigns-task.no-link' });
  expect((await perform(listMyCampaigns, as(town.binh, 'official', town.inner, next), { link })).tasks).toHaveLength(1);
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

rolledBack('the board adds up, hides groups under ten, and what residents read names nobody', async (tx) => {
  const { town, as, writer, start } = await office(tx);
  const { id } = await start();
  const board = await perform(readBoard, writer(), { id });
  expect(board).toMatchObject({ size: 3, asked: 3, counts: null, funnel: [], share: null });
  expect(board.units.every(({ asked, understood }) => asked === null && understood === null)).toBe(true);
  await expect(perform(readBoard, as(town.binh, 'official', town.inner), { id })).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await perform(readSummary, testCtx(tx, { actor: { kind: 'anonymous' } }), { id })).toMatchObject({ asked: null, understood: null, state: 'running' });
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
  const named = await perform(listNamed, writer(), {});
  const inForce = await one(tx, sql<{ n: number }>`select count(*) as n from campaigns.document where valid_to > ${TODAY}`);
  expect(named).toHaveLength(inForce?.n ?? 0);
  expect(named.map(({ number }) => number)).toContain('91/2025/QH15');
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
