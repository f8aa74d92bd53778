import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { formatDay } from '#base/day/index.ts';
import { translator } from '#base/text/index.ts';
import { JAVASCRIPT, personIn, today, visit } from '#tests/walks/city.ts';
import { expectSound, fill, press, t, WAITING, words } from '#tests/walks/reading.ts';

/** The everyday acts, each from its page. */
export function walkActs(): void {
  describe.each(JAVASCRIPT)('everyday acts, JavaScript %s', (javaScriptEnabled) => {
    const options = { javaScriptEnabled };
    test('the head confirms the register of the ward', async () => confirmRegister(await visit('head-of-unit', options)));
    test('the administrator gives a role and takes it back', async () => grant(await visit('administrator', options)));
    test('the administrator enters a day into the calendar and takes it out', async () =>
      editCalendar(await visit('administrator', options), javaScriptEnabled ? '2027-03-15' : '2027-03-16'));
    test('a value of a target is reported with its evidence', async () => report(await visit('programme-officer', options), javaScriptEnabled ? 0 : 1));
    test('the programme officer enters a target; a mistake loses nothing', async () => enterTarget(await visit('programme-officer', options), javaScriptEnabled ? 2031 : 2032));
    test('an initiative that changes posts cannot be approved before its impact is assessed', async () => refuseToApprove(await visit('steering-member', options)));
    test('the language is switched, and what is searched needs no diacritics', async () => switchAndSearch(await visit('administrator', options)));
    test('the administrator closes an account, opens it and invites a unit', async () => manageAccounts(await visit('administrator', options), javaScriptEnabled ? 3 : 4));
    test('the guide of a page is one click away and the guides are searched', async () => readGuides(await visit('official', options)));
    test('a list is fetched as a file', async () => fetchList(await visit('head-of-unit', options)));
  });
}

async function confirmRegister(page: Page): Promise<void> {
  await page.goto('/');
  const task = page.locator('main').getByRole('link', { name: 'Xác nhận danh sách' });
  // The second walk of the day finds it confirmed; the rest of Today stands.
  if ((await task.count()) === 0) return expect(await words(page)).toContain(t('reports.title'));
  await task.first().click();
  await page.waitForURL('**/people/confirm?**');
  await press(page, t('people.confirm-button'));
  expect(await words(page)).toContain(t('people.confirm-done', { day: formatDay(today) }));
  await expectSound(page);
}

async function grant(page: Page): Promise<void> {
  const clerk = personIn('clerk');
  await page.goto(`/people?q=${encodeURIComponent(clerk.name)}`);
  const code = /CB\d+/.exec(await page.locator('main table').innerText())?.[0] ?? '';
  await page.goto('/access/new');
  await press(page, t('access.grant'));
  expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThan(0);
  await fill(page, { [t('people.staff-code')]: code });
  await page.locator('#role').selectOption('trainer');
  await page.locator('#unitId').selectOption({ index: 1 });
  await press(page, t('access.grant'));
  expect(await words(page)).toContain(t('access.done-granted'));
  await page.goto(`/access?q=${code}&role=trainer`);
  await press(page, t('access.revoke'));
  expect(await words(page)).toContain(t('access.done-revoked'));
}

async function editCalendar(page: Page, day: string): Promise<void> {
  await page.goto('/calendar/edit');
  await fill(page, { [t('calendar.edit-day')]: formatDay(day) });
  await press(page, t('calendar.edit-next'));
  await press(page, t('calendar.edit-check'));
  expect(await page.locator('[aria-invalid=true], fieldset.wrong').count()).toBeGreaterThan(0);
  await page.locator('input[name=kind][value=off]').check();
  await page.locator('input[name=status][value="to confirm"]').check();
  await fill(page, { [t('calendar.edit-name-vi')]: 'Ngày nghỉ thử', [t('calendar.edit-source')]: 'Quyết định thử, ngày 01/03/2027' });
  await press(page, t('calendar.edit-check'));
  expect(new URL(page.url()).pathname).toBe('/calendar/edit/check');
  expect(await words(page)).toContain('Ngày nghỉ thử');
  await expectSound(page);
  await press(page, t('calendar.check-confirm'));
  expect(await words(page)).toContain(t('calendar.edit-done'));
  await page.getByRole('link', { name: t('calendar.remove') }).click();
  await page.waitForURL('**/calendar/edit/remove**');
  await expectSound(page);
  await page.locator('main form button').last().click();
  await page.waitForLoadState();
  expect(await words(page)).toContain(t('calendar.remove-done'));
}

