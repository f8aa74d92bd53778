import { expect, test } from 'vitest';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { readCourses } from '#content/learning/index.ts';
import { addDays } from '#base/day/index.ts';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { loadCalendar } from '#kernel/calendar/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { addPeople, addPostings, addPosts } from '#kernel/org/index.ts';
import { refresh } from '#kernel/set/index.ts';
import { loadBank, skills } from '#modules/skills/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown } from '#tests/town.ts';
import { classSets } from '../classes/sets.ts';
import { poolSets } from '../pool/sets.ts';
import { loadCourses } from '../courses/load.ts';
import { assignCourse, endAssignment, exportTeam, learning, listAssignments, listMyLearning, listTeam, previewAudience, readAssigned, remindTeam } from '../index.ts';
import { closeLesson, ensureEnrolment } from '../player/acts.ts';
import { learningAwaiting } from './awaiting.ts';
import { remindLearning } from './reminders.ts';
import { dueOn, stateOf, workingDaysAgo } from './rules.ts';
import { syncAll } from './sync.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);
const [file, other] = readCourses(process.cwd());
const course = file?.course.id ?? '';
const second = other?.course.id ?? '';
const everybody = { include: [{}], exclude: [] };
const calendar = loadCalendar(process.cwd(), []);

async function office(tx: Db, today = TODAY) {
  const town = await makeTown(tx);
  await loadBank(testCtx(tx));
  await loadCourses(testCtx(tx));
  const as = (person: string, role: string, unitId: string, day = today): Ctx => testCtx(tx, { actor: actorWith(person, { role, unitId }), today: day });
  const officer = (day = today) => as(town.dung, 'training-officer', town.city, day);
  const head = (day = today) => as(town.hanh, 'head-of-unit', town.ward, day);
  const assign = (more: object = {}) =>
    perform(assignCourse, officer(), { course, unitId: town.city, audience: everybody, starts: today, dueDays: 10, reason: 'Kế hoạch thử', ...more });
  const complete = async (person: string, day: string) => {
    const ctx = as(person, 'official', town.city, day);
    const enrolment = await ensureEnrolment(ctx, person, course);
    for (const lesson of file?.lessons ?? []) await closeLesson(ctx, enrolment, lesson.id);
  };
  return { town, as, officer, head, assign, complete };
}

const endPostings = (tx: Db, ids: string[], day: string) => all(tx, sql`update kernel.posting set valid_to = ${day} where posting.id = any(${ids}::uuid[])`);

// Bộ luật Dân sự 2015, Điều 147: the day of the event does not count. Monday 23 November 2026.
test.each([
  ['2026-11-23', '2026-11-23', 10, '2026-12-07'],
  ['2026-11-30', '2026-11-23', 5, '2026-12-07'],
  ['2026-11-02', '2026-11-23', 5, '2026-11-30'],
  ['2026-12-30', '2026-12-30', 2, '2027-01-04'],
])('starting %s, joined %s, %i working days end on %s', (starts, joined, days, due) => {
  expect(dueOn(starts, joined, days, calendar)).toBe(due);
});

test.each([
  [{ due: '2026-11-23', completedOn: null, leftOn: null }, 'open'],
  [{ due: '2026-11-22', completedOn: null, leftOn: null }, 'late'],
  [{ due: '2026-11-22', completedOn: '2026-11-22', leftOn: null }, 'done'],
  [{ due: '2026-11-22', completedOn: '2026-11-23', leftOn: null }, 'done-late'],
  [{ due: '2026-11-22', completedOn: null, leftOn: '2026-11-20' }, 'left'],
])('%j is %s on 23 November', (line, state) => expect(stateOf(line, TODAY)).toBe(state));

test('five working days ago is a week ago', () => expect(workingDaysAgo(TODAY, 5, calendar)).toBe('2026-11-16'));

rolledBack('an audience is previewed, in numbers and in words, before anything is kept', async (tx) => {
  const { town, officer, head } = await office(tx);
  const preview = (audience: object, unitId = town.city) => perform(previewAudience, officer(), { unitId, audience });
  expect(await preview(everybody)).toMatchObject({ people: 3, units: 3, sentences: ['Đối tượng: Tất cả người đang giữ vị trí.'] });
  expect((await preview({ include: [{ postKinds: ['leader'] }], exclude: [] })).people).toBe(1);
  expect((await preview({ include: [{ unitKinds: ['ward'] }], exclude: [{ postKinds: ['leader'] }] })).people).toBe(2);
  expect((await preview({ include: [{ units: [town.ward] }], exclude: [] })).sentences).toEqual([
    'Đối tượng: Tất cả người đang giữ vị trí thuộc Phường Ba Đình và các đơn vị trực thuộc.',
  ]);
  expect((await preview({ include: [{ units: [town.other] }], exclude: [] }, town.ward)).people).toBe(0);
  expect((await preview({ include: [{ people: [town.binh, town.gone] }], exclude: [] })).people).toBe(1);
  await expect(perform(previewAudience, head(), { unitId: town.ward, audience: everybody })).rejects.toMatchObject({ kind: 'forbidden' });
});

