import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { Value } from 'typebox/value';
import { all, one, sql } from '#base/db/index.ts';
import { Item } from '#content/skills/item.ts';
import { rightAnswer } from '#modules/skills/bank/testing.ts';
import { app, cookieList, personIn, visit, type Role } from '#tests/walks/city.ts';
import { PURPOSE } from '#tests/walks/crawl.ts';
import { press, t, words } from '#tests/walks/reading.ts';

const PHONE = { javaScriptEnabled: false, viewport: { width: 360, height: 740 } };
const SITTER: Role = 'programme-officer';

/** A session that two people really sit, with an incident and a failed item; a contest that is accepted; a certificate from issue to revocation; a probe that refreshes one. */
export function walkCertification(): void {
  describe('certification', () => {
    let code = '';
    test('a session is sat: identity first, one person paused, an item taken out for everybody who met it', { timeout: 120_000 }, holdSession);
    test('a contest raised in one click is accepted, and the person told', { timeout: 60_000 }, contestItem);
    test('a certificate is issued, printed, looked up, checked as a file and without network', { timeout: 60_000 }, async () => {
      code = await useCertificate();
    });
    test('a revoked certificate shows so everywhere', { timeout: 60_000 }, () => revoke(code));
    test('a probe of two or three questions refreshes what has faded', { timeout: 60_000 }, answerProbe);
  });
}

/** A window of an officer who has said why records are opened. */
async function officer(role: Role = 'training-officer'): Promise<Page> {
  const page = await visit(role);
  await page.context().addCookies(cookieList(PURPOSE));
  return page;
}

async function codeOf(role: Role): Promise<string> {
  const row = await one(app.database.db, sql<{ code: string }>`select person.staff_code as code from kernel.person where person.id = ${personIn(role).personId}`);
  return row?.code ?? '';
}

async function holdSession(): Promise<void> {
  const [room, sitter, other] = [await officer(), await visit(SITTER, PHONE), await visit('union-officer', PHONE)];
  const name = personIn(SITTER).name;
  await room.goto('/skills/sessions');
  await room.locator('#room').fill('Phòng máy tầng 5');
  await press(room, t('skills-sessions.create'));
  const address = room.url();
  await room.locator('#codes').fill('KHONG-CO');
  await press(room, t('skills-sessions.book-go'));
  expect(await words(room)).toContain('KHONG-CO');
  await room.locator('#codes').fill(`${await codeOf(SITTER)}\n${await codeOf('union-officer')}`);
  await press(room, t('skills-sessions.book-go'));
  await press(room, t('skills-sessions.open'));
  const code = await one(app.database.db, sql<{ code: string }>`select session.code from skills.session where session.room = 'Phòng máy tầng 5'`);
  await tryCode(sitter, 'SAI123', t('skills-sessions.wrong-code'));
  await tryCode(sitter, code?.code ?? '', t('skills-sessions.not-identified'));
  for (const who of [SITTER, 'union-officer'] as const) await press(room, t('skills-sessions.identify-of', { name: personIn(who).name }));
  for (const page of [sitter, other]) {
    await page.goto('/skills/sessions/join');
    expect(await words(page)).toContain(t('skills-sessions.awaiting-title'));
    await page.locator('#code').fill((code?.code ?? '').toLowerCase());
    await press(page, t('skills-sessions.begin'));
  }
  const heard = listen(sitter);
  expect(await sit(sitter, 8)).toBe(8);
  await room.goto(address);
  await press(room, t('skills-sessions.pause-of', { name }));
  await sitter.reload();
  expect(await words(sitter)).toContain(t('skills-sittings.paused-room'));
  await press(room, t('skills-sessions.resume-of', { name }));
  await room.locator('#personId').selectOption({ label: name });
  await room.locator('#note').fill('Hình trong câu không hiện trên máy số 4.');
  await room.locator('#number').fill('5');
  await press(room, t('skills-sessions.note-go'));
  expect(await words(room)).toContain(t('skills-sessions.log-neutralised'));
  await sitter.reload();
  expect(await sit(sitter, 40)).toBeGreaterThanOrEqual(17);
  expect(await sit(other, 4)).toBe(4);
  await noKeyIn(await heard());
  await room.goto(address);
  await press(room, t('skills-sessions.close'));
  await other.reload();
  expect(await words(other)).toContain(t('skills-sittings.ended-closed'));
  await rescored();
}

