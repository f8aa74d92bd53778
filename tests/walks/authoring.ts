import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { visit } from '#tests/walks/city.ts';
import { expectSound, fill, press, t, words } from '#tests/walks/reading.ts';

/** What the exercise of a walk's course asks; the second option is right. */
export const PROMPT = 'Thiếu một giấy tờ thì làm gì?';

/** A course on its way without JavaScript: written, reviewed by a second person, published, assigned, learned. With it: `walkCourse`. */
export function walkAuthoring(): void {
  describe('a course is written, reviewed, published and learned without JavaScript', () => {
    const title = 'Nhận hồ sơ ở quầy, không tập lệnh';
    const options = { javaScriptEnabled: false };
    test('a trainer writes it and submits it', { timeout: 60_000 }, async () => {
      const page = await visit('trainer', options);
      await writeCourse(page, title, async () => fillText(page));
      await takeAlong(page, title);
      await submitCourse(page, title);
    });
    test('a training officer reviews it, publishes it and assigns it', async () => {
      const page = await visit('training-officer', options);
      await publishCourse(page, title);
      await assignCourse(page, title);
    });
    test('an official learns it on a phone', async () => learn(await visit('official', { ...options, viewport: { width: 360, height: 800 } }), title));
  });
}

/** Writes a course of one lesson: a text, typed in by `typeText`, and an exercise; then what the lesson says of itself. */
export async function writeCourse(page: Page, title: string, typeText: () => Promise<void>, particulars: Record<string, string> = {}): Promise<void> {
  await page.goto('/learning/authoring/new');
  await press(page, t('learning-authoring.create'));
  expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThan(0);
  await page.locator('#title').fill(title);
  await page.locator('#programme').selectOption('digital-government');
  await press(page, t('learning-authoring.create'));
  await page.locator('#course textarea[name=summary]').fill('Cách nhận hồ sơ đúng và đủ ngay từ lần đầu.');
  await page.locator('#course [name=forWhom]').fill('cán bộ một cửa');
  await press(page, t('learning-authoring.save'));
  expect(await words(page)).toContain(t('learning-authoring.did-saved'));
  await expectSound(page);
  await page.locator('#outline details summary').first().click();
  await page.locator('#add-lesson-chuong-1').fill('Trước khi nhận');
  await press(page, t('learning-authoring.add-lesson'));
  await page.locator('[name=kind]').selectOption('text');
  await press(page, t('learning-authoring.add'));
  await typeText();
  await press(page, t('learning-authoring.save'));
  await addExercise(page);
  await page.getByRole('link', { name: t('learning-authoring.lesson-particulars') }).click();
  for (const [name, typed] of Object.entries({ summary: 'Ba việc cần kiểm tra.', ...particulars })) await page.locator(`main [name=${name}]`).fill(typed);
  await press(page, t('learning-authoring.save'));
}

/** Takes the draft along as one file, has it taken in again as another draft, and throws that one away. */
async function takeAlong(page: Page, title: string): Promise<void> {
  const lesson = page.url();
  await page.getByRole('link', { name: title }).first().click();
  const course = new URL(page.url()).pathname;
  const link = page.getByRole('link', { name: t('learning-authoring.export-draft') });
  const file = await page.request.get((await link.getAttribute('href')) ?? '');
  expect(file.headers()['content-disposition']).toMatch(/-draft-\d{4}-\d\d-\d\d\.khue\.zip/);
  await page.goto('/learning/authoring/import');
  const upload = page.locator('form', { has: page.locator('#file') });
  await upload.locator('#file').setInputFiles({ name: 'ban-nhap.khue.zip', mimeType: 'application/zip', buffer: await file.body() });
  await upload.locator('button:not([type=button])').click();
  await page.waitForURL((url) => /^\/learning\/authoring\/[^/]+-[0-9a-f]{6}$/.test(url.pathname) && url.pathname !== course);
  expect(await words(page)).toContain('Trước khi nhận');
  expect(await page.locator('#course [name=forWhom]').inputValue()).toBe('cán bộ một cửa');
  await page
    .locator('details', { has: page.locator('form[action="?/discard"]') })
    .locator('summary')
    .click();
  await press(page, t('learning-authoring.discard-go'));
  await page.goto(lesson);
}

/** Looks at the lesson as a learner will see it, then submits the course. */
export async function submitCourse(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: t('learning-authoring.preview') }).click();
  expect(await words(page)).toContain(PROMPT);
  await expectSound(page);
  await page.getByRole('link', { name: title }).click();
  await fill(page, { [t('learning-authoring.changed')]: 'Bản đầu tiên' });
  await press(page, t('learning-authoring.submit'));
  expect(await words(page)).toContain(t('learning-authoring.did-submitted'));
}

async function fillText(page: Page): Promise<void> {
  await page.locator('[name=text]').fill('Kiểm tra **mã định danh** của người nộp.');
}

async function addExercise(page: Page): Promise<void> {
  await page.locator('[name=kind]').selectOption('exercise');
  await press(page, t('learning-authoring.add'));
  await page.locator('[name=prompt]').fill(PROMPT);
  for (const [at, option] of ['Trả lại ngay', 'Hướng dẫn bổ sung một lần', 'Cứ nhận'].entries()) await page.locator(`[name=option${at + 1}]`).fill(option);
  // Without a right option it is kept, and what is missing is told.
  await page.locator('[name=rationale]').fill('Người nộp được hướng dẫn đầy đủ một lần.');
  await press(page, t('learning-authoring.save'));
  expect(await words(page)).toContain(t('learning-authoring.fault-one-right'));
  await page
    .getByRole('link', { name: t('learning-authoring.edit') })
    .last()
    .click();
  await page.locator('[name=right2]').check();
  await press(page, t('learning-authoring.save'));
}

/** Reads what was submitted and publishes it. */
export async function publishCourse(page: Page, title: string): Promise<void> {
  await page.goto('/learning/authoring?state=review');
  await page.getByRole('link', { name: title }).click();
  await fill(page, { [t('learning-authoring.publish-note')]: 'Đã đọc cả bài và thử câu hỏi' });
  await press(page, t('learning-authoring.publish'));
  expect(await words(page)).toContain(t('learning-authoring.did-published'));
  await expectSound(page);
}

async function assignCourse(page: Page, title: string): Promise<void> {
  await page.goto('/learning/assignments/new');
  await page.locator('#what').selectOption({ label: title });
  await fill(page, { [t('learning-assignment.reason')]: 'Thử việc giao khóa học mới' });
  await press(page, t('learning-assignment.preview-go'));
  await press(page, t('learning-assignment.assign'));
  expect(await words(page)).toContain(title);
}

async function learn(page: Page, title: string): Promise<void> {
  await page.goto('/learning');
  await page.getByRole('link', { name: title, exact: true }).first().click();
  await press(page, t('learning.start'));
  await press(page, t('learning.finish'));
  expect(await words(page)).toContain(t('learning.answer-first'));
  await page.locator('main input[type=radio]').nth(1).check();
  await press(page, t('learning.answer'));
  // Where the device may keep answers, it is asked first whether there is a network.
  await expect.poll(() => words(page), { timeout: 10_000 }).toContain(t('learning.exercise-right'));
  await press(page, t('learning.finish'));
  await expectSound(page);
  await page.goto('/learning/transcript');
  expect(await words(page)).toContain(title);
}
