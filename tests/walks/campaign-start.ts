import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { addDays, formatDay } from '#base/day/index.ts';
import { today, visit } from '#tests/walks/city.ts';
import { expectSound, press, t, words } from '#tests/walks/reading.ts';

/** What the walk's message is about, by family. */
const FAMILIES = ['nhan-ra', 'khong-bam', 'bao-ngay', 'mat-khau', 'hai-lop', 'may-la', 'hoi-lai'];
export const STARTED = 'Nhận ra thư giả mạo';
const FIELDS = {
  title_vi: STARTED,
  plain_vi: 'Thư giả mạo hay thúc giục, dọa khóa tài khoản và đưa đường dẫn lạ.\n\n- Không bấm vào đường dẫn.\n- Báo ngay cho người phụ trách.',
  leader_vi: 'Anh chị hay bị mạo danh để ra lệnh chuyển tiền.',
  staff_vi: 'Một lần bấm nhầm có thể làm lộ hồ sơ của người dân.',
  contract_vi: 'Anh chị thường là người mở thư đầu tiên.',
};

/** A campaign from the first word of its message to its start: written, refused, reviewed and approved by a second person, prepared, looked at as a dry run, approved, started. */
export function walkCampaignStart(): void {
  test('a message is written, its questions are reviewed and it is approved by a second person; the campaign that carries it starts', { timeout: 120_000 }, async () => {
    const officer = await visit('programme-officer', { javaScriptEnabled: false });
    const second = await visit('steering-member', { javaScriptEnabled: false });
    await writeMessage(officer);
    const message = officer.url();
    await addFiles(officer);
    await refuseUnready(officer);
    for (const family of FAMILIES) await writeItem(officer, message, family);
    await review(second, message);
    await refuseUnapproved(officer, message);
    await officer.goto(message);
    await press(officer, t('campaigns-message.submit'));
    expect(await words(officer)).toContain(t('campaigns-message.waits'));
    await second.goto('/');
    await second
      .locator('main')
      .getByRole('link', { name: t('campaigns.awaiting-messages', { n: 1 }) })
      .click();
    await second.locator(`main a[href="${new URL(message).pathname}"]`).click();
    await press(second, t('campaigns-message.approve'));
    expect(await words(second)).toContain(t('campaigns-message.state-approved'));
    await start(officer, second);
  });
}

async function writeMessage(page: Page): Promise<void> {
  await page.goto('/campaigns/messages/new');
  await press(page, t('campaigns-message.save'));
  expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThan(3);
  for (const [name, value] of Object.entries(FIELDS)) await page.locator(`#${name}`).fill(value);
  await page.locator('#points_vi').fill(FAMILIES.map((family) => `${family}: Điều phải hiểu về ${family} trong thư giả mạo.`).join('\n'));
  await press(page, t('campaigns-message.save'));
  await expectSound(page);
}

/** The first bytes by which each kind of file is known. */
const BYTES = {
  video: Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from('ftypisom'), Buffer.alloc(500, 1)]),
  captions: Buffer.from('WEBVTT\n\n00:00.000 --> 00:02.000\nĐừng bấm vào đường dẫn lạ.\n'),
  picture: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
  audio: Buffer.concat([Buffer.from('ID3'), Buffer.alloc(100, 2)]),
};

/** A video without captions is refused; a file of another kind too; a player gets the part that it asks for. */
async function addFiles(page: Page): Promise<void> {
  const add = async (kind: string, buffer: Buffer) => {
    if (!(await page.locator('#kind').isVisible())) await page.locator('summary', { hasText: t('campaigns-message.add-file') }).click();
    await page.locator('#kind').selectOption(kind);
    await page.locator('#file').setInputFiles({ name: `thu.${kind}`, mimeType: 'application/octet-stream', buffer });
    await page.locator('#words').fill('Một người nhận thư lạ, không bấm và báo ngay.');
    await press(page, t('campaigns-message.file-go'));
  };
  await add('picture', BYTES.audio);
  expect(await words(page)).toContain(t('campaigns-message.file-kind'));
  await add('video', BYTES.video);
  await press(page, t('campaigns-message.submit'));
  expect(await words(page)).toContain(t('campaigns-message.fault-no-captions'));
  for (const kind of ['captions', 'picture', 'audio'] as const) await add(kind, BYTES[kind]);
  // One that was added twice is taken off again.
  await add('picture', BYTES.picture);
  expect(await page.locator('main figure img').count()).toBe(2);
  await page
    .locator('#files + ul form', { has: page.getByRole('button', { name: t('campaigns-message.file-picture') }) })
    .first()
    .getByRole('button')
    .click();
  await page.waitForLoadState();
  expect(await page.locator('main figure img').count()).toBe(1);
  expect(await page.locator('main video track').count()).toBe(1);
  const source = (await page.locator('main video').getAttribute('src')) ?? '';
  const part = await page.request.get(source, { headers: { range: 'bytes=4-11' } });
  expect([part.status(), (await part.body()).toString(), part.headers()['content-type']]).toEqual([206, 'ftypisom', 'video/mp4']);
}

