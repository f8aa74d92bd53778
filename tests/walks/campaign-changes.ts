import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { formatDay } from '#base/day/index.ts';
import { one, sql } from '#base/db/index.ts';
import { draft, STARTED } from '#tests/walks/campaign-start.ts';
import { app, JAVASCRIPT, today, visit } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';
import { answer, failTwice, linkFor, PHONE } from '#tests/walks/understanding.ts';

/** Duties that come round, rules in force, and what happens when a message or what people remember of it has changed. Follows `campaign-start` and `understanding`. */
export function walkCampaignChanges(): void {
  describe('campaigns that change', () => {
    test.each([
      [true, t('campaigns.title'), 'Tháng an toàn thông tin', undefined, 'department'],
      [false, t('campaigns.title'), 'Văn bản mới có hiệu lực', STARTED, 'office'],
    ] as const)('a duty that comes round becomes a campaign that runs, JavaScript %s', { timeout: 60_000 }, startFromTemplate);
    test.each(JAVASCRIPT)('a rule in force is entered, refused, changed and explained, JavaScript %s', { timeout: 60_000 }, keepLibrary);
    test('what has faded is proposed on the list and becomes a campaign that refreshes it', { timeout: 60_000 }, refresh);
    test('the contact excuses somebody and asks them again when they are back', { timeout: 60_000 }, excuseAndAskAgain);
    test('a new version reaches campaigns that wait and run; who understood the old one is asked about what changed', { timeout: 120_000 }, supersede);
  });
}

async function startFromTemplate(javaScriptEnabled: boolean, list: string, duty: string, message: string | undefined, kind: string): Promise<void> {
  const officer = await visit('programme-officer', { javaScriptEnabled });
  const second = await visit('steering-member', { javaScriptEnabled });
  await officer.goto('/campaigns');
  expect(await words(officer)).toContain(list);
  await officer.locator('main').getByRole('link', { name: duty, exact: true }).click();
  await officer.waitForURL('**template=**');
  expect(await officer.locator('#title').inputValue()).toBe(duty);
  // A new rule names no message: whoever forgets to choose one is told.
  if (message !== undefined) {
    await press(officer, t('campaigns-wizard.save'));
    expect(await officer.locator('[aria-labelledby=error-summary]').innerText()).toContain(t('campaigns-wizard.field-messages'));
    await officer.locator('#message-1').selectOption({ label: message });
  }
  await officer.locator(`main input[name=unitKinds][value="${kind}"]`).check();
  await officer.locator('main input[name=postKinds][value=leader]').check();
  await officer.locator('#starts').fill(formatDay(today));
  await officer.locator('#rung-letter').fill('vài ngày');
  await press(officer, t('campaigns-wizard.save'));
  expect(await officer.locator('[aria-labelledby=error-summary]').innerText()).toContain(t('campaigns-wizard.fault-rung'));
  expect(await officer.locator('#rung-letter').inputValue()).toBe('vài ngày');
  await officer.locator('#rung-letter').fill('15');
  await press(officer, t('campaigns-wizard.save'));
  await expectSound(officer);
  await approve(officer, second);
}

/** Hands the draft that is open in and has the second person approve it, so that it runs. */
async function approve(officer: Page, second: Page): Promise<void> {
  const campaign = officer.url();
  await press(officer, t('campaigns-wizard.submit'));
  expect(await words(officer)).toContain(t('campaigns-wizard.waits'));
  await second.goto(campaign);
  await press(second, t('campaigns-wizard.approve'));
}

async function keepLibrary(javaScriptEnabled: boolean): Promise<void> {
  const officer = await visit('programme-officer', { javaScriptEnabled });
  await officer.goto('/library');
  await officer
    .locator('main')
    .getByRole('link', { name: t('campaigns-library.new') })
    .click();
  await press(officer, t('campaigns-library.save'));
  expect(await officer.locator('[aria-labelledby=error-summary] a').count()).toBeGreaterThan(4);
  const number = `0${Number(javaScriptEnabled)}/QĐ-UBND`;
  const fields = {
    number,
    issuer: 'Ủy ban nhân dân thành phố',
    title: 'Quyết định về tiếp nhận hồ sơ tưởng tượng',
    issuedOn: '01/02/2026',
    validFrom: '01/03/2026',
    validTo: '01/03/2026',
  };
  for (const [name, value] of Object.entries(fields)) await officer.locator(`#${name}`).fill(value);
  await officer.locator('#kind').selectOption('decision');
  await officer.locator('main input[name=everybody]').check();
  await press(officer, t('campaigns-library.save'));
  expect(await officer.locator('[aria-labelledby=error-summary]').innerText()).toContain(t('campaigns-library.valid-order'));
  expect(await officer.locator('main input[name=everybody]').isChecked()).toBe(true);
  await officer.locator('#validTo').fill('');
  await press(officer, t('campaigns-library.save'));
  await expectSound(officer);
  const entry = officer.url();
  expect(await words(officer)).toContain(t('campaigns-library.must-all'));
  await officer
    .locator('main')
    .getByRole('link', { name: t('campaigns-library.edit') })
    .click();
  expect(await officer.locator('#validFrom').inputValue()).toBe('01/03/2026');
  await officer.locator('#title').fill('Quyết định về tiếp nhận hồ sơ, bản sửa');
  await press(officer, t('campaigns-library.save'));
  expect(await words(officer)).toContain('Quyết định về tiếp nhận hồ sơ, bản sửa');
  expect(await words(officer)).toContain(t('campaigns-library.must-all'));
  // The plain version begins from the entry and stays with it.
  await officer
    .locator('main')
    .getByRole('link', { name: t('campaigns-library.write-plain') })
    .click();
  expect(await officer.locator('#documentId').inputValue()).toBe(entry.split('/').at(-1));
  const resident = await visit(undefined, PHONE);
  await resident.goto(`/library?find=${encodeURIComponent(number)}`);
  expect(await words(resident)).toContain('Quyết định về tiếp nhận hồ sơ, bản sửa');
}

