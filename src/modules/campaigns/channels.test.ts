import { afterAll, describe, expect } from 'vitest';
import { fixedClock } from '#base/clock/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { createGateway, deliverMails, signatureOf, takeReceipts, addPush } from '#kernel/message/index.ts';
import { browser, listen, localPush } from '#kernel/message/channels/testing.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import { skills } from '#modules/skills/index.ts';
import {
  attend,
  campaigns,
  climbLadders,
  closeGathering,
  enterKiosk,
  enterSheet,
  followOutbox,
  handLetters,
  issueCode,
  leaveKiosk,
  listCodes,
  listContact,
  listGatherings,
  listLetters,
  listMyCampaigns,
  makeSheets,
  markAttendance,
  newSecret,
  openTask,
  planGathering,
  printLetters,
  printSheetsOperation,
  readGathering,
  sendDue,
  stayOn,
} from './index.ts';
import { findItem } from './messages/store.ts';
import { LETTERS } from './sheets/rules.ts';
import { office, plan } from './testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, campaigns);

const SECRET = 'a secret that both sides know, of 40 signs';
const service = await listen(() => ({ status: 201 }));
const gateway = await listen(({ body }) => ({
  status: 200,
  body: JSON.stringify({ results: (JSON.parse(body.toString()) as { messages: { id: string }[] }).messages.map(({ id }) => ({ id, state: 'accepted' })) }),
}));
afterAll(() => {
  service.server.close();
  gateway.server.close();
});

const at = (time: string) => fixedClock(TODAY, time).now();
const texts = () => gateway.got.flatMap(({ body }) => (JSON.parse(body.toString()) as { messages: { to: string; text: string }[] }).messages);

/** A campaign that runs today over the given channels. */
async function running(tx: Db, channels: ('web-push' | 'webhook' | 'kiosk' | 'session' | 'letter' | 'email')[]) {
  const phones = new Map<string, { phone: string; locale: 'vi' }>();
  const made = await office(tx, TODAY, { push: localPush(), gateway: createGateway({ url: gateway.url, secret: SECRET }), phoneOf: async () => phones });
  phones.set(made.town.binh, { phone: '+84912345678', locale: 'vi' });
  const { id } = await made.start({ ladder: channels.map((channel) => ({ channel, afterWorkingDays: 0 })) });
  const work = (time = '10:00'): Ctx => ({ ...made.task(), now: at(time) });
  const contact = (time = '10:00'): Ctx => ({ ...made.as(made.second, 'unit-contact', made.town.ward), now: at(time) });
  const nobody = (time = '10:00'): Ctx => testCtx(tx, { actor: { kind: 'anonymous' }, now: at(time) });
  const climb = async () => {
    await climbLadders(work());
    await sendDue(work());
  };
  return { ...made, id, work, contact, nobody, climb };
}

const sendsOf = (tx: Db, lineId: string) => all(tx, sql<{ channel: string; state: string }>`select channel, state from campaigns.send where line_id = ${lineId} order by rung`);

