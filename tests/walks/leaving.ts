import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { addDays, formatDay } from '#base/day/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { caseIn, draft, go, open, sign, step, type Standing } from '#tests/walks/cases.ts';
import { app, personIn, today, visitAs } from '#tests/walks/city.ts';
import { expectSound, fill, press, read, t, words } from '#tests/walks/reading.ts';

/** The rest of the way of people of the demonstration: one leaves with everything that is due, one finds work again and comes back from it, one appeals; and the desk of the union. */
export function walkLeaving(): void {
  describe('leaving and staying', () => {
    test('whoever is to leave is kept until everything is there, then leaves with the full amount, and the balance moves', { timeout: 60_000 }, leave);
    test('retraining is proposed with its pay, an offer taken, tried and confirmed; another does not fit and leads back', { timeout: 60_000 }, findWork);
    test('an appeal that the employer refused is conciliated by the union, with three signatures', conciliate);
    test('the union answers a request, ends a matter, and writes a letter from a model', serveMembers);
    test('a comment reaches the union without a name', commentInSilence);
  });
}

/** The sentences of the summary that says why a form was refused. */
async function refusals(page: Page): Promise<string> {
  return page.getByRole('region', { name: /cần sửa/ }).innerText();
}

/** The lines of the human balance of an initiative, as its page shows them. */
async function balanceOf(page: Page, { initiative }: Standing): Promise<Record<string, number>> {
  const row = await one(app.database.db, sql<{ key: string }>`select held.key from programme.initiative as held where held.id = ${initiative}`);
  await page.goto(`/roadmap/${row?.key ?? ''}`);
  const said = await page.locator('.balance').innerText();
  const value = (line: string) => read(said.slice(said.indexOf(t(`transition-balance.line.${line}`)) + t(`transition-balance.line.${line}`).length));
  return Object.fromEntries(['left', 'entitled', 'behind', 'due', 'paid'].map((line) => [line, value(line)]));
}

async function leave(): Promise<void> {
  const due = await caseIn('noticed', addDays(today, -30));
  const [worker, officer, administrator, committee] = [await visitAs(due.personId), await open('head-of-unit'), await open('administrator'), await open('steering-member')];
  const before = await balanceOf(committee, due);
  const endHolding = async () => {
    await go(administrator, `/people/${due.personId}`);
    await administrator.goto(`/people/${due.personId}/leave?posting=${due.postingId}`);
    await press(administrator, t('people.end-button'));
  };
  await endHolding();
  expect(await refusals(administrator)).toContain(t('transition-cases.needs-hand-over'));
  await administrator.goto(`/posts/${due.postId}`);
  await fill(administrator, { [t('units.post-close-day')]: formatDay(addDays(today, 1)) });
  await press(administrator, t('units.post-close'));
  expect(await refusals(administrator)).toContain(t('transition-cases.case-runs', { n: 1 }));
  await handOver(worker, officer, due);
  const amount = await readAmount(worker, due);
  const decision = await draft(officer, due.path, 'decision');
  expect(await words(officer)).toContain(amount.text);
  await sign(officer, decision);
  await worker.goto(decision);
  await press(worker, t('transition-letters.receive'));
  await endHolding();
  expect(new URL(administrator.url()).pathname).toBe(`/people/${due.personId}`);
  await pay(officer, due, amount.dong);
  await worker.goto(`${due.path}/work`);
  const said = await words(worker);
  for (const months of [3, 6, 12]) expect(said).toContain(t('transition-work.follow-up-line', { months }));
  expect(said).toContain('PC-77');
  const after = await balanceOf(committee, due);
  const [left = 0, entitled = 0, owed = 0, paid = 0] = [before['left'], before['entitled'], before['due'], before['paid']];
  expect(after).toEqual({ ...before, left: left + 1, entitled: entitled + 1, due: owed + amount.dong, paid: paid + amount.dong });
}

/** The person lists what is handed over; the record of it is signed by both. */
async function handOver(worker: Page, officer: Page, { path }: Standing): Promise<void> {
  await step(worker, path, 'begin-hand-over');
  await worker.goto(path);
  const form = worker.locator('form[action="?/handover"]');
  await form.locator('textarea').fill('Sổ đăng ký văn bản, con dấu: giao chị Lan.');
  await form.getByRole('button').click();
  await worker.waitForLoadState();
  const record = await draft(officer, path, 'hand-over');
  expect(await officer.getByRole('button', { name: t('sign.do') }).count()).toBe(0);
  await sign(worker, record);
  await sign(officer, record);
}

