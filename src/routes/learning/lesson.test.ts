import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import { translator } from '#base/text/index.ts';
import type { BlockView } from '#modules/learning/index.ts';
import { checkHtml } from '#tests/page-checks.ts';
import { textContext } from '#ui/context.ts';
import Block from './Block.svelte';

const t = translator('vi');
const words = [
  {
    kind: 'p' as const,
    lines: [
      [
        { text: 'Chị Hà ', mark: 'none' as const, href: null },
        { text: 'nhận hồ sơ', mark: 'strong' as const, href: null },
      ],
    ],
  },
];
const blank: BlockView = {
  id: 'x',
  kind: 'text',
  heading: null,
  text: [],
  picture: null,
  media: null,
  href: null,
  handing: null,
  package: null,
  discussion: null,
  prompt: null,
  answerKind: null,
  choices: [],
  lines: [],
  answer: null,
  result: null,
};
const choices = [
  { id: 'a', label: 'Hẹn lại' },
  { id: 'b', label: 'Nhận ngay' },
];
const result = { correct: true, said: [words], rationale: 'Vì đủ giấy tờ.', ends: words };

const blocks: BlockView[] = [
  { ...blank, id: 'words', heading: 'Mở đầu', text: [...words, { kind: 'ul', lines: words[0]?.lines ?? [] }] },
  {
    ...blank,
    id: 'drawing',
    kind: 'picture',
    picture: { svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0"/></svg>', alt: 'Ba bước', caption: 'Hình 1' },
  },
  { ...blank, id: 'case', kind: 'situation', heading: 'Ở quầy', text: words, prompt: 'Chị Hà nên làm gì?', answerKind: 'one', choices },
  { ...blank, id: 'many', kind: 'exercise', prompt: 'Chọn hai việc.', answerKind: 'many', choices, answer: { answer: ['b'] }, result },
  { ...blank, id: 'typed', kind: 'exercise', prompt: 'Mấy ngày?', answerKind: 'text' },
  { ...blank, id: 'doing', kind: 'task', text: words, prompt: 'Sắp thư.' },
  { ...blank, id: 'list', kind: 'checklist', heading: 'Tuần này', answerKind: 'many', lines: ['Hỏi', 'Làm', 'Xem'], answer: { answer: ['2'] } },
  { ...blank, id: 'photo', kind: 'image', media: { file: 'quay.png', words: 'Quầy tiếp nhận', caption: 'Ảnh 1', captions: null, mediaType: 'image/png', size: 9 } },
  { ...blank, id: 'film', kind: 'video', heading: 'Cách nộp', media: { file: 'nop.mp4', words: 'Cách nộp', caption: null, captions: 'nop.vtt', mediaType: 'video/mp4', size: 9 } },
  { ...blank, id: 'form', kind: 'file', media: { file: 'mau.pdf', words: 'Mẫu đơn', caption: null, captions: null, mediaType: 'application/pdf', size: 2048 } },
  { ...blank, id: 'way', kind: 'link', heading: 'Cổng dịch vụ công', href: 'https://dichvucong.gov.vn', text: words },
  {
    ...blank,
    id: 'paper',
    kind: 'assignment',
    heading: 'Bài nộp',
    text: words,
    handing: { accepts: 'text', criteria: [{ id: 'c1', title: 'Đủ', low: 'a', mid: 'b', high: 'c' }], pass: 1 },
  },
  { ...blank, id: 'talk', kind: 'discussion', heading: 'Ở nơi anh chị', text: words, discussion: { posts: 2, written: false } },
  { ...blank, id: 'points', kind: 'key-points', lines: ['Một', 'Hai', 'Ba'] },
];

function shown(error?: string): string {
  const parts = blocks.map(
    (block) => render(Block, { props: { block, here: '/learning/c/l', requestId: 'r', error: block.id === 'case' ? error : undefined }, context: textContext(t, 'vi') }).body,
  );
  return parts.join('\n').replace(/<!--.*?-->/g, '');
}

test('the blocks of a lesson stand on one page as valid HTML, with a form each and nothing named twice', () => {
  const html = shown();
  const page = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Bài học</title></head><body><main><h1>Bài học</h1>${html}</main></body></html>`;
  expect(checkHtml(page)).toEqual([]);
  expect(html).not.toMatch(/<script|style=|onclick/);
  expect(html.match(/<form /g)).toHaveLength(5);
  expect(html).toContain('role="img" aria-label="Ba bước"');
  expect(html).toContain('href="/learning/c/l/task/doing"');
});

test('what was answered is shown again with what is said to it; what is missing stands at its place', () => {
  const html = shown('Hãy chọn.');
  expect(html).toContain('Vì đủ giấy tờ.');
  expect(html).toMatch(/value="b" checked/);
  expect(html).toMatch(/value="2" checked/);
  expect(html).toContain('id="case-a-error"');
  expect(html).toContain('aria-describedby="case-a-error"');
});
