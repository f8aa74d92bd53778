import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { formatDay } from '#base/day/index.ts';
import { JAVASCRIPT, today, visit } from '#tests/walks/city.ts';
import { expectSound, fill, press, read, t, WAITING, words } from '#tests/walks/reading.ts';

const NEW_WARD = 'Phường Thử Nghiệm';

/** Two wards become one on a day: previewed, carried out, its series goes on, taken back. */
export function walkReorganisation(): void {
  test.each(JAVASCRIPT)('two wards become one, and two again, JavaScript %s', { timeout: 120_000 }, async (javaScriptEnabled) => {
    const page = await visit('administrator', { javaScriptEnabled });
    const old = ['Phường Hoàn Kiếm', 'Phường Cửa Nam'];
    const staff: number[] = [];
    for (const name of old) staff.push(await staffOf(page, name));
    const together = (staff[0] ?? 0) + (staff[1] ?? 0);

    await begin(page);
    for (const name of old) await choose(page, name);
    await fill(page, { [t('units.name-vi')]: NEW_WARD, [t('units.name-en')]: 'Thử Nghiệm Ward' });
    await press(page, t('reorganisation.fresh-add'));
    expect(await words(page)).toContain(t('reorganisation.places-one', { unit: NEW_WARD }));
    await expectSound(page);
    const act = page.url();

    await press(page, t('reorganisation.apply'));
    expect(await words(page)).toContain(t('reorganisation.applied-text'));
    await untilStaff(page, NEW_WARD, together);
    // Its series goes on from those of the two: the month before is read as theirs.
    await page.getByRole('link', { name: new RegExp(`: ${t('directory.set.staff-in-post')}$`) }).click();
    await page.waitForURL('**/sets/**');
    const series = await page.locator('main figure table, main details table').first().locator('tbody tr td:last-child').allTextContents();
    expect(
      series
        .slice(-2)
        .map(read)
        .every((size) => size > 0),
      series.join(' '),
    ).toBe(true);

    await page.goto(act);
    await press(page, t('reorganisation.revert'));
    expect(await words(page)).toContain(t('reorganisation.reverted-text'));
    await untilStaff(page, old[0] ?? '', staff[0]);
  });
}

async function begin(page: Page): Promise<void> {
  await page.goto('/reorganisations');
  await page.getByRole('link', { name: t('reorganisation.new') }).click();
  await page.waitForURL('**/reorganisations/new');
  await page.getByLabel(t('reorganisation.kind.merge'), { exact: true }).check();
  await fill(page, {
    [t('reorganisation.day')]: formatDay(today),
    [t('reorganisation.number')]: '01/NQ-HĐND',
    [t('reorganisation.issued')]: formatDay(today),
    [t('reorganisation.issuer')]: 'Hội đồng nhân dân thành phố Hà Nội',
  });
  await press(page, t('reorganisation.continue'));
}

async function choose(page: Page, name: string): Promise<void> {
  await page.locator('#units').getByLabel(t('units.find')).last().fill(name);
  await press(page, t('units.find-button'));
  await page.getByRole('button', { name: new RegExp(`^${t('reorganisation.add-unit')}\\s*: ${name}$`) }).click();
  await page.waitForLoadState();
}

/** How many people are in post in a unit today, by the figure on its page, which stays open. */
async function staffOf(page: Page, name: string): Promise<number> {
  await page.goto(`/units?q=${encodeURIComponent(name)}`);
  await page.locator('main').getByRole('link', { name, exact: true }).first().click();
  await page.waitForURL('**/units/**');
  return staffHere(page);
}

/** Waits on the page of a unit until its figure has followed. */
async function untilStaff(page: Page, name: string, size: number | undefined): Promise<void> {
  if ((await staffOf(page, name)) === size) return;
  await expect.poll(async () => (await page.reload(), staffHere(page)), WAITING).toBe(size);
}

async function staffHere(page: Page): Promise<number> {
  return read(
    await page
      .locator('main')
      .getByRole('link', { name: new RegExp(`: ${t('directory.set.staff-in-post')}$`) })
      .innerText(),
  );
}
