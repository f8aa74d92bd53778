import { beforeAll, describe, expect, test } from 'vitest';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { addPeople, addUnits } from '#kernel/org/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import {
  appraiseReport,
  listDueReports,
  listReportsToAppraise,
  loadIndicators,
  prepareReport,
  programme,
  readIndicatorTrend,
  readIndicatorValues,
  readReport,
  reportIndicator,
  withdrawReport,
} from '../index.ts';
import { sendDigests } from '../digest/index.ts';
import { reportsAwaiting, remindReports } from './due.ts';

const { rolledBack, inRolledBack, owner } = await testDatabase();
const CITY = 'online-services-use';
const WARDS = 'documents-electronic';

beforeAll(() => declare([programme]));

/** A city with two wards, an officer of the city, a member of the committee and the head of a ward. */
async function town(db: Db) {
  const [city, ward, other, officer, member, head] = [newId(), newId(), newId(), newId(), newId(), newId()];
  const unit = (id: string, parentId: string | null, nameVi: string, validFrom = '2020-01-01') => ({
    id,
    kind: parentId === null ? 'city' : 'ward',
    nameVi,
    nameEn: nameVi,
    parentId,
    validFrom,
  });
  await addUnits(
    db,
    [unit(city, null, 'Thành phố'), unit(ward, city, 'Phường A'), unit(other, city, 'Phường B', '2026-08-01')],
    [{ unitId: city, system: 'khue', code: 'hn', validFrom: '2020-01-01' }],
  );
  const person = (id: string, name: string) => ({ id, staffCode: id, name, birthDate: null, sex: null });
  await addPeople(db, [person(officer, 'Vũ Phương Thảo'), person(member, 'Trần Đức Minh'), person(head, 'Lê Thu Hà')]);
  await loadIndicators(testCtx(db));
  const as = (id: string, role: string, unitId: string, today = TODAY) => testCtx(db, { actor: actorWith(id, { role, unitId }), today });
  return {
    city,
    ward,
    other,
    head,
    officer,
    asOfficer: (today?: string) => as(officer, 'programme-officer', city, today),
    asMember: () => as(member, 'steering-member', city),
    asHead: (today?: string) => as(head, 'head-of-unit', ward, today),
  };
}

const report = { indicator: CITY, period: '2026-07-01', value: 71.5, day: '2026-09-30', source: 'Báo cáo quý của Văn phòng' };
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (problem: { code: string; errors: { at: string; code: string }[] }) => problem.errors.map(({ at, code }) => `${at} ${code}`).join(', ') || problem.code,
  );

