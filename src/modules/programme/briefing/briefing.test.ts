import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { formatDay } from '#base/day/index.ts';
import { readTable } from '#base/table-file/index.ts';
import { openDocument } from '#kernel/document/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { testDatabase } from '#tests/database.ts';
import { testCtx, TODAY } from '#tests/ctx.ts';
import { proposeInitiative } from '../index.ts';
import { ctxOf, declareAll, makeCity, outcomeOf, type City } from '../testing.ts';
import { filesOf, listBriefingsOperation, makeBriefing, makeContent, openBriefing, readBriefing } from './index.ts';

const { db, rolledBack } = await testDatabase();
let city: City;

beforeAll(async () => {
  declareAll();
  city = await makeCity(db);
  await perform(proposeInitiative, ctxOf(db, city.officer, 'programme-officer', city.city), initiative());
});

const member = (tx = db) => ctxOf(tx, city.member, 'steering-member', city.city);
const initiative = () => ({
  titleVi: 'Số hóa lưu trữ cấp xã',
  titleEn: 'Digital archives of communes',
  aboutVi: '',
  aboutEn: '',
  plan: null,
  goal: null,
  targets: [],
  unitId: city.city,
  personCode: null,
  starts: '2027-01-01',
  ends: '2027-12-31',
  milestones: [],
  dependsOn: [],
  planned: 0,
  risks: [],
  changesPosts: true,
  reason: 'Thử',
});

describe('the briefing', () => {
  rolledBack('its page, PDF and spreadsheet show the same numbers of the same day', async (tx) => {
    const { id } = await perform(makeBriefing, member(tx), {});
    const { kept, content } = await perform(readBriefing, member(tx), { id });
    const file = async (documentId: string) => buffer(Readable.from((await openDocument(testCtx(tx), documentId)).bytes));
    const { rows } = await readTable(await file(kept.xlsxId), 'a.xlsx');
    const words = hasPdfToText ? wordsOf(await file(kept.pdfId)) : undefined;
    expect(content.day).toBe(TODAY);
    expect(rows[0]?.[3]).toBe(formatDay(TODAY));
    expect(content.figures.map(({ label }) => label).length + content.targets.length).toBeGreaterThan(8);
    for (const { label, value } of content.figures) expect(rows.find((row) => row[1] === label)?.[3]).toBe(value);
    for (const { title, value, aim, status } of content.targets) {
      expect(rows.find((row) => row[1] === title)).toMatchObject({ 3: value, 4: aim, 6: status });
      if (words !== undefined) expect(words).toContain(plain(title));
    }
    for (const { text } of [...content.decisions, ...content.changes]) {
      expect(rows.map((row) => row[1])).toContain(text);
      if (words !== undefined) expect(words).toContain(plain(text));
    }
    if (words !== undefined) for (const { value } of content.figures) expect(words).toContain(plain(value));
  });

  test('names what needs a decision, with what stands in its way', async () => {
    const { decisions } = await makeContent(member());
    expect(decisions.map(({ text }) => text)).toContainEqual(expect.stringMatching(/đánh giá tác động.*Số hóa lưu trữ cấp xã/));
  });

  test('fits on two pages, and the same day gives the same bytes', async () => {
    const ctx = member();
    const content = await makeContent(ctx);
    const [one, two] = [await filesOf(ctx, content), await filesOf(ctx, await makeContent(ctx))];
    expect(one.pages).toBe(2);
    expect(Buffer.compare(one.pdf, two.pdf)).toBe(0);
  });

  test('fits on two pages however long its texts are', async () => {
    const content = await makeContent(member());
    const long = 'Một nội dung rất dài được ghi để thử xem bản tóm tắt còn gọn trong hai trang giấy hay không, kể cả khi tên gọi kéo dài';
    const full = {
      ...content,
      targets: Array.from({ length: 12 }, (_, index) => ({ ...(content.targets[0] ?? fail()), title: `${long} ${index}` })),
      decisions: Array.from({ length: 9 }, () => ({ text: long, due: TODAY, late: true, href: '/' })),
      changes: Array.from({ length: 9 }, () => ({ text: long, tone: 'bad' as const, href: '/' })),
    };
    expect((await filesOf(member(), full)).pages).toBe(2);
  });

  test.each([
    ['a member of the committee', 'steering-member', 'done'],
    ['a programme officer', 'programme-officer', 'done'],
    ['a head of unit', 'head-of-unit', 'operation.not-allowed'],
    ['an official', 'official', 'operation.not-allowed'],
  ])('%s may make it or not', async (_who, role, outcome) => {
    expect(await outcomeOf(perform(makeBriefing, ctxOf(db, city.head, role, city.city), {}))).toBe(outcome);
  });

  rolledBack('nobody else reads or opens it, and the list is empty to them', async (tx) => {
    const { id } = await perform(makeBriefing, member(tx), {});
    const { kept } = await perform(readBriefing, member(tx), { id });
    const official = ctxOf(tx, city.head, 'official', city.city);
    expect(await outcomeOf(perform(readBriefing, official, { id }))).toBe('briefing.no-briefing');
    expect(await outcomeOf(perform(openBriefing, official, { id: kept.pdfId }))).toBe('briefing.no-briefing');
    expect((await perform(listBriefingsOperation, official, {})).briefings).toEqual([]);
    expect(await outcomeOf(perform(openBriefing, member(tx), { id: kept.pdfId }))).toBe('done');
  });
});

const hasPdfToText = spawnSync('pdftotext', ['-v']).error === undefined;

/** The words of a PDF without spaces and line breaks, which depend on the layout. */
function wordsOf(pdf: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'khue-pdf-'));
  writeFileSync(join(folder, 'a.pdf'), pdf);
  const text = execFileSync('pdftotext', ['-raw', join(folder, 'a.pdf'), '-'], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return plain(text);
}

function plain(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/g, '');
}

function fail(): never {
  throw new Error('there is no target');
}
