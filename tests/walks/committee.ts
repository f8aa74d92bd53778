import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { one, sql } from '#base/db/index.ts';
import { formatDay, addDays } from '#base/day/index.ts';
import { app, JAVASCRIPT, personIn, today, visit } from '#tests/walks/city.ts';
import { expectSound, fill, press, t, words } from '#tests/walks/reading.ts';

/** The city page, the briefing, a meeting with its conclusion, the page for residents: by a member of the committee, an officer, a head of a ward, and a resident. */
export function walkCommittee(): void {
  describe.each(JAVASCRIPT)('the committee, JavaScript %s', (javaScriptEnabled) => {
    const options = { javaScriptEnabled };
    test('a member sees what needs a decision, and opens it', async () => decide(await visit('steering-member', options)));
    test('a member makes the briefing and fetches it', async () => brief(await visit('steering-member', options)));
    test('an officer compares units and publishes a value, which residents read with its receipt', async () => {
      await publish(await visit('programme-officer', options));
      await readAsResident(await visit(undefined, options));
    });
    test('what a meeting concludes is done by the head of the ward', async () => {
      const task = `Rà soát hồ sơ ${javaScriptEnabled ? 'lần một' : 'lần hai'}`;
      await conclude(await visit('programme-officer', options), task);
      await carryOut(await visit('head-of-unit', options), task);
    });
  });
}

async function decide(page: Page): Promise<void> {
  await page.goto('/city');
  expect(await words(page)).toContain(t('city.decisions'));
  await expectSound(page);
  await page.locator('#decisions a[href^="/roadmap/"]').first().click();
  await page.waitForURL('**/roadmap/*');
}

async function brief(page: Page): Promise<void> {
  await page.goto('/briefings');
  await press(page, t('briefing.make'));
  await page.waitForURL('**/briefings/*');
  expect(await words(page)).toContain(t('briefing.made'));
  await expectSound(page);
  const files = await page.locator('main a[href^="/documents/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  const kinds = await Promise.all(files.map(async (href) => (await page.request.get(href)).headers()['content-type']));
  expect(kinds).toEqual(['application/pdf', expect.stringContaining('spreadsheet')]);
}

async function publish(page: Page): Promise<void> {
  await page.goto('/compare');
  await page.locator('#indicator').selectOption('women-in-post');
  await page.locator('#u1').selectOption({ index: 1 });
  await page.locator('#u2').selectOption({ index: 2 });
  await press(page, t('compare.go'));
  await page.waitForURL('**/compare?**');
  expect(await page.locator('main table').first().locator('tbody tr').count()).toBe(2);
  await expectSound(page);
  await page.goto('/indicators/women-in-post');
  await press(page, t('publishing.publish', { day: formatDay(today) }));
  expect(await words(page)).toContain(t('publishing.done'));
  expect(await page.locator('#published tbody tr').count()).toBeGreaterThan(0);
}

async function readAsResident(page: Page): Promise<void> {
  const answer = await page.goto('/public');
  expect(answer?.headers()['cache-control']).toBe('public, max-age=300');
  expect(answer?.headers()['set-cookie']).toBeUndefined();
  expect(await words(page)).toContain('Tỷ lệ nữ trong số người đang giữ vị trí');
  await page.goto('/public?lang=en');
  expect(await words(page)).toContain('Share of women among people in post');
  await page.locator('article a[href^="/receipts/"]').first().click();
  await page.waitForURL('**/receipts/*');
}

async function conclude(page: Page, task: string): Promise<void> {
  await page.goto('/meetings');
  await page.getByRole('link', { name: t('meetings.new') }).click();
  await page.waitForURL('**/meetings/new');
  const { personId } = personIn('head-of-unit');
  const code = (await one(app.database.db, sql<{ code: string }>`select person.staff_code as code from kernel.person where person.id = ${personId}`))?.code ?? '';
  await fill(page, { [t('meetings.name')]: task, [t('meetings.day')]: formatDay(today), [t('meetings.agenda')]: 'Chỉ tiêu chậm', [t('meetings.members')]: 'KHONG-CO' });
  await press(page, t('meetings.save'));
  expect(await words(page)).toContain('KHONG-CO');
  expect(await page.locator('#agenda').inputValue()).toBe('Chỉ tiêu chậm');
  await fill(page, { [t('meetings.members')]: code });
  await press(page, t('meetings.save'));
  expect(await words(page)).toContain(t('meetings.saved'));
  await expectSound(page);
  await fill(page, { [t('meetings.task')]: task, [t('meetings.person')]: code, [t('meetings.due')]: formatDay(addDays(today, 5)) });
  await press(page, t('meetings.conclude'));
  expect(await words(page)).toContain(t('meetings.concluded'));
}

async function carryOut(page: Page, task: string): Promise<void> {
  await page.goto('/');
  await page.locator('main').getByRole('link', { name: task }).first().click();
  await page.waitForURL('**/meetings/*');
  await page.locator('main summary').first().click();
  await page.locator('main textarea[name=note]').first().fill('Đã rà soát xong');
  await press(page, t('meetings.step-go'));
  expect(await words(page)).toContain(t('meetings.stepped'));
  expect(await words(page)).toContain(t('meetings.state-done'));
}