/** Everything that the server answers to a page from now on. */
function listen(page: Page): () => Promise<string> {
  const bodies: Promise<string>[] = [];
  page.on('response', (answer) => bodies.push(answer.text().catch(() => '')));
  return async () => (await Promise.all(bodies)).join('\n');
}

/** In a certification nothing that gives an answer away leaves at all: no explanation of any item, no name of a field that holds a key. */
async function noKeyIn(heard: string): Promise<void> {
  const rows = await all(app.database.db, sql<{ why: string }>`select version.body::json -> 'text' -> 'vi' ->> 'rationale' as why from skills.item_version as version`);
  expect(rows.length).toBeGreaterThanOrEqual(240);
  expect(heard.length).toBeGreaterThan(100_000);
  expect(rows.filter(({ why }) => heard.includes(why.slice(0, 40)))).toEqual([]);
  expect(heard).not.toMatch(/"key"|"accept"|rationale|"correct"/);
}

/** Types a room code and reads why it is refused. */
async function tryCode(page: Page, code: string, refusal: string): Promise<void> {
  await page.goto('/skills/sessions/join');
  await page.locator('#code').fill(code);
  await press(page, t('skills-sessions.begin'));
  expect(await page.locator('[aria-labelledby=error-summary]').innerText()).toContain(refusal);
}

