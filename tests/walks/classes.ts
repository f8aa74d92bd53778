import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { formatDay } from '#base/day/index.ts';
import { one, sql } from '#base/db/index.ts';
import { app, personIn, today, visit, type Role } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

const TITLE = 'Ký số cho văn thư, buổi thực hành';
const PHONE = { viewport: { width: 360, height: 800 } };
const SMALL = { viewport: { width: 360, height: 800 }, javaScriptEnabled: false };

/** The staff code of a person of the demonstration. */
async function codeOf(role: Role): Promise<string> {
  return (await one(app.database.owner, sql<{ code: string }>`select person.staff_code as code from kernel.person where person.id = ${personIn(role).personId}`))?.code ?? '';
}

/** How somebody's attendance stands, with the time of the mark and of its arrival when it came later. */
function noted(session: string, role: Role): Promise<{ way: string; marked: string; later: boolean } | undefined> {
  return one(
    app.database.owner,
    sql<{ way: string; marked: string; later: boolean }>`
    select attendance.way, attendance.noted_at::text as marked, coalesce(sent.sent_at > attendance.noted_at, false) as later
    from learning.class_attendance as attendance
    left join learning.class_attendance_sent as sent
      on sent.session_id = attendance.session_id
      and sent.person_id = attendance.person_id
    where attendance.session_id = ${session.split('/').at(-1) ?? ''}
      and attendance.person_id = ${personIn(role).personId}`,
  );
}

const status = (page: Page) => page.locator('[data-offline] [role=status]').innerText();

/** Keeps the page on the device, then cuts the network. */
async function keepAndCut(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('button', { name: t('learning-classes.offline-marks-keep') }).click();
  await expect.poll(() => page.getByRole('button', { name: t('learning-classes.offline-marks-drop') }).count()).toBe(1);
  await page.context().setOffline(true);
}

