import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { addDays, formatDay } from '#base/day/index.ts';
import { today, visit } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

const PHONE = { viewport: { width: 360, height: 740 } };
const COURSE = 'digital-economy';
const ASKED = 'Số căn cước của người dân là 0011.';

/** What is assigned and how it stands on Today, a certification that waits for its renewal, a certificate from elsewhere, an excuse, a question that is hidden. What takes time: `walkCourse`, `walkAsked`. */
export function walkLearning(): void {
  describe('learning', () => {
    test('a course is assigned to an audience that is shown first', async () => assign(await visit('training-officer', { javaScriptEnabled: false })));
    test('single units are looked for, chosen and told before anything is assigned', async () => chooseUnits(await visit('training-officer', { javaScriptEnabled: false })));
    test('it stands on Today with why, how long and the next lesson', async () => seeToday(await visit('official', { javaScriptEnabled: false, ...PHONE })));
    test('a certification that can be renewed stands on Today; its page says how, and its address tells anybody that it holds', async () =>
      seeRenewable(await visit('official', { javaScriptEnabled: false, ...PHONE })));
    test('a certificate from elsewhere is handed in with its mistakes named, then accepted by somebody else', fromElsewhere);
    test('the head gives more time with a reason', async () => excuse(await visit('head-of-unit', { javaScriptEnabled: false })));
    test('a question is asked, reported and hidden with a reason', discuss);
    test('one unit of those assigned is given more time', async () => excuseUnit(await visit('training-officer', { javaScriptEnabled: false })));
  });
}

async function assign(page: Page): Promise<void> {
  await page.goto('/learning/assignments/new');
  await page.locator('#what').selectOption(`k.${COURSE}`);
  await page.locator('#reason').fill('Kế hoạch đi thử');
  await press(page, t('learning-assignment.preview-go'));
  expect(await page.getByRole('button', { name: t('learning-assignment.assign') }).count()).toBe(1);
  await expectSound(page);
  await press(page, t('learning-assignment.assign'));
  expect(await words(page)).toMatch(/Đã giao cho [\d.]+ người/);
}

async function chooseUnits(page: Page): Promise<void> {
  await page.goto('/learning/assignments/new');
  await page.locator('#what').selectOption(`k.${COURSE}`);
  await page.locator('#reason').fill('Kế hoạch của hai phường');
  for (const name of ['phuong ba dinh', 'phuong hoan kiem']) {
    await page.locator('#find').fill(name);
    await press(page, t('learning-assignment.units-find-go'));
  }
  await expectSound(page);
  expect(await page.locator('#reason').inputValue()).toBe('Kế hoạch của hai phường');
  await page.locator('#find').fill('không có đơn vị này');
  await press(page, t('learning-assignment.preview-go'));
  expect(await words(page)).toContain('không có đơn vị nào khớp với “không có đơn vị này”');
  expect(await page.getByRole('button', { name: t('learning-assignment.assign') }).count()).toBe(0);
  await press(page, t('learning-assignment.preview-go'));
  expect(await words(page)).toContain('thuộc Phường Ba Đình, Phường Hoàn Kiếm và các đơn vị trực thuộc');
  expect(await page.getByRole('button', { name: t('learning-assignment.assign') }).count()).toBe(1);
  await expectSound(page);
}

/** More time for the staff of one unit: looked for by name in the form itself, which keeps what was typed; a refusal names the unit again. */
async function excuseUnit(page: Page): Promise<void> {
  await page.goto('/learning/assignments');
  const form = page.locator('form[action="?/excuse"]').first();
  await page.locator('details:has(form[action="?/excuse"]) > summary').first().click();
  await form.locator('[name=reason]').fill('Phường chống lụt');
  await form.locator('[name=find]').fill('phuong hoan kiem');
  await form.getByRole('button', { name: t('learning-assignment.units-find-go') }).click();
  const again = page.locator('details[open] form[action="?/excuse"]');
  expect(await again.locator('[name=reason]').inputValue()).toBe('Phường chống lụt');
  expect(await again.getByLabel('Phường Hoàn Kiếm', { exact: true }).isChecked()).toBe(true);
  await expectSound(page);
  await again.getByRole('button', { name: t('learning-who.bulk-go') }).click();
  await page.locator('[aria-labelledby=error-summary]').waitFor();
  expect(await again.getByLabel('Phường Hoàn Kiếm', { exact: true }).isChecked()).toBe(true);
  await again.locator('[name=until]').fill(formatDay(addDays(today, 60)));
  await again.getByRole('button', { name: t('learning-who.bulk-go') }).click();
  await page.waitForURL('**/learning/assignments?excused=*');
  await expectSound(page);
}

