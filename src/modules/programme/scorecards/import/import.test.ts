import { describe, expect, test } from 'vitest';
import { readIndexes } from '#content/index.ts';
import { Problem, type InputError } from '#base/problem/index.ts';
import { catalogues, translator } from '#base/text/index.ts';
import type { Index } from '../model.ts';
import { readIndexFile, type Head } from './read.ts';
import { indexCsv, indexWorkbook } from './template.ts';

const HEAD: Head = {
  key: 'test',
  title_vi: 'Bộ thử',
  title_en: 'Test index',
  level: 'commune',
  from_year: 2026,
  to_year: null,
  own: false,
  document: 'QĐ 1/QĐ-UBND',
  source: '',
  about_vi: '',
  about_en: '',
  verified: true,
  band: 1,
};
const HEADER = 'Loại dòng;Mã;Tên;Điểm tối đa;Quy tắc;Bậc hoặc điều kiện;Ngưỡng đủ điểm (%);Chỉ số của Khuê;Đã kiểm chứng';
const SOUND = [
  'Nhóm;A;Hạ tầng số;40;;;;;',
  'Thành phần;A1;Hồ sơ nộp trực tuyến;10;Tỷ lệ có ngưỡng;;80;accounts-used;',
  'Thành phần;A2;Số cuộc họp;20;Đếm số lần;"4: 20; 3: 15; 2: 10";;;',
  'Thành phần;A3;Kế hoạch;10;Điều kiện;"Có kế hoạch: 5; Có phân công: 5";;;',
  'Nhóm chấm chung;B;Xã hội số;60;;;;;',
  'Nhóm không tính điểm;C;Đô thị thông minh;0;;;;;',
];

const read = (lines: string[], header = HEADER): Promise<Index> => readIndexFile(Buffer.from([header, ...lines].join('\n')), 'bo-chi-so.csv', HEAD, new Set(['accounts-used']));

async function errorsOf(lines: string[], header?: string): Promise<InputError[]> {
  try {
    await read(lines, header);
    return [];
  } catch (problem) {
    if (problem instanceof Problem) return problem.errors;
    throw problem;
  }
}

const change = (row: number, line: string): string[] => SOUND.map((old, at) => (at === row - 2 ? line : old));

test('a sound table becomes an index with its rules', async () => {
  const index = await read(SOUND);
  expect(index).toMatchObject({ key: 'test', max_points: 100, composition: { kind: 'sum' } });
  expect(index.groups.map(({ code, scored, by, max_points }) => [code, scored, by, max_points])).toEqual([
    ['A', true, 'components', 40],
    ['B', true, 'whole', 60],
    ['C', false, 'whole', 0],
  ]);
  expect(index.groups[0]?.components.map(({ rule }) => rule)).toEqual([
    { kind: 'ratio-threshold', per: 100, full_at: 80 },
    { kind: 'count-steps', steps: [4, 3, 2].map((n) => ({ at_least: n, points: 5 * n })) },
    { kind: 'conditions', conditions: ['Có kế hoạch', 'Có phân công'].map((title, at) => ({ code: `c${at + 1}`, title_vi: title, title_en: title, points: 5 })) },
  ]);
});

