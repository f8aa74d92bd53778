import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openBrowser, serveApp } from '#tests/browser.ts';

const app = await serveApp({ demo: false });
const browser = await openBrowser();

test.each([true, false])('the first page opens in a browser, JavaScript %s', async (javaScriptEnabled) => {
  const page = await browser.newPage({ javaScriptEnabled });
  const answer = await page.goto(app.url);
  expect(answer?.status()).toBe(200);
  expect(await page.locator('body').innerText()).not.toBe('');
});

test('every answer names its request, whatever id a client sends', async () => {
  const answer = await fetch(app.url, { headers: { 'x-request-id': 'forged-by-a-client' } });
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

test('asked to end, the server answers what is under way and ends with code 0', async () => {
  const { port } = new URL(app.url);
  const slow = connect({ port: Number(port), host: 'localhost' });
  slow.write(`GET / HTTP/1.1\r\nhost: localhost:${port}\r\nconnection: close\r\n`);
  await sleep(100);
  const stopped = app.stop();
  await sleep(300);
  await expect(fetch(app.url)).rejects.toThrow();
  slow.write('\r\n');
  expect(await text(slow)).toContain('</html>');
  expect(await stopped).toBe(0);
});
