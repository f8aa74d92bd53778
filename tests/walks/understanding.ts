import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { all, one, sql } from '#base/db/index.ts';
import { draft, STARTED } from '#tests/walks/campaign-start.ts';
import { app, visit, personIn } from '#tests/walks/city.ts';
import { expectSound, press, read, t, words } from '#tests/walks/reading.ts';

export const PHONE = { viewport: { width: 360, height: 740 }, javaScriptEnabled: false };

type Asked = { lineId: string; personId: string; name: string; campaignId: string };

/** What people asked by the campaign of `campaign-start` do, what their contact and the board see of it, and what a fourth campaign over them is told. */
export function walkUnderstanding(): void {
  describe('understanding', () => {
    test('an official understands on a phone by a personal link, and the board moves', { timeout: 60_000 }, understandOnPhone);
    test('somebody fails twice, is listed for the contact, is helped and understands', { timeout: 60_000 }, failThenUnderstand);
    test('figures of the board open onto the people of my unit with a purpose, and they leave as a file', { timeout: 60_000 }, openFigures);
    test('residents read what it is about and how many have understood, and no name', { timeout: 60_000 }, readSummary);
    test('more campaigns over the same people than is good are told in a sentence, and cannot be handed in', { timeout: 60_000 }, refuseCrowd);
  });
}

/** Somebody whom the campaign asks and who has not opened it, of all units or of one and all under it; not the head themself. */
async function asked(unitId: string | null): Promise<Asked> {
  const row = await one(
    app.database.db,
    sql<Asked>`
    select line.id as "lineId", line.person_id as "personId", person.name, line.campaign_id as "campaignId"
    from campaigns.line
    join campaigns.campaign on campaign.id = line.campaign_id
    join kernel.person on person.id = line.person_id
    where campaign.title_vi = ${STARTED}
      and campaign.state = 'running'
      and line.state = 'invited'
      and line.person_id <> ${personIn('head-of-unit').personId}
      and (${unitId}::uuid is null or line.unit_id in (select below.unit_id from kernel.unit_ancestor as below where below.ancestor_id = ${unitId}))
    order by line.id
    limit 1`,
  );
  if (row === undefined) throw new Error('nobody is asked');
  return row;
}

/** A personal link as a mail would carry it. */
export async function linkFor(personId: string): Promise<string> {
  const secret = createHash('sha256').update(`walk ${personId} ${Math.random()}`).digest('base64url').slice(0, 24);
  await all(
    app.database.owner,
    sql`
    insert into campaigns.link (digest, person_id, channel, made_at, expires_at)
    values (sha256(convert_to(${secret}, 'utf8')), ${personId}, 'email', now(), now() + interval '1 hour')`,
  );
  return `/m/${secret}`;
}

/** Reads and answers, always rightly or always wrongly, until the test is decided. */
export async function answer(page: Page, lineId: string, right: boolean): Promise<void> {
  for (const name of [t('campaigns-task.start'), t('campaigns-task.read-done')]) {
    if ((await page.getByRole('button', { name, exact: true }).count()) > 0) await press(page, name);
  }
  const next = page.getByRole('button', { name: t('campaigns-task.next'), exact: true });
  for (let n = 0; n < 8 && (await next.count()) > 0; n += 1) {
    const item = await one(
      app.database.db,
      sql<{ key: string }>`
      select item.body::jsonb -> 'key' ->> 0 as key
      from campaigns.test
      join campaigns.test_item as asked on asked.test_id = test.id
      join campaigns.item
        on item.message_id = test.message_id
        and item.item_id = asked.item_id
        and item.item_version = asked.item_version
      where test.line_id = ${lineId}
        and test.decided_at is null
        and asked.correct is null
      order by asked.place
      limit 1`,
    );
    const options = page.locator('main input[type=radio]');
    const values = await options.evaluateAll((inputs) => inputs.map((input) => input.getAttribute('value')));
    await options.nth(values.findIndex((value) => (value === item?.key) === right)).check();
    await press(page, t('campaigns-task.next'));
  }
  expect(await next.count()).toBe(0);
}

async function understoodOn(board: Page): Promise<number> {
  return read(
    await board
      .locator('.stat', { hasText: t('campaigns.state-understood') })
      .first()
      .innerText(),
  );
}

