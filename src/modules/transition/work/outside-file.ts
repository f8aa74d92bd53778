import { parseDay, type Day } from '#base/day/index.ts';
import { Problem, type InputError } from '#base/problem/index.ts';
import { matchColumns, readTable } from '#base/table-file/index.ts';
import { knownCommunes } from './place.ts';

/** A job outside as a row of the spreadsheet gives it. */
export type JobRow = {
  code: string;
  title: string;
  employer: string;
  commune: string;
  payFrom: number;
  payTo: number;
  bands: Record<string, number>;
  needs: string;
  contact: string;
  until: Day;
};

type Name = 'code' | 'title' | 'employer' | 'commune' | 'payFrom' | 'payTo' | 'bands' | 'needs' | 'contact' | 'until';

/** The columns of the template: headings by which each is recognised, and what a cell looks like. */
export const JOB_COLUMNS: readonly { name: Name; labels: readonly [vi: string, en: string, ...others: string[]]; required: boolean; example: string }[] = [
  { name: 'code', labels: ['Mã tin', 'Code', 'Mã'], required: true, example: 'VL-001' },
  { name: 'title', labels: ['Vị trí tuyển', 'Title', 'Vị trí', 'Công việc'], required: true, example: 'Nhân viên hỗ trợ khách hàng' },
  { name: 'employer', labels: ['Đơn vị tuyển dụng', 'Employer', 'Đơn vị'], required: true, example: 'Công ty Thử nghiệm' },
  { name: 'commune', labels: ['Xã, phường', 'Commune', 'Nơi làm việc', 'Mã xã, phường'], required: true, example: 'Phường Ba Đình' },
  { name: 'payFrom', labels: ['Lương từ', 'Pay from', 'Mức lương thấp nhất'], required: true, example: '9.000.000' },
  { name: 'payTo', labels: ['Lương đến', 'Pay to', 'Mức lương cao nhất'], required: true, example: '12.000.000' },
  { name: 'bands', labels: ['Mức năng lực số', 'Digital level', 'Năng lực số'], required: false, example: '1:1; 2:2' },
  { name: 'needs', labels: ['Yêu cầu khác', 'Other needs', 'Yêu cầu'], required: false, example: '' },
  { name: 'contact', labels: ['Liên hệ', 'Contact'], required: true, example: 'Phòng Nhân sự, 024 0000 0000' },
  { name: 'until', labels: ['Hạn nộp hồ sơ', 'Open until', 'Hạn nộp'], required: true, example: '31/12/2026' },
];

/** Most jobs of one file. */
const MOST_ROWS = 5000;

/** Reads jobs outside from a CSV or XLSX file. Throws `invalid` with a sentence for every cell that is wrong, at `/rows/<number>/<column>`; then nothing is taken. */
export async function readJobFile(bytes: Uint8Array, name: string, today: Day): Promise<JobRow[]> {
  const table = await readTable(bytes, name);
  const matching = matchColumns(table.headers, JOB_COLUMNS);
  const missing = JOB_COLUMNS.filter((column) => column.required && matching.missing.includes(column.name));
  if (missing.length > 0) fail([{ at: '/file', code: 'transition-work.import-no-columns', values: { columns: missing.map(({ labels }) => `“${labels[0]}”`).join(', ') } }]);
  if (table.rows.length === 0) fail([{ at: '/file', code: 'transition-work.import-empty' }]);
  if (table.rows.length > MOST_ROWS) fail([{ at: '/file', code: 'transition-work.import-many', values: { n: MOST_ROWS } }]);
  const errors: InputError[] = [];
  const seen = new Map<string, number>();
  const jobs = table.rows.map((cells, index) => {
    const row = table.rowNumbers[index] ?? 0;
    const cell = (column: Name): string => cells[matching.columns[column] ?? -1]?.trim() ?? '';
    const wrong = (column: Name, code: string): void => {
      errors.push({ at: `/rows/${row}/${column}`, code: `transition-work.import-${code}`, values: { row, value: cell(column).slice(0, 40) } });
    };
    const job = jobOf(cell, wrong, today);
    if (seen.has(job.code)) wrong('code', 'twice');
    seen.set(job.code, row);
    return job;
  });
  if (errors.length > 0) fail(errors.slice(0, 500));
  return jobs;
}

function fail(errors: InputError[]): never {
  throw new Problem('invalid', 'transition-work.import-wrong', { n: errors.length }, errors);
}

type Wrong = (column: Name, code: string) => void;

function jobOf(cell: (column: Name) => string, wrong: Wrong, today: Day): JobRow {
  for (const { name, required } of JOB_COLUMNS) {
    if (required && cell(name) === '') wrong(name, 'required');
    if (cell(name).length > 500) wrong(name, 'long');
  }
  const [payFrom, payTo] = [moneyOf(cell('payFrom'), () => wrong('payFrom', 'pay')), moneyOf(cell('payTo'), () => wrong('payTo', 'pay'))];
  if (payFrom > payTo && cell('payTo') !== '') wrong('payTo', 'pay-order');
  const commune = communeOf(cell('commune'));
  if (commune === undefined && cell('commune') !== '') wrong('commune', 'commune');
  const until = parseDay(cell('until'));
  if (until === undefined && cell('until') !== '') wrong('until', 'day');
  if (until !== undefined && until < today) wrong('until', 'past');
  return {
    code: cell('code'),
    title: cell('title'),
    employer: cell('employer'),
    commune: commune ?? '',
    payFrom,
    payTo,
    bands: bandsOf(cell('bands'), () => wrong('bands', 'bands')),
    needs: cell('needs'),
    contact: cell('contact'),
    until: until ?? today,
  };
}

/** An amount in đồng as people type it; 0 where it cannot be read. */
function moneyOf(text: string, wrong: () => void): number {
  if (text === '') return 0;
  const digits = text.replaceAll(/[\s.,]|đồng$|đ$/gu, '');
  if (!/^\d{1,10}$/.test(digits) || Number(digits) > 1_000_000_000) wrong();
  return /^\d{1,10}$/.test(digits) ? Number(digits) : 0;
}

/** The code of a commune by its code or its Vietnamese name. */
function communeOf(text: string): string | undefined {
  const communes = knownCommunes();
  if (communes.has(text)) return text;
  const wanted = text.toLocaleLowerCase('vi').normalize('NFC');
  return [...communes.values()].find(({ nameVi }) => nameVi.toLocaleLowerCase('vi').normalize('NFC') === wanted)?.code;
}

/** Levels by area as `1:2; 3:1`. */
function bandsOf(text: string, wrong: () => void): Record<string, number> {
  if (text === '') return {};
  const entries = text.split(/[;,]/).map((part) => /^\s*([1-5])\s*:\s*([1-3])\s*$/.exec(part));
  if (entries.some((entry) => entry === null)) wrong();
  return Object.fromEntries(entries.flatMap((entry) => (entry === null ? [] : [[entry[1] ?? '', Number(entry[2])]])));
}
