import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { all, one, sql } from '#base/db/index.ts';
import { app, visit } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

/** The ways of a campaign that need hands: a shared computer, a group session with sheets on paper, a personal link on a telephone. */
export function walkChannels(): void {
  describe('channels', () => {
    test('a session: planned, people there by the QR code and by the contact, sheets printed and keyed in, one code wrong', { timeout: 60_000 }, holdGathering);
    test('an official at a shared computer, without JavaScript: a wrong code, the right one, reading, answering, leaving', { timeout: 60_000 }, sitAtKiosk);
    test('an official on a phone by a personal link, without signing in', { timeout: 60_000 }, readByLink);
    test('a link that has expired says what to do', expireLink);
    test('a browser is added for notifications, with the keys that it gave, and taken away again', addBrowser);
    test('letters and notifications stand on pages that say what to do', seeLists);
  });
}

const SMALL = { viewport: { width: 360, height: 740 }, javaScriptEnabled: false };

async function holdGathering(): Promise<void> {
  const page = await visit('head-of-unit');
  await page.goto('/campaigns/contact/gatherings');
  await press(page, t('campaigns-gathering.plan-go'));
  expect(await page.locator('[aria-labelledby=error-summary]').count()).toBe(1);
  await page.locator('#place').fill('14 giờ, phòng họp tầng 2');
  await press(page, t('campaigns-gathering.plan-go'));
  await expectSound(page);
  await press(page, t('campaigns-sheet.make'));
  expect(await words(page)).toContain(t('campaigns-gathering.done-sheets'));
  const address = page.url().split('?')[0] ?? '';
  const id = address.split('/').at(-1) ?? '';
  const pdf = await page.request.get(`${address}/file`);
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
  const guests = await listSheets(id);
  expect(guests.length).toBeGreaterThan(0);
  const [first] = guests;
  const phone = await visit(undefined, SMALL);
  await phone.goto(new URL((await page.locator('.address a').getAttribute('href')) ?? '/', app.url).pathname);
  await phone.locator('#staffCode').fill('không có');
  await press(phone, t('campaigns-gathering.attend-go'));
  expect(await words(phone)).toContain(t('campaigns-gathering.not-on-list'));
  await phone.locator('#staffCode').fill(first?.staffCode ?? '');
  await press(phone, t('campaigns-gathering.attend-go'));
  expect(await words(phone)).toContain(t('campaigns-gathering.attended'));
  await page.goto(address);
  expect(await words(page)).toContain(t('campaigns-gathering.present-qr'));
  await keyIn(page, first);
  await page.goto(address);
  await press(page, t('campaigns-gathering.close'));
  expect(await words(page)).toContain(t('campaigns-gathering.done-held'));
}

type Sheet = { code: string; lineId: string; staffCode: string; answers: string };

/** The sheets of a session with their right answers. */
async function listSheets(gathering: string): Promise<Sheet[]> {
  const rows = await all(
    app.database.db,
    sql<{ code: string; lineId: string; staffCode: string; keys: string[]; options: string[][] }>`
    select sheet.code, sheet.line_id as "lineId", person.staff_code as "staffCode",
      array_agg(item.body::jsonb -> 'key' ->> 0 order by asked.place) as keys,
      jsonb_agg((select jsonb_agg(option.id) from json_object_keys(item.body::json -> 'text' -> 'vi' -> 'options') as option (id)) order by asked.place) as options
    from campaigns.sheet
    join campaigns.line on line.id = sheet.line_id
    join kernel.person on person.id = line.person_id
    cross join lateral jsonb_array_elements(sheet.items) with ordinality as asked (value, place)
    join campaigns.item
      on item.message_id = sheet.message_id
      and item.item_id = asked.value ->> 'itemId'
      and item.item_version = (asked.value ->> 'itemVersion')::integer
    where sheet.gathering_id = ${gathering}
    group by sheet.code, person.staff_code
    order by sheet.code`,
  );
  return rows.map(({ code, lineId, staffCode, keys, options }) => ({
    code,
    lineId,
    staffCode,
    answers: keys.map((key, at) => String((options[at] ?? []).indexOf(key) + 1)).join(''),
  }));
}

/** How many sheets of the session of a sheet are still to be entered. */
async function openSheets(code: string): Promise<number> {
  const row = await one(
    app.database.db,
    sql<{ n: number }>`
    select count(*) as n
    from campaigns.sheet
    join campaigns.line on line.id = sheet.line_id
    where sheet.gathering_id = (select own.gathering_id from campaigns.sheet as own where own.code = ${code})
      and sheet.entered_at is null
      and line.ended_on is null`,
  );
  return row?.n ?? 0;
}

