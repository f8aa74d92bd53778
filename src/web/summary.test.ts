import { expect, test } from 'vitest';
import { nameErrors } from './summary.ts';

const page = (lines: string, fields: string) =>
  `<main><section><h2 id="error-summary">Hãy sửa</h2> <ul><!--[-->${lines}<!--]--></ul></section><form>${fields}</form><ul><li><a href="#day">Khác</a></li></ul></main>`;
const line = (id: string, sentence: string) => `<li><a href="#${id}" class="x">${sentence}</a></li>`;

test.each([
  ['a label', '<label class="label" for="day">Ngày bắt đầu</label><input id="day">', 'day', 'Ngày bắt đầu: Hãy nhập ngày.'],
  [
    'a label that says it may be left out',
    '<label for="day">Ngày bắt đầu <!--[--> <span class="optional s-1">(không bắt buộc)</span></label><input id="day">',
    'day',
    'Ngày bắt đầu: Hãy nhập ngày.',
  ],
  ['a label with signs of HTML', '<label for="day">Lãi &amp; lỗ</label><input id="day">', 'day', 'Lãi &amp; lỗ: Hãy nhập ngày.'],
  ['a question', '<label for="day">Từ ngày nào?</label><input id="day">', 'day', 'Từ ngày nào? Hãy nhập ngày.'],
  ['what is told to do', '<label for="day">Chọn một ngày.</label><input id="day">', 'day', 'Chọn một ngày: Hãy nhập ngày.'],
  ['choices', '<fieldset><legend>Kết quả</legend><input type="radio" id="day"><label for="day">Đạt</label></fieldset>', 'day', 'Kết quả: Hãy nhập ngày.'],
  ['one box', '<fieldset><legend>Khác</legend></fieldset><input type="checkbox" id="day"><label for="day">Tôi đã đọc</label>', 'day', 'Tôi đã đọc: Hãy nhập ngày.'],
  ['a table’s cell', '<td><input aria-label="Chỉ tiêu của Phường A" id="day"></td>', 'day', 'Chỉ tiêu của Phường A: Hãy nhập ngày.'],
  ['a field in a group', '<fieldset><legend>Thời gian</legend><label for="day">Từ ngày</label><input type="text" id="day"></fieldset>', 'day', 'Từ ngày: Hãy nhập ngày.'],
  ['a group of fields', '<fieldset id="day" class="x"><legend>Tin nhắn</legend><label for="a">A</label></fieldset>', 'day', 'Tin nhắn: Hãy nhập ngày.'],
  ['a heading', '<h2 id="day">Các phần</h2>', 'day', 'Các phần: Hãy nhập ngày.'],
  ['a part of the page', '<article id="day"><p>1</p><h3 class="x">Bài 1</h3></article>', 'day', 'Bài 1: Hãy nhập ngày.'],
  ['the page as a whole', '<h2 id="page">Trang</h2>', 'page', 'Hãy nhập ngày.'],
  ['what is not there', '', 'day', 'Hãy nhập ngày.'],
])('the line of %s', (_what, fields, id, words) => {
  expect(nameErrors(page(line(id, 'Hãy nhập ngày.'), fields))).toBe(page(line(id, words), fields));
});

test('a line that says it already, and a page without a summary, stay as they are', () => {
  const fields = '<label for="day">Ngày</label><input id="day">';
  for (const html of [page(line('day', 'Ngày này đã qua.'), fields), `<main>${fields}<ul>${line('day', 'Hãy nhập ngày.')}</ul></main>`]) expect(nameErrors(html)).toBe(html);
});
