import { beforeAll, describe, expect, test } from 'vitest';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addPeople, addUnits } from '#kernel/org/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { exportTargets, listTargets, loadIndicators, programme, readEvidence, readTarget, reportValue, withdrawReport } from './index.ts';
import { byAttention, standingOf } from './rules.ts';

const { rolledBack, inRolledBack } = await testDatabase();
const TARGET = 'adults-smartphone-2025';

beforeAll(() => declare([programme]));

/** A city with one ward, and a person of the register. */
async function town(db: Db) {
  const [city, ward, person] = [newId(), newId(), newId()];
  const unit = (id: string, parentId: string | null) => ({ id, kind: parentId === null ? 'city' : 'ward', nameVi: 'Thành phố', nameEn: 'City', parentId, validFrom: '2020-01-01' });
  await addUnits(db, [unit(city, null), unit(ward, city)], [{ unitId: city, system: 'khue', code: 'hn', validFrom: '2020-01-01' }]);
  await addPeople(db, [{ id: person, staffCode: 'A1', name: 'Vũ Phương Thảo', birthDate: null, sex: null }]);
  await loadIndicators(testCtx(db));
  return { city, ward, person };
}

const report = { target: TARGET, value: 76.5, day: '2025-12-20', source: 'Khảo sát của Cục Thống kê' };
const percent = { measure: 'percent', direction: 'at-least', value: 80, due: '2025-12-31' } as const;

describe('how a target stands', () => {
  test.each([
    ['without any value there is no data', percent, [], '2025-06-01', 'no-data'],
    ['below the aim before the due day it is under way', percent, [{ day: '2025-05-01', value: 70 }], '2025-06-01', 'under-way'],
    ['on the due day itself it is still open', percent, [{ day: '2025-12-01', value: 70 }], '2025-12-31', 'under-way'],
    ['the day after, the value that held decides', percent, [{ day: '2025-12-01', value: 70 }], '2026-01-01', 'not-reached'],
    ['exactly the aim is enough', percent, [{ day: '2025-12-31', value: 80 }], '2026-01-01', 'reached'],
    [
      'what came after the due day does not count',
      percent,
      [
        { day: '2025-12-01', value: 70 },
        { day: '2026-01-01', value: 90 },
      ],
      '2026-02-01',
      'not-reached',
    ],
    ['a value only after the due day is no data for it', percent, [{ day: '2026-01-15', value: 90 }], '2026-02-01', 'no-data'],
    [
      'a value that fell again before the due day is not reached',
      percent,
      [
        { day: '2025-05-01', value: 85 },
        { day: '2025-12-01', value: 79.9 },
      ],
      '2026-02-01',
      'not-reached',
    ],
    ['a rank is reached from above', { measure: 'rank', direction: 'at-most', value: 5, due: '2025-12-31' }, [{ day: '2025-12-01', value: 4 }], '2026-01-01', 'reached'],
    ['a rank below it is not', { measure: 'rank', direction: 'at-most', value: 5, due: '2025-12-31' }, [{ day: '2025-12-01', value: 6 }], '2026-01-01', 'not-reached'],
    ['a milestone is reached or not', { measure: 'milestone', direction: 'reached', value: null, due: '2030-12-31' }, [{ day: '2026-12-01', value: 1 }], '2027-01-01', 'reached'],
  ] as const)('%s', (_, target, values, today, standing) => {
    expect(standingOf(target, values, today)).toBe(standing);
  });

  test('what needs attention comes first', () => {
    const order = byAttention([
      { standing: 'reached', due: '2025-12-31', titleVi: 'a' },
      { standing: 'no-data', due: '2030-12-31', titleVi: 'b' },
      { standing: 'no-data', due: '2025-12-31', titleVi: 'c' },
      { standing: 'not-reached', due: '2030-12-31', titleVi: 'd' },
    ] as const);
    expect(order.map(({ titleVi }) => titleVi)).toEqual(['d', 'c', 'b', 'a']);
  });
});

