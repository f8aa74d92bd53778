import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '#base/problem/index.ts';
import { delimiterOf } from './csv.ts';
import { LIMITS, openTable, readTable, writeCsv, writeXlsx } from './index.ts';
import type { Cell } from './index.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const bytesOf = async (stream: ReadableStream<Uint8Array>) => new Uint8Array(await new Response(stream).arrayBuffer());
const codeOf = async (bytes: Uint8Array) => {
  try {
    await readTable(bytes, 'x');
    return 'read';
  } catch (error) {
    return error instanceof Problem ? error.code : String(error);
  }
};

/** A ZIP archive of the named texts, as a spreadsheet program would pack them. */
function zip(files: Record<string, string | Uint8Array>, flags = 0): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const raw = typeof content === 'string' ? utf8(content) : content;
    const data = deflateRawSync(raw);
    const name = utf8(path);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt32LE(10, 24); // a lie about the unpacked size
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), data);
    directory.push(central, Buffer.from(name));
    offset += 30 + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

type Workbook = { rows: string; strings?: string; styles?: string; sheets?: string; properties?: string; target?: string };

function workbook({ rows, strings, styles, sheets, properties, target }: Workbook): Record<string, string> {
  const relation = (id: string, type: string, to: string) =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${to}"/>`;
  return {
    'xl/worksheets/sheet2.xml': '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>other</v></c></row></sheetData></worksheet>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    'xl/workbook.xml': `<workbook xmlns:r="x">${properties ?? ''}<sheets>${sheets ?? '<sheet name="Danh sách" sheetId="1" r:id="rId1"/>'}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relation('rId1', 'worksheet', target ?? 'worksheets/sheet1.xml')}${relation('rId2', 'worksheet', 'worksheets/sheet2.xml')}${relation('rId3', 'sharedStrings', 'sharedStrings.xml')}${relation('rId4', 'styles', 'styles.xml')}</Relationships>`,
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `<sst>${strings}</sst>` }),
    ...(styles === undefined ? {} : { 'xl/styles.xml': `<styleSheet>${styles}</styleSheet>` }),
  };
}

describe('CSV', () => {
  test.each([
    ['UTF-8 without mark, comma', utf8('Mã,Họ tên\r\n1,Nguyễn Văn An\r\n')],
    ['UTF-8 with mark, semicolon', utf8('\uFEFFMã;Họ tên\n1;Nguyễn Văn An')],
    ['tab', utf8('Mã\tHọ tên\n1\tNguyễn Văn An\n')],
    ['UTF-16LE with mark', new Uint8Array(Buffer.from('\uFEFFMã\tHọ tên\r\n1\tNguyễn Văn An', 'utf16le'))],
    ['old Mac line ends', utf8('Mã,Họ tên\r1,Nguyễn Văn An')],
    ['sep= line', utf8('sep=|\nMã|Họ tên\n1|Nguyễn Văn An')],
    ['decomposed letters and spaces', utf8(`Mã,Họ tên\n 1 ,\u00a0${'Nguyễn Văn An'.normalize('NFD')} `)],
    ['quotes', utf8('"Mã","Họ tên"\n"1","Nguyễn Văn An"')],
  ])('%s', async (_, bytes) => {
    const table = await readTable(bytes, 'a.csv');
    expect(table.headers).toEqual(['Mã', 'Họ tên']);
    expect(table.rows).toEqual([['1', 'Nguyễn Văn An']]);
  });

  test('row numbers count empty rows and title rows as the spreadsheet shows them', async () => {
    const table = await readTable(utf8('DANH SÁCH CÁN BỘ;;\n\na;b;c\n1;2\n;;\n"3\n3";4;5;6\n7;;'), 'a.csv');
    expect(table).toMatchObject({
      headers: ['a', 'b', 'c'],
      rows: [
        ['1', '2', ''],
        ['3\n3', '4', '5'],
        ['7', '', ''],
      ],
      rowNumbers: [4, 6, 7],
    });
  });

  test.each([
    ['"a;b";c,d;e', ';'],
    ['a,b;c,d', ','],
    ['a', ','],
    ['\n\na\tb', '\t'],
  ])('the delimiter of %j is %j', (text, delimiter) => {
    expect(delimiterOf(text)).toBe(delimiter);
  });

  test('lines that end where two slices of the file meet are still one line', async () => {
    const lines = Array.from({ length: 9000 }, (_, i) => `${'ă'.repeat(i % 23)}${i},"x\r\n${i}"`);
    const table = await readTable(utf8(['a,b', ...lines].join('\r\n')), 'a.csv');
    expect(table.rows).toEqual(lines.map((line, i) => [line.slice(0, line.indexOf(',')), `x\n${i}`]));
    expect(table.rowNumbers).toEqual(lines.map((_, i) => i + 2));
  });

  test('a formula is written as text and read back as it was', async () => {
    const cells = ['=1+1', '+84', '-x', '@a', "'=b", "it's", '-5', '-5,2'];
    const bytes = await bytesOf(
      writeCsv(
        ['a', 'b'],
        cells.map((cell) => ['x', cell]),
      ),
    );
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    expect(text.startsWith('\uFEFFa,b\r\n')).toBe(true);
    expect(text.split('\r\n').slice(1, 6)).toEqual(["x,'=1+1", "x,'+84", "x,'-x", "x,'@a", "x,''=b"]);
    expect(text).toContain('\r\nx,-5\r\n');
    expect((await readTable(bytes, 'a.csv')).rows.map((row) => row[1])).toEqual(cells);
  });
});