/** Without questions it can neither be handed in nor be chosen for a campaign. */
async function refuseUnready(page: Page): Promise<void> {
  expect(await words(page)).toContain(t('campaigns-message.families-of', { n: 0, needed: 7 }));
  await press(page, t('campaigns-message.submit'));
  expect(await words(page)).toContain(t('campaigns-message.fault-point-without-item', { point: 'Điều phải hiểu về nhan-ra trong thư giả mạo.' }));
  await page.goto('/campaigns/new');
  expect(await page.locator('#message-1 option', { hasText: STARTED }).count()).toBe(0);
}

async function writeItem(page: Page, message: string, family: string): Promise<void> {
  await page.goto(`${message}/items?kind=single`);
  await page.locator('#family').selectOption(family);
  await page.locator('#id').fill(`${family}-1`);
  await page.locator('#prompt_vi').fill(`Khi gặp thư lạ về ${family}, nên làm gì?`);
  await page.locator('#options_vi').fill('a: Hỏi người phụ trách trước\nb: Bấm vào xem thử cho biết\nc: Chuyển tiếp cho đồng nghiệp\nd: Trả lời thư và hỏi lại');
  await page.locator('#rationale_vi').fill('Người phụ trách biết cách kiểm tra; bấm thử là điều kẻ gian chờ đợi.');
  if (family === FAMILIES[0]) {
    await page.locator('#key').fill('x');
    await press(page, t('campaigns-message.save'));
    expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThan(0);
    expect(await page.locator('#id').inputValue()).toBe(`${family}-1`);
  }
  await page.locator('#key').fill('a');
  await press(page, t('campaigns-message.save'));
  await expectSound(page);
}

async function review(page: Page, message: string): Promise<void> {
  await page.goto(message);
  // Whoever only approves does not write.
  expect(await page.locator('main a[href$="/edit"]').count()).toBe(0);
  for (let left = FAMILIES.length; left > 0; left -= 1) await press(page, t('campaigns-message.put-into-use'));
  expect(await words(page)).toContain(t('campaigns-message.families-of', { n: 7, needed: 7 }));
  expect(await words(page)).not.toContain(t('campaigns-message.put-into-use'));
}

/** A campaign with a message whose plain version nobody has approved yet says so in its dry run, and cannot be handed in. */
async function refuseUnapproved(page: Page, message: string): Promise<void> {
  await draft(page, { title: 'Chưa duyệt thông điệp', message: message.split('/').at(-1) ?? '', starts: 1 });
  expect(await words(page)).toContain(t('campaigns-wizard.fault-not-approved', { title: STARTED }));
  await press(page, t('campaigns-wizard.submit'));
  expect(await page.locator('[aria-labelledby=error-summary]').innerText()).toContain(t('campaigns-wizard.fault-not-approved', { title: STARTED }));
  await page.locator('main summary', { hasText: t('campaigns-wizard.drop') }).click();
  await press(page, t('campaigns-wizard.drop'));
  expect(await words(page)).toContain(t('campaigns-wizard.dropped'));
  expect(await words(page)).not.toContain('Chưa duyệt thông điệp');
}

/** Drafts a campaign, for the leaders of wards and communes unless told otherwise; `message` by its id or its title. */
export async function draft(
  page: Page,
  { title, message, starts = 0, kinds = ['ward', 'commune'] }: { title: string; message: string; starts?: number; kinds?: string[] },
): Promise<void> {
  await page.goto('/campaigns/new');
  await page.locator('#title').fill(title);
  await page.locator('#why').fill('Để mỗi người biết cách nhận ra thư giả mạo.');
  await page.locator('#message-1').selectOption(/^[0-9a-f-]{36}$/.test(message) ? { value: message } : { label: message });
  for (const kind of kinds) await page.locator(`main input[name=unitKinds][value="${kind}"]`).check();
  await page.locator('main input[name=postKinds][value=leader]').check();
  await page.locator('#starts').fill(formatDay(addDays(today, starts)));
  await page.locator('#joinersUntil').fill(formatDay(addDays(today, starts + 10)));
  await page.locator('#ends').fill(formatDay(addDays(today, starts + 20)));
  await press(page, t('campaigns-wizard.save'));
}

async function start(officer: Page, second: Page): Promise<void> {
  await draft(officer, { title: STARTED, message: STARTED });
  const campaign = officer.url();
  const dry = await words(officer);
  expect(dry).toContain(t('campaigns-wizard.dry-rungs'));
  expect(dry).not.toContain(t('campaigns-wizard.not-ready'));
  await press(officer, t('campaigns-wizard.submit'));
  await press(officer, t('campaigns-wizard.withdraw'));
  expect(await words(officer)).toContain(t('campaigns.campaign-draft'));
  await press(officer, t('campaigns-wizard.submit'));
  expect(await words(officer)).toContain(t('campaigns-wizard.waits'));
  expect(await officer.getByRole('button', { name: t('campaigns-wizard.approve'), exact: true }).count()).toBe(0);
  await second.goto(campaign);
  await press(second, t('campaigns-wizard.approve'));
  expect(new URL(second.url()).pathname).toMatch(/\/board$/);
  expect(await words(second)).toContain(t('campaigns-board.funnel'));
}
