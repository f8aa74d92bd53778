import { describe, expect, test } from 'vitest';
import { formatDay } from '#base/day/index.ts';
import { one, sql } from '#base/db/index.ts';
import { app, personIn, today, visit } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

const TITLE = 'Ký số cho văn thư, buổi thực hành';
const SMALL = { viewport: { width: 360, height: 800 }, javaScriptEnabled: false };

/** A class in a room: opened, a place taken on a phone, the code shown and typed in, the list. */
export function walkClasses(): void {
  describe('a class', () => {
    const at = { session: '' };
    test('is opened once everything it needs is there', async () => {
      const page = await visit('training-officer');
      const trainer = await one(app.database.owner, sql<{ code: string }>`select person.staff_code as code from kernel.person where person.id = ${personIn('trainer').personId}`);
      await page.goto('/learning/classes/new');
      await page.locator('#title').fill(TITLE);
      await press(page, t('learning-classes.new-go'));
      expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThan(3);
      expect(await page.locator('#title').inputValue()).toBe(TITLE);
      for (const [name, value] of Object.entries({ capacity: '25', room: 'Phòng 302', trainers: trainer?.code ?? '', day: formatDay(today), starts: '10:30', ends: '08:00' }))
        await page.locator(`#${name}`).fill(value);
      await press(page, t('learning-classes.new-go'));
      expect(await words(page)).toContain(t('learning-classes.ends-before'));
      await page.locator('#ends').fill('11:30');
      await press(page, t('learning-classes.new-go'));
      await expectSound(page);
      at.session = (await page.locator('main a[href*="/sessions/"]').first().getAttribute('href')) ?? '';
    });
    test('has a place for an official on a phone, who gives the code shown in the room', async () => {
      const phone = await visit('official', SMALL);
      await phone.goto('/learning/classes');
      await phone.getByRole('link', { name: TITLE }).first().click();
      await press(phone, t('learning-classes.take'));
      expect(await words(phone)).toContain(t('learning-classes.own-placed'));
      const trainer = await visit('trainer');
      await trainer.goto(at.session);
      await expectSound(trainer);
      const shown = await trainer.goto(`${at.session}/code`);
      expect(Number(shown?.headers()['refresh'])).toBeLessThanOrEqual(30);
      await expectSound(trainer);
      const code = (await trainer.locator('.code').innerText()).trim();
      await phone.goto(at.session.replace('/sessions/', '/here/'));
      await phone.locator('#code').fill('AAAAAAAA');
      await phone.locator('main form button').first().click();
      await expect.poll(() => words(phone)).toContain(t('learning-classes.code-old'));
      await phone.locator('#code').fill(code);
      await phone.locator('main form button').first().click();
      await expect.poll(() => words(phone)).toContain(t('learning-classes.done-here'));
      await trainer.goto(at.session);
      expect(await words(trainer)).toContain(t('learning-classes.way-code'));
      await expectSound(trainer);
    });
  });
}
