import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { JAVASCRIPT, visit } from '#tests/walks/city.ts';
import { expectSound, fill, press, t, words } from '#tests/walks/reading.ts';

/** From a new indicator without code to a value that was appraised. */
export function walkIndicators(): void {
  describe.each(JAVASCRIPT)('indicators, JavaScript %s', (javaScriptEnabled) => {
    const options = { javaScriptEnabled };
    test('the officer makes an indicator over existing sets: refused, previewed, changed again, saved', async () =>
      define(await visit('programme-officer', options), javaScriptEnabled ? 'một' : 'hai'));
    test('a returned value is reported again, and the committee changes it with a reason', async () => {
      if (javaScriptEnabled) await reportAgain(await visit('programme-officer', options));
      await appraise(await visit('steering-member', options));
    });
  });
}

async function define(page: Page, name: string): Promise<void> {
  await page.goto('/indicators');
  await page.getByRole('link', { name: t('indicators.add') }).click();
  await page.waitForURL('**/indicators/new');
  await expectSound(page);
  await fill(page, { [t('indicators.name-vi')]: `Tỷ lệ lãnh đạo thử ${name}` });
  await press(page, t('indicators.check'));
  expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThan(0);
  expect(await page.locator('#nameVi').inputValue()).toBe(`Tỷ lệ lãnh đạo thử ${name}`);
  await page.locator('#definitionVi').fill('Số người giữ vị trí lãnh đạo chia cho số người đang giữ vị trí.');
  await page.locator('#source').fill('Danh sách cán bộ');
  await page.locator('#above1').selectOption('directory.staff-in-post|kind=leader');
  await page.locator('#below1').selectOption('directory.staff-in-post');
  await press(page, t('indicators.check'));
  expect(await page.locator('h1').innerText()).toBe(t('indicators.check-title'));
  expect(await words(page)).toMatch(/\d+(,\d)?\s%/);
  await expectSound(page);
  await press(page, t('indicators.change'));
  expect(await page.locator('#below1').inputValue()).toBe('directory.staff-in-post');
  await press(page, t('indicators.check'));
  await press(page, t('indicators.save'));
  expect(await words(page)).toContain(t('indicators.saved'));
  await expectSound(page);
  // The number opens onto the records it counts.
  await page.locator('main a[href^="/sets/directory.staff-in-post"]').first().click();
  await page.waitForURL('**/sets/directory.staff-in-post**');
}

async function reportAgain(page: Page): Promise<void> {
  await page.goto('/reports?state=returned');
  await page.locator('main table a').first().click();
  await page.waitForURL('**/reports/new?**');
  await fill(page, { [t('reports.value')]: '120' });
  await press(page, t('programme.report-go'));
  expect(await words(page)).toContain(t('programme.value-not-percent'));
  await fill(page, { [t('reports.value')]: '61,5' });
  await press(page, t('programme.report-go'));
  expect(await words(page)).toContain(t('reports.done'));
}

async function appraise(page: Page): Promise<void> {
  await page.goto('/reports/appraise');
  await page.locator('main table').getByRole('link', { name: 'Văn bản, hồ sơ công việc' }).first().click();
  await page.waitForURL(/\/reports\/[0-9a-f-]{36}/);
  await expectSound(page);
  await page.locator('input[name=outcome][value=changed]').check();
  await page.locator('#value').fill('12,7');
  await press(page, t('reports.appraise-go'));
  expect(await words(page)).toContain(t('reports.reason-missing'));
  await page.locator('#reason').fill('Trừ hồ sơ trùng');
  await press(page, t('reports.appraise-go'));
  expect(await words(page)).toContain(t('reports.appraised'));
  expect(await words(page)).toContain('Trừ hồ sơ trùng');
}