describe('reporting the value of a period', () => {
  rolledBack('keeps value, period, evidence, who and when; it counts as self-reported and leaves a fact', async (db) => {
    const { city, asOfficer } = await town(db);
    const evidence = [
      { name: 'bao-cao.pdf', content: Buffer.from('%PDF-1.7 minh chứng').toString('base64') },
      { name: 'so-lieu.csv', content: Buffer.from('a,b\r\n1,2').toString('base64') },
    ];
    const { id } = await perform(reportIndicator, asOfficer(), { ...report, unitId: city, evidence });
    const read = await perform(readReport, asOfficer(), { id });
    expect(read.report).toMatchObject({
      periodFrom: '2026-07-01',
      periodTo: '2026-10-01',
      value: 71.5,
      state: 'self-reported',
      reportedBy: 'Vũ Phương Thảo',
      documents: [{ name: 'bao-cao.pdf' }, { name: 'so-lieu.csv' }],
    });
    expect(read).toMatchObject({ mayReport: true, mayAppraise: false });
    expect(await readIndicatorValues(asOfficer(), [{ indicator: CITY, unitId: city, day: TODAY }])).toMatchObject([{ state: 'self-reported', value: 71.5, asOf: '2026-09-30' }]);
    const facts = await all(db, sql<{ kind: string; value: number; unit_id: string }>`select fact.kind, fact.value, fact.unit_id from kernel.fact where fact.subject = ${id}`);
    expect(facts).toEqual([{ kind: 'programme.value-reported', value: 71.5, unit_id: city }]);
    const trend = await readIndicatorTrend(asOfficer(), { indicator: CITY, unitId: city, from: '2026-04-01', to: TODAY, period: 'quarter' });
    expect(trend.map(({ value }) => value)).toEqual([null, 71.5, null]);
  });

  test.each([
    ['a program as evidence', { evidence: [{ name: 'bao-cao.pdf', content: Buffer.from('MZ\u0000\u0001program').toString('base64') }] }, 'document.kind-not-accepted'],
    ['a percentage over 100', { value: 100.5 }, '/value programme.value-not-percent'],
    ['a period that is none', { period: '2026-08-01' }, '/period reports.no-period'],
    ['a period to come', { period: '2027-01-01', day: '2027-01-02' }, '/period reports.period-to-come'],
    ['a day outside the period', { day: '2026-10-01' }, '/day reports.day-outside'],
    ['a day to come', { period: '2026-10-01', day: '2026-12-01' }, '/day programme.day-to-come'],
    ['an indicator that Khuê counts', { indicator: 'posts-vacant', period: '2026-09-01' }, 'reports.counted'],
    ['an indicator that others report', { indicator: WARDS }, 'reports.not-a-reporter'],
    ['an indicator that does not exist', { indicator: 'no-such' }, 'indicators.no-indicator'],
  ])('refuses %s, and nothing is half-saved', (_, change, code) =>
    inRolledBack(async (db) => {
      const { city, asOfficer } = await town(db);
      expect(await codeOf(perform(reportIndicator, asOfficer(), { ...report, unitId: city, ...change }))).toBe(code);
    }),
  );

  test.each([
    ['head-of-unit', 'ward', WARDS, 'done'],
    ['head-of-unit', 'other', WARDS, 'operation.not-allowed-here'],
    ['head-of-unit', 'city', CITY, 'operation.not-allowed-here'],
    ['steering-member', 'city', CITY, 'operation.not-allowed'],
    ['official', 'ward', WARDS, 'operation.not-allowed'],
  ] as const)('as %s of a ward for the %s (%s of %s): %s', (role, where, indicator, outcome) =>
    inRolledBack(async (db) => {
      const there = await town(db);
      const ctx = testCtx(db, { actor: actorWith(there.head, { role, unitId: there.ward }) });
      expect(await codeOf(perform(reportIndicator, ctx, { ...report, indicator, unitId: there[where] }))).toBe(outcome);
    }),
  );

  rolledBack('is done once for a period; a wrong one is corrected by a new one that names it', async (db) => {
    const { city, asOfficer } = await town(db);
    const { id } = await perform(reportIndicator, asOfficer(), { ...report, unitId: city });
    expect(await codeOf(perform(reportIndicator, asOfficer(), { ...report, unitId: city, value: 80 }))).toBe('reports.already');
    const next = await perform(reportIndicator, asOfficer(), { ...report, unitId: city, value: 80, corrects: id });
    const { history } = await perform(readReport, asOfficer(), { id: next.id });
    expect(history.map(({ value, state }) => ({ value, state }))).toEqual(
      expect.arrayContaining([
        { value: 80, state: 'self-reported' },
        { value: 71.5, state: 'corrected' },
      ]),
    );
    expect(await codeOf(perform(withdrawReport, asOfficer(), { id, reason: 'Nhầm kỳ' }))).toBe('programme.report-replaced');
  });
});

