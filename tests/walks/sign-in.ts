import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { all, one, sql } from '#base/db/index.ts';
import { checkPage } from '#tests/page-checks.ts';
import { app, JAVASCRIPT, personIn, ROLES, runsScripts, sessionOf, visit } from '#tests/walks/city.ts';
import { t } from '#tests/walks/reading.ts';
import { base32, totp } from '../../src/kernel/account/testing.ts';

const PASSWORD = 'sông Hồng mùa nước nổi';
const OTHER = 'cầu Long Biên buổi sớm';

/** Signing in: by one click in the demonstration, by password, with a second step, out again, and after a forgotten password. */
export function walkSignIn(): void {
  describe.each(JAVASCRIPT)('sign-in, JavaScript %s', (javaScriptEnabled) => {
    test('one click as each of the ten people', { timeout: 60_000 }, () => clickThrough({ javaScriptEnabled }));
    test('invitation, wrong password, second step, forgotten password, session ended elsewhere', { timeout: 60_000 }, () => liveThrough({ javaScriptEnabled }));
  });
  test('a passkey added and used on the pages', { timeout: 60_000 }, walkPasskey);
  test('by keyboard alone, on a page twice as large', walkByKeyboard);
}

async function clickThrough(options: BrowserContextOptions): Promise<void> {
  const page = await visit(undefined, options);
  for (const role of ROLES) {
    const person = personIn(role);
    await page.goto('/sign-in?next=/me');
    await page.getByRole('button', { name: `${person.name} ${person.title}` }).click();
    await page.waitForURL('**/me');
    expect(await page.locator('main').innerText()).toContain(person.name);
    await signOut(page);
  }
}

async function liveThrough(options: BrowserContextOptions): Promise<void> {
  const { id, code } = await newcomer();
  const page = await visit(undefined, options);
  await page.goto(await invite(id));
  await choosePassword(page, PASSWORD);
  await signIn(page, code, 'không phải mật khẩu');
  expect(await refusalOf(page)).toContain(t('account.wrong'));
  expect(await page.getByLabel(t('sign-in.login')).inputValue()).toBe(code);
  if (runsScripts(page)) expect(await checkPage(page)).toEqual([]);
  await signIn(page, code, PASSWORD);
  expect(await signedInAs(page)).toContain(code);

  const key = await turnOnSecondStep(page);
  const elsewhere = await visit(undefined, options);
  await signIn(elsewhere, code, PASSWORD);
  await elsewhere.getByLabel(t('sign-in.code')).fill('000000');
  await submit(elsewhere, t('sign-in.submit'));
  expect(await refusalOf(elsewhere)).toContain(t('account.wrong-code'));
  await elsewhere.getByLabel(t('sign-in.code')).fill(totp(key));
  await submit(elsewhere, t('sign-in.submit'));
  expect(await signedInAs(elsewhere)).toContain(code);

  await page.goto('/me/security');
  await submit(page, t('security.sessions-end-others'));
  await elsewhere.goto('/me');
  expect(new URL(elsewhere.url()).pathname).toBe('/sign-in');
  await signOut(page);
  await forget(page, id, code);
}

/** Somebody in post who has no account. */
async function newcomer(): Promise<{ id: string; code: string }> {
  const found = await one(
    app.database.owner,
    sql<{ id: string; code: string }>`
      select person.id, person.staff_code as code
      from kernel.person
      join directory.contact on contact.person_id = person.id
      where contact.email is not null
        and not exists (select from account.login where login.person_id = person.id)
        and exists (select from kernel.posting where posting.person_id = person.id and posting.valid_to = 'infinity')
      order by person.staff_code desc
      limit 1`,
  );
  if (found === undefined) throw new Error('everybody has an account');
  return found;
}

async function invite(personId: string): Promise<string> {
  const headers = { cookie: await sessionOf('administrator'), origin: app.url, 'content-type': 'application/json' };
  const answer = await fetch(`${app.url}/api/v1/accounts/${personId}/invite`, { method: 'POST', headers, body: '{}' });
  expect(answer.status).toBe(200);
  return linkOf(personId);
}

/** The link of the latest mail to somebody. */
async function linkOf(personId: string): Promise<string> {
  const mails = await all(
    app.database.owner,
    sql<{ href: string }>`
    select outbox.href
    from kernel.outbox
    where outbox.person_id = ${personId}
      and outbox.href is not null
    order by outbox.id desc
    limit 1`,
  );
  return mails[0]?.href ?? '';
}