async function report(page: Page, at: number): Promise<void> {
  await page.goto('/targets?plan=hanoi-2025&sort=title');
  const targets = await page.locator('main table a[href^="/targets/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  await page.goto(targets[at] ?? '');
  await expectSound(page);
  await page.locator('main a[href^="/indicators/"]').first().click();
  await page.waitForURL('**/indicators/**');
  const indicator = page.url();
  await page.locator('main a[href^="/reports/new"]').first().click();
  await page.waitForURL('**/reports/new?**');
  const choice = page.locator('main input[name=value][type=radio]');
  if ((await choice.count()) > 0) await choice.first().check();
  else await page.locator('main input[name=value]').fill('12,5');
  await page.getByLabel(t('programme.value-source')).fill('Khảo sát thử tháng 11');
  await page.locator('main input[type=file]').setInputFiles({ name: 'minh-chung.csv', mimeType: 'text/csv', buffer: Buffer.from('phường,tỷ lệ\nBa Đình,12\n') });
  await press(page, t('programme.report-go'));
  await page.goto(indicator);
  expect(await words(page)).toContain('Khảo sát thử tháng 11');
  await expectSound(page);
  const file = await page.request.get((await page.getByRole('link', { name: 'minh-chung.csv' }).first().getAttribute('href')) ?? '');
  expect(file.status()).toBe(200);
  expect(await file.text()).toContain('Ba Đình');
}

/** A target is entered with a mistake, mended without losing anything, checked and kept; then changed. */
async function enterTarget(page: Page, year: number): Promise<void> {
  await page.goto('/targets/new?plan=hanoi-2025');
  await page.locator('#goal').selectOption('society');
  await page.locator('#indicator').selectOption('adults-smartphone');
  await page.locator('#unitId').selectOption({ index: 1 });
  await page.locator('input[name=direction][value=at-least]').check();
  const typed = { titleVi: 'Chỉ tiêu đi thử', value: '120', due: `31/12/${year}`, document: 'Kế hoạch thử', source: 'Kế hoạch thử' };
  for (const [name, value] of Object.entries(typed)) await page.locator(`#${name}`).fill(value);
  await press(page, t('plans.to-check'));
  // All that is wrong is told at once.
  const summary = page.locator('[aria-labelledby=error-summary]');
  expect(await summary.innerText()).toContain(t('plans.value-not-percent'));
  expect(await summary.locator('a[href="#reason"]').count()).toBe(1);
  expect(await page.locator('#titleVi').inputValue()).toBe('Chỉ tiêu đi thử');
  await page.locator('#value').fill('92,5');
  await press(page, t('plans.to-check'));
  expect(await summary.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual(['#reason']);
  await page.locator('#reason').fill('Đi thử');
  await press(page, t('plans.to-check'));
  expect(await words(page)).toContain(t('plans.check-title'));
  await expectSound(page);
  await press(page, t('plans.back-to-form'));
  expect(await page.locator('#value').inputValue()).toBe('92,5');
  await press(page, t('plans.to-check'));
  await press(page, t('plans.keep'));
  await page.waitForURL(`**/targets/adults-smartphone-${year}**`);
  expect(await words(page)).toContain(t('plans.saved-target'));
  await expectSound(page);
}

/** The steering committee cannot approve what changes posts before its impact was assessed, and is told why. */
async function refuseToApprove(page: Page): Promise<void> {
  await page.goto('/roadmap?state=proposed');
  await expectSound(page);
  await page.locator('main table a[href^="/roadmap/"]').first().click();
  await page.waitForURL('**/roadmap/**');
  const said = await words(page);
  expect(said).toContain(t('roadmap.cannot-approved'));
  expect(said).toContain(t('roadmap.impact-first'));
  expect(await page.getByRole('button', { name: t('roadmap.go-approved') }).count()).toBe(0);
  await expectSound(page);
}

async function switchAndSearch(page: Page): Promise<void> {
  await page.goto('/units');
  await page.getByRole('button', { name: 'English' }).click();
  await page.waitForLoadState();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  expect(await page.locator('h1').innerText()).toBe(translator('en')('units.list'));
  await page.getByRole('button', { name: 'Tiếng Việt' }).click();
  await page.waitForLoadState();
  await page.getByRole('searchbox').first().fill('ba dinh');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search?**');
  expect(await words(page)).toContain('Phường Ba Đình');
}

async function fetchList(page: Page): Promise<void> {
  await page.goto('/');
  await page
    .locator('main')
    .getByRole('link', { name: /^Phường / })
    .click();
  await page.waitForURL('**/units/**');
  await page.getByRole('link', { name: new RegExp(`: ${t('directory.set.staff-in-post')}$`) }).click();
  await page.waitForURL('**/sets/**');
  await page.locator('#export summary').click();
  await press(page, t('figures.export-go'));
  // Nobody takes a list of people without saying why.
  expect(await words(page)).toContain(t('operation.purpose-missing'));
  await fill(page, { [t('figures.purpose')]: 'Đối chiếu danh sách quý IV' });
  await press(page, t('figures.export-go'));
  await expect.poll(async () => (await page.reload(), page.getByRole('link', { name: t('figures.export-fetch') }).count()), WAITING).toBe(1);
  await expectSound(page);
}

async function manageAccounts(page: Page, place: number): Promise<void> {
  await page.goto('/accounts');
  await expectSound(page);
  await page.locator('#unit').selectOption({ index: place });
  await press(page, t('people.search-button'));
  const unit = new URL(page.url()).searchParams.get('unit') ?? '';
  await page.locator('form[action="?/invite"] button').click();
  await page.waitForURL(`**/accounts?unit=${unit}&done=*`);
  await expectSound(page);
  // The invitations are written by a job.
  const first = page.locator('main table tbody a').first();
  await expect.poll(async () => (await page.goto(`/accounts?unit=${unit}&state=invited`), first.count()), WAITING).toBe(1);
  await first.click();
  if (page.url().includes('/purpose')) {
    await page.locator('input[type=radio]').first().check();
    await press(page, t('people.purpose-button'));
  }
  await expectSound(page);
  await press(page, t('account.close-do'));
  expect(await words(page)).toContain(t('account.done-closed'));
  await press(page, t('account.open-do'));
  expect(await words(page)).toContain(t('account.done-opened'));
}

async function readGuides(page: Page): Promise<void> {
  await page.goto('/learning');
  await page.locator('header a[href^="/help/"]').click();
  await page.waitForURL('**/help/learner/hoc-tap');
  await expectSound(page);
  await page.goto('/help?q=quen mat khau');
  expect(await words(page)).toContain('Đăng nhập và giữ tài khoản an toàn');
  await page.goto('/help?q=zzzz');
  expect(await words(page)).toContain(t('help.none'));
}
