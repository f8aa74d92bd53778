import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { addDays, formatDay } from '#base/day/index.ts';
import { goOnTo, personIn, today, visit, visitAs } from '#tests/walks/city.ts';
import { expectSound, press, t, WAITING, words } from '#tests/walks/reading.ts';

const COURSES = { ward: 'digital-economy', department: 'digital-society' } as const;
const REASONS = { ward: 'Việc học của phường, xã', department: 'Việc học của sở, ban, ngành' } as const;
const DEPARTMENT = 'Sở Nội vụ';
const WHY = 'Biệt phái một tháng';
/** Days from today: the new post begins; both terms of ten working days are over; the time that was given ends; it has ended. */
const AFTER = { move: 2, terms: 21, given: 40, over: 45 };

type Person = { name: string; code: string };
type People = { excused: Person | undefined; late: Person | undefined; mover: (Person & { id: string }) | undefined };
const people: People = { excused: undefined, late: undefined, mover: undefined };

/** Two kinds of units are asked to learn; the head of a ward gives somebody more time; somebody gets a post in a department. All on pages, today. */
export function walkAsked(): void {
  describe('what is asked of people', () => {
    test('two audiences are asked, each for its reason', async () => {
      const page = await visit('training-officer', { javaScriptEnabled: false });
      for (const kind of ['ward', 'department'] as const) await assign(page, kind);
    });
    test('the head gives somebody more time, with a reason and an end; without them nothing is given', async () =>
      excuse(await visit('head-of-unit', { javaScriptEnabled: false })));
    test('somebody who has completed what the ward asked before gets a post in a department, on the page of the register', move);
  });
}

/** The same people weeks later, when terms, a new post and an excuse have come and gone by the calendar. */
export function walkAskedLater(): void {
  describe(`${AFTER.terms} days later`, () => {
    beforeAll(() => goOnTo(AFTER.terms), 120_000);
    test('whoever was given time is not late, a colleague without is', async () => {
      const head = await visit('head-of-unit', { javaScriptEnabled: false });
      expect((await openLine(head, 'open', REASONS.ward, of(people.excused)))?.said).toContain(t('learning-assignment.state-open'));
      expect(await openLine(head, 'late', REASONS.ward, of(people.excused))).toBeUndefined();
      expect((await openLine(head, 'late', REASONS.ward, of(people.late)))?.said).toContain(t('learning-assignment.state-late'));
    });
    test('the mover keeps what was done, is asked what the new unit asks and not what the old one asked', arrive);
    test('the head of the old unit sees the mover no longer, the head of the new one does', handOver);
  });
  describe(`${AFTER.over} days later`, () => {
    beforeAll(() => goOnTo(AFTER.over), 120_000);
    test('the time that was given is over, and the duty is back', comeBack);
  });
}

async function assign(page: Page, kind: 'ward' | 'department'): Promise<void> {
  await page.goto('/learning/assignments/new');
  await page.locator('#what').selectOption(`k.${COURSES[kind]}`);
  for (const one of kind === 'ward' ? ['ward', 'commune'] : [kind]) await page.locator(`input[name=unitKinds][value=${one}]`).check();
  await page.locator('#dueDays').fill('10');
  await page.locator('#reason').fill(REASONS[kind]);
  await press(page, t('learning-assignment.preview-go'));
  await press(page, t('learning-assignment.assign'));
  expect(await words(page)).toMatch(/Đã giao cho [\d.]+ người/);
}

/** Whoever stands in a list of the head's team, through all its pages, each with the address of what was asked. */
async function listed(page: Page, state: string): Promise<{ name: string; href: string }[]> {
  const found: { name: string; href: string }[] = [];
  for (let next: string | null = `/learning/team?state=${state}`; next !== null;) {
    await page.goto(next);
    const links = page.locator('main a[href^="/learning/assigned/"]');
    found.push(...(await links.evaluateAll((all) => all.map((link) => ({ name: link.textContent.trim(), href: link.getAttribute('href') ?? '' })))));
    const more = page.locator('main nav a[rel=next]');
    next = (await more.count()) > 0 ? await more.evaluate((link: HTMLAnchorElement) => link.href) : null;
  }
  return found;
}

/** Opens the first of these lists' lines that was asked for a reason, of the people who fit; what its page says, and where it is. Undefined when there is none. */
async function openLine(page: Page, state: string, reason: string, fits: (name: string) => boolean): Promise<{ person: Person; said: string; href: string } | undefined> {
  for (const { name, href } of (await listed(page, state)).filter((one) => fits(one.name))) {
    await page.goto(href);
    const said = await words(page);
    if (said.includes(reason)) return { person: { name, code: /CB\d+/.exec(said)?.[0] ?? '' }, said, href };
  }
  return undefined;
}

const isOther = (name: string): boolean => ![personIn('official').name, personIn('head-of-unit').name, people.excused?.name].includes(name);
const of = (person: Person | undefined) => (name: string) => name === person?.name;

