import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { press, t, words } from '#tests/walks/reading.ts';

type Item = { kind: string; key: string[] | Record<string, string[]>; text: { vi: { prompt: string; options?: Record<string, string>; left?: Record<string, string> } } };

/** What an author types for a closing check, and how many questions it then has: choices and pairs, all that the bank holds of this competence on this level. */
export const CHECK = { line: '5.1 | 1 | 2', items: 2 };
const { items: bank }: { items: Item[] } = JSON.parse(readFileSync('content/skills/bank/5.1.json', 'utf8'));

/** Answers the questions of a closing check as somebody does who knows them, until it has ended. */
export async function passCheck(page: Page): Promise<void> {
  for (let asked = 1; asked <= CHECK.items; asked++) {
    await answer(page, await itemOn(page));
    await press(page, t(asked === CHECK.items ? 'learning.check-end' : 'learning.check-next'));
  }
}

async function itemOn(page: Page): Promise<Item> {
  const said = await words(page);
  const item = bank.find(({ text: { vi } }) => [vi.prompt, ...Object.values(vi.options ?? vi.left ?? {})].every((part) => said.includes(part)));
  if (item === undefined) throw new Error(`the bank has no such question: ${said}`);
  return item;
}

async function answer(page: Page, { key }: Item): Promise<void> {
  if (Array.isArray(key)) for (const option of key) await page.locator(`main input[name="a.answer"][value="${option}"]`).check();
  else for (const [left, [right = '']] of Object.entries(key)) await page.locator(`main select[name="a.${left}"]`).selectOption(right);
}
