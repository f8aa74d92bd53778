import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogues, LOCALES, translator } from '#base/text/index.ts';
import { detailsOf, labelKey } from './detail.ts';

/** The names in the object literal that begins at a place: what stands before its colons and commas, on its own level. */
function namesAt(source: string, begin: number): string[] {
  const names: string[] = [];
  let depth = 0;
  let part = '';
  for (const letter of source.slice(begin)) {
    if ('}])'.includes(letter)) depth -= 1;
    if (depth < 0 || (depth === 0 && letter === ',')) {
      const [, name] = /^\s*(\w+)/.exec(part) ?? [];
      if (name !== undefined) names.push(name);
      part = '';
    } else part += letter;
    if (depth < 0) break;
    if ('{[('.includes(letter)) depth += 1;
  }
  return names;
}

const kept = new Set(
  globSync('src/{kernel,modules}/**/*.ts')
    .filter((file) => !/test/.test(file))
    .flatMap((file) => {
      const source = readFileSync(file, 'utf8');
      return [...source.matchAll(/\bdetail: \{/g)].flatMap(({ index, 0: opening }) => namesAt(source, index + opening.length));
    }),
);

test.each(LOCALES)('whatever a line of the audit keeps has a word (%s)', (locale) => {
  expect(kept.size).toBeGreaterThan(100);
  expect([...kept].filter((name) => catalogues()[locale][labelKey(name)] === undefined)).toEqual([]);
});

test.each([
  ['{"kind": "staff", "lines": 3000, "added": 12}', 'Loại: cán bộ; Số dòng: 3.000; Thêm mới: 12'],
  ['{"day": "2026-11-24", "kind": "off", "status": "to confirm"}', 'Ngày: 24/11/2026; Loại: ngày nghỉ; Tình trạng: chờ xác nhận'],
  ['{"role": "auditor", "grant": "0199a1b2-0000-7000-8000-000000000001"}', 'Vai trò: Kiểm tra viên'],
  ['{"fields": "email birthDate"}', 'Mục đã sửa: thư điện tử, ngày sinh'],
  ['{"year": 2026, "approve": false}', 'Năm: 2026; Phê duyệt: không'],
  // Ids and digests stay in the technical record; what is empty says nothing.
  ['{"grant": "0199a1b2-0000-7000-8000-000000000001", "digest": "' + 'a'.repeat(64) + '", "slice": ""}', ''],
  // A line of an older Khuê may keep what has no word any more.
  ['{"gestern": "x-1"}', 'gestern: x-1'],
  ['{}', ''],
])('%s', (json, said) => {
  const details = detailsOf(json, { locale: 'vi', t: translator('vi') });
  expect(details.map(({ label, value }) => `${label}: ${value}`).join('; ')).toBe(said);
});
