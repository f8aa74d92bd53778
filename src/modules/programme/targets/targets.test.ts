import { beforeAll, describe, expect, test } from 'vitest';
import { readContent } from '#content/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { addTarget, changeTarget, exportTargets, listTargets, loadPlans, previewTarget, readTarget, reportIndicator, retireTarget } from '../index.ts';
import { ctxOf, declareAll, makeCity, outcomeOf } from '../testing.ts';

const { rolledBack, inRolledBack } = await testDatabase();

beforeAll(declareAll);

const written = (unitId: string) => ({
  goal: 'society',
  indicator: 'adults-smartphone',
  titleVi: 'Người trưởng thành có điện thoại thông minh',
  titleEn: 'Adults with a smartphone',
  unitId,
  direction: 'at-least' as const,
  value: 95,
  due: '2028-12-31',
  baseline: { day: '2025-12-31', value: 80 },
  milestones: [{ day: '2026-12-31', value: 85 }],
  personCode: 'cb-1',
  coUnits: [],
  noteVi: '',
  noteEn: '',
  document: 'Kế hoạch số 12/KH-UBND',
  source: 'Văn phòng UBND thành phố',
  verified: true,
});
const reason = 'Theo kế hoạch năm';
const report = (db: Db, unitId: string, period: string, day: string, value: number, indicator = 'adults-smartphone') =>
  perform(reportIndicator, testCtx(db), { indicator, unitId, period, value, day, source: 'Khảo sát của Cục Thống kê' });

describe('the targets of the content', () => {
  rolledBack('are entered once, with source and whether they were verified, and the 2025 ones are judged without a value as without data', async (db) => {
    await makeCity(db);
    expect(await perform(loadPlans, testCtx(db), {})).toEqual({ added: 0 });
    const content = readContent().programmes.flatMap(({ targets }) => targets);
    const { targets, total, counts, years } = await perform(listTargets, testCtx(db), { limit: 500 });
    expect(total).toBe(content.length);
    expect(targets.map(({ key }) => key).toSorted()).toEqual(content.map(({ key }) => key).toSorted());
    expect(counts.find(({ status }) => status === 'no-data')?.n).toBe(total);
    expect(years).toEqual([2025, 2030]);
    expect(targets.filter(({ verified }) => !verified).map(({ key }) => key)).toContain('adults-smartphone-vn-2030');
  });

  rolledBack('follow a change of the content, but not where somebody changed them', async (db) => {
    const { city } = await makeCity(db);
    const { loadProgrammes } = await import('../index.ts');
    const programmes = readContent().programmes.map((one) => ({ ...one, targets: one.targets.map((target) => ({ ...target, note_vi: 'Đã đính chính.' })) }));
    const before = await perform(readTarget, testCtx(db), { key: 'adults-signature-2030' });
    await perform(changeTarget, testCtx(db), {
      key: 'adults-signature-2030',
      ...written(city),
      indicator: 'adults-signature',
      due: '2030-12-31',
      seen: before.target.number,
      reason,
    });
    const added = await loadProgrammes(testCtx(db), programmes);
    expect(added).toBe(programmes.flatMap(({ targets }) => targets).length - 1);
    expect((await perform(readTarget, testCtx(db), { key: 'adults-signature-2025' })).noteVi).toBe('Đã đính chính.');
    expect((await perform(readTarget, testCtx(db), { key: 'adults-signature-2030' })).noteVi).toBe('');
  });
});

