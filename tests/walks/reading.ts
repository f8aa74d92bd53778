import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { translator } from '#base/text/index.ts';
import { checkPage } from '#tests/page-checks.ts';
import { runsScripts } from '#tests/walks/city.ts';

/** The Vietnamese sentences, by key. */
export const t = translator('vi');

/** Presses the button of this name (the first words of it, when it names its row in hidden words) and waits for the page that follows. */
export async function press(page: Page, name: string): Promise<void> {
  await page.locator('main').getByRole('button', { name }).first().click();
  await page.waitForLoadState();
}

/** How a page is looked at again until something has happened beside it: often enough, and seldom enough that looking does not hold it up. */
export const WAITING = { timeout: 60_000, interval: 700 };

/** The words of the page, as somebody reads them. */
export function words(page: Page): Promise<string> {
  return page.locator('main').innerText();
}

/** Fills in text fields by their labels, radios and choices by theirs. */
export async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await page.locator('main').getByLabel(label).first().fill(value);
}

/** That the page shows no error, and (where scripts run) that axe finds nothing. */
export async function expectSound(page: Page): Promise<void> {
  // What is wrong is read, so that a failed walk tells it.
  expect(await page.getByRole('region', { name: /cần sửa|to correct/ }).allInnerTexts()).toEqual([]);
  if (runsScripts(page)) expect(await checkPage(page)).toEqual([]);
}

/** A number as read from the page. */
export const read = (text: string): number => Number(/[\d.]+/.exec(text)?.[0].replaceAll('.', ''));
