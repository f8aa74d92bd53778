import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { app, JAVASCRIPT, visit } from '#tests/walks/city.ts';
import { fill, press, t, words } from '#tests/walks/reading.ts';

/** What the programme refuses: each time a clear sentence, what was typed is still there, and nothing is half-saved. */
export function walkRefusals(): void {
  describe.each(JAVASCRIPT)('what the programme refuses, JavaScript %s', (javaScriptEnabled) => {
    const options = { javaScriptEnabled };
    test('a share-out whose parts do not come to the whole', async () => shareWrongly(await visit('programme-officer', options)));
    test('an index file whose points do not add up', async () => importWrongly(await visit('programme-officer', options)));
    test('a definition that divides by nothing, or exceeds 100 per cent', async () => defineWrongly(await visit('programme-officer', options)));
    test('a program as evidence, and a percentage over 100', async () => reportWrongly(await visit('head-of-unit', options)));
    test('the second of two appraisers who decide at once', async () => appraiseTwice(await visit('programme-officer', options), await visit('steering-member', options)));
  });
}

const count = async (table: 'target' | 'report' | 'appraisal' | 'indicator' | 'index_version'): Promise<number> =>
  (await all(app.database.db, sql`select 1 from ${sql.table(`programme.${table}`)}`)).length;

/** That pressing the button keeps nothing new in a table and says a sentence that fits. */
async function refused(page: Page, table: Parameters<typeof count>[0], button: string, sentence: RegExp): Promise<void> {
  const before = await count(table);
  await press(page, button);
  expect(await words(page)).toMatch(sentence);
  expect(await count(table)).toBe(before);
}

/** The words of a sentence before what is filled in. */
function like(key: string): RegExp {
  const [first = ''] = t(key, { comes: 0, difference: 0, whole: 0 }).split('0');
  return new RegExp(first.trim());
}

async function shareWrongly(page: Page): Promise<void> {
  await page.goto('/targets/registers-confirmed-2027/share');
  await page.locator('input[name=method][value=by-hand]').check();
  await page.locator('textarea[name=reason]').fill('Giao năm 2027');
  await press(page, t('plans.share-preview'));
  const values = page.locator('input.value');
  expect(await values.count()).toBeGreaterThan(100);
  await values.first().fill('3');
  await values.nth(1).fill('4');
  await refused(page, 'target', t('plans.share-go'), like('plans.mean-wrong'));
  expect(await values.first().inputValue()).toBe('3');
}

async function importWrongly(page: Page): Promise<void> {
  await page.goto('/scorecards/import');
  const field = (name: string) => t(`scorecards.field.${name}`);
  await fill(page, { [field('key')]: 'bo-thu', [field('title')]: 'Bộ thử', [field('fromYear')]: '2026', [field('document')]: 'Kế hoạch thử' });
  const rows = ['Loại dòng;Mã;Tên;Điểm tối đa;Quy tắc;Ngưỡng đủ điểm (%)', 'Nhóm;A;Hạ tầng số;40;;', 'Thành phần;A1;Hồ sơ nộp trực tuyến;10;Tỷ lệ có ngưỡng;80'];
  await page.locator('input[type=file]').setInputFiles({ name: 'bo-thu.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
  await refused(page, 'index_version', t('scorecards.import-go'), /cộng lại bằng 10, không bằng 40/);
}

async function defineWrongly(page: Page): Promise<void> {
  await page.goto('/indicators/new');
  await fill(page, { [t('indicators.name-vi')]: 'Chỉ số thử sai', [t('indicators.definition-vi')]: 'Số người chia cho một phần của số người đó.' });
  await page.locator('#source').fill('Danh sách cán bộ');
  await page.locator('#above1').selectOption('directory.staff-in-post');
  await page.locator('#below1').selectOption('directory.staff-in-post|kind=leader');
  await refused(page, 'indicator', t('indicators.check'), /ngoài khoảng 0 đến 100/);
  await page.locator('#below1').selectOption('directory.staff-in-post|sex=unknown');
  await refused(page, 'indicator', t('indicators.check'), new RegExp(t('indicators.zero-denominator').slice(0, 30)));
  expect(await page.locator('#source').inputValue()).toBe('Danh sách cán bộ');
}

async function reportWrongly(page: Page): Promise<void> {
  await page.goto('/reports');
  await page.locator('main table a').first().click();
  await page.waitForURL('**/reports/new?**');
  const program = { name: 'minh-chung.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\u0090\u0000program') };
  await fill(page, { [t('reports.value')]: '101', [t('programme.value-source')]: 'Sổ theo dõi' });
  await refused(page, 'report', t('programme.report-go'), new RegExp(t('programme.value-not-percent').slice(0, 30)));
  await fill(page, { [t('reports.value')]: '61' });
  await page.locator('input[type=file]').setInputFiles(program);
  await refused(page, 'report', t('programme.report-go'), new RegExp(t('document.kind-not-accepted').slice(0, 30)));
  expect(await page.locator('#value').inputValue()).toBe('61');
}

async function appraiseTwice(first: Page, second: Page): Promise<void> {
  await first.goto('/reports/appraise');
  await first.locator('main table a[href^="/reports/"]').first().click();
  await first.waitForURL(/\/reports\/[0-9a-f-]{36}/);
  await second.goto(first.url());
  for (const page of [first, second]) await page.locator('input[name=outcome][value=accepted]').check();
  const before = await count('appraisal');
  await press(first, t('reports.appraise-go'));
  expect(await words(first)).toContain(t('reports.appraised'));
  await refused(second, 'appraisal', t('reports.appraise-go'), new RegExp(t('reports.appraised-meanwhile').slice(0, 40)));
  expect(await count('appraisal')).toBe(before + 1);
}