/** What the calculation in the case says is due; its paper and its signed receipt can be fetched. */
async function readAmount(worker: Page, { path }: Standing): Promise<{ text: string; dong: number }> {
  await worker.goto(path);
  const text = /[\d.]+ đồng/.exec(await worker.locator('section.card', { hasText: t('transition-entitlement.regime-job-loss') }).innerText())?.[0] ?? '';
  const paper = await worker.request.get(`${path}/calculation`);
  expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');
  const receipt = await worker.request.get(`${path}/calculation?as=receipt`);
  expect([receipt.status(), await receipt.text()]).toEqual([200, expect.stringContaining('regime')]);
  return { text, dong: read(text) };
}

/** What is due is paid: never more than that. */
async function pay(officer: Page, { path }: Standing, dong: number): Promise<void> {
  const note = async (amount: number) => {
    await go(officer, `${path}/work`);
    await fill(officer, {
      [t('transition-balance.amount')]: String(amount),
      [t('transition-balance.day')]: formatDay(today),
      [t('transition-balance.voucher')]: 'PC-77',
    });
    await press(officer, t('transition-balance.note-go'));
  };
  await note(dong + 1);
  expect(await refusals(officer)).toContain(t('transition-balance.too-much', { most: dong }));
  await note(dong);
  await expectSound(officer);
  expect(await words(officer)).toContain(t('transition-balance.dong', { amount: 0 }));
}

/** Offers the first post of the list that nobody has taken, and answers the address of the offer. */
export async function offer(officer: Page, { path, caseId }: Standing): Promise<string> {
  await go(officer, `${path}/work`);
  await officer.locator('#postId-offer').selectOption({ index: 1 });
  const form = officer.locator('form[action="?/offer"]');
  await form.locator('[name=pay]').fill('9500000');
  await form.locator('[name=body]').fill('Giờ hành chính, bắt đầu đầu tháng sau.');
  await form.getByRole('button').click();
  await officer.waitForLoadState();
  await expectSound(officer);
  const row = await one(
    app.database.db,
    sql<{ id: string }>`select offer.case_id as id from transition.offer where offer.person_case_id = ${caseId} order by offer.case_id desc limit 1`,
  );
  return `/transition/offers/${row?.id ?? ''}`;
}

async function findWork(): Promise<void> {
  const seeker = await caseIn('opened');
  const [worker, officer] = [await visitAs(seeker.personId), await open('head-of-unit')];
  await go(officer, `${seeker.path}/work`);
  const form = officer.locator('form[action="?/learning"]');
  await form.locator('[name=reason]').fill('Chuyển sang quản trị hồ sơ điện tử');
  await form.getByRole('button').click();
  await officer.waitForLoadState();
  expect(await officer.locator('[aria-invalid=true], fieldset.wrong').count()).toBeGreaterThan(0);
  await form.locator('input[name=courses]').first().check();
  await form.locator('[name=monthlyPay]').fill('9000000');
  await form.getByRole('button').click();
  await officer.waitForLoadState();
  await expectSound(officer);
  await worker.goto(`${seeker.path}/work`);
  expect(await words(worker)).toMatch(/Tiền lương[^\n]*9\.\d{3}\.\d{3}|9\.000\.000/);
  await step(worker, seeker.path, 'accept-retraining');
  const courses = await all(
    app.database.db,
    sql`select 1 from transition.learning_assigned as given join transition.learning_plan as plan on plan.id = given.plan_id where plan.case_id = ${seeker.caseId}`,
  );
  expect(courses).toHaveLength(1);
  const first = await offer(officer, seeker);
  await step(worker, first, 'accept');
  expect(await words(worker)).toContain(t('transition-work.state-trial'));
  await step(worker, first, 'go-back', 'Việc mới quá xa nhà');
  await worker.goto(seeker.path);
  expect(await words(worker)).toContain('Đã mở');
  const second = await offer(officer, seeker);
  await step(worker, second, 'accept');
  await step(officer, second, 'confirm');
  await worker.goto(seeker.path);
  expect(await words(worker)).toContain('Đã có việc mới');
}

