import { expect, test } from 'vitest';
import { addDays } from '#base/day/index.ts';
import { all, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { bookOf, readParameters } from '#kernel/rule/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import {
  assignCourse,
  checkOutside,
  countSessions,
  excuseAudience,
  exportOwnRecord,
  exportRecord,
  giveConsent,
  handInOutside,
  learning,
  listConsenting,
  listMyLearning,
  listOutsideAsked,
  listTeam,
  previewAudience,
  readHours,
  withdrawConsent,
} from '../index.ts';
import { courseFiles, FIRST, learningTown } from '../testing.ts';
import { dutyOf } from './hours.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n').toString('base64');
const paper = { title: 'Lớp an toàn thông tin', issuer: 'Học viện thử', day: addDays(TODAY, -30), hours: 8, file: { name: 'giay.pdf', content: PDF } };

// Decree 101/2017 and, since 30 June 2025, Decree 171/2025, both unverified: 40 periods of 45 minutes.
test.each([
  [2020, 'Nghị định 101/2017/NĐ-CP'],
  [2025, 'Nghị định 171/2025/NĐ-CP'],
])('%i asks for 30 hours, by %s, unverified', (year, cites) => {
  expect(dutyOf(bookOf(readParameters(process.cwd())), year)).toEqual({ minutes: 1800, cites, verified: false });
});

rolledBack('each closed lesson is a session that counts once, against the duty of the year', async (tx) => {
  const { town, binh, complete } = await learningTown(tx);
  await complete(town.binh, FIRST);
  await complete(town.binh, FIRST);
  const lessons = courseFiles[0]?.lessons ?? [];
  const hours = await perform(readHours, binh(), {});
  expect(hours.sessions).toHaveLength(lessons.length);
  expect(hours.minutes).toBe(lessons.reduce((sum, { minutes }) => sum + minutes, 0));
  expect(hours.duty).toMatchObject({ minutes: 1800, verified: false });
  expect((await perform(readHours, binh(), { year: 2025 })).sessions).toEqual([]);
});

rolledBack('who reaches the duty is noted on the day of the session that did it', async (tx) => {
  const { town, officer } = await learningTown(tx);
  const session = (day: string, minutes: number, n: string) => ({ personId: town.binh, unitId: town.inner, source: 'class' as const, sourceId: n, day, minutes, title: 'Lớp thử' });
  expect(await countSessions(officer(), [session('2026-03-02', 1000, 'a'), session('2026-05-04', 900, 'b'), session('2025-12-31', 1700, 'c')])).toBe(3);
  expect(await countSessions(officer(), [session('2026-03-02', 1000, 'a')])).toBe(0);
  const met = await all(tx, sql<{ year: number; on: string }>`select reached.year, reached.met_on as on from learning.duty_met as reached where reached.person_id = ${town.binh}`);
  expect(met).toEqual([{ year: 2026, on: '2026-05-04' }]);
});

rolledBack('a certificate from elsewhere counts once somebody else has checked it, and may replace a course', async (tx) => {
  const { town, as, officer, binh } = await learningTown(tx);
  await perform(assignCourse, officer(), { course: FIRST, unitId: town.city, audience: { include: [{}], exclude: [] }, starts: TODAY, dueDays: 10, reason: 'Kế hoạch thử' });
  const { id } = await perform(handInOutside, binh(), paper);
  expect((await perform(readHours, binh(), {})).minutes).toBe(0);
  expect(await perform(listOutsideAsked, officer(), {})).toMatchObject([{ id, state: 'asked', own: false, minutes: 480 }]);
  await expect(perform(checkOutside, officer(), { id, accept: true, hours: 9 })).rejects.toMatchObject({ errors: [{ code: 'learning-who.hours-too-many' }] });
  await expect(perform(checkOutside, officer(), { id, accept: false })).rejects.toMatchObject({ errors: [{ code: 'learning-who.decision-missing' }] });
  await expect(perform(checkOutside, as(town.hanh, 'head-of-unit', town.ward), { id, accept: true })).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await perform(checkOutside, officer(), { id, accept: true, hours: 6, course: FIRST })).toEqual({ state: 'accepted', minutes: 360 });
  expect(await perform(readHours, binh(), {})).toMatchObject({ minutes: 360, sessions: [{ source: 'outside', day: paper.day }], outside: [{ state: 'accepted' }] });
  expect(await perform(listMyLearning, binh(), {})).toMatchObject([{ course: FIRST, state: 'done' }]);
  await expect(perform(checkOutside, officer(), { id, accept: true })).rejects.toMatchObject({ code: 'learning-who.decided-already' });
  const own = await perform(handInOutside, officer(), paper);
  await expect(perform(checkOutside, officer(), { id: own.id, accept: true })).rejects.toMatchObject({ code: 'learning-who.own-outside' });
});

