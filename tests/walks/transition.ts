import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { formatDay } from '#base/day/index.ts';
import { one, sql } from '#base/db/index.ts';
import { draft, go, open, sign, step } from '#tests/walks/cases.ts';
import { app, personIn, today, visit, type Role } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

const TITLE = 'Tự động phân loại hồ sơ';

/** An initiative that changes posts, from its assessment to the people: one is retrained and has new work, another gets everything that is due; letters are signed on pages. */
export function walkTransition(): void {
  describe('people whose posts change', () => {
    test('an assessment is written, the union consulted, and only then the initiative can be approved', { timeout: 60_000 }, assessAndConsult);
    test('a plan is consulted, adopted and announced; each person has a case', { timeout: 60_000 }, planAndOpen);
    test('one is retrained and has new work', retrain);
    test('another is told what is missing, by which article, before anything can be done', refuseEarly);
    test('notice is signed, delivered and received; an appeal is answered in writing', noticeAndAppeal);
    test('a signed letter is sound for anybody, one changed byte is not', verify);
    test('the official answers an offer without scripts', answerOffer);
  });
}

const state = { key: '', impact: '', plan: '', trained: '', noticed: '', letter: '' };

/** The post that a demo person holds. */
async function postOf(role: Role): Promise<string> {
  const row = await one(
    app.database.db,
    sql<{ id: string }>`select posting.post_id as id from kernel.posting where posting.person_id = ${personIn(role).personId} and posting.main and posting.valid_to > ${today}`,
  );
  return row?.id ?? '';
}

/** Writes into a consultation. */
async function say(page: Page, path: string, kind: string, body: string): Promise<void> {
  await go(page, path);
  const form = page.locator('form[action="?/write"]').filter({ has: page.locator(`input[name=kind][value=${kind}]`) });
  await form.locator('textarea').fill(body);
  await form.getByRole('button').click();
  await page.waitForLoadState();
  await expectSound(page);
}

/** Takes a consultation from receipt to the answered point. */
async function consult(employer: Page, union: Page, path: string): Promise<void> {
  await step(union, path, 'receive');
  await say(employer, path, 'minutes', 'Hai bên thống nhất đào tạo lại trước.');
  await step(employer, path, 'meet');
  const minutes = await draft(employer, path, 'minutes');
  await go(union, minutes);
  expect(await words(union)).toContain(personIn('programme-officer').name);
  expect(await union.getByRole('button', { name: t('sign.do') }).count()).toBe(0);
  await sign(employer, minutes);
  await sign(union, minutes);
  await say(union, path, 'opinion', 'Công đoàn đồng ý, kèm một ý kiến.');
  await say(union, path, 'point', 'Giữ nguyên lương khi đào tạo lại.');
  await sign(union, await draft(union, path, 'opinion'));
  await say(employer, path, 'reply', 'Đồng ý.');
  await sign(employer, await draft(employer, path, 'reply'));
  await step(union, path, 'conclude');
}

async function assessAndConsult(): Promise<void> {
  const [employer, union] = [await open('programme-officer'), await open('union-officer')];
  await employer.goto('/transition');
  await employer.locator('main table a', { hasText: TITLE }).click();
  await employer.waitForURL('**/transition/impact/**');
  state.key = new URL(employer.url()).pathname.split('/').pop() ?? '';
  await employer.goto(`/transition/impact/${state.key}/edit`);
  for (const [role, effect] of [
    ['trainer', 'changes'],
    ['administrator', 'goes'],
  ] as const)
    await employer.locator(`select[name="post-${await postOf(role)}"]`).selectOption(effect);
  const typed = {
    about: 'Hồ sơ được phân loại tự động.',
    'task0-title': 'Phân loại hồ sơ',
    'task0-before': '40',
    'task0-after': '5',
    'alternative0-title': 'Giảm giờ',
    'alternative0-why': 'Không đủ',
  };
  for (const [name, value] of Object.entries({ ...typed, reason: 'Đánh giá lần đầu' })) await employer.locator(`[name="${name}"]`).fill(value);
  await employer.locator('select[name="task0-effect"]').selectOption('goes');
  await press(employer, t('transition-impact.save'));
  expect(await employer.locator('[aria-invalid=true]').count()).toBeGreaterThan(0);
  await employer.locator('[name="task0-after"]').fill('0');
  await press(employer, t('transition-impact.save'));
  await press(employer, t('transition-impact.send'));
  state.impact = await consultationOf('impact');
  await consult(employer, union, state.impact);
  const committee = await open('steering-member');
  await committee.goto(`/roadmap/${state.key}`);
  expect(await committee.getByRole('button', { name: t('roadmap.go-approved') }).count()).toBe(1);
}

