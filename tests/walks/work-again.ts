import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { JAVASCRIPT, visit } from '#tests/walks/city.ts';
import { expectSound, fill, press, t, words } from '#tests/walks/reading.ts';

const HEADINGS = 'Mã tin;Vị trí tuyển;Đơn vị tuyển dụng;Xã, phường;Lương từ;Lương đến;Mức năng lực số;Yêu cầu khác;Liên hệ;Hạn nộp hồ sơ';

/** Work again: the person, the officer and the union, each from their page. */
export function walkWorkAgain(): void {
  describe.each(JAVASCRIPT)('work again, JavaScript %s', (javaScriptEnabled) => {
    const options = { javaScriptEnabled };
    test('the person says what is wished, sees why each opening fits, and reads the offer', async () => seeOpenings(await visit('official', options)));
    test('the officer takes jobs outside in; a wrong cell takes none', async () => takeJobs(await visit('head-of-unit', options), javaScriptEnabled ? 'W-1' : 'W-2'));
    test('the officer opens a case with its reason and sees what is being done', async () => openCase(await visit('head-of-unit', options)));
    test('the union sees how every case stands', async () => seeCases(await visit('union-officer', options)));
    test('the city shows the human balance of the initiative', async () => seeBalance(await visit('steering-member', options)));
  });
}

async function seeOpenings(page: Page): Promise<void> {
  await page.goto('/transition/work');
  await fill(page, { [t('transition-work.most-km')]: '999' });
  await press(page, t('transition-work.wishes-save'));
  expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThan(0);
  await fill(page, { [t('transition-work.most-km')]: '20' });
  await press(page, t('transition-work.wishes-save'));
  expect(await words(page)).toContain(t('transition-work.saved'));
  expect(await page.locator('.reasons li').count()).toBeGreaterThan(3);
  await expectSound(page);
  await page.goto('/transition/own');
  await page.goto((await page.locator('main a[href^="/transition/cases/"]').first().getAttribute('href')) ?? '');
  await page.goto((await page.locator('main a[href$="/work"]').first().getAttribute('href')) ?? '');
  expect(await words(page)).toContain(t('transition-work.plan'));
  await expectSound(page);
  await page.goto((await page.locator('main a[href^="/transition/offers/"]').first().getAttribute('href')) ?? '');
  expect(await words(page)).toContain(t('transition-work.why'));
  await expectSound(page);
}

async function takeJobs(page: Page, code: string): Promise<void> {
  const upload = async (pay: string) => {
    await page.goto('/transition/work/jobs');
    await fill(page, { [t('transition-work.source')]: 'Sàn việc làm thử' });
    const row = `${code};Thủ kho;Công ty Thử;Phường Ba Đình;${pay};9000000;;;024 0000;31/12/2099`;
    await page.locator('input[type=file]').setInputFiles({ name: 'viec.csv', mimeType: 'text/csv', buffer: Buffer.from(`${HEADINGS}\n${row}`) });
    await press(page, t('transition-work.import-go'));
  };
  await upload('thỏa thuận');
  expect(await words(page)).toContain(t('transition-work.import-pay', { row: 2, value: 'thỏa thuận' }));
  await upload('8000000');
  expect(await words(page)).toContain(t('transition-work.imported', { n: 1 }));
  await expectSound(page);
}

async function openCase(page: Page): Promise<void> {
  await page.goto('/cases?whose=units');
  await page.goto(`${(await page.locator('main a[href^="/transition/cases/"]').first().getAttribute('href')) ?? ''}/work`);
  if (new URL(page.url()).pathname === '/purpose') {
    await page.locator('input[name=purpose]').first().check();
    await page.locator('main form button').click();
    await page.waitForURL((url) => url.pathname !== '/purpose');
  }
  await expectSound(page);
}

async function seeCases(page: Page): Promise<void> {
  await page.goto('/transition/union');
  await page.getByRole('link', { name: t('transition-work.members') }).click();
  expect(await page.locator('main tbody tr').count()).toBeGreaterThan(3);
  await expectSound(page);
}

async function seeBalance(page: Page): Promise<void> {
  await page.goto('/city');
  const said = await words(page);
  for (const line of ['affected', 'entitled', 'behind', 'due']) expect(said).toContain(t(`transition-balance.line.${line}`));
  await page.goto((await page.locator('main h3 a[href^="/roadmap/"]').first().getAttribute('href')) ?? '');
  expect(await words(page)).toContain(t('transition-balance.title-one'));
  await expectSound(page);
}