/** A class in a room: opened, a place taken on a phone, the code shown and typed in, the list; without network; costs, materials, settling and correcting. */
export function walkClasses(): void {
  describe('a class', () => {
    const at = { page: '', session: '' };
    test('is opened once everything it needs is there', async () => {
      const page = await visit('training-officer');
      await page.goto('/learning/classes/new');
      await page.locator('#title').fill(TITLE);
      await press(page, t('learning-classes.new-go'));
      expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThan(3);
      expect(await page.locator('#title').inputValue()).toBe(TITLE);
      for (const [name, value] of Object.entries({ capacity: '25', room: 'Phòng 302', trainers: await codeOf('trainer'), day: formatDay(today), starts: '10:30', ends: '08:00' }))
        await page.locator(`#${name}`).fill(value);
      await press(page, t('learning-classes.new-go'));
      expect(await words(page)).toContain(t('learning-classes.ends-before'));
      await page.locator('#ends').fill('11:30');
      await page.locator('#seats').fill('20');
      await press(page, t('learning-classes.new-go'));
      expect(await words(page)).toContain(t('learning-classes.more-than-room', { seats: 20 }));
      await page.locator('#seats').fill('30');
      await press(page, t('learning-classes.new-go'));
      await expectSound(page);
      at.page = new URL(page.url()).pathname;
      at.session = (await page.locator('main a[href*="/sessions/"]').first().getAttribute('href')) ?? '';
    });
    test('has a place for an official on a phone, who gives the code shown in the room', async () => {
      const phone = await visit('official', SMALL);
      await phone.goto('/learning/classes');
      await phone.getByRole('link', { name: TITLE }).first().click();
      await press(phone, t('learning-classes.take'));
      expect(await words(phone)).toContain(t('learning-classes.own-placed'));
      const trainer = await visit('trainer');
      await trainer.goto(at.session);
      await expectSound(trainer);
      const shown = await trainer.goto(`${at.session}/code`);
      expect(Number(shown?.headers()['refresh'])).toBeLessThanOrEqual(30);
      await expectSound(trainer);
      const code = (await trainer.locator('.code').innerText()).trim();
      await phone.goto(at.session.replace('/sessions/', '/here/'));
      await phone.locator('#code').fill('AAAAAAAA');
      await phone.locator('main form button').first().click();
      await expect.poll(() => words(phone)).toContain(t('learning-classes.code-old'));
      await phone.locator('#code').fill(code);
      await phone.locator('main form button').first().click();
      await expect.poll(() => words(phone)).toContain(t('learning-classes.done-here'));
      await trainer.goto(at.session);
      expect(await words(trainer)).toContain(t('learning-classes.way-code'));
      await expectSound(trainer);
    });
    test('is not given a trainer who has another class at that time', async () => {
      const page = await visit('training-officer', { javaScriptEnabled: false });
      await page.goto('/learning/classes/new');
      const typed = { title: 'Lớp trùng giờ', capacity: '5', room: 'Phòng 303', trainers: await codeOf('trainer'), day: formatDay(today), starts: '11:00', ends: '12:00' };
      for (const [name, value] of Object.entries(typed)) await page.locator(`#${name}`).fill(value);
      await press(page, t('learning-classes.new-go'));
      expect(await page.locator('#trainers').getAttribute('aria-invalid')).toBe('true');
      expect(await words(page)).toContain(TITLE);
    });
    test('has its costs, planned and spent; what is wrong is said at its field', async () => {
      const page = await visit('training-officer', { javaScriptEnabled: false, ...PHONE });
      await page.goto(`${at.page}/costs`);
      await page.locator('#amount').fill('-500.000');
      await page.locator('#note').fill('Thuê máy chiếu');
      await press(page, t('learning-classes.cost-go'));
      expect(await page.locator('#amount').getAttribute('aria-invalid')).toBe('true');
      expect(await page.locator('#note').inputValue()).toBe('Thuê máy chiếu');
      await page.locator('#amount').fill('500.000');
      await press(page, t('learning-classes.cost-go'));
      expect(await words(page)).toMatch(/500\.000\sđồng/);
      await expectSound(page);
      await page.getByRole('button', { name: t('learning-classes.cost-withdraw') }).click();
      await page.waitForLoadState();
      expect(await words(page)).toContain(t('learning-classes.cost-withdrawn'));
      await page.goto('/learning/classes/costs');
      expect(await words(page)).toContain(t('learning-classes.costs-each'));
      await expectSound(page);
    });
    test('has materials: a program is refused, a PDF is kept and opened by who has a place only', async () => {
      const page = await visit('trainer', { javaScriptEnabled: false });
      await page.goto(at.page);
      const add = async (name: string, bytes: string) => {
        await page.locator('#title').fill('Tài liệu phát tay');
        await page.locator('#file').setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from(bytes) });
        await page.getByRole('button', { name: t('learning-classes.add-material') }).click();
        await page.waitForLoadState();
      };
      await add('chay.exe', 'MZ\u0000\u0001');
      expect(await words(page)).toContain(t('document.kind-not-accepted'));
      await add('phat-tay.pdf', '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
      const href = (await page.locator('main a[href^="/documents/"]').first().getAttribute('href')) ?? '';
      await page.goto(`${at.page}/materials`);
      await expectSound(page);
      const official = await visit('official', SMALL);
      expect((await official.context().request.get(new URL(href, app.url).href)).status()).toBe(200);
      const clerk = await visit('clerk', SMALL);
      expect((await clerk.context().request.get(new URL(href, app.url).href)).status()).toBe(404);
    });
    test('marks made without network, by the trainer and by a learner, are kept and sent later with their time', async () => {
      const officer = await visit('training-officer', { javaScriptEnabled: false });
      await officer.goto(at.page);
      await officer.locator('#people').fill(`${await codeOf('clerk')}, ${await codeOf('head-of-unit')}`);
      await press(officer, t('learning-classes.invite-go'));
      const trainer = await visit('trainer', PHONE);
      await keepAndCut(trainer, at.session);
      await trainer.reload();
      await trainer.locator(`input[name=present][value="${personIn('clerk').personId}"]`).check();
      await trainer.getByRole('button', { name: t('learning-classes.note') }).click();
      await expect.poll(() => status(trainer)).toContain(t('learning-classes.offline-marks-waiting'));
      expect(await noted(at.session, 'clerk')).toBe(undefined);
      await trainer.reload();
      await expect.poll(() => trainer.locator(`input[name=present][value="${personIn('clerk').personId}"]`).isChecked()).toBe(true);
      await trainer.context().setOffline(false);
      await expect.poll(() => status(trainer), { timeout: 10_000 }).toContain(t('learning-classes.offline-marks-sent'));
      expect(await noted(at.session, 'clerk')).toMatchObject({ way: 'list', later: true });

      const shown = await visit('trainer', { javaScriptEnabled: false });
      await shown.goto(`${at.session}/code`);
      const code = (await shown.locator('.code').innerText()).trim();
      const here = at.session.replace('/sessions/', '/here/');
      const phone = await visit('head-of-unit', PHONE);
      await keepAndCut(phone, here);
      await phone.goto(`${here}?code=${code}`);
      await expect.poll(() => phone.locator('#code').inputValue()).toBe(code);
      await phone.getByRole('button', { name: t('learning-classes.here-go') }).click();
      await expect.poll(() => status(phone)).toContain(t('learning-classes.offline-marks-waiting'));
      expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await phone.context().setOffline(false);
      await expect.poll(() => status(phone), { timeout: 10_000 }).toContain(t('learning-classes.offline-marks-sent'));
      expect(await noted(at.session, 'head-of-unit')).toMatchObject({ way: 'code', later: true });
      await shown.goto(at.session);
      expect(await words(shown)).toContain('Gửi sau, đánh dấu lúc');
      await expectSound(shown);
      await shown.goto(`${at.session}/sheet`);
      await expectSound(shown);
    });
    test('is settled once; after that a training officer corrects it with proof, and the hours follow', async () => {
      const trainer = await visit('trainer', { javaScriptEnabled: false });
      const second = await visit('trainer', { javaScriptEnabled: false });
      for (const page of [trainer, second]) await page.goto(at.session);
      await press(trainer, t('learning-classes.settle'));
      expect(await words(trainer)).toContain(t('learning-classes.done-settled'));
      await press(second, t('learning-classes.settle'));
      expect(await words(second)).toContain(t('learning-classes.settled-already'));
      const officer = await visit('training-officer', { javaScriptEnabled: false, ...PHONE });
      await officer.goto(at.session);
      await officer.locator('summary', { hasText: t('learning-classes.correct') }).click();
      await officer.locator('#personId').selectOption(personIn('clerk').personId);
      await officer.locator('input[name=present][value=no]').check();
      await press(officer, t('learning-classes.correct-go'));
      expect(await officer.locator('#reason').getAttribute('aria-invalid')).toBe('true');
      await officer.locator('#reason').fill('Không có chữ ký trong danh sách');
      await press(officer, t('learning-classes.correct-go'));
      expect(await words(officer)).toContain(t('learning-classes.done-corrected'));
      await expectSound(officer);
      const hours = async (role: Role) => {
        const page = await visit(role, SMALL);
        await page.goto('/learning/hours');
        return words(page);
      };
      expect(await hours('clerk')).not.toContain(TITLE);
      expect(await hours('head-of-unit')).toContain(TITLE);
      expect(await hours('trainer')).toContain(TITLE);
    });
  });
}