async function consultationOf(about: string): Promise<string> {
  const row = await one(
    app.database.db,
    sql<{ id: string }>`select held.case_id as id from transition.consultation as held where held.about = ${about} order by held.case_id desc limit 1`,
  );
  return `/transition/consultations/${row?.id ?? ''}`;
}

async function planAndOpen(): Promise<void> {
  const [employer, union, decider] = [await open('programme-officer'), await open('union-officer'), await open('steering-member')];
  await employer.goto(`/transition/plan/${state.key}/edit`);
  const choose = async (role: Role, list: string) => employer.locator(`select[name="list-${personIn(role).personId}"]`).selectOption(list);
  await choose('trainer', 'retrained');
  for (const [name, value] of Object.entries({ rights: 'Giữ nguyên lương.', measures: 'Mở lớp.', money: '200000000', moneySource: 'Dự toán 2027', reason: 'Lập lần đầu' }))
    await employer.locator(`[name="${name}"]`).fill(value);
  await press(employer, t('transition-plan.save'));
  // One person stands on no list: refused with the name, and nothing that was typed is lost.
  expect(await words(employer)).toContain(t('transition-plan.missing', { name: personIn('administrator').name }));
  expect(await employer.locator(`[id="list-${personIn('administrator').personId}"][aria-invalid=true]`).count()).toBe(1);
  expect(await employer.locator('[name=measures]').inputValue()).toBe('Mở lớp.');
  await choose('administrator', 'ended');
  await press(employer, t('transition-plan.save'));
  await press(employer, t('transition-impact.send-plan'));
  state.plan = await consultationOf('plan');
  await consult(employer, union, state.plan);
  await sign(decider, await draft(decider, state.plan, 'adoption'));
  await step(employer, state.plan, 'announce');
  const officer = await open('training-officer');
  await officer.goto(`/transition/plan/${state.key}`);
  await press(officer, t('transition-plan.open-cases'));
  state.trained = await ownCase('trainer');
  state.noticed = await ownCase('administrator');
}

async function ownCase(role: Role): Promise<string> {
  const page = await open(role);
  await page.goto('/transition/own');
  return (await page.locator('main a[href^="/transition/cases/"]').first().getAttribute('href')) ?? '';
}

async function retrain(): Promise<void> {
  const [officer, worker] = [await open('training-officer'), await open('trainer')];
  await sign(officer, await draft(officer, state.trained, 'retraining-offer'));
  await step(worker, state.trained, 'accept-retraining');
  await step(officer, state.trained, 'redeploy', 'Quản trị hồ sơ điện tử');
  expect(await words(officer)).toContain('Đã có việc mới');
}

async function refuseEarly(): Promise<void> {
  const [officer, worker] = [await open('training-officer'), await open('administrator')];
  await sign(officer, await draft(officer, state.noticed, 'retraining-offer'));
  await step(worker, state.noticed, 'decline-retraining', 'Tôi xin nghỉ');
  await go(officer, state.noticed);
  expect(await words(officer)).toContain('Điều 46');
  await officer.locator('main a[href$="kind=notice"]').click();
  await officer.waitForLoadState();
  expect(await words(officer)).toContain(t('gate.closed', { n: 1 }));
  expect(await words(officer)).toContain(t('transition-cases.needs-calculation'));
}