/** Enters a sheet with the keyboard alone: as a scanner does, mistyped, then right. */
async function keyIn(page: Page, sheet: Sheet | undefined): Promise<void> {
  const { code = '', answers = '', lineId = '' } = sheet ?? {};
  await page.goto('/campaigns/contact/sheets');
  const type = async (text: string) => {
    await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('entry');
    await page.keyboard.type(text);
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  };
  // A hand scanner types the code alone and ends with Enter.
  await type(code);
  expect(await words(page)).toContain(t('campaigns-sheet.answers-next', { needed: answers.length }));
  await type(answers.slice(1));
  expect(await words(page)).toContain(t('campaigns-sheet.bad-length', { n: answers.length - 1, needed: answers.length }));
  await type(`${code.toLowerCase()} ${answers}`);
  expect(await words(page)).toContain(t('campaigns-sheet.entered-last', { code, n: answers.length, left: await openSheets(code) }));
  expect(await one(app.database.db, sql`select line.state, line.channel from campaigns.line where line.id = ${lineId}`)).toEqual({ state: 'understood', channel: 'session' });
  await expectSound(page);
  await correct(page, code, answers);
  expect(await one(app.database.db, sql`select line.state from campaigns.line where line.id = ${lineId}`)).toEqual({ state: 'understood' });
}

/** Opens a sheet again that was keyed, changes it, keeps it, and puts it right once more. */
async function correct(page: Page, code: string, answers: string): Promise<void> {
  const right = 'ABCDEFGH'[Number(answers[0]) - 1] ?? '';
  for (const letter of ['-', right]) {
    await page.goto('/campaigns/contact/sheets');
    await page.locator('details summary').last().click();
    await page.locator(`main a[href$="/sheets/${code}"]`).first().click();
    await expectSound(page);
    await press(page, t('campaigns-sheet.correct-go'));
    expect(await words(page)).toContain(t('campaigns-sheet.correct-same'));
    await page.locator('#q1').selectOption(letter);
    await press(page, t('campaigns-sheet.correct-go'));
    expect(await words(page)).toContain(t('campaigns-sheet.corrected', { code, places: '1' }));
    await expectSound(page);
  }
  await page.goto(`/campaigns/contact/sheets/${code}`);
  expect(await words(page)).toContain(t('campaigns-sheet.correct-often'));
  await expectSound(page);
}

/** Somebody of a unit and all under it whom one running campaign asks and no other, so that the first task of theirs is this one. */
async function askedIn(unitId: string | null): Promise<{ lineId: string; personId: string; staffCode: string }> {
  const row = await one(
    app.database.db,
    sql<{ lineId: string; personId: string; staffCode: string }>`
    select line.id as "lineId", line.person_id as "personId", person.staff_code as "staffCode"
    from campaigns.line
    join campaigns.campaign on campaign.id = line.campaign_id
    join kernel.person on person.id = line.person_id
    where campaign.state = 'running'
      and line.state = 'invited'
      and line.opens <= current_date
      and not exists (select 1 from campaigns.line as other where other.person_id = line.person_id and other.id <> line.id and other.ended_on is null)
      and (${unitId}::uuid is null or line.unit_id in (select below.unit_id from kernel.unit_ancestor as below where below.ancestor_id = ${unitId}))
    order by line.id desc
    limit 1`,
  );
  if (row === undefined) throw new Error('nobody is asked any more');
  return row;
}

async function sitAtKiosk(): Promise<void> {
  const contact = await visit('head-of-unit');
  await contact.goto('/campaigns/contact/codes');
  const { staffCode } = await askedIn(await contact.locator('input[name=unitId]').inputValue());
  await contact.locator('#staffCode').fill(staffCode);
  await press(contact, t('campaigns-kiosk.make'));
  await expectSound(contact);
  const digits = (await contact.locator('.digits').first().textContent()) ?? '';
  const kiosk = await visit(undefined, { javaScriptEnabled: false });
  await kiosk.goto('/kiosk');
  await kiosk.locator('#staffCode').fill(staffCode);
  await kiosk.locator('#code').fill('12');
  await press(kiosk, t('campaigns-kiosk.enter'));
  expect(await words(kiosk)).toContain(t('campaigns-kiosk.no-fit'));
  await kiosk.locator('#code').fill(digits);
  await press(kiosk, t('campaigns-kiosk.enter'));
  const list = kiosk.url();
  const answer = await kiosk.request.get(list);
  expect(answer.headers()['refresh']).toBe('180;url=/kiosk?left=yes');
  await answerAll(kiosk);
  await press(kiosk, t('campaigns-kiosk.more'));
  await press(kiosk, t('campaigns-kiosk.leave'));
  expect(await words(kiosk)).toContain(t('campaigns-kiosk.left'));
  expect((await kiosk.request.get(list)).status()).toBe(404);
}

