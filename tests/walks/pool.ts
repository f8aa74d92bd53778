import { describe, expect, test } from 'vitest';
import { addDays, formatDay } from '#base/day/index.ts';
import { one, sql } from '#base/db/index.ts';
import { app, personIn, today, visit } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

const TITLE = 'Dạy ký số tại phường, buổi thử';
const SMALL = { viewport: { width: 360, height: 800 }, javaScriptEnabled: false };

/** Somebody of the pool: found by a training officer, lent by the head, confirmed on a phone, hours, an evaluation and its answer. */
export function walkPool(): void {
  describe('help from the pool', () => {
    const at = { need: '', request: '' };
    const name = async (): Promise<string> => {
      const row = await one(app.database.owner, sql<{ name: string }>`select person.name from kernel.person where person.id = ${personIn('official').personId}`);
      return row?.name ?? '';
    };
    test('is needed by a training officer, who sees everybody with the reasons and asks one', async () => {
      const page = await visit('training-officer');
      await page.goto('/learning/pool/needs/new');
      await press(page, t('learning-pool.new-need-go'));
      expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThan(2);
      await page.locator('#title').fill(TITLE);
      for (const [field, value] of Object.entries({ from: formatDay(today), last: formatDay(addDays(today, -1)), hours: '4' })) await page.locator(`#${field}`).fill(value);
      await press(page, t('learning-pool.new-need-go'));
      expect(await words(page)).toContain(t('learning-pool.ends-before'));
      await page.locator('#last').fill(formatDay(addDays(today, 20)));
      await press(page, t('learning-pool.new-need-go'));
      await expectSound(page);
      at.need = new URL(page.url()).pathname;
      const card = page
        .locator('section, article, .card')
        .filter({ has: page.getByRole('heading', { name: await name(), exact: true }) })
        .last();
      await card.locator('summary').click();
      await card.locator('textarea').fill('Mong anh chị giúp một buổi');
      await card.getByRole('button', { name: t('learning-pool.ask-go') }).click();
      await expect.poll(() => words(page)).toContain(t('learning-pool.did-asked'));
      at.request = new URL(page.url()).pathname;
    });
    test('is agreed to by the head of the unit, who finds it on Today', async () => {
      const page = await visit('head-of-unit');
      await page.goto('/');
      await page.locator('main a[href*="/learning/pool/requests?which=lent"]').first().click();
      await page.getByRole('link', { name: TITLE }).click();
      await expectSound(page);
      await press(page, t('learning-pool.do-agree'));
      expect(await words(page)).toContain(t('learning-pool.did-agree'));
    });
    test('is confirmed and logged on a phone, without scripts; wrong hours are told', async () => {
      const phone = await visit('official', SMALL);
      await phone.goto(at.request);
      await press(phone, t('learning-pool.do-confirm'));
      expect(await words(phone)).toContain(t('learning-pool.did-confirm'));
      await phone.locator('#hours').fill('2,3');
      await phone.locator('#note').fill('Dạy ký số cho sáu văn thư');
      await press(phone, t('learning-pool.log'));
      expect(await words(phone)).toContain(t('learning-pool.quarters'));
      await phone.locator('#hours').fill('2,5');
      await press(phone, t('learning-pool.log'));
      expect(await words(phone)).toContain(t('learning-pool.did-log'));
    });
    test('is confirmed, ended and evaluated by who asked; the person answers', async () => {
      const page = await visit('training-officer');
      await page.goto(at.request);
      await page.getByRole('button', { name: new RegExp(`^${t('learning-pool.confirm-hours')}`) }).click();
      await expect.poll(() => words(page)).toContain(t('learning-pool.did-hours'));
      await press(page, t('learning-pool.do-finish'));
      await press(page, t('learning-pool.evaluate-go'));
      expect(await page.locator('.error').count()).toBeGreaterThan(2);
      for (const mark of ['knowledge', 'delivery', 'reliability']) await page.locator(`input[name=${mark}][value="4"]`).check();
      await page.locator('#words').fill('Dạy dễ hiểu, văn thư ký được ngay trong buổi.');
      await press(page, t('learning-pool.evaluate-go'));
      expect(await words(page)).toContain(t('learning-pool.did-evaluate'));
      const phone = await visit('official', SMALL);
      await phone.goto(at.request);
      await phone.locator('#answer').fill('Cảm ơn đơn vị đã chuẩn bị máy');
      await press(phone, t('learning-pool.answer-go'));
      expect(await words(phone)).toContain('Cảm ơn đơn vị đã chuẩn bị máy');
      await expectSound(phone);
    });
  });
}