describe('a target', () => {
  test.each([
    ['programme-officer', 'city', 'done'],
    ['administrator', 'city', 'done'],
    ['programme-officer', 'first', 'operation.not-allowed-here'],
    ['steering-member', 'city', 'operation.not-allowed'],
    ['head-of-unit', 'city', 'operation.not-allowed'],
    ['official', 'city', 'operation.not-allowed'],
    ['auditor', 'city', 'operation.not-allowed'],
  ] as const)('is entered, changed and retired by %s of the %s: %s', (role, where, outcome) =>
    inRolledBack(async (db) => {
      const there = await makeCity(db);
      const ctx = ctxOf(db, there.officer, role, there[where]);
      expect(await outcomeOf(perform(addTarget, ctx, { plan: 'hanoi-2025', ...written(there.city), reason }))).toBe(outcome);
      const change = { key: 'adults-smartphone-2025', ...written(there.city), seen: 1, reason };
      expect(await outcomeOf(perform(changeTarget, { ...ctx, requestId: 'b' }, change))).toBe(outcome);
      expect(await outcomeOf(perform(retireTarget, { ...ctx, requestId: 'c' }, { key: 'rank-2025', seen: 1, reason }))).toBe(outcome);
      expect(await outcomeOf(perform(previewTarget, ctx, { plan: 'hanoi-2025', ...written(there.city) }))).toBe(outcome);
    }),
  );

  rolledBack('stands with who answers for it, its plan, its values, and how it stands with every reason', async (db) => {
    const { city, officer } = await makeCity(db);
    const { key } = await perform(addTarget, ctxOf(db, officer, 'programme-officer', city), { plan: 'hanoi-2025', ...written(city), reason });
    expect(key).toBe('adults-smartphone-2028');
    await report(db, city, '2026-01-01', '2026-11-01', 83);
    const read = await perform(readTarget, testCtx(db), { key });
    expect(read.target).toMatchObject({
      status: 'at-risk',
      person: { name: 'Vũ Phương Thảo' },
      latest: { day: '2026-11-01', value: 83 },
      goal: { key: 'society' },
      next: { key: 'plans.next-propose' },
    });
    expect(read.target.because.map(({ rule }) => rule)).toEqual(['behind']);
    expect(read.expected).toBeCloseTo(80 + (5 * 327) / 365, 1);
    expect(read.projection).toEqual({ kind: 'none', why: 'too-few', points: 1 });
    expect(read.line.at(-1)).toEqual({ day: '2028-12-31', value: 95 });
    expect(read.history).toMatchObject([{ number: 1, by: 'Người thử', reason, fields: [] }].map(({ by: _by, ...rest }) => rest));
  });

  rolledBack('past its day is judged by the value that held on it, whatever came later', async (db) => {
    const { city } = await makeCity(db);
    await report(db, city, '2025-01-01', '2025-12-20', 76.5);
    await report(db, city, '2026-01-01', '2026-10-20', 90);
    const { target } = await perform(readTarget, testCtx(db), { key: 'adults-smartphone-2025' });
    expect(target).toMatchObject({ status: 'not-reached', overdue: true, atDue: { value: 76.5 }, latest: { value: 90 } });
  });

  rolledBack('is changed by a new version; what it said before, who changed it and why stay to be read', async (db) => {
    const { city, officer } = await makeCity(db);
    const ctx = ctxOf(db, officer, 'programme-officer', city);
    const { key } = await perform(addTarget, ctx, { plan: 'hanoi-2025', ...written(city), reason });
    await perform(changeTarget, { ...ctx, requestId: 'b' }, { key, ...written(city), value: 90, milestones: [], seen: 1, reason: 'Điều chỉnh theo công văn' });
    const { history, target } = await perform(readTarget, testCtx(db), { key });
    expect(target).toMatchObject({ number: 2, value: 90 });
    expect(history[0]).toMatchObject({ number: 2, reason: 'Điều chỉnh theo công văn', by: 'Vũ Phương Thảo' });
    expect(history[0]?.fields).toContainEqual({ field: 'value', before: '95', after: '90' });
    expect(await outcomeOf(perform(changeTarget, { ...ctx, requestId: 'c' }, { key, ...written(city), seen: 1, reason }))).toBe('plans.changed-meanwhile');
    const facts = await all(
      db,
      sql<{ kind: string }>`select fact.kind from kernel.fact where fact.kind = 'programme.target-changed' and fact.day = ${TODAY} and fact.actor = ${officer}`,
    );
    expect(facts).toHaveLength(2);
  });

  rolledBack('that is retired leaves the list and can still be read', async (db) => {
    await makeCity(db);
    await perform(retireTarget, testCtx(db), { key: 'rank-2025', seen: 1, reason: 'Không còn theo dõi' });
    const { targets } = await perform(listTargets, testCtx(db), { limit: 500 });
    expect(targets.map(({ key }) => key)).not.toContain('rank-2025');
    expect((await perform(readTarget, testCtx(db), { key: 'rank-2025' })).target.retired).toBe(true);
    expect(await outcomeOf(perform(retireTarget, testCtx(db), { key: 'rank-2025', seen: 2, reason }))).toBe('plans.already-retired');
  });

  test.each([
    ['a share above a hundred', { value: 101 }, 'plans.value-not-percent'],
    ['no value', { value: null }, 'operation.input.required'],
    ['a baseline above a hundred', { baseline: { day: '2025-12-31', value: 120 } }, 'plans.value-not-percent'],
    ['a baseline after the due day', { baseline: { day: '2029-01-01', value: 20 }, milestones: [] }, 'plans.baseline-after-due'],
    ['a milestone on the due day', { milestones: [{ day: '2028-12-31', value: 90 }] }, 'plans.milestone-outside'],
    ['a milestone before the baseline', { milestones: [{ day: '2025-01-01', value: 90 }] }, 'plans.milestone-outside'],
    [
      'two milestones on one day',
      {
        milestones: [
          { day: '2027-01-01', value: 85 },
          { day: '2027-01-01', value: 86 },
        ],
      },
      'plans.milestone-twice',
    ],
    ['an indicator that does not exist', { indicator: 'happiness' }, 'plans.no-indicator'],
    ['a goal of another programme', { goal: 'people' }, 'plans.no-goal'],
    ['a person that does not exist', { personCode: 'X-99' }, 'plans.no-person'],
    ['done or not where there is a figure', { direction: 'reached' as const, value: null }, 'plans.direction-value'],
    ['a figure where there is done or not', { indicator: 'smart-city', baseline: null, milestones: [] }, 'plans.direction-reached'],
    ['a rank with a fraction', { indicator: 'transformation-rank', direction: 'at-most' as const, value: 2.5, baseline: null, milestones: [] }, 'plans.value-not-rank'],
  ])('is refused with %s, and nothing is kept', (_, change, code) =>
    inRolledBack(async (db) => {
      const { city } = await makeCity(db);
      const input = { plan: 'hanoi-2025', ...written(city), ...change };
      expect(await outcomeOf(perform(previewTarget, testCtx(db), input))).toBe(code);
      expect(await outcomeOf(perform(addTarget, testCtx(db), { ...input, reason }))).toBe(code);
      expect(await all(db, sql`select version.number from programme.target_version as version where version.value = 101 or version.due = '2028-12-31'`)).toEqual([]);
    }),
  );
});