async function excuse(page: Page): Promise<void> {
  const first = await openLine(page, 'open', REASONS.ward, isOther);
  people.excused = first?.person;
  const until = formatDay(addDays(today, AFTER.given));
  await page.locator('#until').fill(until);
  await press(page, t('learning-assignment.excuse-go'));
  expect(await page.locator('#reason').getAttribute('aria-invalid')).toBe('true');
  expect(await page.locator('#until').inputValue()).toBe(until);
  await page.locator('#reason').fill(WHY);
  await page.locator('#until').fill('');
  await press(page, t('learning-assignment.excuse-go'));
  expect(await page.locator('#until').getAttribute('aria-invalid')).toBe('true');
  await page.locator('#until').fill(until);
  await press(page, t('learning-assignment.excuse-go'));
  expect(await words(page)).toContain(t('learning-assignment.excuse-done', { day: until }));
  expect(await words(page)).toContain(WHY);
  await expectSound(page);
  people.late = (await openLine(page, 'open', REASONS.ward, isOther))?.person;
  expect(people.late).toBeDefined();
}

/** Gives the first of the head's people who is free to go a post in a department: whoever is in the middle of leaving a post is held back by the register, with its sentence. */
async function move(): Promise<void> {
  const head = await visit('head-of-unit', { javaScriptEnabled: false });
  const page = await visit('administrator', { javaScriptEnabled: false });
  const done = new Set((await listed(head, 'done')).map(({ name }) => name).filter((name) => isOther(name) && name !== people.late?.name));
  for (const name of done) {
    const person = (await openLine(head, 'open', REASONS.ward, (one) => one === name))?.person;
    const id = person && (await givePost(page, person));
    if (person === undefined || id === undefined) continue;
    people.mover = { ...person, id };
    break;
  }
  expect(await words(page)).toContain(DEPARTMENT);
  await expectSound(page);
  // Until that day everything is as before.
  const mover = await visitAs(people.mover?.id ?? '');
  await mover.goto('/learning');
  expect(await words(mover)).toContain(REASONS.ward);
  expect(await words(mover)).not.toContain(REASONS.department);
}

/** Puts somebody into the first vacant post of the department; whom, or undefined when the register holds the person back. */
async function givePost(page: Page, { code }: Person): Promise<string | undefined> {
  const id = await openRecord(page, code);
  await page.goto(`/people/${id}/post?q=${encodeURIComponent(DEPARTMENT)}`);
  await page.locator('#postId').selectOption({ index: 1 });
  await page.locator('#from').fill(formatDay(addDays(today, AFTER.move)));
  await press(page, t('people.start-button'));
  return new URL(page.url()).pathname === `/people/${id}` ? id : undefined;
}

/** Opens somebody's record for a reason that is asked for; whose it is. */
async function openRecord(page: Page, code: string): Promise<string> {
  await page.goto(`/people?q=${code}`);
  await page.locator('main table a[href^="/people/"]').click();
  await page.getByLabel(t('people.purpose-training')).check();
  await press(page, t('people.purpose-button'));
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

async function arrive(): Promise<void> {
  const mover = await visitAs(people.mover?.id ?? '');
  await mover.goto('/learning');
  await expect.poll(async () => (await mover.reload(), words(mover)), WAITING).toContain(REASONS.department);
  expect(await words(mover)).not.toContain(REASONS.ward);
  await mover.goto('/');
  expect(await words(mover)).toContain(t('learning-who.awaiting-why', { reason: REASONS.department }));
  await mover.goto('/learning/transcript');
  expect(await mover.locator('main a[href^="/learning/"]').count()).toBeGreaterThan(0);
  expect(await words(mover)).toContain('Chính quyền số');
  await expectSound(mover);
}

async function handOver(): Promise<void> {
  const old = await visit('head-of-unit', { javaScriptEnabled: false });
  expect((await listed(old, 'all')).filter(({ name }) => name === people.mover?.name)).toEqual([]);
  expect((await old.goto(`/people/${people.mover?.id ?? ''}`))?.status()).toBe(403);
  // Who heads the department stands where roles are given.
  const administrator = await visit('administrator', { javaScriptEnabled: false });
  await administrator.goto(`/access?role=head-of-unit&q=${encodeURIComponent(DEPARTMENT)}`);
  const code = /CB\d+/.exec(await administrator.locator('main table').innerText())?.[0] ?? '';
  const head = await visitAs(await openRecord(administrator, code));
  const line = await openLine(head, 'open', REASONS.department, of(people.mover));
  expect(line?.said).toContain(people.mover?.code);
}

async function comeBack(): Promise<void> {
  const head = await visit('head-of-unit', { javaScriptEnabled: false });
  const line = await openLine(head, 'late', REASONS.ward, of(people.excused));
  expect(line?.said).toContain(WHY);
  const excused = await visitAs(await openRecord(head, people.excused?.code ?? ''));
  await excused.goto('/');
  const task = excused.locator('main li').filter({ hasText: REASONS.ward });
  expect(await task.innerText()).toContain(t('today.due-over'));
  expect(await task.innerText()).toContain(formatDay(addDays(today, AFTER.given)));
}