describe('push and SMS', () => {
  rolledBack('an SMS carries a personal link that opens the campaign and notes the channel; the state follows the gateway to the end', async (tx) => {
    gateway.got.length = 0;
    const { town, id, lineOf, work, climb, nobody } = await running(tx, ['webhook']);
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
    const { town, id, lineOf, work, climb, contact } = await running(tx, ['webhook']);
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

describe('the shared computer', () => {
  rolledBack('a code opens the campaigns of one person for three minutes; it is good once', async (tx) => {
    const { town, id, lineOf, contact, nobody } = await running(tx, ['kiosk']);
    const line = await lineOf(id, town.binh);
    const staffCode = (await one(tx, sql<{ code: string }>`select staff_code as code from kernel.person where id = ${town.binh}`))?.code ?? '';
    await perform(issueCode, contact(), { unitId: town.ward, staffCode });
    const [code] = await perform(listCodes, contact(), {});
    const secret = newSecret();
    expect(await perform(enterKiosk, nobody(), { staffCode: staffCode.toLowerCase(), code: code?.code ?? '', secret })).toEqual({ entered: true });
    expect((await perform(listMyCampaigns, nobody('10:02'), { link: secret })).tasks).toHaveLength(1);
    await perform(openTask, nobody('10:02'), { id: line.id, link: secret });
    expect(await one(tx, sql`select channel from campaigns.line where id = ${line.id}`)).toEqual({ channel: 'kiosk' });
    // The act at 10:02 lets the stay go on until 10:05.
    await perform(stayOn, nobody('10:04'), { secret });
    expect((await perform(listMyCampaigns, nobody('10:06'), { link: secret })).tasks).toHaveLength(1);
    await expect(perform(listMyCampaigns, nobody('10:07'), { link: secret })).rejects.toMatchObject({ code: 'campaigns-task.no-link' });
    expect(await perform(enterKiosk, nobody('10:08'), { staffCode, code: code?.code ?? '', secret: newSecret() })).toEqual({ entered: false });
    await perform(stayOn, nobody('10:08'), { secret });
    await expect(perform(listMyCampaigns, nobody('10:08'), { link: secret })).rejects.toMatchObject({ code: 'campaigns-task.no-link' });
  });

  rolledBack('however often it is prolonged, a stay ends after half an hour; leaving ends it at once', async (tx) => {
    const { town, contact, nobody } = await running(tx, ['kiosk']);
    const staffCode = (await one(tx, sql<{ code: string }>`select staff_code as code from kernel.person where id = ${town.binh}`))?.code ?? '';
    const enter = async (time: string): Promise<string> => {
      await perform(issueCode, contact(time), { unitId: town.ward, staffCode });
      const secret = newSecret();
      await perform(enterKiosk, nobody(time), { staffCode, code: (await perform(listCodes, contact(time), {}))[0]?.code ?? '', secret });
      return secret;
    };
    const secret = await enter('10:00');
    for (let minute = 2; minute < 30; minute += 2) await perform(stayOn, nobody(`10:${String(minute).padStart(2, '0')}`), { secret });
    expect((await perform(listMyCampaigns, nobody('10:29'), { link: secret })).tasks).toHaveLength(1);
    await expect(perform(listMyCampaigns, nobody('10:30'), { link: secret })).rejects.toMatchObject({ code: 'campaigns-task.no-link' });
    const other = await enter('11:00');
    await perform(leaveKiosk, nobody('11:01'), { secret: other });
    await expect(perform(listMyCampaigns, nobody('11:01'), { link: other })).rejects.toMatchObject({ code: 'campaigns-task.no-link' });
  });

  rolledBack('five wrong tries make a code void; after fifteen minutes it is no longer good; nobody of another unit gets one', async (tx) => {
    const { town, contact, nobody, as, officer } = await running(tx, ['kiosk']);
    const staffCode = (await one(tx, sql<{ code: string }>`select staff_code as code from kernel.person where id = ${town.binh}`))?.code ?? '';
    const tryOnce = (code: string, time: string) => perform(enterKiosk, nobody(time), { staffCode, code, secret: newSecret() });
    const issue = async (): Promise<string> => {
      await perform(issueCode, contact(), { unitId: town.ward, staffCode });
      return (await perform(listCodes, contact(), {}))[0]?.code ?? '';
    };
    const first = await issue();
    const wrong = first === '00000000' ? '00000001' : '00000000';
    for (let n = 0; n < 5; n += 1) expect(await tryOnce(wrong, '10:01')).toEqual({ entered: false });
    expect(await tryOnce(first, '10:01')).toEqual({ entered: false });
    expect(await tryOnce(await issue(), '10:16')).toEqual({ entered: false });
    expect(await perform(enterKiosk, nobody(), { staffCode: 'nobody', code: first, secret: newSecret() })).toEqual({ entered: false });
    await expect(perform(issueCode, contact(), { unitId: town.ward, staffCode: 'HN-0000' })).rejects.toMatchObject({ code: 'campaigns-kiosk.nobody' });
    await expect(perform(issueCode, as(officer, 'unit-contact', town.other), { unitId: town.ward, staffCode })).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('group sessions and sheets', () => {
  /** A session today with a sheet for everybody; `key` gives the right or a wrong sign for every question of a sheet. */
  async function held(tx: Db) {
    const made = await running(tx, ['session']);
    await made.climb();
    const { town, id, contact } = made;
    const { campaigns: open } = await perform(listGatherings, contact(), { unitId: town.ward });
    expect(open.map((one) => one.id)).toEqual([id]);
    const { id: session } = await perform(planGathering, contact(), { unitId: town.ward, campaignId: id, day: TODAY, place: '14 giờ, phòng họp tầng 2' });
    const { made: sheets } = await perform(makeSheets, contact(), { id: session });
    const sheetOf = async (line: string) =>
      one(tx, sql<{ code: string; items: { itemId: string; itemVersion: number }[] }>`select code, items from campaigns.sheet where line_id = ${line} and entered_at is null`).then(
        (row) => row ?? { code: '', items: [] },
      );
    const signs = async (items: { itemId: string; itemVersion: number }[], right: boolean): Promise<string> => {
      const typed: string[] = [];
      for (const item of items) {
        const body = await findItem(tx, { messageId: plan, ...item });
        const options = Object.keys(body?.text.vi.options ?? {});
        const key = options.indexOf(Array.isArray(body?.key) ? (body.key[0] ?? '') : '');
        typed.push(LETTERS[right ? key : (key + 1) % options.length] ?? '');
      }
      return typed.join('');
    };
    return { ...made, session, sheets, sheetOf, signs };
  }

  rolledBack('who scans the code and types the staff code is there; the contact strikes out and notes; closing tells what was explained', async (tx) => {
    const { town, id, session, contact, nobody, lineOf } = await held(tx);
    const line = await lineOf(id, town.binh);
    const staffCode = (await one(tx, sql<{ code: string }>`select staff_code as code from kernel.person where id = ${town.binh}`))?.code ?? '';
    const { address, people } = await perform(readGathering, contact(), { id: session });
    expect(people.every(({ invited }) => invited)).toBe(true);
    const secret = address?.split('/').at(-1) ?? '';
    await perform(attend, nobody(), { secret, staffCode });
    await perform(attend, nobody(), { secret, staffCode });
    const present = async () => (await perform(readGathering, contact(), { id: session })).people.find((one) => one.id === line.id)?.present;
    expect(await present()).toBe('qr');
    await perform(markAttendance, contact(), { id: session, line: line.id, present: false });
    expect(await present()).toBeNull();
    await perform(markAttendance, contact(), { id: session, line: line.id, present: true });
    await tx.executeQuery(sql`update campaigns.line set state = 'needs-help', failures = 2 where id = ${line.id}`.compile(tx));
    expect(await perform(closeGathering, contact(), { id: session })).toEqual({ people: 1 });
    expect(await one(tx, sql`select state, help from campaigns.line where id = ${line.id}`)).toEqual({ state: 'needs-help', help: 'done' });
    await expect(perform(attend, nobody(), { secret, staffCode })).rejects.toMatchObject({ code: 'campaigns-gathering.no-code' });
    await expect(perform(closeGathering, contact(), { id: session })).rejects.toMatchObject({ code: 'campaigns-gathering.over' });
  });

  rolledBack('who is not on the list is told so; a day that is past and a campaign that asks nobody are refused', async (tx) => {
    const { town, session, contact, nobody } = await held(tx);
    const secret = (await perform(readGathering, contact(), { id: session })).address?.split('/').at(-1) ?? '';
    await expect(perform(attend, nobody(), { secret, staffCode: 'HN-0000' })).rejects.toMatchObject({ code: 'campaigns-gathering.not-on-list' });
    const plan = { unitId: town.ward, campaignId: town.ward, day: TODAY, place: 'Phòng họp' };
    await expect(perform(planGathering, contact(), plan)).rejects.toMatchObject({ code: 'campaigns-gathering.nobody-left' });
    await expect(perform(planGathering, contact(), { ...plan, day: '2026-11-01' })).rejects.toMatchObject({ kind: 'invalid' });
  });

  rolledBack('right answers on paper decide as on a screen: understood, once', async (tx) => {
    const { town, id, contact, lineOf, sheetOf, signs, session } = await held(tx);
    const line = await lineOf(id, town.binh);
    const { code, items } = await sheetOf(line.id);
    const { pdf } = await perform(printSheetsOperation, contact(), { id: session });
    expect(Buffer.from(pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    const answers = await signs(items, true);
    expect(await perform(enterSheet, contact(), { code: code.toLowerCase(), answers })).toEqual({ code, questions: items.length });
    expect((await lineOf(id, town.binh)).state).toBe('understood');
    expect(await one(tx, sql`select channel from campaigns.line where id = ${line.id}`)).toEqual({ channel: 'session' });
    await expect(perform(enterSheet, contact(), { code, answers })).rejects.toMatchObject({ code: 'campaigns-sheet.entered-before' });
    const kept = await one(
      tx,
      sql<{ asked: number; answered: number }>`
      select count(*) as asked, count(item.correct) as answered
      from campaigns.test_item as item
      join campaigns.test on test.id = item.test_id
      where test.line_id = ${line.id}`,
    );
    expect(kept?.answered).toBeLessThanOrEqual(kept?.asked ?? 0);
  });

  rolledBack('wrong and open answers are not yet understood; the second sheet leads to help; new sheets are drawn for who is left', async (tx) => {
    const { town, id, contact, lineOf, sheetOf, signs, session } = await held(tx);
    const line = await lineOf(id, town.binh);
    const first = await sheetOf(line.id);
    await perform(enterSheet, contact(), { code: first.code, answers: await signs(first.items, false) });
    expect((await lineOf(id, town.binh)).state).toBe('checked');
    expect(await perform(makeSheets, contact(), { id: session })).toEqual({ made: 1 });
    const second = await sheetOf(line.id);
    await perform(enterSheet, contact(), { code: second.code, answers: '0'.repeat(second.items.length) });
    expect(await lineOf(id, town.binh)).toMatchObject({ state: 'needs-help', failures: 2 });
  });

  rolledBack('what was mistyped is said, and nothing is kept', async (tx) => {
    const { town, id, contact, lineOf, sheetOf, as, officer } = await held(tx);
    const line = await lineOf(id, town.binh);
    const { code, items } = await sheetOf(line.id);
    const wrong = (given: { code: string; answers: string }) =>
      perform(enterSheet, contact(), given).catch((problem: { errors?: { code: string }[]; code: string }) => problem.errors?.[0]?.code ?? problem.code);
    expect(await wrong({ code: `${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`, answers: 'A' })).toBe('campaigns-sheet.bad-code');
    expect(await wrong({ code, answers: 'A' })).toBe('campaigns-sheet.bad-length');
    expect(await wrong({ code, answers: '?'.repeat(items.length) })).toBe('campaigns-sheet.bad-sign');
    expect(await wrong({ code, answers: 'H'.repeat(items.length) })).toBe('campaigns-sheet.no-option');
    expect(await wrong({ code: '2222222', answers: 'A' })).toMatch(/no-sheet|bad-code/);
    await expect(perform(enterSheet, as(officer, 'unit-contact', town.other), { code, answers: 'A' })).rejects.toMatchObject({ kind: 'forbidden' });
    expect((await lineOf(id, town.binh)).state).toBe('invited');
    expect(await one(tx, sql`select count(*) as n from campaigns.test where line_id = ${line.id}`)).toEqual({ n: 0 });
  });

  rolledBack('somebody who was done on a screen meanwhile is not asked again by a sheet', async (tx) => {
    const { town, id, contact, lineOf, sheetOf, signs, sit, as } = await held(tx);
    const line = await lineOf(id, town.binh);
    const { code, items } = await sheetOf(line.id);
    await sit(line.id, () => as(town.binh, 'official', town.ward), true);
    await expect(perform(enterSheet, contact(), { code, answers: await signs(items, true) })).rejects.toMatchObject({ code: 'campaigns-task.ended' });
  });
});

describe('letters', () => {
  rolledBack('a letter waits until it was printed and handed over; its link opens the campaign', async (tx) => {
    const { town, id, lineOf, climb, contact, as, officer } = await running(tx, ['letter']);
    const line = await lineOf(id, town.binh);
    await climb();
    expect(await sendsOf(tx, line.id)).toEqual([{ channel: 'letter', state: 'handed' }]);
    const letters = await perform(listLetters, contact(), { unitId: town.ward });
    expect(letters.length).toBeGreaterThan(0);
    const { pdf } = await perform(printLetters, contact(), { unitId: town.ward });
    expect(Buffer.from(pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(await one(tx, sql`select count(*) as n from campaigns.link where channel = 'letter'`)).toEqual({ n: letters.length });
    expect(await perform(handLetters, contact(), { unitId: town.ward, ids: letters.map((one) => one.id) })).toEqual({ handed: letters.length });
    expect(await sendsOf(tx, line.id)).toEqual([{ channel: 'letter', state: 'delivered' }]);
    expect(await perform(listLetters, contact(), { unitId: town.ward })).toEqual([]);
    await expect(perform(printLetters, contact(), { unitId: town.ward })).rejects.toMatchObject({ code: 'campaigns-letter.none' });
    await expect(perform(listLetters, as(officer, 'unit-contact', town.other), { unitId: town.ward })).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
