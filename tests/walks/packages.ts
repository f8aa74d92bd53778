import type { FrameLocator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { CMI5, SCORM12, SCORM2004, SCORM2004_FRAMED, zipOf } from '#tests/packages.ts';
import { publishCourse, submitCourse, writeCourse } from '#tests/walks/authoring.ts';
import { app, visit } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

const COURSE = 'Mật khẩu và gói học';
/** A package like the other one, with a name and a heading of its own. */
const named = (name: string): Buffer => zipOf(SCORM12.map(({ path, text }) => ({ path, text: text.replaceAll('An toàn mật khẩu', name).replace('Gói thử', name) })));

/** Packages of other makers: put in, checked, played in the sandbox, each with a lost connection. */
export function walkPackages(): void {
  describe('a package of another maker', () => {
    test('that is none is refused with a sentence', async () => {
      const page = await visit('trainer', { javaScriptEnabled: false });
      await upload(page, Buffer.from('không phải tệp zip'));
      expect(await words(page)).toContain(t('learning-packages.fault-zip-damaged'));
      await expectSound(page);
    });

    test('that is too large is refused before it is sent; one that is sent can be stopped', async () => {
      const page = await visit('trainer');
      await page.goto('/learning/packages');
      const place = page.locator('[data-upload]');
      const send = () => page.getByRole('button', { name: t('learning-packages.add-go') }).click();
      await page.locator('#file').setInputFiles({ name: 'goi.zip', mimeType: 'application/zip', buffer: zipOf(SCORM12) });
      await place.evaluate((element) => element.setAttribute('data-upload', '10'));
      await send();
      expect(await place.getByRole('alert').innerText()).toBe(t('learning-packages.too-large', { megabytes: 300 }));
      await expectSound(page);
      await place.evaluate((element) => element.setAttribute('data-upload', '1000000'));
      // The server answers late.
      await page.route('**/learning/packages/upload', () => undefined);
      await send();
      await expect.poll(() => place.getByRole('status').innerText()).toContain(t('learning.upload-sending'));
      expect(await page.getByRole('button', { name: t('learning-packages.add-go') }).isDisabled()).toBe(true);
      await expectSound(page);
      await place.getByRole('button', { name: t('learning.upload-stop') }).click();
      expect(await place.getByRole('status').innerText()).toBe(t('learning.upload-stopped'));
      await page.unroute('**/learning/packages/upload');
      await send();
      await page.waitForURL('**/learning/packages/*');
      expect(await words(page)).toContain(t('learning-packages.report-good'));
    });

    test('that does not arrive says why: nothing in it, no connection, a server in front that takes less, one that is away, a session that is over', async () => {
      const page = await visit('trainer');
      await page.goto('/learning/packages');
      const send = (buffer: Buffer) =>
        page
          .locator('#file')
          .setInputFiles({ name: 'goi.zip', mimeType: 'application/zip', buffer })
          .then(() => page.getByRole('button', { name: t('learning-packages.add-go') }).click());
      await send(Buffer.alloc(0));
      await page.waitForURL('**/learning/packages?refused=none*');
      expect(await words(page)).toContain(t('learning-packages.choose-file'));
      const alert = page.locator('[data-upload]').getByRole('alert');
      // What is said of a file takes the place of what was said of the one before.
      const told = async (sentence: string) => {
        await expect.poll(() => alert.innerText()).toBe(sentence);
        expect(await words(page)).not.toContain(t('learning-packages.choose-file'));
        expect(await page.getByRole('button', { name: t('learning-packages.add-go') }).isEnabled()).toBe(true);
      };
      await page.context().setOffline(true);
      await send(zipOf(SCORM12));
      await told(t('learning-packages.broken-off'));
      await page.context().setOffline(false);
      for (const [status, sentence] of [
        [413, t('learning.upload-refused')],
        [502, t('learning-packages.broken-off')],
      ] as const) {
        await page.route('**/learning/packages/upload', (route) => route.fulfill({ status, contentType: 'text/html', body: '<h1>nginx</h1>' }));
        await send(zipOf(SCORM12));
        await told(sentence);
        await page.unroute('**/learning/packages/upload');
      }
      await expectSound(page);
      await page.context().clearCookies();
      await send(zipOf(SCORM12));
      await page.waitForURL((url) => url.pathname === '/sign-in' && (url.searchParams.get('next') ?? '').startsWith('/learning/packages?'));
    });

    test('of SCORM 1.2 goes on where it was left, and what was done without network arrives', { timeout: 60_000 }, async () => {
      const page = await visit('trainer');
      await upload(page, zipOf(SCORM12));
      const report = page.url();
      const part = await play(page);
      await part.locator('#half').click();
      await saved(page, 'kept');
      await page.goto(report);
      const again = await play(page);
      await again.getByText('mark nua entry resume').waitFor();
      await page.context().setOffline(true);
      await again.locator('#pass').click();
      await saved(page, 'lost');
      await page.context().setOffline(false);
      await saved(page, 'done');
      await expectSound(page);
      await page.goto(report);
      expect(await words(page)).toContain(t('learning-packages.people-count', { begun: 1, done: 1 }));
    });

    test('of SCORM 2004 leads from part to part by its rules', { timeout: 60_000 }, async () => {
      const page = await visit('trainer');
      await upload(page, zipOf(SCORM2004));
      const part = await play(page);
      await part.getByRole('heading', { name: 'Phần a' }).waitFor();
      await page.context().setOffline(true);
      await part.locator('#next').click();
      await saved(page, 'lost');
      await page.context().setOffline(false);
      await part.getByRole('heading', { name: 'Phần b' }).waitFor({ timeout: 20_000 });
      await part.locator('#next').click();
      await saved(page, 'done');
    });

    test('with frames within that call each other is gone through by choice, back and on, left in the middle, and gone on with', { timeout: 90_000 }, async () => {
      const page = await visit('trainer');
      await upload(page, zipOf(SCORM2004_FRAMED));
      const report = page.url();
      let part = await play(page);
      const at = (where: string) => part.getByRole('heading', { name: where, exact: true }).waitFor();
      await at('?phan=a');
      const within = () => part.frameLocator('iframe');
      await within().getByText('store 1').waitFor();
      await within().locator('#score').click();
      await saved(page, 'kept');
      await page.locator('[data-go=continue]').click();
      await at('?phan=b');
      await page.locator('[data-go=previous]').click();
      await at('?phan=a trang-2');
      await page.locator('[data-part]').nth(1).click();
      await at('?phan=b trang-2');
      await page.locator('#player-leave').click();
      await page.waitForURL(report);
      part = await play(page);
      await at('?phan=b trang-2');
      await within().locator('#score').click();
      await saved(page, 'done');
      await page.goto(report);
      expect(await words(page)).toContain(t('learning-packages.people-count', { begun: 1, done: 1 }));
    });

    test('of cmi5 reports to the learning record store', { timeout: 60_000 }, async () => {
      const page = await visit('trainer');
      await upload(page, zipOf(CMI5));
      const part = await play(page);
      await part.getByText('sent').waitFor();
      await page.context().setOffline(true);
      await part.locator('#pass').click();
      await part.getByText('waiting').waitFor();
      // Its page says at once that nothing is certain yet.
      await saved(page, 'lost');
      await page.context().setOffline(false);
      await part.getByText('sent').waitFor();
      await saved(page, 'done');
    });

    test('that has grown old is replaced: who is in the midst goes on with it, who has not begun opens the new one', { timeout: 90_000 }, replace);

    test('cannot act as the user: the page around it, its cookies and its address are closed to it, with a host name for packages and without', async () => {
      const spy = `<!doctype html><html lang="vi"><head><title>x</title></head><body><p id="said"></p><script>
        const tried = []; const attempt = (name, act) => { try { tried.push(name + ':' + act()); } catch { tried.push(name + ':no'); } };
        attempt('cookie', () => document.cookie); attempt('page', () => top.document.title); attempt('store', () => localStorage.length);
        fetch('/learning', { credentials: 'include' }).then(() => tried.push('fetch:yes'), () => tried.push('fetch:no')).then(() => { document.getElementById('said').textContent = tried.join(' '); });
      </script></body></html>`;
      const page = await visit('trainer');
      await upload(page, zipOf([...SCORM12.slice(0, 1), { path: 'bai.html', text: spy }]));
      const report = page.url();
      const part = await play(page);
      await part.getByText('cookie: page:no store:0 fetch:no').waitFor();
      const elsewhere = new URL((await page.locator('#player-frame iframe').getAttribute('src')) ?? '').origin;
      expect(elsewhere).not.toBe(app.url);
      for (const path of ['/', '/sign-in', '/learning', '/api/v1/learning/courses']) expect((await page.goto(elsewhere + path))?.status()).toBe(404);
      // Where that host name cannot be reached, each document of the package has an origin of its own.
      await page.route(`${elsewhere}/**`, (route) => route.abort());
      await page.goto(report);
      await (await play(page)).getByText('cookie:no page:no store:no fetch:no').waitFor();
    });
  });
}

async function replace(): Promise<void> {
  const trainer = await visit('trainer', { javaScriptEnabled: false });
  const codes: string[] = [];
  for (const name of ['Bản cũ', 'Bản mới']) {
    await upload(trainer, named(name));
    codes.push(new URL(trainer.url()).pathname.split('/').at(-1) ?? '');
  }
  const [old = '', next = ''] = codes;
  await writeCourse(trainer, COURSE, () => trainer.locator('[name=text]').fill('Làm hết gói học.'));
  await trainer.locator('[name=kind]').selectOption('package');
  await press(trainer, t('learning-authoring.add'));
  await trainer.locator('main [name=title]').fill('Gói về mật khẩu');
  await trainer.locator('main [name=code]').selectOption(old);
  await press(trainer, t('learning-authoring.save'));
  await submitCourse(trainer, COURSE);
  await publishCourse(await visit('training-officer', { javaScriptEnabled: false }), COURSE);

  const official = await visit('official');
  const lesson = await openLesson(official);
  await press(official, t('learning-packages.open'));
  const begun = official.frameLocator('#player-frame iframe');
  await begun.getByRole('heading', { name: 'Bản cũ' }).waitFor();
  await begun.locator('#half').click();
  await saved(official, 'kept');

  await trainer.goto(`/learning/packages/${old}`);
  await trainer.locator('#replacedBy').selectOption(next);
  await press(trainer, t('learning-packages.retire-go'));
  expect(await trainer.locator('#note').getAttribute('aria-invalid')).toBe('true');
  expect(await trainer.locator('#replacedBy').inputValue()).toBe(next);
  await trainer.locator('#note').fill('Luật đã đổi');
  await press(trainer, t('learning-packages.retire-go'));
  expect(await words(trainer)).toContain('Luật đã đổi');
  expect(await words(trainer)).toContain(t('learning-packages.replaced-by'));
  await expectSound(trainer);
  await trainer.goto('/learning/packages');
  expect(await words(trainer)).toContain(t('learning-packages.retired-tag'));

  await official.goto(lesson);
  await press(official, t('learning-packages.open-again'));
  await begun.getByText('mark nua entry resume').waitFor();
  await begun.locator('#pass').click();
  await saved(official, 'done');
  const clerk = await visit('clerk');
  await openLesson(clerk);
  await press(clerk, t('learning-packages.open'));
  await clerk.frameLocator('#player-frame iframe').getByRole('heading', { name: 'Bản mới' }).waitFor();
}

/** Begins the course with the packages and tells where its lesson is. */
async function openLesson(page: Page): Promise<string> {
  await page.goto('/learning');
  await page.getByRole('link', { name: `${t('learning.open')} ${COURSE}` }).click();
  await press(page, t('learning.start'));
  return page.url();
}

async function upload(page: Page, buffer: Buffer): Promise<void> {
  await page.goto('/learning/packages');
  await page.locator('#file').setInputFiles({ name: 'goi.zip', mimeType: 'application/zip', buffer });
  await press(page, t('learning-packages.add-go'));
  // Where scripts run, the file is sent beside the page, which goes on when it has arrived.
  await page.waitForURL((url) => url.pathname + url.search !== '/learning/packages');
}

async function play(page: Page): Promise<FrameLocator> {
  await press(page, t('learning-packages.try'));
  return page.frameLocator('#player-frame iframe');
}

async function saved(page: Page, state: 'kept' | 'lost' | 'done'): Promise<void> {
  await page.locator(`#player-status[data-state=${state}]`).waitFor({ timeout: 25_000 });
}