describe('appraising', () => {
  rolledBack('changes a value with a reason: both stay to be read, the appraiser’s counts, the reporter is told', async (db) => {
    const { city, officer, asOfficer, asMember } = await town(db);
    const { id } = await perform(reportIndicator, asOfficer(), { ...report, unitId: city });
    await perform(appraiseReport, asMember(), { id, outcome: 'changed', value: 69, reason: 'Trừ hồ sơ trùng', basedOn: 0 });
    const read = await perform(readReport, asMember(), { id });
    expect(read.report).toMatchObject({
      value: 71.5,
      state: 'changed',
      appraisals: [{ number: 1, outcome: 'changed', value: 69, reason: 'Trừ hồ sơ trùng', by: 'Trần Đức Minh' }],
    });
    expect(await readIndicatorValues(asOfficer(), [{ indicator: CITY, unitId: city, day: TODAY }])).toMatchObject([{ state: 'appraised', value: 69 }]);
    const facts = await all(db, sql<{ value: number; data: unknown }>`select fact.value, fact.data from kernel.fact where fact.kind = 'programme.value-appraised'`);
    expect(facts).toEqual([{ value: 69, data: { indicator: CITY, report: id, number: 1, outcome: 'changed' } }]);
    const told = await all(db, sql<{ key: string }>`select message.key from kernel.message where message.person_id = ${officer}`);
    expect(told).toEqual([{ key: 'reports.told-changed' }]);
  });

  rolledBack('returns it with a reason: it no longer counts, is owed again, and the new report names it', async (db) => {
    const { city, asOfficer, asMember } = await town(db);
    const { id } = await perform(reportIndicator, asOfficer(), { ...report, unitId: city });
    await perform(appraiseReport, asMember(), { id, outcome: 'returned', reason: 'Thiếu minh chứng', basedOn: 0 });
    expect(await readIndicatorValues(asOfficer(), [{ indicator: CITY, unitId: city, day: TODAY }])).toMatchObject([{ state: 'no-data', value: null }]);
    const { reports } = await perform(listDueReports, asOfficer(), { state: 'returned' });
    expect(reports).toMatchObject([{ indicator: CITY, periodFrom: '2026-07-01', report: id }]);
    expect(await codeOf(perform(reportIndicator, asOfficer(), { ...report, unitId: city }))).toBe('reports.already');
    await perform(reportIndicator, asOfficer(), { ...report, unitId: city, value: 70, corrects: id });
    expect((await perform(listDueReports, asOfficer(), { state: 'self-reported' })).reports).toMatchObject([{ indicator: CITY }]);
  });

  rolledBack('two at once: the second learns of the first and decides anew', async (db) => {
    const { city, asOfficer, asMember } = await town(db);
    const { id } = await perform(reportIndicator, asOfficer(), { ...report, unitId: city });
    await perform(appraiseReport, asMember(), { id, outcome: 'accepted', basedOn: 0 });
    expect(await codeOf(perform(appraiseReport, asMember(), { id, outcome: 'returned', reason: 'Khác ý', basedOn: 0 }))).toBe('reports.appraised-meanwhile');
    await perform(appraiseReport, asMember(), { id, outcome: 'returned', reason: 'Xem lại thấy thiếu', basedOn: 1 });
    expect((await perform(readReport, asMember(), { id })).report.appraisals).toHaveLength(2);
  });

  test.each([
    ['a change without a reason', { outcome: 'changed', value: 60 }, '/reason reports.reason-missing'],
    ['a change without a value', { outcome: 'changed', reason: 'Tính lại' }, '/value operation.input.required'],
    ['a change to the same value', { outcome: 'changed', value: 71.5, reason: 'Tính lại' }, '/value reports.value-same'],
    ['a change to more than 100 %', { outcome: 'changed', value: 101, reason: 'Tính lại' }, '/value programme.value-not-percent'],
    ['a return without a reason', { outcome: 'returned' }, '/reason reports.reason-missing'],
  ])('refuses %s', (_, input, code) =>
    inRolledBack(async (db) => {
      const { city, asOfficer, asMember } = await town(db);
      const { id } = await perform(reportIndicator, asOfficer(), { ...report, unitId: city });
      expect(await codeOf(perform(appraiseReport, asMember(), { id, basedOn: 0, ...input }))).toBe(code);
    }),
  );

  rolledBack('is not for the reporter, nor for whoever has not the permission there', async (db) => {
    const { city, ward, asOfficer, asHead, asMember } = await town(db);
    const { id } = await perform(reportIndicator, asOfficer(), { ...report, unitId: city });
    expect(await codeOf(perform(appraiseReport, asOfficer(), { id, outcome: 'accepted', basedOn: 0 }))).toBe('reports.own-report');
    expect(await codeOf(perform(appraiseReport, asHead(), { id, outcome: 'accepted', basedOn: 0 }))).toBe('operation.not-allowed');
    const own = await perform(reportIndicator, asHead(), { ...report, indicator: WARDS, unitId: ward });
    expect((await perform(listReportsToAppraise, asMember(), { state: 'self-reported' })).reports.map((one) => one.report.id).toSorted()).toEqual([id, own.id].toSorted());
    expect(await codeOf(perform(listReportsToAppraise, asHead(), {}))).toBe('operation.not-allowed');
  });
});

