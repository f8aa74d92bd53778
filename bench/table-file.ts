// Writing and reading 130,000 staff rows in each format, beside a floor: CSV split by lines, XLSX only unpacked.
// Run: node bench/table-file.ts
import { entries, openTable, unpack, writeCsv, writeXlsx } from '#base/table-file/index.ts';

const ROWS = 130_000;
const HEADERS = [
  'Mã cán bộ',
  'Họ và tên',
  'Ngày sinh',
  'Giới tính',
  'Thư điện tử',
  'Điện thoại',
  'Số định danh cá nhân',
  'Mã đơn vị',
  'Tên đơn vị',
  'Mã vị trí',
  'Vị trí việc làm',
  'Loại',
  'Từ ngày',
  'Đến ngày',
  'Hệ số lương',
  'Đoàn viên công đoàn',
];

function* staff(): Generator<(string | number | null)[]> {
  for (let i = 0; i < ROWS; i++) {
    const n = String(i).padStart(6, '0');
    yield [
      `CB${n}`,
      `Nguyễn Thị Lan ${i % 5000}`,
      '15/08/1988',
      'Nữ',
      `lan${n}@demo.khue.example`,
      `0000 ${n}`,
      `000000${n}`,
      '00004.VP',
      'Văn phòng HĐND và UBND',
      `VT${n}`,
      'Chuyên viên',
      'Công chức, viên chức',
      '01/07/2025',
      null,
      3.33,
      'Có',
    ];
  }
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(pieces);
    pieces.push(value);
  }
}

async function read(bytes: Uint8Array): Promise<void> {
  let count = 0;
  for await (const row of (await openTable(bytes, 'bench')).rows) if (row.cells.length === HEADERS.length) count += 1;
  if (count !== ROWS) throw new Error(`${count} rows read instead of ${ROWS}`);
}

async function unpackAll(bytes: Uint8Array): Promise<void> {
  for (const entry of entries(bytes).values()) for await (const _ of unpack(bytes, entry, { bytes: Infinity }));
}

async function timed<T>(what: string, work: () => Promise<T> | T): Promise<T> {
  const from = performance.now();
  const result = await work();
  const seconds = ((performance.now() - from) / 1000).toFixed(2);
  console.log(`${what.padEnd(24)} ${seconds.padStart(6)} s   resident ${Math.round(process.memoryUsage().rss / 1e6)} MB`);
  return result;
}

const csv = await timed('CSV write', () => collect(writeCsv(HEADERS, staff())));
await timed(
  'CSV floor (split)',
  () =>
    new TextDecoder()
      .decode(csv)
      .split('\r\n')
      .map((line) => line.split(',')).length,
);
await timed('CSV read', () => read(csv));
const xlsx = await timed('XLSX write', () => collect(writeXlsx('Danh sách', HEADERS, staff())));
await timed('XLSX floor (unpack)', () => unpackAll(xlsx));
await timed('XLSX read', () => read(xlsx));
console.log(
  `${ROWS} rows of ${HEADERS.length} cells; CSV ${(csv.length / 1e6).toFixed(1)} MB, XLSX ${(xlsx.length / 1e6).toFixed(1)} MB; peak resident ${Math.round(process.resourceUsage().maxRSS / 1000)} MB`,
);
