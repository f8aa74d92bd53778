import { expect, test } from 'vitest';
import { addDays, formatDay } from '#base/day/index.ts';
import { JAVASCRIPT, today, visit } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

/** A campaign being prepared: wrong days are said, boxes stay as they were ticked, the draft is changed on a page of its own, and who gets what is shown beforehand. */
export function walkCampaigns(): void {
  test.each(JAVASCRIPT)('a campaign is drafted, refused, mended and changed, JavaScript %s', async (javaScriptEnabled) => {
    const page = await visit('programme-officer', { javaScriptEnabled });
    await page.goto('/campaigns/new');
    await page.locator('#title').fill('Tháng an toàn thông tin');
    await page.locator('#why').fill('Để mỗi người biết cách nhận ra thư giả mạo và báo cho đúng nơi.');
    await page.locator('#message-1').selectOption({ index: 1 });
    const ward = page.locator('main input[name=unitKinds]').first();
    await ward.check();
    // A single unit is looked for in the form itself; it stays chosen when the form is refused, and in the draft.
    await page.locator('#find').fill('phuong ba dinh');
    await press(page, t('learning-assignment.units-find-go'));
    expect(await page.locator('#title').inputValue()).toBe('Tháng an toàn thông tin');
    expect(await page.locator('[aria-labelledby=error-summary]').count()).toBe(0);
    const single = page.getByLabel('Phường Ba Đình', { exact: true });
    expect(await single.isChecked()).toBe(true);
    await expectSound(page);
    await page.locator('#starts').fill(formatDay(addDays(today, 14)));
    await page.locator('#joinersUntil').fill(formatDay(addDays(today, 20)));
    await page.locator('#ends').fill(formatDay(addDays(today, 7)));
    await press(page, t('campaigns-wizard.save'));
    expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThan(0);
    expect(await page.locator('#title').inputValue()).toBe('Tháng an toàn thông tin');
    expect(await ward.isChecked()).toBe(true);
    expect(await single.isChecked()).toBe(true);
    await page.locator('#ends').fill(formatDay(addDays(today, 60)));
    await press(page, t('campaigns-wizard.save'));
    await expectSound(page);
    await page.locator('main a[href$="/edit"]').first().click();
    expect(await page.locator('#title').inputValue()).toBe('Tháng an toàn thông tin');
    expect(await ward.isChecked()).toBe(true);
    expect(await single.isChecked()).toBe(true);
    await page.locator('#title').fill('Tháng an toàn thông tin 2026');
    await press(page, t('campaigns-wizard.save'));
    await expectSound(page);
    expect(await words(page)).toContain('Tháng an toàn thông tin 2026');
  });
}
