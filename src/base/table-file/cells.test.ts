import { expect, test } from 'vitest';
import { formatOf, numberText, serialText } from './cell.ts';
import { matchColumns } from './index.ts';

test.each([
  [1e21, '1000000000000000000000'],
  [1e-7, '0.0000001'],
  [0.1 + 0.2, '0.3'],
  [-3, '-3'],
])('the number %d is written %s', (value, text) => {
  expect(numberText(value)).toBe(text);
});

test.each([
  [1, false, '01/01/1900'],
  [59, false, '28/02/1900'],
  [61, false, '01/03/1900'],
  [25569, false, '01/01/1970'],
  [0.5, false, '12:00'],
  [0, true, '01/01/1904'],
])('serial %d (from 1904: %s) is %s', (serial, from1904, text) => {
  expect(serialText(serial, from1904)).toBe(text);
});

test.each([
  ['yyyy\\-mm\\-dd', true],
  ['[$-vi-VN]d mmmm yyyy', true],
  ['[h]:mm', true],
  ['General', false],
  ['[Red]#,##0', false],
  ['0.00"d"', false],
  ['_-* #,##0\\ _₫_-', false],
])('the format %s is a date: %s', (code, date) => {
  expect(formatOf(164, code).date).toBe(date);
});

test('columns are found whatever case, tone marks, spaces and remarks; each heading serves once', () => {
  const fields = [
    { name: 'code', labels: ['Mã cán bộ', 'Staff code'] },
    { name: 'name', labels: ['Họ và tên', 'Full name'] },
    { name: 'unit', labels: ['Mã đơn vị', 'Đơn vị'] },
    { name: 'unitName', labels: ['Tên đơn vị', 'Đơn vị'] },
    { name: 'phone', labels: ['Điện thoại'] },
  ];
  const matching = matchColumns(['STT', 'HO VA  TEN (*)', 'mã Cán-bộ', 'Đơn vị', 'Tên đơn vị', ''], fields);
  expect(matching).toEqual({ columns: { name: 1, code: 2, unit: 3, unitName: 4 }, missing: ['phone'], unknown: [0, 5] });
});
