import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { one, sql } from '#base/db/index.ts';
import { app, today, visit, type Role } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

/** Opens a browser as the demo person of a role, without scripts. */
export const open = async (role: Role): Promise<Page> => visit(role, { javaScriptEnabled: false });

/** Opens a page, and says why where a record of somebody else asks for it. */
export async function go(page: Page, path: string): Promise<void> {
  await page.goto(path);
  if (new URL(page.url()).pathname !== '/purpose') return;
  await page.locator('input[name=purpose]').first().check();
  await page.locator('main form button').click();
  await page.waitForURL((url) => url.pathname !== '/purpose');
}

/** Takes a step from the page of a case. */
export async function step(page: Page, path: string, name: string, reason?: string): Promise<void> {
  await go(page, path);
  const form = page.locator(`form[aria-labelledby="step-${name}"]`);
  if (reason !== undefined) await form.locator('textarea').fill(reason);
  await form.getByRole('button').click();
  await page.waitForLoadState();
  await expectSound(page);
}

/** Drafts the letter that a case offers and answers its address. */
export async function draft(page: Page, path: string, kind: string, outcome?: string): Promise<string> {
  await go(page, path);
  await page.locator(`main a[href^="/transition/letters/new"][href$="kind=${kind}"]`).click();
  await page.waitForURL('**/transition/letters/new?**');
  if (outcome !== undefined) await page.locator(`input[name=step][value=${outcome}]`).check();
  const body = page.locator('textarea[name=body]');
  await body.fill((await body.inputValue()).replaceAll(/\[[^\]]+\]/g, 'như hai bên đã trao đổi'));
  await press(page, t('transition-letters.save'));
  await expectSound(page);
  return new URL(page.url()).pathname;
}

/** Signs a letter on its page. */
export async function sign(page: Page, letter: string): Promise<void> {
  await go(page, letter);
  await press(page, t('sign.do'));
  await expectSound(page);
  expect(await words(page)).toMatch(new RegExp(`${t('transition-letters.done-signed')}|${t('transition-letters.done-signed-last')}`));
}

/** Somebody whose case stands in a state in the ward of the demonstration. */
export type Standing = { personId: string; caseId: string; postId: string; postingId: string; initiative: string; path: string };

/** The case of the demonstration that stands in a state without an appeal, the one whose last step is the latest; `before`: taken before that day. */
export async function caseIn(state: string, before = addDays(today, 1)): Promise<Standing> {
  const row = await one(
    app.database.db,
    sql<Omit<Standing, 'path'>>`
    select held.person_id as "personId", held.case_id as "caseId", held.post_id as "postId", held.posting_id as "postingId", held.initiative_id as initiative
    from transition.person_case as held
    join kernel.case_file as file on file.id = held.case_id
    where file.state = ${state}
      and not exists (
        select 1
        from kernel.case_file as appeal
        where appeal.parent_id = held.case_id
          and appeal.procedure = 'transition.appeal'
          and appeal.closed_on is null)
      and not exists (
        select 1
        from kernel.case_step as done
        where done.case_id = held.case_id
          and done.day >= ${before})
    order by (
        select max(done.day)
        from kernel.case_step as done
        where done.case_id = held.case_id
      ) desc, held.case_id
    limit 1`,
  );
  if (row === undefined) throw new Error(`no case of the demonstration stands at ${state}`);
  return { ...row, path: `/transition/cases/${row.caseId}` };
}
