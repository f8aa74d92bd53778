import type { BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { systemClock } from '#base/clock/index.ts';
import { one, sql } from '#base/db/index.ts';
import { listDemoPeople } from '#modules/directory/index.ts';
import { openBrowser, serveApp } from '#tests/browser.ts';

/** The demo city that all walks go through, one after the other. */
export const app = await serveApp({ demo: true });
// Figures begin with what the last acts of the city changed.
while ((await one(app.database.db, sql<{ yes: boolean }>`select exists (select 1 from kernel.stale) as yes`))?.yes === true)
  await new Promise((resolve) => setTimeout(resolve, 200));
export const browser = await openBrowser();
/** The day of the served city, which may end while it is walked through: the one on which the last window was opened. */
export let today = systemClock.today();

const offered = await listDemoPeople(app.database.db, today);

/** The roles of the ten people whom the sign-in page offers. */
export const ROLES = [
  'steering-member',
  'programme-officer',
  'head-of-unit',
  'official',
  'training-officer',
  'trainer',
  'union-officer',
  'clerk',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

/** The demo person of a role. */
export function personIn(role: Role): (typeof offered)[number] {
  const person = offered.find((candidate) => candidate.role === role);
  if (person === undefined) throw new Error(`nobody is ${role}`);
  return person;
}

/** Both kinds of browser: with JavaScript and without. */
export const JAVASCRIPT = [true, false];

/** Submits a form as a browser does and returns the answer, without following it; `more` holds fields that are there more than once. */
export function post(path: string, fields: Record<string, string>, cookie = '', more: [string, string][] = []): Promise<Response> {
  return fetch(app.url + path, {
    method: 'POST',
    body: new URLSearchParams([...Object.entries(fields), ...more]),
    headers: { origin: app.url, cookie, accept: 'text/html' },
    redirect: 'manual',
  });
}

const cookies = new Map<string, string>();

/** The cookie of a session of the demo person of a role, made on first use. */
export async function sessionOf(role: Role): Promise<string> {
  const known = cookies.get(role);
  if (known !== undefined) return known;
  const answer = await post('/sign-in?/demo', { person: personIn(role).personId, next: '/' });
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  cookies.set(role, cookie);
  return cookie;
}

/** The city goes on so many days from today: its server starts anew on that day, and everybody signs in anew. */
export async function goOnTo(days: number): Promise<void> {
  await app.later(days);
  cookies.clear();
}

/** Opens a browser of its own for this test, without scripts, signed in as anybody of the demonstration. */
export async function visitAs(personId: string): Promise<Page> {
  const answer = await post('/sign-in?/demo', { person: personId, next: '/' });
  const page = await visit(undefined, { javaScriptEnabled: false });
  const header = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  await page.context().addCookies(cookieList(header.join('; ')));
  return page;
}

const scriptless = new WeakSet<Page>();

/** Whether scripts run in a page: only then can axe. */
export const runsScripts = (page: Page): boolean => !scriptless.has(page);

/** Windows without scripts that a test has left, by their options: nothing stays in them but cookies, and a new one costs as much as three pages. */
const rested = new Map<string, Page[]>();

/** Opens a browser of its own for this test, signed in as the demo person of a role (or as nobody). */
export async function visit(role: Role | undefined, options: BrowserContextOptions = {}): Promise<Page> {
  today = systemClock.today();
  const kind = JSON.stringify(options);
  const page = rested.get(kind)?.pop() ?? (await openWindow(options));
  onTestFinished(() => (runsScripts(page) ? page.context().close() : rest(kind, page)));
  if (role !== undefined) await page.context().addCookies(cookieList(await sessionOf(role)));
  return page;
}

async function openWindow(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  if (options.javaScriptEnabled === false) scriptless.add(page);
  return page;
}

async function rest(kind: string, page: Page): Promise<void> {
  const others = page.context().pages();
  await Promise.all(others.filter((other) => other !== page).map((other) => other.close()));
  page.removeAllListeners('response');
  await page.context().clearCookies();
  rested.set(kind, [...(rested.get(kind) ?? []), page]);
}

/** The cookies of a `Cookie` header as the browser takes them. */
export function cookieList(header: string): { name: string; value: string; url: string }[] {
  return header.split('; ').map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: decodeURIComponent(pair.slice(pair.indexOf('=') + 1)), url: app.url }));
}
