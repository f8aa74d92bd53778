import { afterAll, describe, expect } from 'vitest';
import { fixedClock } from '#base/clock/index.ts';
import { addDays } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { createGateway, deliverMails, signatureOf, takeReceipts, addPush } from '#kernel/message/index.ts';
import { browser, listen } from '#kernel/message/channels/testing.ts';
import { perform } from '#kernel/operation/index.ts';
import { actorWith, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { skills } from '#modules/skills/index.ts';
import { campaigns, climbLadders, followOutbox, handLetters, listContact, listLetters, openTask, printLetters, sendDue } from './index.ts';
import { findSender } from './letters/store.ts';
import { at, running, sendsOf } from './testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);

const SECRET = 'a secret that both sides know, of 40 signs';
const service = await listen(() => ({ status: 201 }));
let gatewayIsUp = true;
const gateway = await listen(({ body }) => ({
  status: gatewayIsUp ? 200 : 503,
  body: JSON.stringify({ results: (JSON.parse(body.toString()) as { messages: { id: string }[] }).messages.map(({ id }) => ({ id, state: 'accepted' })) }),
}));
afterAll(() => {
  service.server.close();
  gateway.server.close();
});

const gate = createGateway({ url: gateway.url, secret: SECRET });
const texts = () => gateway.got.flatMap(({ body }) => (JSON.parse(body.toString()) as { messages: { to: string; text: string }[] }).messages);

describe('push and SMS', () => {
  rolledBack('an SMS carries a personal link that opens the campaign and notes the channel; the state follows the gateway to the end', async (tx) => {
    gateway.got.length = 0;
    const { town, id, lineOf, work, climb, nobody } = await running(tx, ['webhook'], gate);
    const line = await lineOf(id, town.binh);
    await climb();
    expect(await sendsOf(tx, line.id)).toEqual([{ channel: 'webhook', state: 'handed' }]);
    await deliverMails(work('10:03'));
    const [text] = texts();
    expect(text).toMatchObject({ to: '+84912345678', text: expect.stringMatching(/^Mời anh chị đọc “Kế hoạch chuyển đổi số”, hạn 23\/12\/2026, khoảng ba phút\. http/) });
    await followOutbox(work());
    expect(await sendsOf(tx, line.id)).toEqual([{ channel: 'webhook', state: 'delivered' }]);
    const link = /\/m\/([\w-]{24})$/.exec(text?.text ?? '')?.[1] ?? '';
    await perform(openTask, nobody(), { id: line.id, link });
    expect(await one(tx, sql`select state, channel from campaigns.line where id = ${line.id}`)).toEqual({ state: 'reached', channel: 'webhook' });
  });

  rolledBack('what comes back after it was taken tells the unit to mend the address; whoever has no number too', async (tx) => {
    const { town, id, lineOf, work, climb, contact } = await running(tx, ['webhook'], gate);
    const line = await lineOf(id, town.binh);
    await climb();
    await deliverMails(work('10:03'));
    await followOutbox(work());
    const [outbox] = await all(tx, sql<{ id: string }>`select outbox_id as id from campaigns.send where line_id = ${line.id}`);
    const body = JSON.stringify({ receipts: [{ id: outbox?.id, state: 'undelivered', error: 'no such number' }] });
    const seconds = Math.floor(at('10:04').epochMilliseconds / 1000);
    await perform(takeReceipts, work('10:04'), { seconds, body, signature: signatureOf(SECRET, seconds, body) });
    await followOutbox(work());
    expect(await sendsOf(tx, line.id)).toEqual([{ channel: 'webhook', state: 'failed' }]);
    const { lines } = await perform(listContact, contact(), { unitId: town.ward });
    expect(lines.find((one) => one.id === line.id)).toMatchObject({ why: 'address' });
  });

  rolledBack('a gateway that is away for a day keeps nobody waiting: the next rung comes, and the SMS arrives once when it is back', async (tx) => {
    gateway.got.length = 0;
    const { town, id, lineOf, work, as, climb, task } = await running(tx, ['webhook', { channel: 'head-list', afterWorkingDays: 1 }], gate);
    const line = await lineOf(id, town.binh);
    const states = async () => (await sendsOf(tx, line.id)).map(({ channel, state }) => `${channel} ${state}`);
    await climb();
    gatewayIsUp = false;
    for (const hour of ['10', '12', '14', '16', '18', '20']) await deliverMails(work(`${hour}:30`));
    await followOutbox(work('20:30'));
    expect(await states()).toEqual(['webhook handed']);
    const next = { ...task(addDays(TODAY, 1)), now: fixedClock(addDays(TODAY, 1), '10:00').now() };
    await climbLadders(next);
    await sendDue(next);
    expect(await states()).toEqual(['webhook handed', 'head-list delivered']);
    expect((await perform(listContact, as(town.hanh, 'head-of-unit', town.ward, addDays(TODAY, 1)), { unitId: town.ward })).lines.map((one) => one.id)).toContain(line.id);
    gateway.got.length = 0;
    gatewayIsUp = true;
    await deliverMails(next);
    await deliverMails({ ...next, now: next.now.add({ hours: 1 }) });
    await followOutbox(next);
    expect(texts()).toHaveLength(1);
    expect(await states()).toEqual(['webhook delivered', 'head-list delivered']);
  });

  rolledBack('web push goes to whoever let a browser show messages; nobody is asked to mend a browser', async (tx) => {
    service.got.length = 0;
    const { town, id, lineOf, work, climb, contact } = await running(tx, ['web-push']);
    const own = browser();
    await perform(addPush, { ...work(), actor: actorWith(town.binh) }, { endpoint: `${service.url}/an`, ...own.keys });
    await climb();
    await deliverMails(work('10:03'));
    expect(JSON.parse(own.read(service.got[0]?.body ?? Buffer.alloc(0)))).toMatchObject({ href: expect.stringMatching(/\/m\/[\w-]{24}$/) });
    const [other] = await all(tx, sql<{ id: string }>`select id from campaigns.line where campaign_id = ${id} and person_id = ${town.hanh}`);
    expect(await sendsOf(tx, other?.id ?? '')).toEqual([{ channel: 'web-push', state: 'no-address' }]);
    expect((await perform(listContact, contact(), { unitId: town.ward })).counts.address).toBe(0);
    expect((await lineOf(id, town.binh)).state).toBe('invited');
  });
});

/** Gives a ward its code of the statistics office. */
const addUnitCode = (tx: Db, unit: string) => all(tx, sql`insert into kernel.unit_code (unit_id, system, code, valid_from) values (${unit}, 'gso', '00001', '2025-07-01')`);

describe('letters', () => {
  rolledBack('a letter waits until it was printed and handed over; its link opens the campaign', async (tx) => {
    const { town, id, lineOf, climb, contact, as, officer } = await running(tx, ['letter']);
    const line = await lineOf(id, town.binh);
    await climb();
    expect(await sendsOf(tx, line.id)).toEqual([{ channel: 'letter', state: 'handed' }]);
    const letters = await perform(listLetters, contact(), { unitId: town.ward });
    expect(letters.length).toBeGreaterThan(0);
    const { pdf } = await perform(printLetters, contact(), { unitId: town.ward });
    const sender = (unit: string) => findSender(tx, unit, TODAY);
    expect(await sender(town.inner)).toEqual({ name: 'Phòng Văn hóa - Xã hội', above: 'Phường Ba Đình', commune: null, city: null });
    await addUnitCode(tx, town.ward);
    expect(await sender(town.inner)).toMatchObject({ commune: 'Phường Ba Đình', city: 'Thành phố Hà Nội' });
    expect(await sender(town.city)).toEqual({ name: 'Thành phố Hà Nội', above: null, commune: null, city: null });
    expect(Buffer.from(pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(await one(tx, sql`select count(*) as n from campaigns.link where channel = 'letter'`)).toEqual({ n: letters.length });
    expect(await perform(handLetters, contact(), { unitId: town.ward, ids: letters.map((one) => one.id) })).toEqual({ handed: letters.length });
    expect(await sendsOf(tx, line.id)).toEqual([{ channel: 'letter', state: 'delivered' }]);
    expect(await perform(listLetters, contact(), { unitId: town.ward })).toEqual([]);
    await expect(perform(printLetters, contact(), { unitId: town.ward })).rejects.toMatchObject({ code: 'campaigns-letter.none' });
    await expect(perform(listLetters, as(officer, 'unit-contact', town.other), { unitId: town.ward })).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