async function noticeAndAppeal(): Promise<void> {
  const [officer, worker, union] = [await open('training-officer'), await open('administrator'), await open('union-officer')];
  await worker.goto(state.noticed);
  const form = worker.locator('form[action="?/calculate"]');
  await form.locator('[name=day]').fill(formatDay(today));
  await form.locator('input[name=kind][value=contract]').check();
  await form.locator('input[name=reason][value=technology]').check();
  for (const [name, value] of Object.entries({ workedMonths: '120', unemploymentInsuredMonths: '60', monthlyPay: '12.000.000' })) {
    const field = form.locator(`[name=${name}]`);
    if (!(await field.isVisible())) await form.locator('details summary').first().click();
    await field.fill(value);
  }
  await form.getByRole('button').last().click();
  await worker.waitForLoadState();
  await expectSound(worker);
  const paper = await worker.request.get(`${state.noticed}/calculation`);
  expect([paper.status(), (await paper.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  const digest = /[0-9a-f]{16}/.exec(await words(worker))?.[0] ?? 'none';
  await go(union, state.noticed);
  expect(await words(union)).toContain(digest);
  state.letter = await draft(officer, state.noticed, 'notice');
  expect(await words(officer)).toContain('60.000.000');
  await sign(officer, state.letter);
  await worker.goto('/');
  await worker.locator(`main a[href="${state.letter}"]`).first().click();
  await worker.waitForURL(`**${state.letter}`);
  await press(worker, t('transition-letters.receive'));
  expect(await words(worker)).toContain(t('transition-letters.done-received'));
  await worker.goto(state.noticed);
  await worker.locator('form[action="?/appeal"] textarea').fill('Tính thiếu hai năm làm hợp đồng.');
  await press(worker, t('transition-cases.appeal-send'));
  const appeal = (await worker.locator('main a[href^="/transition/appeals/"]').first().getAttribute('href')) ?? '';
  await sign(officer, await draft(officer, appeal, 'appeal-answer', 'refuse'));
  await step(worker, appeal, 'go-to-union');
  expect(await words(worker)).toContain('hòa giải');
}

async function verify(): Promise<void> {
  const worker = await open('administrator');
  await worker.goto(state.letter);
  const pdf = await (await worker.request.get((await worker.locator('main a[href^="/documents/"]').first().getAttribute('href')) ?? '')).body();
  const file = join(mkdtempSync(join(tmpdir(), 'khue-walk-')), 'letter.pdf');
  writeFileSync(file, pdf);
  const said = spawnSync('pdfsig', ['-nocert', file], { encoding: 'utf8' });
  if (said.error === undefined) expect(said.stdout).toContain('Signature is Valid.');
  const nobody = await visit(undefined, { javaScriptEnabled: false });
  const check = async (bytes: Buffer, found: RegExp) => {
    await nobody.goto('/verify-document');
    await nobody.locator('input[type=file]').setInputFiles({ name: 'thong-bao.pdf', mimeType: 'application/pdf', buffer: bytes });
    // Not by its name: a field for files is a button too, and this one is called nearly the same.
    await nobody.locator('main form[method=post] button').first().click();
    await expect.poll(() => words(nobody), { timeout: 10_000 }).toMatch(found);
  };
  await check(pdf, new RegExp(t('sign.verdict-valid')));
  const changed = Buffer.from(readFileSync(file));
  changed[900] = (changed[900] ?? 0) ^ 1;
  await check(changed, new RegExp(`${t('sign.verdict-invalid')}|${t('sign.not-a-pdf')}`));
  // Nothing can be hidden where the signature itself stands, nor behind it.
  const filled = Buffer.from(pdf);
  filled.write('1', filled.indexOf('>', filled.lastIndexOf('/Contents <', filled.length, 'latin1'), 'latin1') - 1, 'latin1');
  await check(filled, new RegExp(t('sign.check.not-covered')));
  await check(Buffer.concat([pdf, Buffer.from('\n% thêm\n')]), new RegExp(t('sign.check.appended').slice(0, 60)));
}

async function answerOffer(): Promise<void> {
  const page = await open('official');
  const path = await ownCase('official');
  const other = await page.context().newPage();
  await other.goto(path);
  await step(page, path, 'accept-retraining');
  expect(await words(page)).toContain('Đang đào tạo lại');
  // The other window still shows the question: its answer comes too late, is told so, and is not lost.
  const late = other.locator('form[aria-labelledby="step-decline-retraining"]');
  await late.locator('textarea').fill('Nhà xa, tôi xin không học.');
  await late.getByRole('button').click();
  await other.waitForLoadState();
  const said = await words(other);
  for (const sentence of [t('case.moved-on'), t('case.unsent'), 'Nhà xa, tôi xin không học.', 'Đang đào tạo lại']) expect(said).toContain(sentence);
}