async function conciliate(): Promise<void> {
  const row = await one(
    app.database.db,
    sql<{ id: string; personId: string }>`
    select file.id, held.person_id as "personId"
    from kernel.case_file as file
    join transition.person_case as held on held.case_id = file.parent_id
    where file.procedure = 'transition.appeal'
      and file.state = 'conciliation'
    order by file.id
    limit 1`,
  );
  const path = `/transition/appeals/${row?.id ?? ''}`;
  const [worker, officer, union] = [await visitAs(row?.personId ?? ''), await open('head-of-unit'), await open('union-officer')];
  await go(union, path);
  expect(await words(union)).toContain(t('transition-letters.next-by-letter'));
  // A model with a place still to be filled is no letter.
  await union.goto(`/transition/letters/new?case=${row?.id ?? ''}&kind=conciliation`);
  expect(await union.locator('textarea[name=body]').inputValue()).not.toContain('với Ban Chấp hành Công đoàn');
  await press(union, t('transition-letters.save'));
  expect(await refusals(union)).toContain(t('transition-letters.brackets-left'));
  const record = await draft(union, path, 'conciliation', 'settle');
  for (const page of [worker, officer, union]) await sign(page, record);
  await worker.goto(path);
  expect(await words(worker)).toContain('Đã thống nhất');
}

async function serveMembers(): Promise<void> {
  const [worker, union] = [await open('official'), await open('union-officer')];
  await worker.goto('/transition/own');
  await press(worker, t('transition-union.ask-send'));
  expect(await worker.locator('[aria-invalid=true], fieldset.wrong').count()).toBeGreaterThan(0);
  await worker.locator('input[name=kind][value=hardship]').check();
  await worker.locator('form[action="?/aid"] textarea').fill('Con ốm dài ngày, xin hỗ trợ.');
  await press(worker, t('transition-union.ask-send'));
  await union.goto('/transition/union');
  const asked = union.locator('.one', { hasText: personIn('official').name });
  await asked.first().locator('textarea').fill('Công đoàn chi hỗ trợ từ quỹ, gặp bạn thứ hai.');
  await asked.first().getByRole('button').click();
  await union.waitForLoadState();
  await worker.goto('/transition/own');
  expect(await words(worker)).toContain('Công đoàn chi hỗ trợ từ quỹ');
  await union.goto('/transition/union');
  await fill(union, { [t('transition-union.matter-title')]: 'Giờ học', [t('transition-union.matter-body')]: 'Nhiều người phải học buổi tối.' });
  await press(union, t('transition-union.matter-open'));
  const matter = union.locator('.one', { hasText: 'Nhiều người phải học buổi tối.' });
  await matter.locator('textarea').fill('Chuyển vào giờ làm việc.');
  await matter.getByRole('button').click();
  await union.waitForLoadState();
  expect(await words(union)).toContain('Chuyển vào giờ làm việc.');
  await writeFromModel(union);
}

async function writeFromModel(union: Page): Promise<void> {
  await union.goto('/transition/union');
  await union.locator('main a[href^="/transition/union/letters?model="]').first().click();
  await union.waitForURL('**/transition/union/letters?**');
  await fill(union, { [t('transition-letters.to')]: 'Ủy ban nhân dân phường' });
  await press(union, t('transition-letters.save'));
  expect(await refusals(union)).toContain(t('transition-letters.brackets-left'));
  const body = union.locator('textarea[name=body]');
  await body.fill((await body.inputValue()).replaceAll(/\[[^\]]+\]/g, 'phường Ba Đình'));
  await press(union, t('transition-letters.save'));
  await expectSound(union);
  await sign(union, new URL(union.url()).pathname);
}

async function commentInSilence(): Promise<void> {
  const [worker, union] = [await open('official'), await open('union-officer')];
  const { initiative } = await caseIn('redeployed', today);
  const row = await one(app.database.db, sql<{ key: string }>`select held.key from programme.initiative as held where held.id = ${initiative}`);
  const plan = `/transition/plan/${row?.key ?? ''}`;
  await worker.goto(plan);
  const lines = async () => (await all(app.database.owner, sql`select 1 from kernel.audit as line where line.actor_id = ${personIn('official').personId}`)).length;
  const before = await lines();
  await worker.locator('form[action="?/comment"] textarea').fill('Mong được học buổi sáng, xin không nêu tên.');
  await press(worker, t('transition-plan.comment-send'));
  await union.goto(plan);
  expect(await words(union)).toMatch(new RegExp(`xin không nêu tên\\.\\s+${t('transition-plan.anonymous')}`));
  expect(await lines()).toBe(before);
}
