import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { addDays, formatDay } from '#base/day/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { addPostings } from '#kernel/org/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { newId } from '#base/id/index.ts';
import { awardCertifications, syncAssignments } from '#modules/learning/index.ts';
import { manifests } from '#program/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { app, personIn, post, sessionOf, today, visit } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

const PHONE = { viewport: { width: 360, height: 740 } };
const COURSE = 'digital-economy';

/** Assigned, learned on a phone that loses the network, certified, renewed; a certificate from elsewhere; an excuse; a mover. */
export function walkLearning(): void {
  declare(manifests);
  describe('learning', () => {
    test('a course is assigned to an audience that is shown first', async () => assign(await visit('training-officer', { javaScriptEnabled: false })));
    test('it stands on Today with why, how long and the next lesson', async () => seeToday(await visit('official', { javaScriptEnabled: false, ...PHONE })));
    test('a lesson kept on a phone opens without network; the answer given there is sent once, later', async () => learnOffline(await visit('official', PHONE)));
    test('a certification that can be renewed is renewed by passing the checks again', async () => renew(await visit('official', { javaScriptEnabled: false, ...PHONE })));
    test('a certificate from elsewhere is handed in with its mistakes named, then accepted by somebody else', fromElsewhere);
    test('the head gives more time with a reason', async () => excuse(await visit('head-of-unit', { javaScriptEnabled: false })));
    test('who moves to another unit takes the assignment along', move);
    test('a question is asked, reported and hidden with a reason', discuss);
  });
}

async function assign(page: Page): Promise<void> {
  await page.goto('/learning/assignments/new');
  await page.locator('#what').selectOption(`k.${COURSE}`);
  await page.locator('#reason').fill('Kế hoạch đi thử');
  await press(page, t('learning-assignment.preview-go'));
  expect(await page.getByRole('button', { name: t('learning-assignment.assign') }).count()).toBe(1);
  await expectSound(page);
  await press(page, t('learning-assignment.assign'));
  expect(await words(page)).toMatch(/Đã giao cho [\d.]+ người/);
}

async function seeToday(page: Page): Promise<void> {
  await page.goto('/');
  const said = await words(page);
  expect(said).toContain('Vì: Kế hoạch đi thử.');
  expect(said).toMatch(/Bài tiếp theo: /);
  await page.locator(`main a[href^="/learning/${COURSE}/"]`).first().click();
  await page.waitForURL(`**/learning/${COURSE}/**`);
  await expectSound(page);
}

async function learnOffline(page: Page): Promise<void> {
  const first = await one(
    app.database.db,
    sql<{
      lesson: string;
    }>`select lesson.lesson_id as lesson from learning.lesson_version as lesson where lesson.course_id = ${COURSE} order by lesson.version desc, lesson.place limit 1`,
  );
  const path = `/learning/${COURSE}/${first?.lesson ?? ''}`;
  await page.goto(path);
  await page.getByRole('button', { name: t('learning-who.offline-keep') }).click();
  await expect.poll(async () => page.getByRole('button', { name: t('learning-who.offline-drop') }).count()).toBe(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.context().setOffline(true);
  await page.reload();
  expect(await page.locator('h1').innerText()).not.toBe('');
  const form = page.locator('form[action="?/answer"]:has(input[type=radio])').first();
  await form.locator('input[type=radio]').first().check();
  const block = await form.locator('input[name=block]').getAttribute('value');
  await form.getByRole('button').click();
  await expect.poll(async () => page.locator('[data-offline] [role=status]').innerText()).toContain(t('learning-who.offline-waiting'));
  const counted = () =>
    one(
      app.database.db,
      sql<{ n: number }>`
      select count(*) as n
      from learning.block_answer as answer
      join learning.enrolment on enrolment.id = answer.enrolment_id
      where enrolment.person_id = ${personIn('official').personId}
        and answer.lesson_id = ${first?.lesson ?? ''}
        and answer.block_id = ${block}`,
    );
  expect(await counted()).toEqual({ n: 0 });
  await page.goto('/learning/saved').catch(() => undefined);
  expect(await words(page)).toContain(t('learning-who.offline-page'));
  await page.goto(path);
  await page.context().setOffline(false);
  await expect.poll(async () => page.locator('[data-offline] [role=status]').innerText(), { timeout: 10_000 }).toContain(t('learning-who.offline-sent'));
  expect(await counted()).toEqual({ n: 1 });
}

async function renew(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: t('learning-who.awaiting-renew', { title: 'Hỗ trợ người dân trên môi trường số' }) }).click();
  await page.waitForURL('**/learning/curricula/**');
  expect(await words(page)).toContain(t('learning-who.held-renewable'));
  await expectSound(page);
  // The bank draws, so the checks are passed in the database as the lesson pages would; what follows is what is walked.
  const me = personIn('official').personId;
  await all(
    app.database.db,
    sql`
    insert into learning.lesson_check (id, enrolment_id, lesson_id, pass, drawn_at, finished_at, passed)
    select kernel.new_id(), enrolment.id, lesson.lesson_id, 1, now(), now(), true
    from learning.enrolment
    join learning.lesson_version as lesson
      on lesson.course_id = enrolment.course_id
      and lesson.version = enrolment.version
    where enrolment.person_id = ${me}
      and enrolment.course_id = 'digital-society'`,
  );
  expect(await awardCertifications(testCtx(app.database.db, { today }), { personId: me })).toBe(1);
  await page.reload();
  expect(await words(page)).toContain(t('learning-who.held-valid'));
  const badge = await fetch(`${page.url()}/badge`, { headers: { cookie: await sessionOf('official') } });
  const { id }: { id: string } = JSON.parse(await badge.text());
  await page.goto(new URL(id).pathname);
  expect(await words(page)).toContain(t('learning-who.completion-holds'));
  expect(await words(page)).not.toContain(personIn('official').name);
  await expectSound(page);
}