async function understandOnPhone(): Promise<void> {
  const { lineId, personId, campaignId } = await asked(null);
  const board = await visit('programme-officer', { javaScriptEnabled: false });
  await board.goto(`/campaigns/${campaignId}/board`);
  const before = await understoodOn(board);
  const phone = await visit(undefined, PHONE);
  await phone.goto(await linkFor(personId));
  await phone.getByRole('link', { name: STARTED }).click();
  await answer(phone, lineId, true);
  expect(await words(phone)).toContain(t('campaigns-task.done'));
  expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  await board.reload();
  expect(await understoodOn(board)).toBe(before + 1);
}

/** Somebody of the contact's unit answers wrongly twice, on a phone. */
export async function failTwice(contact: Page): Promise<Asked & { phone: Page }> {
  await contact.goto('/campaigns/contact/codes');
  const person = await asked(await contact.locator('input[name=unitId]').inputValue());
  const phone = await visit(undefined, PHONE);
  await phone.goto(await linkFor(person.personId));
  await phone.getByRole('link', { name: STARTED }).click();
  await answer(phone, person.lineId, false);
  expect(await words(phone)).toContain(t('campaigns-task.not-yet'));
  await answer(phone, person.lineId, false);
  expect(await words(phone)).toContain(t('campaigns-task.help'));
  return { ...person, phone };
}

async function failThenUnderstand(): Promise<void> {
  const contact = await visit('head-of-unit', { javaScriptEnabled: false });
  const { lineId, personId, name, phone } = await failTwice(contact);
  await contact.goto('/');
  expect(await words(contact)).toContain(t('campaigns.awaiting-help', { n: 1 }).slice(-20));
  await contact.goto('/campaigns/contact');
  const line = contact.locator('.lines > li', { hasText: name }).filter({ hasText: STARTED }).first();
  await line.getByRole('button', { name: t('campaigns-contact.note-call') }).click();
  await contact.waitForLoadState();
  expect(await line.innerText()).toContain(t('campaigns-contact.help-call'));
  await line.getByRole('button', { name: t('campaigns-contact.note-done') }).click();
  await contact.waitForLoadState();
  expect(await words(contact)).toContain(t('campaigns-contact.noted'));
  await phone.goto(await linkFor(personId));
  await phone.getByRole('link', { name: STARTED }).click();
  await answer(phone, lineId, true);
  expect(await words(phone)).toContain(t('campaigns-task.done'));
}

async function openFigures(): Promise<void> {
  const head = await visit('head-of-unit');
  const running = await one(app.database.db, sql<{ id: string }>`select id from campaigns.campaign where state = 'running' order by starts, id limit 1`);
  await head.goto('/campaigns');
  await head.locator(`main table a[href^="/campaigns/${running?.id}/board"]`).first().click();
  const figure = head.locator('.stat .value a').first();
  const shown = read(await figure.innerText());
  await figure.click();
  await head.locator('input[name=purpose]').first().check();
  await head.locator('main form button').first().click();
  await head.waitForURL('**/roster?**');
  expect(await words(head)).toContain(t('ui.pagination-shown', { shown: Math.min(50, shown), total: shown }));
  await expectSound(head);
  const file = await head.request.get((await head.locator('main a[download]').getAttribute('href')) ?? '');
  expect((await file.text()).trim().split('\r\n')).toHaveLength(shown + 1);
  await head.locator('#find').fill('không ai tên như vậy');
  await head.getByRole('button', { name: t('campaigns-board.filter'), exact: true }).click();
  await head.waitForURL('**find=**');
  expect(await words(head)).toContain(t('campaigns-board.filter-none'));
}

async function readSummary(): Promise<void> {
  const { campaignId, name } = await asked(null);
  const resident = await visit(undefined, PHONE);
  await resident.goto(`/campaigns/${campaignId}/summary`);
  const text = await words(resident);
  expect(text).toContain(STARTED);
  expect(text).toContain('Không bấm vào đường dẫn.');
  expect(text).not.toContain(name);
}

async function refuseCrowd(): Promise<void> {
  const officer = await visit('programme-officer');
  await draft(officer, { title: 'Chiến dịch thứ tư', message: STARTED });
  expect(await words(officer)).toContain(t('campaigns-wizard.tired'));
  await press(officer, t('campaigns-wizard.submit'));
  expect(await officer.locator('[aria-labelledby=error-summary]').innerText()).toMatch(/ba chiến dịch trở lên/);
}
