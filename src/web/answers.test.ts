import { expect, test } from 'vitest';
import { chosenOf, numberFrom, rowsOf } from './answers.ts';

test.each([
  ['76,5', 76.5],
  ['76.5', 76.5],
  ['3.500.000', 3_500_000],
  ['1.234,5', 1234.5],
  ['12 000', 12_000],
  ['-200.000', -200_000],
  ['bảy mươi', 'bảy mươi'],
  ['1,2,3', '1,2,3'],
])('%s is %s', (text, value) => {
  expect(numberFrom(text)).toBe(value);
});

test('rows keep their numbers, empty ones are left out', () => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ 'm0-day': '', 'm0-id': 'x', 'm2-day': '31/12/2027', 'm2-value': '60', unit0: 'a', unit1: '', unit2: 'a', unit3: 'b' }))
    form.set(name, value);
  expect(rowsOf(form, 'm', ['id', 'day', 'value'], 4)).toEqual([{ row: 2, values: { id: '', day: '31/12/2027', value: '60' } }]);
  expect(chosenOf(form, 'unit', 4)).toEqual(['a', 'b']);
});