/** Answers open questions rightly by the fields of the page, until it is over or `most` are answered; how many were. */
async function sit(page: Page, most: number): Promise<number> {
  for (let done = 0; done < most; done++) {
    const field = page.locator('form[action="?/answer"] input[name=item]');
    if ((await field.count()) === 0) return done;
    await fillRightly(page, await field.inputValue());
    await page.locator('form[action="?/answer"] button').first().click();
    await page.waitForLoadState();
    expect(await page.locator('[aria-labelledby=error-summary]').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  }
  return most;
}

async function fillRightly(page: Page, itemId: string): Promise<void> {
  const row = await one(
    app.database.db,
    sql<{ body: string }>`select version.body from skills.item_version as version where version.item_id = ${itemId} and version.state = 'live' limit 1`,
  );
  for (const [control, values] of Object.entries(rightAnswer(Value.Parse(Item, JSON.parse(row?.body ?? ''))))) {
    const fields = page.locator(`[name="a.${control}"]`);
    const kind = await fields.first().evaluate((field) => (field instanceof HTMLInputElement ? field.type : 'select'));
    if (kind === 'radio' || kind === 'checkbox') for (const value of values) await page.locator(`[name="a.${control}"][value="${value}"]`).check();
    else if (kind === 'select') await fields.selectOption(values[0] ?? '');
    else await fields.fill(values[0] ?? '');
  }
}

/** Waits until everybody who met an item that was taken out is measured again, as the page of reviewers says it. */
async function rescored(): Promise<void> {
  const page = await officer('trainer');
  for (let turn = 0; turn < 60; turn++) {
    await page.goto('/skills/contests');
    if (!(await words(page)).includes(t('skills-contests.rescoring'))) break;
    await page.waitForTimeout(500);
  }
  const text = await words(page);
  expect(text).not.toContain(t('skills-contests.rescoring'));
  expect(text).toMatch(/Đã chấm lại [1-9]/);
}

async function contestItem(): Promise<void> {
  const page = await visit(SITTER, PHONE);
  await page.goto('/skills/results');
  await page.locator('main a[href^="/skills/results/"]').first().click();
  await page.getByRole('link', { name: t('skills-sittings.replay'), exact: true }).click();
  const replay = await words(page);
  expect(replay).toContain(t('skills-sittings.replay-same'));
  expect(replay).toContain(t('skills-sittings.neutralised'));
  await page.getByRole('link', { name: t('skills-contests.raise-n', { n: 2 }), exact: true }).click();
  await page.locator('#reason').fill('ngắn');
  await press(page, t('skills-contests.raise-go'));
  expect(await page.locator('[aria-labelledby=error-summary]').count()).toBe(1);
  await page.locator('#reason').fill('Hai phương án cùng đúng theo quy chế của cơ quan.');
  await press(page, t('skills-contests.raise-go'));
  expect(await words(page)).toContain(t('skills-contests.state-open'));
  const reviewer = await officer('trainer');
  await reviewer.goto('/skills/contests');
  const own = reviewer.locator('main section, main article, main .card').filter({ hasText: 'Hai phương án cùng đúng theo quy chế' }).last();
  await own.getByRole('button', { name: t('skills-contests.accept') }).click();
  expect(await reviewer.locator('[aria-labelledby=error-summary]').count()).toBe(1);
  await own.locator('textarea').fill('Đúng là có hai phương án đúng. Câu hỏi được bỏ.');
  await own.getByRole('button', { name: t('skills-contests.accept') }).click();
  await reviewer.waitForLoadState();
  expect(await words(reviewer)).toContain(t('skills-contests.done-accepted'));
  await rescored();
  await page.goto('/me/messages');
  expect(await words(page)).toContain('Đúng là có hai phương án đúng');
}

async function useCertificate(): Promise<string> {
  const issuing = await officer();
  const { name } = personIn(SITTER);
  await issuing.goto('/skills/certificates/issue');
  await issuing.getByLabel(t('skills-certificates.select-person', { name })).check();
  await press(issuing, t('skills-certificates.issue'));
  expect(await words(issuing)).toContain(t('skills-certificates.issued-n', { n: 1 }));
  const holder = await visit(SITTER, PHONE);
  await holder.goto('/skills/certificates');
  const page = await words(holder);
  expect(page).toContain(t('skills-certificates.kind-certification'));
  expect(page).toContain(t('skills-certificates.state-valid'));
  expect(page).toContain('chưa được người thẩm định của thành phố thông qua');
  const href = (await holder.locator('a.address').first().getAttribute('href')) ?? '';
  const pdf = await holder.request.get((await holder.locator('a[href$="/pdf"]').first().getAttribute('href')) ?? '');
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
  const badge = await (await holder.request.get((await holder.locator('a[href$="/badge"]').first().getAttribute('href')) ?? '')).text();
  expect(badge).not.toContain(name);
  const anybody = await visit(undefined, PHONE);
  await anybody.goto('/certificates');
  await anybody.locator('#code').fill('ABCD-1234');
  await press(anybody, t('skills-certificates.check-go'));
  expect(await words(anybody)).toContain(t('skills-certificates.no-code'));
  await anybody.locator('#code').fill(new URL(href).pathname.split('/').at(-1)?.toUpperCase() ?? '');
  await press(anybody, t('skills-certificates.check-go'));
  expect(new URL(anybody.url()).pathname.toLowerCase()).toBe(new URL(href).pathname.toLowerCase());
  await anybody.goto(new URL(href).pathname);
  expect(await words(anybody)).toContain(t('skills-certificates.check-says-valid'));
  expect(await words(anybody)).not.toContain(name);
  // A city whose reviewers have passed nothing says so to whoever is shown a certificate.
  expect(await words(anybody)).toContain('chưa được người thẩm định của thành phố thông qua');
  for (const [typed, says] of [
    [name, 'same'],
    ['Người Khác', 'other'],
  ] as const) {
    await anybody.locator('#name').fill(typed);
    await press(anybody, t('skills-certificates.check-name-go'));
    expect(await words(anybody)).toContain(t(`skills-certificates.check-says-${says}`));
  }
  await checkFile(anybody, badge, t('skills-certificates.check-sound'));
  await checkFile(anybody, badge.replace(/"achievedLevel"|"resultDescription"|"level"/, '"other"'), t('skills-certificates.check-unsound'));
  expect(await offline(badge, name)).toEqual({ code: 0, said: expect.stringContaining('Nothing is wrong') });
  writeFileSync(join(app.dataFolder, 'badge.json'), badge);
  return new URL(href).pathname;
}

async function checkFile(page: Page, text: string, says: string): Promise<void> {
  await page.goto('/certificates');
  await page.locator('#file').setInputFiles({ name: 'chung-nhan.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await press(page, t('skills-certificates.check-file-go'));
  expect(await words(page)).toContain(says);
}

/** `khue verify --certificate` with the files that anybody may fetch, and no database. */
async function offline(badge: string, name: string): Promise<{ code: number; said: string }> {
  const file = (of: string) => join(app.dataFolder, of);
  writeFileSync(file('given.json'), badge);
  writeFileSync(file('did.json'), await (await fetch(`${app.url}/certificates/did.json`)).text());
  writeFileSync(file('status.json'), await (await fetch(`${app.url}/certificates/status/1`)).text());
  const { DATABASE_URL: _database, ...env } = process.env;
  try {
    const given = ['--certificate', file('given.json'), '--issuer', file('did.json'), '--status', file('status.json'), '--name', name];
    const { stdout } = await promisify(execFile)(resolve('bin/khue'), ['verify', ...given], { env: { ...env, KHUE_DATA: app.dataFolder } });
    return { code: 0, said: stdout };
  } catch (error) {
    const { code, stdout } = Object(error);
    return { code: Number(code), said: String(stdout) };
  }
}

async function revoke(path: string): Promise<void> {
  const page = await officer();
  const { name } = personIn(SITTER);
  await page.goto('/skills/certificates/issue');
  const form = page.locator(`form[aria-label="${t('skills-certificates.revoke-title', { name })}"]`);
  await page.locator('details', { has: form }).locator('summary').click();
  await form.getByRole('button').click();
  expect(await page.locator('[aria-labelledby=error-summary]').count()).toBe(1);
  await form.locator('textarea').fill('Người làm bài không phải người có tên trong danh sách.');
  await form.getByRole('button').click();
  await page.waitForLoadState();
  expect(await words(page)).toContain(t('skills-certificates.revoked-done'));
  const anybody = await visit(undefined, PHONE);
  await anybody.goto(path);
  expect(await words(anybody)).toContain(t('skills-certificates.check-says-revoked'));
  const checked = await offline(readFileSync(join(app.dataFolder, 'badge.json'), 'utf8'), name);
  expect(checked).toEqual({ code: 1, said: expect.stringMatching(/FAILED.*revoked/i) });
  const holder = await visit(SITTER, PHONE);
  await holder.goto('/skills/certificates');
  expect(await words(holder)).toContain('Người làm bài không phải người có tên');
}

async function answerProbe(): Promise<void> {
  const page = await visit('official', PHONE);
  await page.goto('/');
  await page.getByRole('link', { name: t('skills-certificates.awaiting-probe') }).click();
  await press(page, t('skills-certificates.probe-begin'));
  expect(await sit(page, 3)).toBeGreaterThanOrEqual(2);
  expect(await words(page)).toContain(t('skills-certificates.probe-done'));
  await page.goto('/skills/certificates');
  const probed = await all(
    app.database.db,
    sql<{ competence: string }>`
    select outcome.competence
    from skills.certificate_outcome as outcome
    join skills.certificate on certificate.id = outcome.certificate_id
    where certificate.person_id = ${personIn('official').personId}
      and outcome.probed > 0`,
  );
  expect(probed.length).toBe(2);
  await page.goto('/');
  expect(await words(page)).not.toContain(t('skills-certificates.awaiting-probe'));
}
