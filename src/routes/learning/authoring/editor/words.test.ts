import { expect, test } from 'vitest';
import { readCourses } from '#content/learning/index.ts';
import { documentOf, textOf } from './words.ts';

test.each([['Một đoạn.\n\nHai đoạn.'], ['- một\n- hai'], ['1. một\n2. hai'], ['Có **đậm**, *nghiêng* và [liên kết](https://hanoi.gov.vn/a).'], ['']])(
  '%j goes through the editor as it is',
  (text) => expect(textOf(documentOf(text))).toBe(text),
);

test('every text of the shipped lessons goes through the editor without a change of what is shown', () => {
  const texts = readCourses(process.cwd()).flatMap((file) => file.lessons.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []))));
  expect(texts.length).toBeGreaterThan(50);
  for (const text of texts) expect(documentOf(textOf(documentOf(text)))).toEqual(documentOf(text));
});

test('what the editor may hold and Markdown may not: a blank at the end of a mark, a link that is bold, nothing at all', () => {
  const bold = { type: 'bold' };
  const link = { type: 'link', attrs: { href: 'https://a.vn' } };
  const text = (words: string, ...marks: object[]) => ({ type: 'text', text: words, marks });
  const doc = { type: 'doc', content: [{ type: 'paragraph', content: [text('đậm ', bold), text('thường'), text('cả hai', bold, link)] }, { type: 'paragraph' }] };
  // @ts-expect-error marks are as the editor gives them
  expect(textOf(doc)).toBe('**đậm** thường[cả hai](https://a.vn)');
});
