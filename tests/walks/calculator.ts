import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { JAVASCRIPT, post, visit } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

/** The private calculator with facts that cannot be: each time the sentence, its article, and everything typed still there. */
export function walkCalculator(): void {
  describe.each(JAVASCRIPT)('what is due, JavaScript %s', (javaScriptEnabled) => {
    const page = async () => visit(undefined, { javaScriptEnabled });
    test('a day of birth after leaving', async () => refused(await page(), { birthDate: '05/12/2026' }, /phải sau ngày sinh \(05\/12\/2026\)/));
    test('service longer than age allows', async () => refused(await page(), { birthDate: '05/12/1990', insuredMonths: '400' }, /400 tháng là quá dài: ở tuổi 35.*Điều 3/));
    test('a regime outside its days', async () => refused(await page(), { regimes: 'reorganisation-early' }, /01\/01\/2025 đến hết ngày 01\/09\/2025.*178\/2024\/NĐ-CP/));
    test('another pay that is no number', async () => refused(await page(), { newPay: 'nhiều' }, new RegExp(t('operation.input.type', { type: 'integer' }))));
    test('a regime that is chosen is marked; where it does not apply the reasons are told', async () => choose(await page()));
  });
  test('two regimes together are refused with the article, though no page offers it', async () => {
    const answer = await post('/transition/calculator', { day: '01/12/2026', kind: 'contract', reason: 'technology', monthlyPay: '12.000.000', workedMonths: '120' }, '', [
      ['regimes', 'job-loss'],
      ['regimes', 'severance'],
    ]);
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toMatch(/Mỗi người chỉ được hưởng một chế độ\..*Điều 46 và Điều 47/);
    expect(html).toContain('value="12.000.000"');
  });
}

const SOUND = { day: '01/12/2026', birthDate: '05/12/1968', coefficient: '4,65', insuredMonths: '300', workedMonths: '150' };

/** Sends the form with these facts besides sound ones; answers what was typed. */
async function compute(page: Page, facts: Record<string, string>): Promise<Record<string, string>> {
  await page.goto('/transition/calculator');
  await page.locator('input[name=kind][value=civil-servant]').check();
  await page.locator('input[name=reason][value=streamlining]').check();
  await page.locator('main details summary').click();
  const typed: Record<string, string> = { ...SOUND, ...facts };
  for (const [name, value] of Object.entries(typed)) {
    const field = page.locator(`main [name=${name}]`);
    await (name === 'regimes' ? field.selectOption(value) : field.fill(value));
  }
  await press(page, t('transition.compute'));
  return typed;
}

async function refused(page: Page, facts: Record<string, string>, sentence: RegExp): Promise<void> {
  const typed = await compute(page, facts);
  expect(await page.getByRole('region', { name: /cần sửa/ }).innerText()).toMatch(sentence);
  expect(await page.locator('[aria-invalid=true]').count()).toBe(1);
  for (const [name, value] of Object.entries(typed)) expect(await page.locator(`main [name=${name}]`).inputValue()).toBe(value);
  expect(await page.locator('input[name=reason][value=streamlining]').isChecked()).toBe(true);
}

async function choose(page: Page): Promise<void> {
  await compute(page, { regimes: 'streamlining-move' });
  await expectSound(page);
  expect(await page.locator('section.card', { hasText: t('transition.chosen') }).innerText()).toContain(t('transition-entitlement.regime-streamlining-move'));
  await compute(page, { regimes: 'job-loss' });
  expect(await words(page)).toContain(t('transition.chosen-closed', { regime: t('transition-entitlement.regime-job-loss') }));
}
