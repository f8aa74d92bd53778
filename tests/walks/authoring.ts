import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { JAVASCRIPT, visit } from '#tests/walks/city.ts';
import { expectSound, fill, press, t, words } from '#tests/walks/reading.ts';

const PROMPT = 'Thiếu một giấy tờ thì làm gì?';

/** A course on its way: written, reviewed by a second person, published, assigned, learned. */
export function walkAuthoring(): void {
  describe.each(JAVASCRIPT)('a course is written, reviewed, published and learned, JavaScript %s', (javaScriptEnabled) => {
    const title = `Nhận hồ sơ ở quầy, ${javaScriptEnabled ? 'có' : 'không'} tập lệnh`;
    test('a trainer writes it and submits it', { timeout: 60_000 }, async () => write(await visit('trainer', { javaScriptEnabled }), title, javaScriptEnabled));
    test('a training officer reviews it, publishes it and assigns it', async () => publish(await visit('training-officer', { javaScriptEnabled }), title));
    test('an official learns it on a phone', async () => learn(await visit('official', { javaScriptEnabled, viewport: { width: 360, height: 800 } }), title));
  });
}

async function write(page: Page, title: string, javaScriptEnabled: boolean): Promise<void> {
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
  await addText(page, javaScriptEnabled);
  await addExercise(page);
  await page.getByRole('link', { name: t('learning-authoring.lesson-particulars') }).click();
  await page.locator('[name=summary]').fill('Ba việc cần kiểm tra.');
  await press(page, t('learning-authoring.save'));
  await page.getByRole('link', { name: t('learning-authoring.preview') }).click();
  expect(await words(page)).toContain(PROMPT);
  await expectSound(page);
  await page.getByRole('link', { name: title }).click();
  await fill(page, { [t('learning-authoring.changed')]: 'Bản đầu tiên' });
  await press(page, t('learning-authoring.submit'));
  expect(await words(page)).toContain(t('learning-authoring.did-submitted'));
}

async function addText(page: Page, javaScriptEnabled: boolean): Promise<void> {
  await page.locator('[name=kind]').selectOption('text');
  await press(page, t('learning-authoring.add'));
  if (!javaScriptEnabled) await page.locator('[name=text]').fill('Kiểm tra **mã định danh** của người nộp.');
  else {
    const field = page.getByRole('textbox', { name: t('learning-authoring.field-text', { n: 0 }) });
    await field.click();
    await page.keyboard.type('Kiểm tra mã định danh của người nộp.');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+b');
    await page
      .locator('[data-status]')
      .filter({ hasText: t('learning-authoring.editor-saved') })
      .waitFor();
    await expectSound(page);
    expect(await page.locator('[name=text]').inputValue()).toBe('**Kiểm tra mã định danh của người nộp.**');
  }
  await press(page, t('learning-authoring.save'));
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

async function publish(page: Page, title: string): Promise<void> {
  await page.goto('/learning/authoring?state=review');
  await page.getByRole('link', { name: title }).click();
  await fill(page, { [t('learning-authoring.publish-note')]: 'Đã đọc cả bài và thử câu hỏi' });
  await press(page, t('learning-authoring.publish'));
  expect(await words(page)).toContain(t('learning-authoring.did-published'));
  await expectSound(page);
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