rolledBack('an assignment asks everybody of it, and stands on their page and on Today', async (tx) => {
  const { town, as, assign } = await office(tx);
  expect((await assign()).people).toBe(3);
  const binh = as(town.binh, 'official', town.inner);
  expect(await perform(listMyLearning, binh, {})).toMatchObject([{ course, due: '2026-12-07', state: 'open', reason: 'Kế hoạch thử' }]);
  expect(await listAwaiting(binh, [{ awaits: learningAwaiting }])).toMatchObject([
    { href: `/learning/${course}/${file?.lessons[0]?.id ?? ''}`, due: '2026-12-07', hint: { key: 'learning-who.awaiting-hint', values: { reason: 'Kế hoạch thử' } } },
  ]);
  await expect(assign({ starts: addDays(TODAY, -1) })).rejects.toMatchObject({ errors: [{ code: 'learning-assignment.starts-past' }] });
  await expect(assign({ course: 'none' })).rejects.toMatchObject({ code: 'learning.no-course' });
});

rolledBack('who comes later has the same number of days, who goes is no longer asked, who moves is followed', async (tx) => {
  const { town, as, assign, head } = await office(tx);
  await assign({ audience: { include: [{ units: [town.ward] }], exclude: [] } });
  const later = addDays(TODAY, 7);
  const ctx = testCtx(tx, { today: later });
  const held = await all(tx, sql<{ id: string; person: string }>`select posting.id, posting.person_id as person from kernel.posting where posting.valid_to = 'infinity'`);
  const postingOf = (person: string): string => held.find((one) => one.person === person)?.id ?? '';
  await endPostings(tx, [postingOf(town.binh), postingOf(town.dung)], later);
  await addPostings(tx, [
    { id: newId(), postId: town.vacant.ward, unitId: town.ward, personId: town.dung, main: true, coefficient: null, validFrom: later },
    { id: newId(), postId: town.vacant.other, unitId: town.other, personId: town.binh, main: true, coefficient: null, validFrom: later },
  ]);
  await syncAll(ctx);
  await syncAll(ctx);
  const mine = (person: string) => perform(listMyLearning, as(person, 'official', town.city, later), {});
  expect((await mine(town.dung)).map(({ due }) => due)).toEqual(['2026-12-14']);
  expect(await mine(town.binh)).toEqual([]);
  expect((await perform(listTeam, head(later), { unitId: town.ward })).counts).toEqual({ open: 2, late: 0, done: 0, all: 2 });
});

rolledBack('a mover within the audience takes the assignment along to the new unit', async (tx) => {
  const { town, assign } = await office(tx);
  await assign();
  const later = addDays(TODAY, 1);
  const ctx = testCtx(tx, { today: later });
  const post = newId();
  await addPosts(tx, [{ id: post, unitId: town.other, title: 'Chuyên viên', kind: 'staff', validFrom: later }]);
  const held = await one(tx, sql<{ id: string }>`select posting.id from kernel.posting where posting.person_id = ${town.binh} and posting.valid_to = 'infinity'`);
  await endPostings(tx, [held?.id ?? ''], later);
  await addPostings(tx, [{ id: newId(), postId: post, unitId: town.other, personId: town.binh, main: true, coefficient: null, validFrom: later }]);
  await syncAll(ctx);
  const line = await one(tx, sql<{ unit: string; due: string }>`select assigned.unit_id as unit, assigned.due from learning.assigned where assigned.person_id = ${town.binh}`);
  expect(line).toEqual({ unit: town.other, due: '2026-12-07' });
});

rolledBack('what somebody completed here stays counted here, but the team of the head is without whoever has moved away', async (tx) => {
  const { town, assign, head, complete } = await office(tx);
  await assign();
  await complete(town.binh, TODAY);
  const [done] = (await perform(listTeam, head(), { unitId: town.ward, state: 'done' })).lines;
  const later = addDays(TODAY, 1);
  const held = await one(tx, sql<{ id: string }>`select posting.id from kernel.posting where posting.person_id = ${town.binh} and posting.valid_to = 'infinity'`);
  await endPostings(tx, [held?.id ?? ''], later);
  await addPostings(tx, [{ id: newId(), postId: town.vacant.other, unitId: town.other, personId: town.binh, main: true, coefficient: null, validFrom: later }]);
  await syncAll(testCtx(tx, { today: later }));
  const team = await perform(listTeam, head(later), { unitId: town.ward });
  expect(team.lines.map(({ name }) => name)).toEqual(['Nguyễn Thị Minh Hạnh']);
  expect(team.counts).toMatchObject({ done: 0, all: 1 });
  await expect(perform(readAssigned, head(later), { id: done?.id ?? '' })).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await one(tx, sql<{ unit: string }>`select assigned.unit_id as unit from learning.assigned where assigned.id = ${done?.id ?? ''}`)).toEqual({ unit: town.inner });
});