async function fromElsewhere(): Promise<void> {
  const page = await visit('clerk', { javaScriptEnabled: false, ...PHONE });
  await page.goto('/learning/hours');
  await press(page, t('learning-who.outside-go'));
  expect(await page.locator('[aria-labelledby=error-summary]').count()).toBe(1);
  expect(await words(page)).toContain(t('learning-who.file-missing'));
  await page.locator('#title').fill('Lớp soạn thảo văn bản');
  await page.locator('#issuer').fill('Trường đi thử');
  await page.locator('#day').fill(formatDay(addDays(today, -9)));
  await page.locator('#hours').fill('7,5');
  await page.locator('#file').setInputFiles({ name: 'giay.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n') });
  await press(page, t('learning-who.outside-go'));
  expect(await words(page)).toContain(t('learning-who.outside-done'));
  const officer = await visit('training-officer', { javaScriptEnabled: false });
  await officer.goto('/learning/outside');
  await expectSound(officer);
  const card = officer.locator('main section, main article, main .card').filter({ hasText: 'Lớp soạn thảo văn bản' }).last();
  await card.getByRole('button', { name: new RegExp(`^${t('learning-who.accept')}`) }).click();
  await officer.waitForLoadState();
  expect(await words(officer)).toContain(t('learning-who.checked'));
  await page.goto('/learning/hours');
  expect(await words(page)).toContain(t('learning-who.outside-accepted'));
  expect(await words(page)).toContain('7,5');
}

async function excuse(page: Page): Promise<void> {
  await page.goto('/learning/team?state=open');
  await page.locator('main table a[href^="/learning/assigned/"]').first().click();
  await page.waitForURL('**/learning/assigned/**');
  await page.locator('#until').fill(formatDay(addDays(today, 200)));
  await press(page, t('learning-assignment.excuse-go'));
  expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThan(0);
  await page.locator('#reason').fill('Biệt phái ba tháng');
  await press(page, t('learning-assignment.excuse-go'));
  expect(await words(page)).toContain(t('learning-assignment.excuse-done', { day: formatDay(addDays(today, 200)) }));
}

async function move(): Promise<void> {
  const db = app.database.db;
  const [line] = await all(
    db,
    sql<{ id: string; person: string; unit: string; posting: string; to: string; post: string }>`
    select assigned.id, assigned.person_id as person, assigned.unit_id as unit, posting.id as posting, vacant.unit_id as to, vacant.id as post
    from learning.assigned
    join learning.assignment on assignment.id = assigned.assignment_id and assignment.reason = 'Kế hoạch đi thử'
    join kernel.posting on posting.person_id = assigned.person_id and posting.main and posting.valid_to = 'infinity' and posting.valid_from < ${today}
    cross join lateral (
      select free.id, free.unit_id
      from kernel.post as free
      where free.valid_to = 'infinity'
        and free.unit_id <> assigned.unit_id
        and not exists (select 1 from kernel.posting as held where held.post_id = free.id and held.valid_to > ${today})
      limit 1
    ) as vacant
    where assigned.completed_on is null
      and assigned.person_id <> ${personIn('official').personId}
    limit 1`,
  );
  expect(line).toBeDefined();
  if (line === undefined) return;
  await all(db, sql`update kernel.posting set valid_to = ${today} where posting.id = ${line.posting}`);
  await addPostings(db, [{ id: newId(), postId: line.post, unitId: line.to, personId: line.person, main: true, coefficient: null, validFrom: today }]);
  await syncAssignments(testCtx(db, { today }));
  expect(
    await one(db, sql<{ unit: string; left: string | null }>`select assigned.unit_id as unit, assigned.left_on as left from learning.assigned where assigned.id = ${line.id}`),
  ).toEqual({
    unit: line.to,
    left: null,
  });
}

async function discuss(): Promise<void> {
  const [lesson] = await all(
    app.database.db,
    sql<{ id: string }>`select lesson.lesson_id as id from learning.lesson_version as lesson where lesson.course_id = ${COURSE} order by lesson.version desc, lesson.place limit 1`,
  );
  const path = `/learning/${COURSE}/${lesson?.id ?? ''}/discussion`;
  const asker = await visit('clerk', { javaScriptEnabled: false });
  await asker.goto(path);
  await asker.locator('#text').fill('Số căn cước của người dân là 0011.');
  await press(asker, t('learning-who.post-go'));
  const [made] = await all(
    app.database.db,
    sql<{ id: string }>`select post.id from learning.lesson_post as post where post.text like 'Số căn cước%' order by post.posted_at desc limit 1`,
  );
  const reported = await post(`${path}?/report`, { id: made?.id ?? '', reason: 'Có thông tin của người dân', _request: newId() }, await sessionOf('auditor'));
  expect(reported.status).toBe(303);
  const officer = await visit('training-officer', { javaScriptEnabled: false });
  await officer.goto('/learning/moderation');
  await expectSound(officer);
  await officer.locator(`#reason-${made?.id ?? ''}`).fill('Có thông tin của người dân');
  await officer
    .getByRole('button', { name: t('learning-who.hide') })
    .first()
    .click();
  await officer.waitForLoadState();
  await asker.goto(path);
  expect(await words(asker)).toContain(t('learning-who.post-hidden-own', { reason: 'Có thông tin của người dân' }));
}
