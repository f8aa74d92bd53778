import { expect, test } from 'vitest';
import { openBrowser } from '#tests/browser.ts';
import { checkPage, COLOURS, coloursOf } from '#tests/page-checks.ts';

const browser = await openBrowser();
const page = await browser.newPage();
const show = (body: string) =>
  page.setContent(`<!doctype html><html lang="vi"><title>Thử</title><body style="background: white; color: black; font: 16px sans-serif"><main>${body}</main></body></html>`);
const ONE = '<p>một</p>';

test('texts that look alike are of one kind, whatever they say and wherever they stand', async () => {
  await show(ONE);
  const one = await coloursOf(page);
  await show(`${ONE}<div><section><p>hai</p></section></div>`);
  expect(await coloursOf(page)).toEqual(one);
  await show(`${ONE}<p hidden style="color: #ccc">không thấy</p>`);
  expect(await coloursOf(page)).toEqual(one);
});

test.each([
  ['its colour', '<p style="color: #777">hai</p>'],
  ['its ground', '<div style="background: #ccc"><p>hai</p></div>'],
  ['what it shines through', '<div style="opacity: 0.5"><p>hai</p></div>'],
  ['a picture behind it', '<div style="background: linear-gradient(red, blue)"><p>hai</p></div>'],
  ['its size', '<p style="font-size: 12px">hai</p>'],
  ['its weight', '<p><b>hai</b></p>'],
  ['the words around a link', '<p style="color: #444">hai <a href="#x" style="color: black; text-decoration: none">ba</a></p>'],
  ['what is typed', '<input value="hai" style="color: #999">'],
])('a text that differs in %s is of a new kind', async (_what, more) => {
  await show(ONE);
  const before = await coloursOf(page);
  await show(ONE + more);
  expect((await coloursOf(page)).filter((kind) => !before.includes(kind))).not.toEqual([]);
});

test('too little contrast is found, and not asked for where colours are left out', async () => {
  await show('<h1>Thử</h1><p style="color: #bbb">hai</p>');
  expect((await checkPage(page, COLOURS)).join()).toContain('color-contrast');
  expect(await checkPage(page, undefined, { without: COLOURS })).toEqual([]);
});