rolledBack('the head sees who is on time and never how well; others see nobody', async (tx) => {
  const { town, as, assign, head, complete } = await office(tx);
  await assign();
  await complete(town.binh, '2026-11-25');
  const team = await perform(listTeam, head('2026-12-08'), { unitId: town.ward });
  expect(team.lines.map(({ name, state }) => [name, state])).toEqual([
    ['Nguyễn Thị Minh Hạnh', 'late'],
    ['Trần Văn Bình', 'done'],
  ]);
  expect(JSON.stringify(team)).not.toMatch(/correct|score|right/);
  expect((await perform(listTeam, head('2026-12-08'), { unitId: town.ward, state: 'late' })).lines).toHaveLength(1);
  await expect(perform(listTeam, head(), { unitId: town.other })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(listTeam, as(town.binh, 'official', town.inner), { unitId: town.ward })).rejects.toMatchObject({ kind: 'forbidden' });
});

rolledBack('a team is narrowed to a unit below, a course, words of a name; what can be chosen says how many are late', async (tx) => {
  const { town, as, assign, complete } = await office(tx);
  await assign();
  const { id: other } = await assign({ course: second, audience: { include: [{ units: [town.ward] }], exclude: [] } });
  await complete(town.binh, '2026-11-25');
  const officer = as(town.dung, 'training-officer', town.city, '2026-12-08');
  const team = (more: object = {}) => perform(listTeam, officer, { unitId: town.city, ...more });
  const all = await team();
  expect(all.counts).toEqual({ open: 0, late: 4, done: 1, all: 5 });
  expect(all.parts.map(({ key, late }) => [key, late])).toEqual(expect.arrayContaining([[town.ward, 3]]));
  expect(Object.fromEntries(all.topics.map(({ key, late }) => [key, late]))).toEqual({ [course]: 2, [second]: 2 });
  expect(all.topics.every(({ label }) => label !== '')).toBe(true);
  expect(all.lines.find(({ name, title }) => name === 'Trần Văn Bình' && title !== '')).toMatchObject({ unitName: 'Phòng Văn hóa - Xã hội', partName: 'Phường Ba Đình' });
  expect((await team({ part: town.ward })).counts).toEqual({ open: 0, late: 3, done: 1, all: 4 });
  expect((await team({ topic: second, state: 'late' })).lines.map(({ title }) => title)).toHaveLength(2);
  const line = (await perform(listAssignments, officer, {})).find(({ id }) => id === other);
  expect((await team({ assignment: other })).counts).toMatchObject({ all: line?.people, late: line?.late, done: line?.done });
  expect((await team({ name: 'tran BINH' })).lines.map(({ name }) => name)).toEqual(['Trần Văn Bình', 'Trần Văn Bình']);
  expect((await team({ name: '%' })).lines).toEqual([]);
  const file = (person: string, role: string, more: object = {}) =>
    perform(exportTeam, { ...as(person, role, town.city, '2026-12-08'), purpose: 'Giao ban' }, { unitId: town.city, format: 'csv', ...more });
  expect(await file(town.dung, 'training-officer')).toMatchObject({ lines: 5 });
  expect(await file(town.dung, 'training-officer', { topic: second, state: 'late' })).toMatchObject({ lines: 2 });
  await expect(perform(exportTeam, as(town.dung, 'training-officer', town.city), { unitId: town.city, format: 'csv' })).rejects.toMatchObject({
    code: 'operation.purpose-missing',
  });
  await expect(file(town.binh, 'official')).rejects.toMatchObject({ kind: 'forbidden' });
  const head = as(town.hanh, 'head-of-unit', town.ward, '2026-12-08');
  expect((await perform(listTeam, head, { unitId: town.ward, part: town.other })).lines).toEqual([]);
});