async function seeToday(page: Page): Promise<void> {
  await page.goto('/');
  const said = await words(page);
  expect(said).toContain('Vì: Kế hoạch đi thử.');
  expect(said).toMatch(/Bài tiếp theo: /);
  await page.locator(`main a[href^="/learning/${COURSE}/"]`).first().click();
  await page.waitForURL(`**/learning/${COURSE}/**`);
  await expectSound(page);
}

async function seeRenewable(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: t('learning-who.awaiting-renew', { title: 'Hỗ trợ người dân trên môi trường số' }) }).click();
  await page.waitForURL('**/learning/curricula/**');
  expect(await words(page)).toContain(t('learning-who.held-renewable'));
  await expectSound(page);
  await page.getByRole('link', { name: t('learning-who.renewal-checks') }).click();
  expect(new URL(page.url()).hash).toBe('#mandatory');
  const badge = await page.context().request.get((await page.getByRole('link', { name: t('learning-who.badge-get') }).getAttribute('href')) ?? '');
  const { id }: { id: string } = JSON.parse(await badge.text());
  await page.goto(new URL(id).pathname);
  expect(await words(page)).toContain(t('learning-who.completion-holds'));
  await expectSound(page);
}

async function fromElsewhere(): Promise<void> {
  const page = await visit('clerk', { javaScriptEnabled: false, ...PHONE });
  await page.goto('/learning/hours');
  await press(page, t('learning-who.outside-go'));
  expect(await page.locator('[aria-labelledby=error-summary]').count()).toBe(1);
  expect(await words(page)).toContain(t('learning-who.file-missing'));
  await page.locator('#title').fill('Lớp soạn thảo văn bản');
  await page.locator('#issuer').fill('Trường đi thử');
  await page.locator('#day').fill(formatDay(addDays(today, -9)));
  await page.locator('#hours').fill('7,5');
  await page.locator('#file').setInputFiles({ name: 'giay.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n') });
  await press(page, t('learning-who.outside-go'));
  expect(await words(page)).toContain(t('learning-who.outside-done'));
  const officer = await visit('training-officer', { javaScriptEnabled: false });
  await officer.goto('/learning/outside');
  await expectSound(officer);
  const card = officer.locator('main section, main article, main .card').filter({ hasText: 'Lớp soạn thảo văn bản' }).last();
  await card.getByRole('button', { name: new RegExp(`^${t('learning-who.accept')}`) }).click();
  await officer.waitForLoadState();
  expect(await words(officer)).toContain(t('learning-who.checked'));
  await page.goto('/learning/hours');
  expect(await words(page)).toContain(t('learning-who.outside-accepted'));
  expect(await words(page)).toContain('7,5');
}

async function excuse(page: Page): Promise<void> {
  await page.goto('/learning/team?state=open');
  await page.locator('main table a[href^="/learning/assigned/"]').first().click();
  await page.waitForURL('**/learning/assigned/**');
  await page.locator('#until').fill(formatDay(addDays(today, 200)));
  await press(page, t('learning-assignment.excuse-go'));
  expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThan(0);
  await page.locator('#reason').fill('Biệt phái ba tháng');
  await press(page, t('learning-assignment.excuse-go'));
  expect(await words(page)).toContain(t('learning-assignment.excuse-done', { day: formatDay(addDays(today, 200)) }));
}

async function discuss(): Promise<void> {
  const asker = await visit('clerk', { javaScriptEnabled: false });
  await asker.goto(`/learning/${COURSE}`);
  await asker.locator(`main a[href^="/learning/${COURSE}/"]`).first().click();
  await asker.getByRole('link', { name: t('learning-who.discussion'), exact: true }).click();
  await asker.waitForURL('**/discussion');
  const path = asker.url();
  await asker.locator('#text').fill(ASKED);
  await press(asker, t('learning-who.post-go'));
  const reader = await visit('auditor', { javaScriptEnabled: false });
  await reader.goto(path);
  const post = reader.locator('main .post').filter({ hasText: ASKED });
  await post.locator('summary', { hasText: t('learning-who.report') }).click();
  await post.locator('input[name=reason]').fill('Có thông tin của người dân');
  await post.getByRole('button', { name: t('learning-who.report-go') }).click();
  await reader.waitForLoadState();
  expect(await words(reader)).toContain(t('learning-who.reported'));
  const officer = await visit('training-officer', { javaScriptEnabled: false });
  await officer.goto('/learning/moderation');
  await expectSound(officer);
  const card = officer.locator('main form').filter({ has: officer.locator(`input[name=id][value="${((await post.getAttribute('id')) ?? '').slice(2)}"]`) });
  await card.locator('input[name=reason]').fill('Có thông tin của người dân');
  await card.getByRole('button', { name: t('learning-who.hide') }).click();
  await officer.waitForLoadState();
  await asker.goto(path);
  expect(await words(asker)).toContain(t('learning-who.post-hidden-own', { reason: 'Có thông tin của người dân' }));
}