describe('reporting a value', () => {
  test.each([
    ['programme-officer', 'city', 'done'],
    ['head-of-unit', 'city', 'done'],
    ['programme-officer', 'ward', 'operation.not-allowed-here'],
    ['steering-member', 'city', 'operation.not-allowed'],
    ['official', 'city', 'operation.not-allowed'],
    ['auditor', 'city', 'operation.not-allowed'],
    ['administrator', 'city', 'operation.not-allowed'],
  ] as const)('as %s of the %s: %s', (role, where, outcome) =>
    inRolledBack(async (db) => {
      const there = await town(db);
      const asked = perform(reportValue, testCtx(db, { actor: actorWith(there.person, { role, unitId: there[where] }) }), report);
      expect(
        await asked.then(
          () => 'done',
          (problem: { code: string }) => problem.code,
        ),
      ).toBe(outcome);
    }),
  );

  rolledBack('keeps value, source, evidence, who and when, and leaves a fact', async (db) => {
    const { city, person } = await town(db);
    const actor = actorWith(person, { role: 'programme-officer', unitId: city });
    const evidence = { name: 'khao-sat.pdf', content: Buffer.from('%PDF-1.7 minh chứng').toString('base64') };
    const { id } = await perform(reportValue, testCtx(db, { actor }), { ...report, evidence });
    const { target, reports, mayReport } = await perform(readTarget, testCtx(db, { actor }), { id: TARGET });
    expect(target).toMatchObject({ standing: 'not-reached', overdue: true, latest: { day: '2025-12-20', value: 76.5 }, atDue: { value: 76.5 } });
    expect(reports).toMatchObject([{ id, value: 76.5, source: report.source, reportedBy: 'Vũ Phương Thảo', state: 'self-reported', documents: [{ name: 'khao-sat.pdf' }] }]);
    expect(mayReport).toBe(true);
    const facts = await all(db, sql<{ kind: string; unit_id: string; value: number }>`select fact.kind, fact.unit_id, fact.value from kernel.fact where fact.subject = ${id}`);
    expect(facts).toEqual([{ kind: 'programme.value-reported', unit_id: city, value: 76.5 }]);
    await expect(
      perform(readEvidence, testCtx(db, { actor: actorWith(newId(), { role: 'steering-member', unitId: city }) }), { id: reports[0]?.documents[0]?.id ?? '' }),
    ).resolves.toBeDefined();
    await expect(perform(readEvidence, testCtx(db, { actor }), { id: newId() })).rejects.toMatchObject({ code: 'document.no-document' });
  });

  rolledBack('is corrected by a new report; the old one stays and no longer counts', async (db) => {
    await town(db);
    const { id } = await perform(reportValue, testCtx(db), report);
    const next = await perform(reportValue, testCtx(db), { ...report, value: 81, corrects: id });
    const { target, reports } = await perform(readTarget, testCtx(db), { id: TARGET });
    expect(target.values).toEqual([{ day: '2025-12-20', value: 81 }]);
    expect(target.standing).toBe('reached');
    expect(reports.find((one) => one.id === id)?.state).toBe('corrected');
    expect(reports.find((one) => one.id === next.id)?.corrects).toBe(id);
    await expect(perform(reportValue, testCtx(db), { ...report, corrects: id })).rejects.toMatchObject({ code: 'programme.report-replaced' });
    await expect(perform(reportValue, testCtx(db), { ...report, target: 'adults-signature-2025', corrects: next.id })).rejects.toMatchObject({ code: 'programme.no-report' });
  });

  rolledBack('is withdrawn with a reason, once', async (db) => {
    await town(db);
    const { id } = await perform(reportValue, testCtx(db), report);
    await perform(withdrawReport, testCtx(db), { id, reason: 'Nhầm kỳ báo cáo' });
    const { target, reports } = await perform(readTarget, testCtx(db), { id: TARGET });
    expect(target).toMatchObject({ standing: 'no-data', latest: null });
    expect(reports[0]?.withdrawn?.reason).toBe('Nhầm kỳ báo cáo');
    await expect(perform(withdrawReport, testCtx(db), { id, reason: 'Lần nữa' })).rejects.toMatchObject({ code: 'programme.report-replaced' });
  });

  test.each([
    ['a share above one hundred', { value: 100.1 }, '/value', 'programme.value-not-percent'],
    ['a negative share', { value: -1 }, '/value', 'programme.value-not-percent'],
    ['a rank with a fraction', { target: 'rank-2025', value: 2.5 }, '/value', 'programme.value-not-rank'],
    ['a milestone that is neither', { target: 'smart-city-2030', value: 50 }, '/value', 'programme.value-not-milestone'],
    ['a day to come', { day: '2026-11-24' }, '/day', 'programme.day-to-come'],
  ])('refuses %s', (_, change, at, code) =>
    inRolledBack(async (db) => {
      await town(db);
      await expect(perform(reportValue, testCtx(db), { ...report, ...change })).rejects.toMatchObject({ errors: [{ at, code }] });
    }),
  );
});

rolledBack('targets without a value say so, in the list and in the file', async (db) => {
  await town(db);
  const lines = await perform(listTargets, testCtx(db), {});
  expect(lines.length).toBeGreaterThanOrEqual(14);
  expect(lines.every(({ standing, latest }) => standing === 'no-data' && latest === null)).toBe(true);
  const ctx = testCtx(db);
  const { documentId } = await perform(exportTargets, ctx, { format: 'csv' });
  const [document] = await all(db, sql<{ sha256: string }>`select document.sha256 from kernel.document where document.id = ${documentId}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of await ctx.services.blobs.get(document?.sha256 ?? '')) chunks.push(chunk);
  const rows = Buffer.concat(chunks).toString('utf8').trim().split('\r\n');
  expect(rows).toHaveLength(1 + lines.length);
  expect(rows.slice(1).every((row) => row.includes('Chưa có số liệu'))).toBe(true);
});

rolledBack('reports and withdrawals cannot be changed by the application', async (db) => {
  await town(db);
  await perform(reportValue, testCtx(db), report);
  expect(TODAY > report.day).toBe(true);
  for (const statement of ['update programme.report set value = 1', 'delete from programme.report', 'delete from programme.withdrawal']) {
    await sql`savepoint before`.execute(db);
    await expect(all(db, sql.raw(statement))).rejects.toThrow(/permission denied/);
    await sql`rollback to savepoint before`.execute(db);
  }
});