describe('XLSX', () => {
  test('texts of every kind of cell', async () => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="000000000000"/><numFmt numFmtId="166" formatCode="#,##0 &quot;đồng&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs>';
    const strings = '<si><t>a</t></si><si><r><t>Nguyễn </t></r><r><rPr><b/></rPr><t>Văn &amp; An</t></r><rPh><t>x</t></rPh></si>';
    const cells = [
      ['t="s"><v>1</v>', 'Nguyễn Văn & An'],
      ['t="inlineStr"><is><r><t>Hà </t></r><r><t>Nội</t></r></is>', 'Hà Nội'],
      ['t="str"><f>A1&amp;"x"</f><v>&amp;lt;</v>', '&lt;'],
      ['t="b"><v>1</v>', 'TRUE'],
      ['t="e"><v>#N/A</v>', '#N/A'],
      ['><f>1+1</f><v>2</v>', '2'],
      ['><f>1+1</f>', ''],
      ['s="1"><v>45839</v>', '01/07/2025'],
      ['s="2"><f>TODAY()</f><v>45839.25</v>', '01/07/2025 06:00'],
      ['s="3"><v>1199000123</v>', '001199000123'],
      ['s="4"><v>2340000</v>', '2340000'],
      ['><v>1.19900012345E+11</v>', '119900012345'],
      ['><v>3.6600000000000001</v>', '3.66'],
      ['t="d"><v>2025-07-01</v>', '01/07/2025'],
    ];
    const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><v>b</v></c></row>${cells.map(([xml], i) => `<row r="${i + 3}"><c r="A${i + 3}" t="str"><v>x</v></c><c r="B${i + 3}" ${xml}</c></row>`).join('')}`;
    const table = await readTable(zip(workbook({ rows, strings, styles })), 'a.xlsx');
    expect(table.headers).toEqual(['a', 'b']);
    expect(table.rows.map((row) => row[1])).toEqual(cells.map(([, text]) => text));
    expect(table.rowNumbers).toEqual(cells.map((_, i) => i + 3));
  });

  test('cells and rows without references, prefixed names, absolute targets, days counted from 1904', async () => {
    const files = workbook({
      rows: '',
      target: '/xl/worksheets/sheet1.xml',
      properties: '<workbookPr date1904="1"/>',
      styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
    });
    files['xl/worksheets/sheet1.xml'] =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="str"><x:v>a</x:v></x:c><x:c t="str"><x:v>b</x:v></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c><x:c s="1"><x:v>44377</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    expect(await readTable(zip(files), 'a.xlsx')).toMatchObject({ headers: ['a', 'b'], rows: [['1', '01/07/2025']], rowNumbers: [2] });
  });

  test('the first visible sheet is read, the others are named', async () => {
    const sheets = '<sheet name="Ẩn" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Hai" sheetId="2" r:id="rId2"/>';
    const table = await openTable(zip(workbook({ rows: '', sheets })), 'a.xlsx');
    expect(table).toMatchObject({ sheet: 'Hai', notices: [{ code: 'table.other-sheets', values: { sheet: 'Hai', count: 1, others: 'Ẩn' } }], headers: ['other'] });
  });
});

describe('what cannot be read is refused with a sentence', () => {
  const rows = '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>';
  const ole = (text: string) => new Uint8Array(Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.from(text, 'utf16le')]));
  test.each([
    ['an empty file', new Uint8Array(), 'table.empty'],
    ['only spaces', utf8(' \n \n'), 'table.empty'],
    ['an empty sheet', zip(workbook({ rows: '' })), 'table.empty'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]), 'table.not-a-table'],
    ['a PDF', utf8('%PDF-1.7 ...'), 'table.not-a-table'],
    ['a web page', utf8('<html><table></table></html>'), 'table.not-a-table'],
    ['a text document', zip({ 'word/document.xml': '<x/>' }), 'table.not-a-table'],
    ['a password-protected workbook', ole('EncryptedPackage'), 'table.password'],
    ['an encrypted archive', zip(workbook({ rows }), 1), 'table.password'],
    ['an old workbook', ole('Workbook'), 'table.old-excel'],
    ['a truncated archive', zip(workbook({ rows })).subarray(0, 400), 'table.damaged'],
    ['broken XML', zip(workbook({ rows: '<row' })), 'table.damaged'],
    ['Windows-1258', new Uint8Array([0x4d, 0xe3, 0x2c, 0x48, 0xf2, 0x6e, 0x0a]), 'table.wrong-encoding'],
    ['lost letters', utf8('a,b\n1,Nguy\uFFFDn'), 'table.wrong-encoding'],
    ['UTF-8 read as Windows-1252', utf8('a,b\nNguyá»…n,Tráº§n\nLÃª,x'), 'table.wrong-encoding'],
    ['the old font .VnTime', utf8('a,b\nNguyÔn V¨n,TrÇn §øc\nPh¹m V¨n,Hµ\nV¨n,x'), 'table.old-font'],
    ['an open quote', utf8('a,b\n1,"2\n3,4'), 'table.open-quote'],
  ])('%s: %s', async (_, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code);
  });

  test('text that is called a workbook is refused, not read as one column', async () => {
    await expect(readTable(utf8('hello'), 'danh-sach.xlsx')).rejects.toMatchObject({ code: 'table.not-a-table' });
  });

  test('a zip bomb is refused although its directory tells a small size', async () => {
    const files: Record<string, string | Uint8Array> = workbook({ rows });
    files['xl/worksheets/sheet1.xml'] = new Uint8Array(LIMITS.unpackedBytes + 1).fill(0x20);
    expect(await codeOf(zip(files))).toBe('table.too-large');
  });

  test('ordinary Vietnamese and signs are not taken for old fonts', async () => {
    expect(await codeOf(utf8('a,b\nNguyễn Văn Á,Đặng m² © ®\nƯớc,ở ẩn\nÃ,Âu Cơ\nÁnh,ấy'))).toBe('read');
  });
});

describe('written and read again', () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .map((s) => s.normalize('NFC').trim().replace(/\r\n?/g, '\n'))
    .filter((s) => !/[^\P{Cc}\t\n]|[\uFFFD-\uFFFF]|[¨©ª«¬®¸µ¶·¹]|[ÃÄÆáº]/u.test(s) && s === s.normalize('NFC').trim());
  const table = fc.array(
    fc.tuple(
      text.filter((s) => s !== ''),
      text,
      text,
    ),
    { maxLength: 12 },
  );
  const headers = ['Mã', 'Họ và tên', 'Ghi chú'];

  test.each([
    ['CSV', (rows: Cell[][]) => writeCsv(headers, rows)],
    ['XLSX', (rows: Cell[][]) => writeXlsx('Danh sách', headers, rows)],
  ])('%s gives the same table', async (_, write) => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const read = await readTable(await bytesOf(write(rows)), 'x');
        expect(read.headers).toEqual(headers);
        expect(read.rows).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  test('numbers come back as their digits, empty cells as empty texts, rows may come asynchronously', async () => {
    async function* rows(): AsyncGenerator<Cell[]> {
      yield [1, 3.66, null];
      yield [123456789012, -0.5, 'x'];
    }
    for (const stream of [writeCsv(headers, rows()), writeXlsx('a/b:c', headers, rows())]) {
      expect((await readTable(await bytesOf(stream), 'x')).rows).toEqual([
        ['1', '3.66', ''],
        ['123456789012', '-0.5', 'x'],
      ]);
    }
  });

  test('control characters, which XML cannot hold, are left out', async () => {
    const bytes = await bytesOf(writeXlsx('a', ['a', 'b'], [['x\u0000y\u000bz', 'tab\tline\nend\ud800']]));
    expect((await readTable(bytes, 'x')).rows).toEqual([['xyz', 'tab\tline\nend']]);
  });

  test('an error of the rows reaches the reader of the stream', async () => {
    async function* rows(): AsyncGenerator<Cell[]> {
      yield ['a'];
      throw new Error('rows broke');
    }
    for (const write of [() => writeCsv(['a'], rows()), () => writeXlsx('a', ['a'], rows())]) await expect(bytesOf(write())).rejects.toThrow('rows broke');
  });
});
