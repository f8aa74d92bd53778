import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { addDays, addMonths, formatDay } from '#base/day/index.ts';
import { publishCourse, submitCourse, writeCourse } from '#tests/walks/authoring.ts';
import { CHECK, passCheck } from '#tests/walks/closing-check.ts';
import { goOnTo, personIn, today, visit } from '#tests/walks/city.ts';
import { expectSound, press, t, WAITING, words } from '#tests/walks/reading.ts';

const TITLE = 'Nhận hồ sơ đúng ngay từ lần đầu';
const CURRICULUM = 'Cán bộ nhận hồ sơ ở quầy';
const SAID = 'Ở phường em, người nộp hay thiếu giấy ủy quyền.';
const PHONE = { viewport: { width: 360, height: 740 } };
/** Months for which the certification holds, days before its end from which it is renewed, and days from today that lie within these. */
const HOLDS = { months: 6, windowDays: 30, renewedAfter: 160 };
const first = { from: today, to: addMonths(today, HOLDS.months) };
const second = { from: first.to, to: addMonths(first.to, HOLDS.months) };
const held = (span: { from: string; to: string }): string => t('learning-who.held-until', { from: formatDay(span.from), to: formatDay(span.to) });

/** One course through all of its life, with JavaScript: written, reviewed, published, part of a curriculum, assigned, learned on a phone that loses the network, certified. Ends before time goes on. */
export function walkCourse(): void {
  describe('a course, from its first word to the certificate', () => {
    test('a trainer writes it, with a discussion and a closing check, and submits it', { timeout: 60_000 }, async () => {
      const page = await visit('trainer');
      await writeCourse(page, TITLE, () => typeRich(page, 'text'), { check: CHECK.line, pass: String(CHECK.items) });
      await addDiscussion(page);
      await submitCourse(page, TITLE);
    });
    test('a training officer publishes it, makes it part of a curriculum and assigns that', async () => {
      const page = await visit('training-officer');
      await publishCourse(page, TITLE);
      await makeCurriculum(page);
      await assign(page);
    });
    test('an official keeps the lesson on a phone; what is answered and said without network is sent once, later', { timeout: 60_000 }, async () =>
      learn(await visit('official', PHONE)),
    );
    test('the closing check ends it: the certificate is there, and whoever has its address can check it', certify);
  });
}

/** The certificate of `walkCourse` months later, renewed by the way that its curriculum gives. Time goes on by itself here. */
export function walkRenewal(): void {
  describe(`the certificate, ${HOLDS.renewedAfter} days later`, () => {
    beforeAll(() => goOnTo(HOLDS.renewedAfter), 120_000);
    test('is renewed by passing the check again, and no day is lost', renew);
  });
}

/** Types into a field of the editor of lessons, and makes it bold from the keyboard. */
async function typeRich(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: t(`learning-authoring.field-${name}`, { n: 0 }) }).click();
  await page.keyboard.type('Kiểm tra mã định danh của người nộp.');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+b');
  await page
    .locator('[data-status]')
    .filter({ hasText: t('learning-authoring.editor-saved') })
    .waitFor();
  await expectSound(page);
  expect(await page.locator(`[name=${name}]`).inputValue()).toBe('**Kiểm tra mã định danh của người nộp.**');
}

async function addDiscussion(page: Page): Promise<void> {
  await page.locator('[name=kind]').selectOption('discussion');
  await press(page, t('learning-authoring.add'));
  await page.locator('main [name=title]').fill('Kể một lần thiếu giấy tờ');
  await typeRich(page, 'question');
  await press(page, t('learning-authoring.save'));
}

async function makeCurriculum(page: Page): Promise<void> {
  await page.goto('/learning/curricula/new');
  await page.locator('#titleVi').fill(CURRICULUM);
  await page.locator('#titleEn').fill('Receiving files at the counter');
  await page.locator('#about').fill('Cho cán bộ một cửa; cập nhật sáu tháng một lần.');
  await page.getByRole('group', { name: TITLE }).getByLabel(t('learning-who.need-in')).selectOption('mandatory');
  await page.locator('#validMonths').fill('1');
  await page.locator('#windowDays').fill('60');
  await press(page, t('learning-who.create'));
  // Whoever was just certified could renew at once, without end.
  expect(await page.locator('#windowDays').getAttribute('aria-invalid')).toBe('true');
  await page.locator('#validMonths').fill(String(HOLDS.months));
  await page.locator('#windowDays').fill(String(HOLDS.windowDays));
  await press(page, t('learning-who.create'));
  expect(await words(page)).toContain(t('learning-who.created'));
  await expectSound(page);
}

async function assign(page: Page): Promise<void> {
  await page.getByRole('link', { name: t('learning-who.assign-this') }).click();
  await page.locator('#reason').fill('Chuẩn hóa việc nhận hồ sơ');
  await press(page, t('learning-assignment.preview-go'));
  await press(page, t('learning-assignment.assign'));
  expect(await words(page)).toMatch(/Đã giao cho [\d.]+ người/);
}

/** The lesson of the course, reached from Today as its learner reaches it. */
async function openLesson(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: t('learning-assignment.awaiting', { title: CURRICULUM }) }).click();
  await page.waitForURL('**/learning/curricula/**');
  await page.getByRole('link', { name: TITLE }).click();
  await page.waitForURL((url) => !url.pathname.includes('/curricula/'));
}

