import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { JAVASCRIPT, visit } from '#tests/walks/city.ts';
import { read, t, words } from '#tests/walks/reading.ts';

const FIGURE = t('directory.set.staff-in-post');

/** Every number opens: onto why not, onto exactly the people of the own ward, onto nothing where the group is small. */
export function walkDrillDown(): void {
  describe.each(JAVASCRIPT)('a figure opens, JavaScript %s', (javaScriptEnabled) => {
    test('for the steering committee: the same figure, and why not the people', () => asSteeringMember({ javaScriptEnabled }));
    test('for the head of a ward: exactly its people, and only them', { timeout: 40_000 }, () => asHead({ javaScriptEnabled }));
  });
}

async function asSteeringMember(options: BrowserContextOptions): Promise<void> {
  const page = await visit('steering-member', options);
  await page.goto('/city');
  const shown = await figureOn(page).innerText();
  await figureOn(page).click();
  await page.waitForURL('**/sets/directory.staff-in-post?**');
  expect(await valueOf(page)).toBe(read(shown));
  const text = await words(page);
  expect(text).toContain(t('figures.no-persons'));
  expect(text).toContain('Người đứng đầu đơn vị');
  expect(await page.getByRole('table', { name: t('figures.records') }).count()).toBe(0);
}

async function asHead(options: BrowserContextOptions): Promise<void> {
  const page = await visit('head-of-unit', options);
  await page.goto('/');
  const ward = page.locator('main').getByRole('link', { name: /^(Phường|Xã) / });
  const name = await ward.innerText();
  await ward.click();
  await page.waitForURL('**/units/**');
  const shown = read(await figureOn(page).innerText());
  await figureOn(page).click();
  await page.waitForURL('**/sets/**');
  const figure = page.url();
  expect(await valueOf(page)).toBe(shown);
  const rows = await allRows(page);
  expect(rows).toHaveLength(shown);
  expect(new Set(rows.map(({ href }) => href)).size).toBe(shown);

  await page.goto('/city');
  const city = read(await figureOn(page).innerText());
  await figureOn(page).click();
  await page.waitForURL('**/sets/**');
  expect(await words(page)).toContain(t('figures.part-of', { n: shown, total: city }));
  const mine = await allRows(page);
  expect(mine.map(({ href }) => href).sort()).toEqual(rows.map(({ href }) => href).sort());
  await smallGroups(page, figure, options);
  expect(name).not.toBe('');
}

/** What the head sees as a number below the limit, others read as words. */
async function smallGroups(head: Page, figure: string, options: BrowserContextOptions): Promise<void> {
  await head.goto(figure);
  const parts = await head
    .locator('.parts li')
    .evaluateAll((items) => items.map((item) => ({ href: item.querySelector('a')?.getAttribute('href') ?? '', size: item.querySelector('.num')?.textContent?.trim() ?? '' })));
  const small = parts.find(({ size }) => /^[1-9]$/.test(size));
  if (small === undefined) throw new Error(`no small group among ${JSON.stringify(parts)}`);
  const other = await visit('programme-officer', options);
  await other.goto(small.href);
  const text = await words(other);
  expect(text).toContain(t('figures.hidden-why'));
  const hidden = await other.locator('.parts li', { hasText: t('figures.hidden') }).count();
  // The group itself and a sibling that would give it away.
  expect(hidden).toBeGreaterThanOrEqual(2);
}

const figureOn = (page: Page) => page.locator('main').getByRole('link', { name: new RegExp(`: ${FIGURE}$`) });

async function valueOf(page: Page): Promise<number> {
  return read(await page.locator('main .value').first().innerText());
}

/** All rows of the list, page after page. */
async function allRows(page: Page): Promise<{ href: string; unit: string }[]> {
  const rows: { href: string; unit: string }[] = [];
  for (;;) {
    rows.push(
      ...(await page
        .getByRole('table', { name: t('figures.records') })
        .locator('tbody tr')
        .evaluateAll((lines) => lines.map((line) => ({ href: line.querySelector('a')?.getAttribute('href') ?? '', unit: line.children[1]?.textContent?.trim() ?? '' })))),
    );
    const next = page.getByRole('link', { name: t('ui.pagination-next') });
    if ((await next.count()) === 0) return rows;
    await next.click();
    await page.waitForLoadState();
  }
}