async function refresh(): Promise<void> {
  const officer = await visit('programme-officer', { javaScriptEnabled: false });
  const second = await visit('steering-member', { javaScriptEnabled: false });
  await officer.goto('/campaigns');
  const proposal = officer.locator('main').getByRole('link', { name: t('campaigns-effect.refresh') });
  expect(await proposal.count()).toBe(1);
  await officer
    .locator('main')
    .getByRole('link', { name: t('campaigns.faded-why') })
    .click();
  expect(await words(officer)).toContain(t('campaigns-effect.faded'));
  await proposal.click();
  expect(await officer.locator('#message-1').inputValue()).not.toBe('');
  expect(await officer.locator('main input[name=unitKinds]:checked').count()).toBe(1);
  // Leaders are in three campaigns already, which would be told.
  await officer.locator('main input[name=postKinds][value=staff]').check();
  await officer.locator('#starts').fill(formatDay(today));
  await press(officer, t('campaigns-wizard.save'));
  expect(await words(officer)).toContain(t('campaigns-wizard.refreshes'));
  await approve(officer, second);
  expect(new URL(second.url()).pathname).toMatch(/\/board$/);
  await officer.goto('/campaigns');
  expect(await proposal.count()).toBe(0);
}

async function excuseAndAskAgain(): Promise<void> {
  const contact = await visit('head-of-unit', { javaScriptEnabled: false });
  const { name } = await failTwice(contact);
  await contact.goto('/campaigns/contact');
  const line = contact.locator('.lines > li', { hasText: name }).filter({ hasText: STARTED }).first();
  await line.locator('summary').click();
  // Too short: refused, and still there to be put right.
  await line.locator('input[name=reason]').fill('Ốm');
  await line.getByRole('button', { name: t('campaigns-contact.excuse-go') }).click();
  expect(await contact.locator('#reason').inputValue()).toBe('Ốm');
  await contact.locator('#reason').fill('Nghỉ ốm dài ngày');
  await line.getByRole('button', { name: t('campaigns-contact.excuse-go') }).click();
  await contact.waitForURL('**done=yes**');
  await contact.locator('summary', { hasText: t('campaigns-contact.excused', { n: 1 }) }).click();
  const back = contact.locator('details[open] li', { hasText: name });
  expect(await back.innerText()).not.toContain('Nghỉ ốm');
  await back.getByRole('button', { name: t('campaigns-contact.again-go') }).click();
  await contact.waitForLoadState();
  expect(await contact.locator('[aria-labelledby=error-summary]').innerText()).toContain(t('campaigns-contact.again-reason'));
  const open = contact.locator('details[open] li', { hasText: name });
  await open.locator('input[name=reason]').fill('Đã đi làm trở lại');
  await open.getByRole('button', { name: t('campaigns-contact.again-go') }).click();
  await contact.waitForURL('**done=yes**');
  expect(await words(contact)).not.toContain(t('campaigns-contact.excused', { n: 1 }));
}

const CHANGED = 'bao-ngay';
const WHY = 'Nay báo ngay qua số trực của Sở, không chờ người phụ trách.';

