import { beforeAll, describe, expect } from 'vitest';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { compareUnits, exportRanking, exportScorecard, importIndex, listIndexes, programme, rankUnits, readIndex, readScorecard, score, selfScore } from '../index.ts';
import { at, scoredTown as town } from './testing.ts';

const { rolledBack } = await testDatabase();

beforeAll(() => declare([programme]));

describe('ranking', () => {
  async function scored(db: Db) {
    const all = await town(db);
    const give = async (unitId: string, value: number, year: number) => perform(selfScore, testCtx(db), { ...at(unitId, 'B1', year), seen: 0, value });
    return { ...all, give };
  }

  rolledBack('units with the same total share the rank, units without any score have none', async (db) => {
    const { ward, merged, give, asHead } = await scored(db);
    await give(ward, 4, 2026);
    const lines = async () => (await perform(rankUnits, asHead(), { index: 'khue-ward', year: 2026 })).units.map(({ unitId, rank, tied, points }) => [unitId, rank, tied, points]);
    expect(await lines()).toEqual([
      [ward, 1, false, 20],
      [merged, null, false, null],
    ]);
    await give(merged, 4, 2026);
    expect(await lines()).toEqual([
      [ward, 1, true, 20],
      [merged, 1, true, 20],
    ]);
  });

  rolledBack('a unit formed on 1 July 2025 takes the mean of its former units for 2024, and says so', async (db) => {
    const { ward, merged, east, west, give, asHead } = await scored(db);
    await give(ward, 2, 2024);
    await give(east, 4, 2024);
    await give(west, 1, 2024);
    const { units } = await perform(rankUnits, asHead(), { index: 'khue-ward', year: 2024 });
    expect(units.map(({ unitId, rank, points, mean, meanOf }) => ({ unitId, rank, points, mean, meanOf }))).toEqual([
      { unitId: merged, rank: 1, points: 12.5, mean: ['Phường Đông', 'Phường Tây'], meanOf: 2 },
      { unitId: ward, rank: 2, points: 10, mean: [], meanOf: 0 },
    ]);
    const card = await perform(readScorecard, asHead(), { index: 'khue-ward', year: 2024, unitId: merged });
    expect(card.former.map(({ name }) => name)).toEqual(['Phường Đông', 'Phường Tây']);
    await expect(perform(selfScore, testCtx(db), { ...at(merged, 'B1', 2024), seen: 0, value: 1 })).rejects.toMatchObject({ kind: 'missing' });
  });

  rolledBack('where a former unit has no scores the mean is of the others, and is provisional', async (db) => {
    const { merged, east, give, asHead } = await scored(db);
    await give(east, 4, 2024);
    const { units } = await perform(rankUnits, asHead(), { index: 'khue-ward', year: 2024 });
    expect(units.find(({ unitId }) => unitId === merged)).toMatchObject({ points: 20, mean: ['Phường Đông'], meanOf: 2, provisional: true });
  });

  rolledBack('two to five units of one class stand side by side', async (db) => {
    const { ward, merged, city, give, asHead } = await scored(db);
    await give(ward, 4, 2026);
    await give(merged, 3, 2026);
    const ask = (unitIds: string[]) => perform(compareUnits, asHead(), { index: 'khue-ward', year: 2026, unitIds });
    expect((await ask([merged, ward])).units.map(({ unitId, rank }) => [unitId, rank])).toEqual([
      [merged, 2],
      [ward, 1],
    ]);
    for (const [ids, code] of [
      [[ward], 'compare-count'],
      [[ward, ward], 'compare-count'],
      [Array.from({ length: 6 }, () => newId()), 'compare-count'],
      [[ward, city], 'compare-class'],
    ] as const) {
      await expect(ask([...ids])).rejects.toMatchObject({ errors: [{ at: '/unitIds', code: `scorecards.error.score-${code}` }] });
    }
  });
});

