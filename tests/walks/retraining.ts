import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { caseIn, go, open, step, type Standing } from '#tests/walks/cases.ts';
import { today, visitAs } from '#tests/walks/city.ts';
import { offer } from '#tests/walks/leaving.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

/** The course that the walk of authoring leaves published. */
const COURSE = 'Nhận hồ sơ ở quầy, không tập lệnh';

/** Retraining from the case: proposed, learned to the end, seen by whoever handles the case, and led on to new work on trial. */
export function walkRetraining(): void {
  describe('retraining from the case', () => {
    test('what was proposed is learned to the end, and the case leads on to an offer and its trial', { timeout: 60_000 }, learnAndMove);
  });
}

async function learnAndMove(): Promise<void> {
  // Of those in retraining the one of the demonstration whose last step was taken before today.
  const held = await caseIn('retraining', today);
  const [worker, officer] = [await visitAs(held.personId), await open('head-of-unit')];
  await propose(officer, held);
  await learn(worker, held);
  expect(await words(worker)).toContain(t('transition-work.learned-own'));
  expect(await standing(officer, held)).toEqual({ done: t('transition-work.courses-done', { done: 1, n: 1 }), learned: true });
  await officer.getByRole('link', { name: t('transition-work.learned-offer'), exact: true }).click();
  await officer.waitForURL('**/work#offer');
  const made = await offer(officer, held);
  await worker.goto('/');
  await worker.locator(`main a[href="${made}"]`).first().click();
  await worker.waitForURL(`**${made}`);
  await step(worker, made, 'accept');
  expect(await words(worker)).toContain(t('transition-work.state-trial'));
  expect((await standing(officer, held)).learned).toBe(false);
  expect(await words(officer)).toContain('Đã có việc mới');
}

/** A course towards a kind of work; those of the plan before are not asked for any more. */
async function propose(officer: Page, { path }: Standing): Promise<void> {
  await go(officer, `${path}/work`);
  const form = officer.locator('form[action="?/learning"]');
  await form.getByLabel(COURSE, { exact: true }).check();
  await form.locator('[name=monthlyPay]').fill('9000000');
  await form.locator('[name=reason]').fill('Chuyển sang tiếp nhận hồ sơ ở quầy');
  await form.getByRole('button').click();
  await officer.waitForLoadState();
  await expectSound(officer);
  expect(await standing(officer, { path })).toEqual({ done: t('transition-work.courses-done', { done: 0, n: 1 }), learned: false });
}

/** Learns the course, from the case to its end: a wrong turn first, as people take it. */
async function learn(worker: Page, { path }: Standing): Promise<void> {
  await worker.goto(`${path}/work`);
  await worker.getByRole('link', { name: COURSE, exact: true }).click();
  await worker.waitForURL('**/learning/**');
  await press(worker, t('learning.start'));
  await press(worker, t('learning.finish'));
  expect(await words(worker)).toContain(t('learning.answer-first'));
  await worker.locator('main input[type=radio]').nth(1).check();
  await press(worker, t('learning.answer'));
  await press(worker, t('learning.finish'));
  await worker.goto(path);
  await expectSound(worker);
}

/** What the page of the case says of the courses. */
async function standing(officer: Page, { path }: Pick<Standing, 'path'>): Promise<{ done: string; learned: boolean }> {
  await go(officer, path);
  await expectSound(officer);
  const said = await words(officer);
  return { done: /Đã học xong \d+ trong \d+ khóa/.exec(said)?.[0] ?? '', learned: said.includes(t('transition-work.learned-next')) };
}
