import { expect, test } from 'vitest';
import { typeset } from './index.ts';

const at = Temporal.Instant.from('2026-11-26T02:00:00Z');
const note = (paragraphs: string[]) => ({ template: 'note', at, data: { title: 'Báo cáo nhanh: ưng, ờ, ẫ, ỵ, ữ', footer: 'Khuê', paragraphs } });
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

test('a template becomes a tagged PDF with title and language', async () => {
  const { bytes, pages } = await typeset(process.cwd(), note(['Một đoạn văn.']));
  expect(text(bytes).startsWith('%PDF-')).toBe(true);
  expect(pages).toBe(1);
  expect(text(bytes)).toContain('/StructTreeRoot');
  expect(text(bytes)).toMatch(/\/Lang\s*\(vi\)/);
  expect(text(bytes)).toContain('pdfuaid');
});

test('the same order gives the same bytes', async () => {
  const [first, second] = [await typeset(process.cwd(), note(['a'])), await typeset(process.cwd(), note(['a']))];
  expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
});

test('what a person typed is text, never markup', async () => {
  await expect(typeset(process.cwd(), note(['#panic("x") $ [*'])).then(({ pages }) => pages)).resolves.toBe(1);
});

test('long texts run over to further pages', async () => {
  const { pages } = await typeset(process.cwd(), note(Array.from({ length: 80 }, () => 'Câu này được in lại nhiều lần cho đủ trang. '.repeat(6))));
  expect(pages).toBeGreaterThan(2);
});

test('a template that does not exist is a defect with its name', async () => {
  await expect(typeset(process.cwd(), { template: 'none', data: {}, at })).rejects.toThrow('content/print/none.typ');
});

test('a letter by Decree 30/2020 keeps a room for each signer, level with each other, within the margins of Appendix I', async () => {
  const signers = ['Chủ tịch', 'Chủ tịch Công đoàn'].map((capacity) => ({ authority: null, capacity, name: 'Người thử' }));
  const empty = { parent: null, issuer: 'Ủy ban nhân dân phường Thử', kind: 'Biên bản', abstract: 'Đối thoại', to: [], bases: [], recipients: [] };
  const data = { ...empty, title: 'Biên bản', number: '02/BB-UBND', place: 'Hà Nội', day: '2026-02-05', body: ['Hai bên thống nhất.'], signers };
  const { rooms, pages } = await typeset(process.cwd(), { template: 'nd30', at, data, standard: 'a-2a' });
  expect(pages).toBe(1);
  expect(rooms.map(({ name, page }) => [name, page])).toEqual([
    ['signer-1', 1],
    ['signer-2', 1],
  ]);
  expect(rooms[0]?.y).toBe(rooms[1]?.y);
  for (const { x, y, width, height } of rooms) expect([x >= 30, x + width <= 195, y >= 20, y + height <= 277]).toEqual([true, true, true, true]);
});
