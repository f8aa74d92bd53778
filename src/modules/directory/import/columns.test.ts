import { expect, test } from 'vitest';
import { matchColumns } from '#base/table-file/index.ts';
import { STAFF_COLUMNS } from './columns.ts';

const inOrder = Object.fromEntries(STAFF_COLUMNS.map((column, i) => [column.name, i]));

test.each([
  ['Vietnamese', 0],
  ['English', 1],
])('the %s headings of the template are recognised, each as its own column', (_, language) => {
  const headers = STAFF_COLUMNS.map((column) => column.labels[language] ?? '');
  expect(matchColumns(headers, STAFF_COLUMNS)).toEqual({ columns: inOrder, missing: [], unknown: [] });
});

test('no heading stands for two columns', () => {
  const owners = STAFF_COLUMNS.flatMap((column) => column.labels.map((label) => matchColumns([label], STAFF_COLUMNS)).map(({ columns }) => [column.name, ...Object.keys(columns)]));
  for (const [column, ...found] of owners) expect(found).toEqual([column]);
});