describe('what is owed', () => {
  rolledBack('are the periods that have ended, late ones first; a unit owes none from before it existed', async (db) => {
    const { ward, other, asHead, asOfficer } = await town(db);
    const mine = await perform(listDueReports, asHead('2026-10-02'), {});
    expect(mine.reports.map(({ periodFrom, state, deadline }) => ({ periodFrom, state, deadline }))).toEqual([
      { periodFrom: '2026-01-01', state: 'overdue', deadline: '2026-04-14' },
      { periodFrom: '2026-04-01', state: 'overdue', deadline: '2026-07-14' },
      { periodFrom: '2026-07-01', state: 'due', deadline: '2026-10-14' },
    ]);
    const under = async (state: 'overdue' | 'due', id: string) => {
      const { reports } = await perform(listDueReports, asOfficer('2026-10-02'), { under: true, state });
      return reports.filter(({ indicator, unit }) => indicator === WARDS && unit.id === id).map(({ periodFrom }) => periodFrom);
    };
    expect(await under('overdue', ward)).toEqual(['2026-01-01', '2026-04-01']);
    expect(await under('overdue', other)).toEqual([]);
    expect(await under('due', other)).toEqual(['2026-07-01']);
  });

  rolledBack('shows on Today, and the appraiser sees how much awaits', async (db) => {
    const { ward, asHead, asMember } = await town(db);
    await perform(reportIndicator, asHead('2026-10-02'), { ...report, indicator: WARDS, unitId: ward });
    const today = await listAwaiting(asHead('2026-10-02'), [{ awaits: reportsAwaiting }]);
    expect(today).toEqual([{ key: 'reports.awaiting-overdue', values: { n: 2 }, href: '/reports?state=overdue', due: '2026-04-14' }]);
    expect(await listAwaiting(asMember(), [{ awaits: reportsAwaiting }])).toMatchObject([{ key: 'reports.awaiting-appraisal', values: { n: 1 } }]);
    expect(await listAwaiting(testCtx(db), [{ awaits: reportsAwaiting }])).toEqual([]);
  });

  rolledBack('the form offers the periods, newest first, with what stands for them', async (db) => {
    const { ward, asHead } = await town(db);
    const { id } = await perform(reportIndicator, asHead(), { ...report, indicator: WARDS, unitId: ward });
    const { periods, history } = await perform(prepareReport, asHead(), { indicator: WARDS, unitId: ward });
    expect(periods.slice(0, 3)).toEqual([
      { from: '2026-10-01', to: '2027-01-01', standing: null },
      { from: '2026-07-01', to: '2026-10-01', standing: id },
      { from: '2026-04-01', to: '2026-07-01', standing: null },
    ]);
    expect(history).toHaveLength(1);
  });
});

rolledBack('reminders come once before and once after the day, in one message, never twice on a day', async (db) => {
  const { ward, head } = await town(db);
  await all(db, sql`insert into kernel.role_grant (id, person_id, role, unit_id, valid_from) values (${newId()}, ${head}, 'head-of-unit', ${ward}, '2026-01-01')`);
  const on = async (today: string) => {
    await remindReports(testCtx(db, { today }));
    await sendDigests(testCtx(db, { today }));
    return all(db, sql<{ key: string; data: unknown }>`select message.key, message.data from kernel.message where message.person_id = ${head} order by message.id`);
  };
  expect(await on('2026-04-08')).toEqual([]);
  expect(await on('2026-04-09')).toEqual([{ key: 'reports.reminder', data: { soon: 1, late: 0 } }]);
  expect(await on('2026-04-10')).toHaveLength(1);
  expect((await on('2026-04-15')).at(-1)).toEqual({ key: 'reports.reminder', data: { soon: 0, late: 1 } });
  expect(await on('2026-04-15')).toHaveLength(2);
  expect(await on('2026-05-20')).toHaveLength(2);
});

rolledBack('appraisals and evidence cannot be changed by the application, reports not even by the owner', async (db) => {
  await town(db);
  for (const statement of [
    'update programme.appraisal set value = 1',
    'delete from programme.evidence',
    'delete from programme.appraisal',
    'update programme.report set value = 1',
  ]) {
    await sql`savepoint before`.execute(db);
    await expect(all(db, sql.raw(statement))).rejects.toThrow(/permission denied/);
    await sql`rollback to savepoint before`.execute(db);
  }
  await expect(all(owner, sql.raw('update programme.report set value = 1'))).rejects.toThrow(/only grows/);
});

// Last: what it writes stays in the database of this file, because both must be committed to meet.
test('two appraisers in the same moment: one is recorded, the other gets a conflict', async () => {
  const { city, asOfficer, asMember } = await town(owner);
  const { id } = await perform(reportIndicator, asOfficer(), { ...report, unitId: city });
  const outcomes = await Promise.all([1, 2].map(() => codeOf(perform(appraiseReport, asMember(), { id, outcome: 'accepted', basedOn: 0 }))));
  expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
  expect(['constraint.appraisal_number_taken', 'reports.appraised-meanwhile']).toContain(outcomes.find((one) => one !== 'done'));
});