rolledBack('a list of a team comes in pages of twenty, late ones first', async (tx) => {
  const { town, assign, head } = await office(tx);
  const { id } = await assign({ audience: { include: [{ units: [town.ward] }], exclude: [] } });
  const crowd = Array.from({ length: 19 }, (_, n) => ({ id: newId(), staffCode: `HN-1${n}`, name: `Vũ Văn ${n}`, birthDate: null, sex: null }));
  await addPeople(tx, crowd);
  const rows = crowd.map((person) => sql`(${newId()}::uuid, ${id}::uuid, ${person.id}::uuid, ${town.inner}::uuid, '2026-11-02'::date, '2026-11-20'::date)`);
  await all(tx, sql`insert into learning.assigned (id, assignment_id, person_id, unit_id, since, due) values ${sql.join(rows)}`);
  const [first, next] = [await perform(listTeam, head(), { unitId: town.ward }), await perform(listTeam, head(), { unitId: town.ward, page: 2 })];
  expect([first.lines.length, next.lines.length, first.pages, first.counts]).toEqual([20, 1, 2, { open: 2, late: 19, done: 0, all: 21 }]);
  expect(first.lines.map(({ state }) => state)).toEqual([...Array.from({ length: 19 }, () => 'late'), 'open']);
  expect(new Set([...first.lines, ...next.lines].map((line) => line.id)).size).toBe(21);
});

rolledBack('reminders come three working days before and once after, in one message, and to the head after a week', async (tx) => {
  const { town, assign } = await office(tx);
  await all(tx, sql`insert into kernel.role_grant (id, person_id, role, unit_id, valid_from) values (${newId()}, ${town.hanh}, 'head-of-unit', ${town.ward}, '2026-01-01')`);
  await assign();
  const on = (day: string) => remindLearning(testCtx(tx, { today: day }));
  expect(await on('2026-12-01')).toBe(0);
  expect(await on('2026-12-02')).toBe(3);
  expect([await on('2026-12-02'), await on('2026-12-03')]).toEqual([0, 0]);
  expect(await on('2026-12-08')).toBe(3);
  expect(await on('2026-12-14')).toBe(1);
  expect(await on('2026-12-15')).toBe(0);
  const told = await all(tx, sql<{ key: string; n: number }>`select message.key, count(*) as n from kernel.message group by message.key order by message.key`);
  expect(told).toEqual([
    { key: 'learning-assignment.told-due', n: 6 },
    { key: 'learning-assignment.told-head', n: 1 },
  ]);
});

rolledBack('a head reminds by one click, nobody twice in three days', async (tx) => {
  const { town, assign, head } = await office(tx);
  await assign();
  const remind = (day: string) => perform(remindTeam, head(day), { unitId: town.ward });
  expect(await remind(TODAY)).toEqual({ told: 0 });
  expect(await remind('2026-12-03')).toEqual({ told: 2 });
  expect(await remind('2026-12-04')).toEqual({ told: 0 });
  expect(await remind('2026-12-07')).toEqual({ told: 2 });
});

rolledBack('an ended assignment asks nobody; what was completed stays', async (tx) => {
  const { town, officer, assign, complete } = await office(tx);
  const { id } = await assign();
  await complete(town.binh, TODAY);
  expect(await perform(endAssignment, officer(), { id })).toEqual({ left: 2 });
  await expect(perform(endAssignment, officer(), { id })).rejects.toMatchObject({ code: 'learning-assignment.ended-already' });
  expect(await perform(listAssignments, officer(), {})).toMatchObject([{ people: 1, done: 1, late: 0, endedOn: TODAY }]);
});

rolledBack('who has completed the course before is done at once', async (tx) => {
  const { town, assign, complete, as } = await office(tx);
  await complete(town.binh, '2026-11-20');
  await assign();
  expect(await perform(listMyLearning, as(town.binh, 'official', town.inner), {})).toMatchObject([{ state: 'done', completedOn: '2026-11-20' }]);
});

rolledBack('the sets count begun, completed with hours, due and on time', async (tx) => {
  const { town, assign, complete } = await office(tx);
  await assign();
  await complete(town.binh, '2026-11-25');
  await complete(town.dung, '2026-12-10');
  await refresh(tx, learning.sets);
  const sizes = await Promise.all(
    learning.sets.map((set) =>
      all(
        tx,
        sql<{
          n: number;
          weight: number;
        }>`select count(*) as n, coalesce(sum(row.weight), 0) as weight from (${set.rows}) as row where row.valid_from >= '2026-11-01' and row.valid_from < '2027-01-01'`,
      ),
    ),
  );
  const lessons = file?.lessons ?? [];
  const hours = Math.round(lessons.reduce((sum, lesson) => sum + lesson.minutes, 0) / 6) / 10;
  expect(sizes.map(([size]) => size)).toEqual([
    { n: 2, weight: 2 },
    { n: 2, weight: 2 * hours },
    { n: 3, weight: 3 },
    { n: 1, weight: 1 },
    { n: 0, weight: 0 },
    { n: 2 * lessons.length, weight: lessons.reduce((sum, { minutes }) => sum + minutes, 0) / 30 },
    { n: 0, weight: 0 },
    { n: 0, weight: 0 },
    ...[...classSets, ...poolSets].map(() => ({ n: 0, weight: 0 })),
  ]);
});
