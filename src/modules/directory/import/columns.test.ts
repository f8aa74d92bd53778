import { describe, expect, test } from 'vitest';
import { entries, matchColumns, readTable, unpack } from '#base/table-file/index.ts';
import { translator } from '#base/text/index.ts';
import { STAFF_COLUMNS } from './columns.ts';
import { COLUMNS, IMPORT_KINDS, SEXES } from './kinds.ts';
import { xlsxTemplate } from './template.ts';

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

describe.each(['vi', 'en'] as const)('the XLSX template in %s', (locale) => {
  const units = [{ code: '00001', name: 'Phường Ba Đình' }];

  test.each(IMPORT_KINDS)('of %s is an empty list whose headings are recognised, before two sheets that explain it', async (kind) => {
    const { headers, rows, notices } = await readTable(await xlsxTemplate(kind, locale, translator(locale), units), 'template.xlsx');
    const found = matchColumns(headers, COLUMNS[kind]);
    expect([Object.keys(found.columns), found.missing, found.unknown]).toEqual([COLUMNS[kind].map(({ name }) => name), [], []]);
    expect(rows).toEqual([]);
    expect(notices.map(({ values }) => values['count'])).toEqual([2]);
  });

  test('of staff offers the words for sex, and lists the units', async () => {
    const bytes = await xlsxTemplate('staff', locale, translator(locale), units);
    expect(await partOf(bytes, 'xl/worksheets/sheet1.xml')).toContain(`&quot;${SEXES.map(({ words }) => words[locale === 'vi' ? 0 : 1]).join(',')}&quot;`);
    expect(await partOf(bytes, 'xl/sharedStrings.xml')).toContain('Phường Ba Đình');
  });
});

async function partOf(bytes: Uint8Array, path: string): Promise<string> {
  const entry = entries(bytes).get(path);
  if (entry === undefined) throw new Error(`no ${path}`);
  const pieces: Uint8Array[] = [];
  for await (const piece of unpack(bytes, entry, { bytes: Infinity })) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