/** Opens the first task, reads it and answers until the test is decided. */
async function answerAll(page: Page): Promise<void> {
  await page.locator('.tasks a').first().click();
  await press(page, t('campaigns-task.start'));
  await press(page, t('campaigns-task.read-done'));
  const next = page.getByRole('button', { name: t('campaigns-task.next'), exact: true });
  for (let n = 0; n < 8 && (await next.count()) > 0; n += 1) {
    await page.locator('main input[type=radio]').first().check();
    await press(page, t('campaigns-task.next'));
  }
  expect(await next.count()).toBe(0);
  expect(await words(page)).toMatch(new RegExp(`${t('campaigns-task.not-yet')}|${t('campaigns-task.done')}`));
}

/** Makes a personal link for somebody, as a mail would carry it. */
async function linkFor(personId: string, minutes: number): Promise<string> {
  const secret = createHash('sha256').update(`${personId} ${minutes}`).digest('base64url').slice(0, 24);
  await all(
    app.database.owner,
    sql`
    insert into campaigns.link (digest, person_id, channel, made_at, expires_at)
    values (sha256(convert_to(${secret}, 'utf8')), ${personId}, 'email', now(), now() + make_interval(mins => ${minutes}))`,
  );
  return `/m/${secret}`;
}

async function readByLink(): Promise<void> {
  const { personId, lineId } = await askedIn(null);
  const phone = await visit(undefined, SMALL);
  await phone.goto(await linkFor(personId, 60));
  expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  await answerAll(phone);
  const line = await one(app.database.db, sql<{ state: string; channel: string }>`select line.state, line.channel from campaigns.line where line.id = ${lineId}`);
  expect(line?.channel).toBe('email');
  expect(['checked', 'understood']).toContain(line?.state);
}

async function expireLink(): Promise<void> {
  const { personId } = await askedIn(null);
  const phone = await visit(undefined, SMALL);
  await phone.goto(await linkFor(personId, -1));
  expect(await words(phone)).toContain(t('campaigns-task.no-link'));
}

/** What a browser's own push service would answer; a browser without a network has none. */
const SUBSCRIBE = `PushManager.prototype.subscribe = async ({ applicationServerKey, userVisibleOnly }) => {
  if (!userVisibleOnly || applicationServerKey.length !== 65) throw new Error('no key of the server');
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const base64 = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const p256dh = base64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
  const auth = base64(crypto.getRandomValues(new Uint8Array(16)));
  return { toJSON: () => ({ endpoint: 'https://fcm.googleapis.com/fcm/send/walk', keys: { p256dh, auth } }) };
};
Notification.requestPermission = async () => globalThis.answer ?? 'granted';`;

async function addBrowser(): Promise<void> {
  const page = await visit('official');
  await page.addInitScript(SUBSCRIBE);
  await page.goto('/me/notifications');
  await page.evaluate('globalThis.answer = "denied"');
  await page.getByRole('button', { name: t('message.push-add') }).click();
  await page.getByText(t('message.push-refused')).waitFor();
  await page.evaluate('globalThis.answer = "granted"');
  await Promise.all([page.waitForURL(/done=added/), page.getByRole('button', { name: t('message.push-add') }).click()]);
  expect(await words(page)).toContain(t('message.push-added'));
  await expectSound(page);
  await Promise.all([page.waitForURL(/done=removed/), page.getByRole('button', { name: t('message.push-remove') }).click()]);
  expect(await words(page)).toContain(t('message.push-none'));
}

async function seeLists(): Promise<void> {
  const unsigned = await fetch(`${app.url}/hooks/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"receipts":[]}' });
  expect([unsigned.status, await unsigned.text()]).toEqual([403, expect.stringContaining('message.bad-signature')]);
  const page = await visit('head-of-unit');
  await page.goto('/campaigns/contact/letters');
  expect(await words(page)).toContain(t('campaigns-letter.none-title'));
  await page.goto('/me/notifications');
  expect(await words(page)).toContain(t('message.push-none'));
  await expectSound(page);
}