rolledBack('only papers of today or before, and only files that show a paper, are taken', async (tx) => {
  const { binh } = await learningTown(tx);
  await expect(perform(handInOutside, binh(), { ...paper, day: addDays(TODAY, 1) })).rejects.toMatchObject({ errors: [{ code: 'learning-who.day-to-come' }] });
  const csv = { name: 'giay.csv', content: Buffer.from('a,b\n1,2\n').toString('base64') };
  await expect(perform(handInOutside, binh(), { ...paper, file: csv })).rejects.toMatchObject({ errors: [{ code: 'learning-who.file-kind' }] });
  const program = { name: 'giay.pdf', content: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300)]).toString('base64') };
  await expect(perform(handInOutside, binh(), { ...paper, file: program })).rejects.toMatchObject({ errors: [{ at: '/file', code: 'learning-who.file-kind' }] });
});

rolledBack('the record goes along only while its person agrees, to the unit agreed to, with a purpose', async (tx) => {
  const { town, as, binh, complete } = await learningTown(tx);
  await complete(town.binh, FIRST);
  const head = { ...as(town.hanh, 'head-of-unit', town.ward), purpose: 'Đánh giá công chức năm 2026' };
  expect(await perform(listConsenting, head, {})).toEqual([]);
  const { id } = await perform(giveConsent, binh(), { year: 2026, scores: false });
  expect(await perform(listConsenting, head, {})).toMatchObject([{ id, active: true }]);
  expect((await perform(exportRecord, head, { id })).personId).toBe(town.binh);
  await expect(perform(exportRecord, { ...head, purpose: undefined }, { id })).rejects.toMatchObject({ code: 'operation.purpose-missing' });
  await expect(perform(exportRecord, as(town.dung, 'head-of-unit', town.other), { id })).rejects.toMatchObject({ kind: 'forbidden' });
  await perform(withdrawConsent, binh(), { id });
  await expect(perform(exportRecord, head, { id })).rejects.toMatchObject({ code: 'learning-who.no-consent' });
  await expect(perform(withdrawConsent, head, { id })).rejects.toMatchObject({ kind: 'missing' });
  expect((await perform(exportOwnRecord, binh(), { year: 2026 })).name).toMatch(/^khue-2026-/);
});

rolledBack('many get more time at once, with one reason; who has longer keeps it', async (tx) => {
  const { town, as, officer, binh } = await learningTown(tx);
  const { id } = await perform(assignCourse, officer(), {
    course: FIRST,
    unitId: town.city,
    audience: { include: [{}], exclude: [] },
    starts: TODAY,
    dueDays: 10,
    reason: 'Kế hoạch thử',
  });
  const ward = { include: [{ units: [town.ward] }], exclude: [] };
  const excuse = (until: string, audience: object = ward) => perform(excuseAudience, officer(), { id, audience, until, reason: 'Phường chống lụt' });
  expect((await excuse('2026-12-20')).excused).toBe(2);
  expect((await excuse('2026-12-15')).excused).toBe(0);
  expect(await perform(listMyLearning, binh(), {})).toMatchObject([{ due: '2026-12-20' }]);
  expect((await excuse('2026-12-30', { include: [{}], exclude: [] })).excused).toBe(2);
  await expect(excuse(TODAY)).rejects.toMatchObject({ errors: [{ code: 'learning-assignment.until-early' }] });
  await expect(perform(excuseAudience, as(town.hanh, 'head-of-unit', town.ward), { id, audience: ward, until: '2027-01-10', reason: 'Không được' })).rejects.toMatchObject({
    kind: 'forbidden',
  });
});

rolledBack('an audience by gap is neither counted nor assigned while it is small, and never shown in a team', async (tx) => {
  const { town, as, officer } = await learningTown(tx);
  const audience = { include: [{ gaps: ['3' as const] }], exclude: [] };
  expect(await perform(previewAudience, officer(), { unitId: town.city, audience })).toMatchObject({ people: null, units: null });
  const given = { course: FIRST, unitId: town.city, audience, starts: TODAY, dueDays: 10, reason: 'Kế hoạch thử' };
  await expect(perform(assignCourse, officer(), given)).rejects.toMatchObject({ code: 'learning-who.gap-too-few' });
  const { id } = await perform(assignCourse, officer(), { ...given, audience: { include: [{}], exclude: [] } });
  const head = as(town.hanh, 'head-of-unit', town.ward);
  expect((await perform(listTeam, head, { unitId: town.ward })).counts.all).toBe(2);
  await all(tx, sql`update learning.assignment set confidential = true where assignment.id = ${id}`);
  expect((await perform(listTeam, head, { unitId: town.ward })).counts.all).toBe(0);
});
