import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { app, personIn, post, sessionOf, visit } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

/** A whole check at the width of a phone without JavaScript; a session with an incident; and that no answer of the server holds a key. */
export function walkSitting(): void {
  describe('sitting', () => {
    test('a whole check on a phone without JavaScript, stopped and gone on with, ends in a result in words and a replay', async () =>
      sitCheck(await visit('clerk', { javaScriptEnabled: false, viewport: { width: 360, height: 740 } })));
    test('a session: created, booked, identity checked, sat, paused, noted', holdSession);
    test('a check that was begun and left stands on Today', leaveCheck);
    test('in practice and check no answer of the server holds a key or an explanation before the question is answered', noKeyLeaves);
  });
}

async function sitCheck(page: Page): Promise<void> {
  await page.goto('/skills');
  await press(page, t('skills-sittings.check-go'));
  const address = page.url();
  await press(page, t('skills-sittings.send'));
  expect(await page.locator('[aria-labelledby=error-summary]').count()).toBe(1);
  await press(page, t('skills-sittings.pause'));
  expect(await words(page)).toContain(t('skills-sittings.paused-text'));
  // The browser is closed; the next day the start leads to the same question.
  await page.goto('/skills');
  await press(page, t('skills-sittings.check-go'));
  expect(page.url()).toBe(address);
  await press(page, t('skills-sittings.go-on'));
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  for (let n = 0; n < 40 && (await page.getByRole('button', { name: t('skills-sittings.skip') }).count()) > 0; n++) {
    const radio = page.locator('main input[type=radio]').first();
    if ((await radio.count()) > 0) await radio.check();
    await press(page, t('skills-sittings.skip'));
  }
  await page.getByRole('link', { name: t('skills-sittings.see-result') }).click();
  const text = await words(page);
  expect(text).toContain(t('skills-sittings.overall'));
  expect(text).toContain(t('skills-sittings.cuts-provisional'));
  expect(await page.locator('main svg[role=img]').count()).toBe(6);
  await page.getByRole('link', { name: t('skills-sittings.replay'), exact: true }).click();
  expect(await words(page)).toContain(t('skills-sittings.replay-same'));
  await page.getByRole('link', { name: t('skills-contests.raise-n', { n: 1 }), exact: true }).click();
  await page.locator('#reason').fill('Hai phương án của câu này nói cùng một việc.');
  await press(page, t('skills-contests.raise-go'));
  expect(await words(page)).toContain(t('skills-contests.state-open'));
}

async function holdSession(): Promise<void> {
  const page = await visit('training-officer');
  await page.goto('/skills/sessions');
  await page.locator('#room').fill('Phòng máy tầng 2');
  await press(page, t('skills-sessions.create'));
  const officer = personIn('training-officer');
  const codes = await all(
    app.database.db,
    sql<{ code: string }>`
    select person.staff_code as code
    from kernel.posting
    join kernel.person on person.id = posting.person_id
    where posting.main
      and posting.valid_to = 'infinity'
      and posting.unit_id in (select grants.unit_id from kernel.role_grant as grants where grants.person_id = ${officer.personId} union select own.unit_id from kernel.posting as own where own.person_id = ${officer.personId})
    limit 1`,
  );
  await page.locator('#codes').fill(codes[0]?.code ?? '');
  await press(page, t('skills-sessions.book-go'));
  expect(await words(page)).toContain(t('skills-sessions.not-identified-tag'));
  await press(page, t('skills-sessions.open'));
  await page
    .locator('main')
    .getByRole('button', { name: /^Đã đối chiếu giấy tờ của/ })
    .click();
  await page.waitForLoadState();
  expect(await words(page)).toContain(t('skills-sessions.done-identified'));
  await page.locator('#note').fill('Mất điện 10 phút, đã tạm dừng cả phòng.');
  await press(page, t('skills-sessions.note-go'));
  expect(await words(page)).toContain('Mất điện 10 phút');
  await expectSound(page);
}

async function leaveCheck(): Promise<void> {
  const cookie = await sessionOf('union-officer');
  const begun = await post('/skills?/start', { mode: 'check', _request: 'walk-left' }, cookie);
  const address = begun.headers.get('location') ?? '';
  expect(address).toMatch(/^\/skills\/sittings\//);
  expect(await (await fetch(app.url, { headers: { cookie } })).text()).toContain(`href="${address}"`);
}

async function noKeyLeaves(): Promise<void> {
  const cookie = await sessionOf('auditor');
  const api = (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${app.url}/api/v1${path}`, {
      method,
      headers: { cookie, origin: app.url, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  for (const mode of ['practice', 'check']) {
    const { id }: { id: string } = JSON.parse(await (await api('POST', '/skills/sittings', { mode })).text());
    let asked = 0;
    for (; asked < 40; asked++) {
      const shown = await (await api('GET', `/skills/sittings/${id}`)).text();
      const view: { question: { id: string } | null; number: number } = JSON.parse(shown);
      if (view.question === null) break;
      const html = await (await fetch(`${app.url}/skills/sittings/${id}`, { headers: { cookie } })).text();
      const [item] = await all(
        app.database.db,
        sql<{ body: string }>`select version.body from skills.item_version as version where version.item_id = ${view.question.id} and version.state = 'live'`,
      );
      const { text, key }: { text: { vi: { rationale: string; accept?: string[] } }; key: unknown } = JSON.parse(item?.body ?? '{}');
      for (const answer of [shown, html]) {
        expect(answer).not.toContain(text.vi.rationale.slice(0, 40));
        expect(answer).not.toContain('rationale');
        expect(answer).not.toContain(`"key":${JSON.stringify(key)}`);
        expect(answer).not.toContain('"accept"');
      }
      const kept = await (await api('POST', `/skills/sittings/${id}/answers`, { number: view.number, item: view.question.id, answer: {}, skip: true })).text();
      expect(kept).not.toContain(text.vi.rationale.slice(0, 40));
      expect(kept).not.toContain('correct');
    }
    expect(asked).toBeGreaterThanOrEqual(10);
  }
  // Somebody else’s sitting is as if there were none.
  const others = await all(app.database.db, sql<{ id: string }>`select sitting.id from skills.sitting where sitting.person_id = ${personIn('clerk').personId}`);
  for (const { id } of others) expect((await api('GET', `/skills/sittings/${id}`)).status).toBe(404);
  expect((await post(`/skills/sittings/${others[0]?.id ?? ''}?/answer`, { number: '1', item: 'x' }, cookie)).status).toBe(404);
}
