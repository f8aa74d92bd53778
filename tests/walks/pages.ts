import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { launchChromium } from '../../scripts/chromium.ts';
import { checkHtml, checkPage, COLOURS, coloursOf, OF_SIZE } from '#tests/page-checks.ts';
import { app, cookieList, ROLES, sessionOf, type Role } from '#tests/walks/city.ts';
import { crawl, oddTexts, PURPOSE, scriptsOf, type Seen } from '#tests/walks/crawl.ts';
import { routes } from '#tests/walks/routes.ts';

/** Pages that no link leads to at any time, and why; other walks pass most of them. */
const UNLINKED: Record<string, string> = {
  '/sign-in/invitation/[token]': 'from a mail',
  '/sign-in/reset/[token]': 'from a mail',
  '/sign-in/second-step': 'after a password',
  '/purpose': 'before a record',
  '/calendar/edit/check': 'after the form of a day',
  '/m/[link]': 'from a mail',
  '/m/[link]/[id]': 'from a mail',
  '/kiosk/[link]': 'after a code was entered at a shared computer',
  '/kiosk/[link]/[id]': 'after a code was entered at a shared computer',
  '/attend/[secret]': 'from a QR code, on the day of a session',
  '/campaigns/contact/gatherings/[id]': 'after a session was planned',
  '/understand/waves/[id]': 'for whoever was drawn for a measuring',
  '/campaigns/[id]/roster': 'after a purpose was given',
  '/ui': 'for those who build pages',
  '/people/[id]/erase': 'for people who have left',
  '/people/confirm': 'from Today, when it is due',
  '/calendar/edit/remove': 'after a day was entered',
  '/exports/[id]': 'after a list was asked for',
  '/reorganisations/[id]': 'after one was begun',
  '/mail/[id]': 'after a mail could not go out',
  '/learning/checks/[id]': 'after a check was begun',
  '/learning/classes/here/[id]': 'from the QR code in the room',
  '/completions/[code]': 'from a badge',
  '/learning/hand-ins/[id]': 'after something was handed in',
  '/learning/[course]/[lesson]/assignment/[block]': 'from a lesson with an assignment',
  '/learning/authoring/[course]/[lesson]/block/[block]': 'from a lesson that is being written',
  '/learning/authoring/[course]/[lesson]/particulars': 'from a lesson that is being written',
  '/learning/packages/[code]': 'after a package was put in',
  '/learning/packages/play/[session]': 'after a package was opened',
  '/receipts/[id]': 'after a figure was published',
  '/certificates/[code]': 'from a certificate',
  '/skills/certificates/probe': 'from Today, when something measured fades',
  '/transition/appeals/[id]': 'after somebody appealed',
  '/transition/cases/[id]': 'after a plan was adopted',
  '/transition/consultations/[id]': 'after an assessment was sent to the union',
  '/transition/impact/[initiative]/edit': 'for whoever assesses',
  '/transition/plan/[initiative]': 'after the union was consulted',
  '/transition/plan/[initiative]/edit': 'after an assessment was written',
  '/transition/pay/[id]': 'after a policy was proposed',
  '/transition/offers/[id]': 'after somebody was offered work',
  '/cases/[id]': 'after a case was opened',
  '/procedures/[name]/move': 'for a procedure of which there are two versions',
  '/sign/[id]': 'after a paper was put in to be signed',
  '/skills/awareness/[id]': 'after a questionnaire was begun',
  '/skills/calibration/[id]': 'after a calibration was asked for, which needs hundreds of sittings',
};

/** Pages that are the same for everybody. */
const SAME = ['/api/v1', '/ui'];

/** The pages of this file's city as everybody got them. */
export const walked: Seen[] = [];

/** Every page that anybody can reach under some addresses, which are those that `mine` answers with yes: opened, valid, accessible, without scripts. */
export function walkPages(mine: (path: string) => boolean): void {
  describe('every page', () => {
    test.each([undefined, ...ROLES])('that %s can reach opens and speaks in sentences', { timeout: 120_000 }, async (role) => {
      const seen = await crawl(role, { mine, ...(role === undefined ? { also: mine('/ui') ? ['/ui'] : [] } : role === 'administrator' ? {} : { skip: SAME, alike: 1 }) });
      walked.push(...seen.filter(({ url }) => mine(new URL(url, app.url).pathname)));
      expect(faultsIn(seen)).toEqual([]);
    });
    test('speaks English too', { timeout: 120_000 }, async () => {
      expect(faultsIn(await crawl('administrator', { mine, locale: 'en', alike: 1 }))).toEqual([]);
    });
    test('is reached by a link', () => {
      const reached = new Set(walked.map(({ route }) => route));
      const linked = routes.filter(({ name, page }) => page && mine(name) && !(name in UNLINKED));
      expect(linked.length).toBeGreaterThan(40);
      expect(linked.filter(({ name }) => !reached.has(name)).map(({ name }) => name)).toEqual([]);
    });
    test('is valid, accessible, in both schemes and on a phone, and wider than no screen', { timeout: 300_000 }, async () => {
      const looked = richest(walked);
      expect(await lookAtAll(looked)).toEqual([]);
      expect(
        await lookAtAll(
          longest(walked).filter((page) => !looked.includes(page)),
          tooWide,
        ),
      ).toEqual([]);
    });
  });
}