async function choosePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel(t('sign-in.new-password'), { exact: true }).fill(password);
  await page.getByLabel(t('sign-in.again-password')).fill(password);
  await submit(page, t('sign-in.keep-password'));
  expect(await page.locator('main').innerText()).toContain(t('sign-in.done-password'));
}

async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel(t('sign-in.login')).fill(login);
  await page.getByLabel(t('sign-in.password'), { exact: true }).fill(password);
  await submit(page, t('sign-in.submit'));
}

async function submit(page: Page, name: string): Promise<void> {
  await follow(page, () => page.getByRole('button', { name, exact: true }).click());
}

/** Clicks and waits for the page that answers: a click ends before it, and what is looked for next may stand on the page before too. */
async function follow(page: Page, click: () => Promise<void>): Promise<void> {
  const answered = page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame());
  await Promise.all([answered, click()]);
  await page.waitForLoadState();
}

/** What the page says is to be mended. */
function refusalOf(page: Page): Promise<string> {
  return page.getByRole('region', { name: t('ui.error-summary', { n: 1 }) }).innerText();
}

async function signedInAs(page: Page): Promise<string> {
  await page.goto('/me');
  return page.locator('main').innerText();
}

async function turnOnSecondStep(page: Page): Promise<Buffer> {
  await page.goto('/me/security');
  await page.locator('#totp-current').fill(PASSWORD);
  await submit(page, t('security.totp-enable'));
  const key = base32(await page.locator('p code').first().innerText());
  await page.getByLabel(t('sign-in.code')).fill(totp(key));
  await submit(page, t('security.totp-confirm'));
  expect(await page.locator('main').innerText()).toContain(t('security.totp-confirmed'));
  return key;
}

async function signOut(page: Page): Promise<void> {
  await page.locator('header summary').last().click();
  await submit(page, t('ui.sign-out'));
  await page.goto('/me');
  expect(new URL(page.url()).pathname).toBe('/sign-in');
}

async function forget(page: Page, id: string, code: string): Promise<void> {
  await page.goto('/sign-in');
  // Both pages have a field of that label: filled in too early, the login would be lost with the page before.
  await follow(page, () => page.getByRole('link', { name: t('sign-in.forgotten') }).click());
  await page.getByLabel(t('sign-in.login')).fill(code);
  await submit(page, t('sign-in.forgotten-submit'));
  expect(await page.locator('main').innerText()).toContain(t('sign-in.forgotten-done'));
  const link = await linkOf(id);
  await page.goto(link);
  await choosePassword(page, OTHER);
  await signIn(page, code, PASSWORD);
  expect(await refusalOf(page)).toContain(t('account.wrong'));
  await page.goto(link);
  expect(await page.locator('main').innerText()).toContain(t('account.no-link'));
}

/** With an authenticator that the browser plays. */
async function walkPasskey(): Promise<void> {
  const page = await visit('official');
  const browser = await page.context().newCDPSession(page);
  await browser.send('WebAuthn.enable');
  await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await page.goto('/me/security');
  await page.getByLabel(t('security.passkey-name')).fill('Máy của tôi');
  await page.getByRole('button', { name: t('security.passkey-add') }).click();
  await page.getByRole('button', { name: t('security.passkey-remove') }).waitFor();
  expect(await page.locator('main').innerText()).toContain('Máy của tôi');
  expect(await checkPage(page)).toEqual([]);
  await page.context().clearCookies();
  await page.goto('/sign-in?next=/me');
  await page.getByRole('button', { name: t('sign-in.passkey') }).click();
  await page.waitForURL(({ pathname }) => pathname === '/me');
  await page.goto('/me/security');
  await submit(page, t('security.passkey-remove'));
  expect(await page.locator('main').innerText()).toContain(t('security.passkey-removed'));
}

async function walkByKeyboard(): Promise<void> {
  const page = await visit(undefined, { viewport: { width: 1280, height: 900 } });
  await page.goto('/sign-in');
  // Twice the size of the text, as somebody sets it in the browser.
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  const order: string[] = [];
  for (let step = 0; step < 40 && !order.includes('password'); step += 1) {
    await page.keyboard.press('Tab');
    order.push(await page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.textContent?.trim() ?? ''));
  }
  expect(order[0]).toBe(t('ui.skip'));
  expect(order.filter((name) => name === 'person')).toHaveLength(ROLES.length);
  expect(order.slice(-2)).toEqual(['login', 'password']);
  const sizes = await page
    .locator('main button:visible, main input:visible')
    .evaluateAll((nodes) => nodes.filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => node.outerHTML.slice(0, 80)));
  expect(sizes).toEqual([]);
  await page.locator('button[name=person]').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(`${app.url}/`);
}
