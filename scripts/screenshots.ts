import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';

/** What is photographed: the demo person of a role opens an address, or follows the first link whose address begins so from there. */
const SHOTS: { name: string; role?: string; path: string; follow?: string }[] = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'today', role: 'Người đứng đầu đơn vị', path: '/' },
  { name: 'today-administrator', role: 'Quản trị hệ thống', path: '/' },
  { name: 'city', role: 'Thành viên Ban Chỉ đạo', path: '/city' },
  { name: 'targets', role: 'Thành viên Ban Chỉ đạo', path: '/targets' },
  { name: 'target', role: 'Cán bộ phụ trách chương trình', path: '/targets', follow: '/targets/' },
  { name: 'figure', role: 'Người đứng đầu đơn vị', path: '/city', follow: '/sets/directory.staff-in-post' },
  { name: 'unit', role: 'Người đứng đầu đơn vị', path: '/', follow: '/units/' },
  { name: 'units', role: 'Quản trị hệ thống', path: '/units' },
  { name: 'people', role: 'Người đứng đầu đơn vị', path: '/people' },
  { name: 'record', role: 'Quản trị hệ thống', path: '/people', follow: '/people/01' },
  { name: 'reorganisation', role: 'Quản trị hệ thống', path: '/reorganisations/new' },
  { name: 'successors', role: 'Quản trị hệ thống', path: '/reorganisations/successors' },
  { name: 'import', role: 'Quản trị hệ thống', path: '/imports/new' },
  { name: 'calendar', role: 'Quản trị hệ thống', path: '/calendar' },
  { name: 'access', role: 'Quản trị hệ thống', path: '/access' },
  { name: 'audit', role: 'Kiểm tra viên', path: '/audit' },
  { name: 'looks', role: 'Cán bộ, công chức, viên chức', path: '/me/looks' },
  { name: 'security', role: 'Cán bộ, công chức, viên chức', path: '/me/security' },
  { name: 'union-desk', role: 'Cán bộ công đoàn', path: '/transition/union' },
  { name: 'union-appeal', role: 'Cán bộ công đoàn', path: '/cases?whose=party', follow: '/transition/appeals/' },
  { name: 'case', role: 'Người đứng đầu đơn vị', path: '/cases?whose=units', follow: '/transition/cases/' },
  { name: 'own-work', role: 'Cán bộ, công chức, viên chức', path: '/transition/work' },
  { name: 'calculator', role: 'Cán bộ, công chức, viên chức', path: '/transition/calculator' },
  { name: 'ui', path: '/ui' },
];

const [folder, given] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node scripts/screenshots.ts OUTDIR [ADDRESS of a running demonstration]');
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
const server = given === undefined ? await serveDemo() : { url: given, stop: async () => undefined };
const browser = await launchChromium();
try {
  for (const scheme of ['light', 'dark'] as const) await shoot(browser, server.url, scheme);
} finally {
  await browser.close();
  await server.stop();
}

async function shoot(from: Browser, url: string, scheme: 'light' | 'dark'): Promise<void> {
  for (const [role, shots] of Map.groupBy(SHOTS, (shot) => shot.role)) {
    const context = await from.newContext({ baseURL: url, colorScheme: scheme, locale: 'vi-VN' });
    const page = await context.newPage();
    if (role !== undefined) await signIn(page, role);
    for (const { name, path, follow } of shots) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(path);
      if (follow !== undefined) await page.goto((await page.locator(`main a[href^="${follow}"]`).first().getAttribute('href')) ?? path);
      await giveReason(page);
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 900 });
        const file = join(folder ?? '.', `${name}-${width}${scheme === 'dark' ? '-dark' : ''}.png`);
        await page.screenshot({ path: file, fullPage: true });
        console.log(file);
      }
    }
    await context.close();
  }
}

async function signIn(page: Page, role: string): Promise<void> {
  await page.goto('/sign-in');
  await page
    .locator('.demo-people button')
    .filter({ has: page.locator('strong', { hasText: new RegExp(`^${role}`) }) })
    .first()
    .click();
  await page.waitForURL((url) => url.pathname === '/');
}

async function giveReason(page: Page): Promise<void> {
  if (new URL(page.url()).pathname !== '/purpose') return;
  await page.locator('input[name=purpose]').first().check();
  await page.locator('main form button').click();
  await page.waitForURL((url) => url.pathname !== '/purpose');
}

/** A demonstration of its own in a folder that is removed afterwards. */
async function serveDemo(): Promise<{ url: string; stop: () => Promise<void> }> {
  const data = mkdtempSync(join(tmpdir(), 'khue-screenshots-'));
  chmodSync(data, 0o755);
  const child = spawn(process.execPath, ['src/server.ts'], {
    env: { ...process.env, KHUE_DATA: data, PORT: '0', KHUE_DEMO: '1', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const address = /is ready at (\S+)/.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    });
    void ended.then(() => reject(new Error(`the server ended:\n${output}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  return { url, stop };
}
