import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { translator } from '#base/text/index.ts';
import { openBrowser, serveApp } from '#tests/browser.ts';
import { checkHtml, checkPage } from '#tests/page-checks.ts';

const t = translator('vi');
const [FIRST, SECOND, AHEAD] = ['2026-01-01', '2026-01-02', '2099-01-01'];
const MOVE = '/procedures/transition.person/move';

// A city whose procedure of a person's case has further versions, which no product has (second-version.ts).
const app = await serveApp({ demo: true, env: { NODE_OPTIONS: '--import=./tests/walks/second-version.ts' } });
const browser = await openBrowser();

/** Opens a browser as the administrator of the demonstration. */
async function visit(javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1280, height: 900 }, javaScriptEnabled });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.locator('form', { hasText: 'Quản trị hệ thống' }).getByRole('button').first().click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  return page;
}

const words = (page: Page): Promise<string> => page.locator('main').innerText();

async function press(page: Page, name: string): Promise<void> {
  await page.locator('main').getByRole('button', { name }).first().click();
  await page.waitForLoadState();
}

async function preview(page: Page, from: string, to: string): Promise<void> {
  await page.goto(MOVE);
  await page.locator('[name=from]').selectOption(from);
  await page.locator('[name=to]').selectOption(to);
  await press(page, t('procedure.move-preview'));
}

const countIn = async (version: string): Promise<number> =>
  (await all(app.database.db, sql`select 1 from kernel.case_file as file where file.procedure = 'transition.person' and file.version = ${version} and file.closed_on is null`))
    .length;

describe('a procedure of which there are further versions', () => {
  test.each([true, false])('shows in a dry run which open cases can be moved and why others cannot, and changes nothing, JavaScript %s', { timeout: 60_000 }, async (scripts) => {
    const page = await visit(scripts);
    const before = await countIn(FIRST);
    await page.goto('/procedures/transition.person');
    await page.locator(`main a[href="${MOVE}"]`).click();
    await page.waitForURL(`**${MOVE}`);
    await press(page, t('procedure.move-preview'));
    expect(await page.locator('[aria-invalid=true]').count()).toBe(2);
    await preview(page, FIRST, FIRST);
    expect(await words(page)).toContain(t('case.same-version'));
    await preview(page, FIRST, AHEAD);
    expect(await words(page)).toContain(t('case.not-in-force', { day: '01/01/2099' }));
    expect(await page.locator('main textarea').count()).toBe(0);
    await preview(page, FIRST, SECOND);
    const said = await words(page);
    expect(said).toContain(t('procedure.move-why-step', { step: 'Không nhận đào tạo lại' }));
    expect(said).toContain(t('procedure.move-why-order'));
    // The administrator moves cases, but does not see them.
    expect(await page.locator('main tbody a').count()).toBe(0);
    if (scripts) expect([await checkPage(page), checkHtml(await page.content())]).toEqual([[], []]);
    await press(page, 'Chuyển');
    expect(await page.locator('#reason[aria-invalid=true]').count()).toBe(1);
    expect(await countIn(FIRST)).toBe(before);
  });

  test('moves those that can be, once, with the reason; the second of two windows moves nothing', { timeout: 60_000 }, async () => {
    const page = await visit(false);
    await preview(page, FIRST, SECOND);
    const other = await page.context().newPage();
    await other.goto(page.url());
    const can = await page.locator('tbody tr', { hasText: t('procedure.move-yes') }).count();
    const stay = (await countIn(FIRST)) - can;
    await page.locator('#reason').fill('Quy chế thử, Điều 2');
    await press(page, t('procedure.move-do', { n: can }));
    expect(await words(page)).toContain(t('procedure.move-done', { moved: can, stayed: stay }));
    expect(await words(page)).toContain(t('procedure.move-rest'));
    expect([await countIn(FIRST), await countIn(SECOND)]).toEqual([stay, can]);
    await other.locator('#reason').fill('Lần hai');
    await press(other, t('procedure.move-do', { n: can }));
    expect(await words(other)).toContain(t('procedure.move-done', { moved: 0, stayed: stay }));
    const reasons = await all(app.database.db, sql<{ reason: string }>`select distinct move.reason from kernel.case_move as move`);
    expect(reasons).toEqual([{ reason: 'Quy chế thử, Điều 2' }]);
  });
});