async function supersede(): Promise<void> {
  const officer = await visit('programme-officer', { javaScriptEnabled: false });
  const second = await visit('steering-member', { javaScriptEnabled: false });
  await draft(officer, { title: 'Chờ đến ngày', message: STARTED, starts: 5, kinds: ['trade-union'] });
  const waiting = officer.url();
  await approve(officer, second);
  expect(await words(second)).toContain(t('campaigns.campaign-approved'));
  await officer
    .locator('main')
    .getByRole('link', { name: `${STARTED} · ${t('campaigns-message.version', { n: 1 })}` })
    .click();
  await change(officer, second);
  const knew = await lineOf('understood');
  await press(officer, t('campaigns-message.submit'));
  await second.goto(officer.url());
  expect(await words(second)).toContain(WHY);
  await press(second, t('campaigns-message.approve'));
  expect(await words(second)).toMatch(/người đã đọc hoặc đã hiểu bản trước được hỏi lại/);
  await second.goto(waiting);
  expect(await words(second)).toContain(`${STARTED} · ${t('campaigns-message.version', { n: 2 })}`);
  await answerAgain(knew);
  // Whoever had read nothing is told of nothing new.
  const fresh = await lineOf('invited');
  const phone = await openOn(fresh.personId);
  await press(phone, t('campaigns-task.start'));
  expect(await words(phone)).not.toContain(t('campaigns-task.changed'));
}

/** Writes the second version: what changed is marked, told, and asked by a question of its own. */
async function change(officer: Page, second: Page): Promise<void> {
  const message = officer.url();
  await officer
    .locator('main')
    .getByRole('link', { name: t('campaigns-message.edit'), exact: true })
    .click();
  const points = officer.locator('#points_vi');
  await points.fill((await points.inputValue()).replace(`Điều phải hiểu về ${CHANGED} trong thư giả mạo.`, 'Gặp thư lạ thì gọi ngay số trực của Sở.'));
  await officer.locator(`main input[name=changed][value="${CHANGED}"]`).check();
  await press(officer, t('campaigns-message.save'));
  expect(await officer.locator('[aria-labelledby=error-summary]').innerText()).toContain(t('campaigns-message.fault-why-missing'));
  expect(await officer.locator(`main input[name=changed][value="${CHANGED}"]`).isChecked()).toBe(true);
  await officer.locator('#changedWhy').fill(WHY);
  await press(officer, t('campaigns-message.save'));
  // Opened again, what was marked is still marked.
  await officer
    .locator('main')
    .getByRole('link', { name: t('campaigns-message.edit'), exact: true })
    .click();
  expect(await officer.locator(`main input[name=changed][value="${CHANGED}"]`).isChecked()).toBe(true);
  await officer.goto(`${message}/items?item=${CHANGED}-1`);
  await officer.locator('#prompt_vi').fill('Gặp thư lạ thì báo cho ai trước?');
  await press(officer, t('campaigns-message.save'));
  await officer.goto(`${message}/items?family=${CHANGED}`);
  await officer.locator('#prompt_vi').fill('Số nào để báo ngay?');
  await officer.locator('#options_vi').fill('a: Số trực của Sở\nb: Số ghi trong thư\nc: Số của bạn bè\nd: Không cần báo');
  await officer.locator('#key').fill('a');
  await officer.locator('#rationale_vi').fill('Số trực có người nghe suốt ngày đêm; số trong thư là của kẻ gian.');
  await press(officer, t('campaigns-message.save'));
  await second.goto(message);
  for (let left = 2; left > 0; left -= 1) await press(second, t('campaigns-message.put-into-use'));
  await officer.goto(message);
  expect(await words(officer)).toContain(t('campaigns-message.changed-questions', { n: 2 }));
}

/** Somebody of the campaign that was started who stands so. */
async function lineOf(state: string): Promise<{ lineId: string; personId: string }> {
  const row = await one(
    app.database.db,
    sql<{ lineId: string; personId: string }>`
    select line.id as "lineId", line.person_id as "personId"
    from campaigns.line
    join campaigns.campaign on campaign.id = line.campaign_id
    where campaign.title_vi = ${STARTED}
      and campaign.state = 'running'
      and line.state = ${state}
    order by line.id
    limit 1`,
  );
  if (row === undefined) throw new Error(`nobody is ${state}`);
  return row;
}

async function openOn(personId: string): Promise<Page> {
  const phone = await visit(undefined, PHONE);
  await phone.goto(await linkFor(personId));
  await phone.getByRole('link', { name: STARTED }).click();
  return phone;
}

async function answerAgain({ lineId, personId }: { lineId: string; personId: string }): Promise<void> {
  const phone = await openOn(personId);
  expect(await words(phone)).toContain(WHY);
  await press(phone, t('campaigns-task.read-done'));
  expect(await words(phone)).toMatch(/Gặp thư lạ thì báo cho ai trước\?|Số nào để báo ngay\?/);
  await answer(phone, lineId, true);
  expect(await words(phone)).toContain(t('campaigns-task.done'));
  const known = await one(
    app.database.db,
    sql<{ version: number }>`select max(version) as version from campaigns.line_message where line_id = ${lineId} and understood_at is not null`,
  );
  expect(known?.version).toBe(2);
}