/** The pages of these routes, which the walks before have left for somebody and which nobody has in a fresh city. */
export function walkLeft(role: Role, ...names: string[]): void {
  test(`the pages that are left behind open for ${role}, are valid and accessible: ${names.join(', ')}`, { timeout: 120_000 }, async () => {
    const seen = (await crawl(role, { mine: (path) => names.some((name) => path.split('/')[1] === name.split('/')[1]) })).filter(({ route }) => names.includes(route));
    expect(faultsIn(seen)).toEqual([]);
    const pages = richest(seen);
    expect(pages.map(({ route }) => route).sort()).toEqual(names.toSorted());
    expect(await lookAtAll(pages)).toEqual([]);
  });
}

function faultsIn(seen: Seen[]): string[] {
  return seen.flatMap(({ who, url, from, status, html }) => {
    const faults = [
      ...(status < 400 ? [] : [`status ${status}`]),
      // The reference shows addresses with holes: /documents/{id}.
      ...(url.startsWith('/api/') ? [] : oddTexts(html)).map((text) => `text: ${text}`),
      ...scriptsOf(html)
        .filter((src) => !['/passkey.js', '/offline.js', '/author-editor.js', '/push.js', '/package-player.js', '/upload.js'].includes(src))
        .map((src) => `script: ${src}`),
    ];
    return faults.map((fault) => `${fault} — ${who} ${url.slice(0, 100)} from ${from.slice(0, 100)}`);
  });
}

/** The richest page of every route, seen with the eyes of whoever sees most kinds of things on it; of several the shortest, for a hundred rows tell no more than ten. */
function richest(seen: Seen[]): Seen[] {
  const kinds = new Map(seen.map((page) => [page, kindsIn(page.html)]));
  return firstOfRoutes(seen, (a, b) => (kinds.get(b) ?? 0) - (kinds.get(a) ?? 0) || a.html.length - b.html.length);
}

/** The longest page of every route: a long name or number in it may be wider than a phone. */
function longest(seen: Seen[]): Seen[] {
  return firstOfRoutes(seen, (a, b) => b.html.length - a.html.length);
}

function firstOfRoutes(seen: Seen[], order: (a: Seen, b: Seen) => number): Seen[] {
  const pages = seen.filter(({ html, status }) => html !== '' && status < 400);
  return [...Map.groupBy(pages, ({ route }) => route).values()].flatMap((group) => group.toSorted(order).slice(0, 1));
}

/** How many kinds of elements a page has, by name, class, type and role. */
function kindsIn(html: string): number {
  return new Set(html.match(/<[a-z][a-z0-9]*|\s(?:class|type|role)="[^"]*"/g)).size;
}

/** Looks at the pages in two windows at a time. */
async function lookAtAll(pages: Seen[], seeing = look): Promise<string[]> {
  const waiting = [...pages];
  const still = await launchChromium({ still: true });
  const windows = [0, 1].map(async () => {
    const faults: string[] = [];
    const eyes = new Map<string, Eyes>();
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { who, url, html } = next;
      const { page, told } = eyes.get(who) ?? (await openEyes(still, who));
      eyes.set(who, { page, told });
      const found = [...checkHtml(html), ...(await seeing(page, url)), ...told.splice(0)];
      faults.push(...found.map((fault) => `${fault} — ${who} ${url.slice(0, 100)}`));
    }
    return faults;
  });
  return (await Promise.all(windows).finally(() => still.close())).flat();
}

/** A window of somebody, and what its console has told. */
type Eyes = { page: Page; told: string[] };

async function openEyes(browser: Browser, who: string): Promise<Eyes> {
  const context = await browser.newContext({ baseURL: app.url });
  const role = ROLES.find((candidate) => candidate === who);
  await context.addCookies([...cookieList(PURPOSE), ...(role === undefined ? [] : cookieList(await sessionOf(role)))]);
  const page = await context.newPage();
  const told: string[] = [];
  page.on('console', (message) => message.type() === 'error' && told.push(message.text()));
  page.on('pageerror', (error) => told.push(error.message));
  return { page, told };
}

/** Colours in which words were seen already: their contrast needs no second look. */
const known = new Set<string>();

/** Whether words stand on the page in colours that no page before had, in this scheme and at this width. */
async function hasNewColours(page: Page): Promise<boolean> {
  const found = (await coloursOf(page)).filter((kind) => !known.has(kind));
  for (const kind of found) known.add(kind);
  return found.length > 0;
}

/** What is wrong with a page as it is seen: wide and on a phone, light and dark. Rules that depend on neither size nor colour are asked once. */
async function look(page: Page, url: string): Promise<string[]> {
  const marked = (mark: string, found: string[]) => found.map((fault) => `${mark}: ${fault}`);
  const ofColour = async (): Promise<string[]> => ((await hasNewColours(page)) ? checkPage(page, COLOURS) : []);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(url);
  const faults = marked('1280, light', [...(await checkPage(page, undefined, { without: COLOURS })), ...(await ofColour())]);
  await page.emulateMedia({ colorScheme: 'dark' });
  faults.push(...marked('1280, dark', await ofColour()));
  faults.push(...(await tooWide(page)));
  faults.push(...marked('360, dark', [...(await checkPage(page, OF_SIZE)), ...(await ofColour())]));
  await page.emulateMedia({ colorScheme: 'light' });
  return [...faults, ...marked('360, light', await ofColour())];
}

/** By how much a page, which is opened first when its address is given, is wider than small phones; leaves the window at 360 px. */
async function tooWide(page: Page, url?: string): Promise<string[]> {
  if (url !== undefined) await page.goto(url);
  const faults: string[] = [];
  for (const width of [320, 360]) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) faults.push(`${over} px wider than ${width} px`);
  }
  return faults;
}
