import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCourses } from '#content/learning/index.ts';
import { richOf } from './markdown.ts';
import { safePicture } from './view.ts';

const plain = (text: string) => ({ text, mark: 'none', href: null });

test.each([
  [
    'Một đoạn.\n\nHai đoạn.',
    [
      { kind: 'p', lines: [[plain('Một đoạn.')]] },
      { kind: 'p', lines: [[plain('Hai đoạn.')]] },
    ],
  ],
  ['- một\n- hai', [{ kind: 'ul', lines: [[plain('một')], [plain('hai')]] }]],
  [
    'Các bước:\n1. một\n2. hai',
    [
      { kind: 'p', lines: [[plain('Các bước:')]] },
      { kind: 'ol', lines: [[plain('một')], [plain('hai')]] },
    ],
  ],
  ['a **b** *c*', [{ kind: 'p', lines: [[plain('a '), { text: 'b', mark: 'strong', href: null }, plain(' '), { text: 'c', mark: 'em', href: null }]] }]],
  ['[Công báo](https://congbao.chinhphu.vn)', [{ kind: 'p', lines: [[{ text: 'Công báo', mark: 'link', href: 'https://congbao.chinhphu.vn' }]] }]],
  ['[x](javascript:alert)', [{ kind: 'p', lines: [[plain('[x](javascript:alert)')]] }]],
  ['<b>x</b>', [{ kind: 'p', lines: [[plain('<b>x</b>')]] }]],
])('%j is parsed', (text, wanted) => {
  expect(richOf(text)).toEqual(wanted);
});

test('no word is lost, and no link leads anywhere but to https', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const spans = richOf(text).flatMap(({ lines }) => lines.flat());
      expect(spans.every(({ mark, href }) => (mark === 'link' ? href?.startsWith('https://') === true : href === null))).toBe(true);
      const letters = (value: string) => value.replaceAll(/[^\p{L}]/gu, '');
      if (!text.includes('](')) expect(letters(spans.map((span) => span.text).join(''))).toBe(letters(text));
    }),
  );
});

test('every drawing of the content is safe; one with a script, a handler, a link or a foreign element is not shown', () => {
  const pictures = readCourses(join(import.meta.dirname, '../../../..')).flatMap((file) => Object.values(file.pictures));
  expect(pictures.length).toBeGreaterThan(20);
  expect(pictures.filter((svg) => safePicture(svg) === '')).toEqual([]);
  for (const inner of ['<script>1</script>', '<path onload="x()"/>', '<a href="//x"><path/></a>', '<image/>', '<foreignObject/>', '<path style="x"/>', '<path fill="url(#x)"/>']) {
    expect(safePicture(`<svg xmlns="http://www.w3.org/2000/svg">${inner}</svg>`), inner).toBe('');
  }
});