describe('every row’s error has its place and its sentence, and nothing is taken', () => {
  test.each<[string, string[], string, string]>([
    ['points that do not add up', change(4, 'Thành phần;A2;Số cuộc họp;15;Đếm số lần;"3: 15";;;'), '/rows/2', 'index-points-not-adding'],
    ['an unknown kind of rule', change(3, 'Thành phần;A1;Hồ sơ;10;Bốc thăm;;;;'), '/rows/3/rule', 'import-rule-kind'],
    ['a code used twice', change(4, 'Thành phần;A1;Số cuộc họp;20;Tỷ lệ;;;;'), '/rows/4', 'index-duplicate-code'],
    ['a percentage over 100', change(3, 'Thành phần;A1;Hồ sơ;10;Tỷ lệ có ngưỡng;;101;;'), '/rows/3/fullAt', 'import-over-hundred'],
    ['a percentage that is none', change(3, 'Thành phần;A1;Hồ sơ;10;Tỷ lệ có ngưỡng;;nhiều;;'), '/rows/3/fullAt', 'import-percent'],
    ['a threshold that is missing', change(3, 'Thành phần;A1;Hồ sơ;10;Tỷ lệ có ngưỡng;;;;'), '/rows/3/fullAt', 'import-required'],
    ['an unknown kind of row', change(2, 'Chương;A;Hạ tầng;40;;;;;'), '/rows/2/row', 'import-row-kind'],
    ['a component before any group', SOUND.slice(1), '/rows/2/row', 'import-no-group'],
    ['an empty code', change(3, 'Thành phần;;Hồ sơ;10;Tỷ lệ;;;;'), '/rows/3/code', 'import-required'],
    ['a code with signs', change(3, 'Thành phần;A/1 ?;Hồ sơ;10;Tỷ lệ;;;;'), '/rows/3/code', 'import-code'],
    ['points in words', change(3, 'Thành phần;A1;Hồ sơ;mười;Tỷ lệ;;;;'), '/rows/3/points', 'import-points'],
    ['points that are missing', change(3, 'Thành phần;A1;Hồ sơ;;Tỷ lệ;;;;'), '/rows/3/points', 'import-required'],
    ['steps that cannot be read', change(4, 'Thành phần;A2;Số cuộc họp;20;Đếm số lần;bốn là hai mươi;;;'), '/rows/4/table', 'import-table'],
    ['a step without a number', change(4, 'Thành phần;A2;Số cuộc họp;20;Đếm số lần;"nhiều: 20";;;'), '/rows/4/table', 'import-step'],
    ['a highest step below the maximum', change(4, 'Thành phần;A2;Số cuộc họp;20;Đếm số lần;"4: 19";;;'), '/rows/4', 'index-steps-top'],
    ['conditions that do not add up', change(5, 'Thành phần;A3;Kế hoạch;10;Điều kiện;"Có kế hoạch: 4; Có phân công: 5";;;'), '/rows/5', 'index-conditions-not-adding'],
    ['an indicator that does not exist', change(3, 'Thành phần;A1;Hồ sơ;10;Tỷ lệ;;;khong-co;'), '/rows/3', 'index-unknown-indicator'],
    ['neither yes nor no', change(3, 'Thành phần;A1;Hồ sơ;10;Tỷ lệ;;;;có lẽ'), '/rows/3/verified', 'import-yes-no'],
    ['points of a group that is not scored', change(7, 'Nhóm không tính điểm;C;Đô thị thông minh;5;;;;;'), '/rows/7', 'index-not-scored-points'],
  ])('%s', async (_, lines, at, code) => {
    const errors = await errorsOf(lines);
    expect(errors).toContainEqual(expect.objectContaining({ at, code: `scorecards.error.${code}` }));
    for (const locale of ['vi', 'en'] as const) for (const error of errors) expect(catalogues()[locale][error.code], error.code).toBeDefined();
  });

  test('a table with several faults names all of them, in the order of its rows', async () => {
    const errors = await errorsOf([SOUND[0] ?? '', 'Thành phần;A1;;x;Bốc thăm;;;;', 'Thành phần;A1;Hai;10;Tỷ lệ có ngưỡng;;200;;']);
    expect(errors.map(({ at }) => at)).toEqual(['/rows/3/rule', '/rows/3/title', '/rows/3/points', '/rows/4/fullAt']);
  });

  test('columns that are missing are named', async () => {
    expect(await errorsOf(['A;B'], 'Mã;Tên')).toEqual([{ at: '/file', code: 'scorecards.error.import-no-columns', values: { columns: '“Loại dòng”, “Điểm tối đa”, “Quy tắc”' } }]);
    expect(await errorsOf([])).toMatchObject([{ at: '/file', code: 'scorecards.error.import-empty' }]);
  });
});

describe('the template of an index is what the import reads', () => {
  const voice = { t: translator('vi'), locale: 'vi' } as const;
  const ward = readIndexes().find(({ key }) => key === 'khue-ward');
  const dti = readIndexes().find(({ key }) => key === 'dti-2022');
  const indicators = new Set(['registers-confirmed', 'accounts-used', 'posts-vacant-share']);

  test('as XLSX and CSV: rules, points and codes come back', async () => {
    const csv = new Uint8Array(await new Response(indexCsv(voice, ward)).arrayBuffer());
    for (const [name, bytes] of [['khue-ward.xlsx', await indexWorkbook(voice, ward)] as const, ['khue-ward.csv', csv] as const]) {
      const back = await readIndexFile(bytes, name, HEAD, indicators);
      const shape = ({ groups }: Pick<Index, 'groups'>) =>
        groups.map(({ code, max_points, components }) => [code, max_points, components.map((one) => [one.code, one.max_points, one.indicator, one.rule?.kind])]);
      expect(shape(back)).toEqual(ward && shape(ward));
    }
  });

  test('the one of Decision 922 can be filled in: 98 rows of components', async () => {
    const back = await readIndexFile(await indexWorkbook(voice, dti), 'dti.xlsx', HEAD, indicators);
    expect(back.groups.flatMap(({ components }) => components)).toHaveLength(98);
    expect(back.max_points).toBe(1000);
  });
});