describe('the list', () => {
  rolledBack('is narrowed by programme, year, status and unit, worst first, a page at a time', async (db) => {
    const { city } = await makeCity(db);
    await report(db, city, '2025-01-01', '2025-12-20', 76.5);
    await report(db, city, '2025-01-01', '2025-12-20', 55, 'adults-signature');
    const listed = async (input: object) => (await perform(listTargets, testCtx(db), { limit: 500, ...input })).targets;
    const first = await listed({ plan: 'hanoi-2025', year: 2025 });
    expect(first[0]).toMatchObject({ key: 'adults-smartphone-2025', status: 'not-reached' });
    expect(first.at(-1)).toMatchObject({ key: 'adults-signature-2025', status: 'reached' });
    expect(await listed({ status: 'reached' })).toHaveLength(1);
    expect((await listed({ unitId: city })).length).toBe((await listed({})).length);
    const pages = [await listed({ limit: 3, page: 1 }), await listed({ limit: 3, page: 2 })].flat().map(({ key }) => key);
    expect(new Set(pages).size).toBe(6);
  });

  rolledBack('leaves as a file with what the filter left', async (db) => {
    await makeCity(db);
    const ctx = testCtx(db);
    const { documentId } = await perform(exportTargets, ctx, { format: 'csv', plan: 'hanoi-57' });
    const [document] = await all(db, sql<{ sha256: string }>`select document.sha256 from kernel.document where document.id = ${documentId}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of await ctx.services.blobs.get(document?.sha256 ?? '')) chunks.push(chunk);
    const rows = Buffer.concat(chunks).toString('utf8').trim().split('\r\n');
    expect(rows).toHaveLength(1 + 5);
    expect(rows.slice(1).every((row) => row.includes('Chưa có số liệu'))).toBe(true);
  });
});

rolledBack('versions of targets cannot be changed by the application', async (db) => {
  await makeCity(db);
  for (const statement of ['update programme.target_version set value = 1', 'delete from programme.target_version', 'update programme.plan_version set reason = reason']) {
    await sql`savepoint before`.execute(db);
    await expect(all(db, sql.raw(statement))).rejects.toThrow(/permission denied/);
    await sql`rollback to savepoint before`.execute(db);
  }
});