describe('indexes', () => {
  const csv = ['Loại dòng;Mã;Tên;Điểm tối đa;Quy tắc', 'Nhóm;A;Một;10;', 'Thành phần;A1;Một một;10;Tỷ lệ'];
  const file = (lines = csv, key = 'hn-2026') => ({
    key,
    title: 'Bộ của thành phố',
    level: 'commune' as const,
    fromYear: 2026,
    document: 'QĐ 1/QĐ-UBND',
    band: 0.5,
    name: 'bo.csv',
    content: Buffer.from(lines.join('\n')).toString('base64'),
  });

  rolledBack('an imported index is listed, scored by, and replaced only while nobody was scored by it', async (db) => {
    const { ward, asHead, asOfficer } = await town(db);
    expect(await perform(importIndex, asOfficer(), file())).toEqual({ key: 'hn-2026', version: 1, groups: 1, components: 1 });
    expect(await perform(importIndex, asOfficer(), file())).toMatchObject({ version: 2 });
    expect((await perform(listIndexes, asHead(), {})).map(({ key }) => key)).toEqual(['khue-ward', 'qd-766', 'dti-2022', 'hn-2026']);
    await perform(selfScore, asHead(), { ...at(ward, 'A1'), index: 'hn-2026', seen: 0, value: { part: 1, whole: 3 } });
    const { units } = await perform(rankUnits, asHead(), { index: 'hn-2026', year: 2026 });
    expect(units[0]).toMatchObject({ unitId: ward, points: 3.3333, value: 0.3333 });
    await expect(perform(importIndex, asOfficer(), file())).rejects.toMatchObject({ kind: 'conflict', code: 'scorecards.error.index-in-use' });
  });

  rolledBack('a wrong row keeps everything out', async (db) => {
    const { asOfficer } = await town(db);
    const refused = await perform(importIndex, asOfficer(), file([...csv, 'Thành phần;A2;Hai;5;Bốc thăm'])).catch((problem: unknown) => problem);
    expect(refused).toMatchObject({ kind: 'invalid', code: 'scorecards.error.import-wrong' });
    expect(refused).toHaveProperty('errors', expect.arrayContaining([expect.objectContaining({ at: '/rows/4/rule', code: 'scorecards.error.import-rule-kind' })]));
    expect((await perform(listIndexes, asOfficer(), {})).map(({ key }) => key)).not.toContain('hn-2026');
  });

  rolledBack('a key that is the name of a page is refused', async (db) => {
    const { asOfficer } = await town(db);
    await expect(perform(importIndex, asOfficer(), file(csv, 'compare'))).rejects.toMatchObject({ errors: [{ at: '/key', code: 'scorecards.error.index-reserved' }] });
  });

  rolledBack('programme.score takes a key or a whole index, and refuses one that does not add up', async (db) => {
    const { asHead } = await town(db);
    const { index } = await perform(readIndex, asHead(), { key: 'khue-ward' });
    const values = { A1: { part: 1, whole: 1 }, A2: 45, A3: 4.99, B1: 4, B2: ['ke-hoach'] };
    const byKey = await perform(score, asHead(), { index: 'khue-ward', values });
    expect(byKey.total).toEqual({ points: 82.5, maxPoints: 100, value: 0.825, complete: true });
    expect(await perform(score, asHead(), { index, values })).toEqual(byKey);
    await expect(perform(score, asHead(), { index: { ...index, max_points: 90 }, values })).rejects.toMatchObject({
      errors: [{ at: '/index/max_points', code: 'scorecards.error.index-total-not-adding' }],
    });
  });
});

rolledBack('scorecard and ranking leave as files with every row', async (db) => {
  const { ward, asHead } = await town(db);
  await perform(selfScore, asHead(), { ...at(ward), seen: 0, value: 4 });
  const text = async (ctx: Ctx, documentId: string) => {
    const [document] = await all(db, sql<{ sha256: string }>`select document.sha256 from kernel.document where document.id = ${documentId}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of await ctx.services.blobs.get(document?.sha256 ?? '')) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8').trim().split('\r\n');
  };
  const ctx = asHead();
  const card = await text(ctx, (await perform(exportScorecard, ctx, { index: 'khue-ward', year: 2026, unitId: ward, format: 'csv' })).documentId);
  expect(card).toHaveLength(1 + 5 + 1);
  expect(card.find((row) => row.startsWith('B1'))).toContain(',20,');
  const ranking = await text(ctx, (await perform(exportRanking, asHead(), { index: 'khue-ward', year: 2026, format: 'csv' })).documentId);
  expect(ranking.map((row) => row.split(',').slice(0, 3).join(','))).toEqual(['Hạng,Đơn vị,Tổng điểm', '1,Phường An,20', ',Phường Bình,']);
});