async function learn(page: Page): Promise<void> {
  await openLesson(page);
  await press(page, t('learning.start'));
  const lesson = page.url();
  await page.getByRole('button', { name: t('learning-who.offline-keep') }).click();
  await page.getByRole('button', { name: t('learning-who.offline-drop') }).waitFor();
  await expectSound(page);
  await page.context().setOffline(true);
  await page.reload();
  const waits = async (n: number) => {
    await expect.poll(() => page.locator('[data-offline] [role=status]').innerText()).toContain(`${t('learning-who.offline-waiting')} ${n}`);
  };
  await page.locator('form[action="?/answer"] input[type=radio]').nth(1).check();
  await page.locator('form[action="?/answer"] button').click();
  await waits(1);
  await page.locator('form[action="?/say"] textarea').fill(SAID);
  await page.locator('form[action="?/say"] button').click();
  await waits(2);
  // What was said stands in the list of what waits, not in the field, where it would be sent twice.
  expect(await page.locator('form[action="?/say"] textarea').inputValue()).toBe('');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.reload();
  await waits(2);
  // The closing check cannot wait: the page says so instead of the browser.
  await page.getByRole('button', { name: t('learning.check-start') }).click();
  await expect.poll(() => page.locator('[data-offline] [role=status]').innerText()).toContain(t('learning-who.offline-needs'));
  const elsewhere = await visit('official', { javaScriptEnabled: false, ...PHONE });
  await elsewhere.goto(lesson);
  expect(await words(elsewhere)).not.toContain(t('learning.exercise-right'));
  expect(await words(elsewhere)).not.toContain(t('learning.discussion-written'));
  await page.context().setOffline(false);
  await expect.poll(() => page.locator('[data-offline] [role=status]').innerText(), { timeout: 10_000 }).toContain(t('learning-who.offline-sent'));
  await elsewhere.reload();
  expect(await words(elsewhere)).toContain(t('learning.exercise-right'));
  expect(await words(elsewhere)).toContain(t('learning.discussion-written'));
  await elsewhere.goto(`${lesson}/discussion`);
  await elsewhere.locator('main a').filter({ hasText: 'Kể một lần thiếu giấy tờ' }).click();
  await elsewhere.waitForURL('**?block=**');
  expect((await words(elsewhere)).split(SAID)).toHaveLength(2);
}

async function certify(): Promise<void> {
  const page = await visit('official', { javaScriptEnabled: false, ...PHONE });
  await openLesson(page);
  await page.getByRole('link', { name: t('learning.resume') }).click();
  await press(page, t('learning.check-start'));
  await passCheck(page);
  expect(await words(page)).toContain(t('learning.check-passed'));
  await page.goto('/learning/transcript');
  expect(await words(page)).toContain(TITLE);
  const address = await openHeld(page);
  expect(await words(page)).toContain(held(first));
  expect(await words(page)).toContain(t('learning-who.held-valid'));
  const anybody = await visit(undefined, { javaScriptEnabled: false });
  await anybody.goto(address);
  expect(await words(anybody)).toContain(t('learning-who.completion-holds'));
  expect(await words(anybody)).not.toContain(personIn('official').name);
  await page.goto('/');
  expect(await words(page)).not.toContain(t('learning-assignment.awaiting', { title: CURRICULUM }));
}

/** Opens the curriculum from one's own learning, and tells the address that stands in the badge. */
async function openHeld(page: Page): Promise<string> {
  await page.goto('/learning');
  await page.getByRole('link', { name: CURRICULUM, exact: true }).first().click();
  await page.waitForURL('**/learning/curricula/**');
  const badge = await page.context().request.get((await page.getByRole('link', { name: t('learning-who.badge-get') }).getAttribute('href')) ?? '');
  const { id }: { id: string } = JSON.parse(await badge.text());
  return new URL(id).pathname;
}

async function renew(): Promise<void> {
  const page = await visit('official', { javaScriptEnabled: false, ...PHONE });
  // The holder was told when the window opened, and Today says by when.
  await page.goto('/me/messages');
  await expect.poll(async () => (await page.reload(), words(page)), WAITING).toContain(t('learning-who.told-renewable', { title: CURRICULUM }));
  await page.goto('/');
  expect(await words(page)).toContain(formatDay(addDays(first.to, -1)));
  await page.getByRole('link', { name: t('learning-who.awaiting-renew', { title: CURRICULUM }) }).click();
  await page.waitForURL('**/learning/curricula/**');
  expect(await words(page)).toContain(t('learning-who.held-renewable'));
  await page.getByRole('link', { name: TITLE }).click();
  await page.waitForURL((url) => !url.pathname.includes('/curricula/'));
  await page.getByRole('link', { name: 'Trước khi nhận' }).first().click();
  await press(page, t('learning.check-again'));
  await passCheck(page);
  expect(await words(page)).toContain(t('learning.check-passed'));
  const address = await openHeld(page);
  expect(await words(page)).toContain(held(second));
  expect(await words(page)).not.toContain(t('learning-who.held-renewable'));
  await page.goto('/');
  expect(await words(page)).not.toContain(t('learning-who.awaiting-renew', { title: CURRICULUM }));
  const anybody = await visit(undefined, { javaScriptEnabled: false });
  await anybody.goto(address);
  expect(await words(anybody)).toContain(t('learning-who.completion-holds'));
}
