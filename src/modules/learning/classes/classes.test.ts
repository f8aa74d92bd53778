import { expect } from 'vitest';
import { addDays, type Day } from '#base/day/index.ts';
import { all, sql } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { findWrongReadings, listMembersOperation, readFiguresOperation, refresh } from '#kernel/set/index.ts';
import { skills } from '#modules/skills/index.ts';
import { testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import {
  addClassMaterial,
  addClassSession,
  checkIn,
  correctClassAttendance,
  createClass,
  evaluateClass,
  inviteToClass,
  learning,
  leaveClass,
  listCourseCosts,
  noteAttendance,
  noteClassCost,
  readClass,
  readClassCosts,
  readClassEvaluations,
  readClassList,
  readHours,
  readInvitation,
  removeClassMaterial,
  settleSession,
  showClassCode,
  takeOffer,
  takePlace,
  withdrawClassCost,
} from '../index.ts';
import { FIRST, learningTown } from '../testing.ts';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { classesAwaiting } from './awaiting.ts';
import { askLater } from './later.ts';
import { openClassMaterial } from './materials.ts';
import { lapseOffers } from './offers.ts';
import { classSets } from './sets.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

const lesson = { title: 'Lớp ký số tại chỗ', mode: 'room' as const, room: 'Phòng họp 2', capacity: 1, trainers: ['HN-0003'], day: TODAY, starts: '08:00', ends: '11:30' };

rolledBack('a class is for the staff of the unit that holds it and those below; others are told before they try', async (tx) => {
  const { town, as, officer, binh } = await learningTown(tx);
  const { id } = await perform(createClass, officer(), { ...lesson, unitId: town.ward });
  expect((await perform(readClass, binh(), { id })).forOwnUnit).toBe(true);
  expect((await perform(readClass, as(town.hanh, 'official', town.ward), { id })).forOwnUnit).toBe(true);
  const { id: elsewhere } = await perform(createClass, officer(), { ...lesson, unitId: town.other, starts: '13:00', ends: '15:00' });
  expect((await perform(readClass, binh(), { id: elsewhere })).forOwnUnit).toBe(false);
  await expect(perform(takePlace, binh(), { id: elsewhere })).rejects.toMatchObject({ code: 'learning-classes.other-unit' });
});

rolledBack('a class: place, waiting list, code in the room, settled hours for who came and who led', async (tx) => {
  const { town, as, officer, binh } = await learningTown(tx);
  const hanh = as(town.hanh, 'official', town.ward);
  await expect(perform(createClass, binh(), { ...lesson, unitId: town.city })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(createClass, officer(), { ...lesson, unitId: town.city, trainers: ['X-1'] })).rejects.toMatchObject({
    errors: [{ code: 'learning-classes.unknown-codes' }],
  });
  const { id } = await perform(createClass, officer(), { ...lesson, unitId: town.city });
  expect(await perform(takePlace, hanh, { id })).toEqual({ state: 'placed' });
  expect(await perform(takePlace, binh(), { id })).toEqual({ state: 'waiting' });
  await expect(perform(readInvitation, binh(), { id })).rejects.toMatchObject({ code: 'learning-classes.no-place' });
  await expect(perform(inviteToClass, binh(), { id, people: ['HN-0002'] })).rejects.toMatchObject({ kind: 'forbidden' });
  await perform(leaveClass, hanh, { id });
  expect(await perform(readClass, binh(), { id })).toMatchObject({ line: { own: 'offered', taken: 1, waiting: 0 }, offerUntil: TODAY });
  await expect(perform(takeOffer, hanh, { id })).rejects.toMatchObject({ code: 'learning-classes.no-offer' });
  expect(await perform(takeOffer, binh(), { id })).toEqual({ state: 'placed' });
  expect((await perform(readInvitation, binh(), { id })).content).toContain('SUMMARY:Lớp ký số tại chỗ');
  const session = (await perform(readClass, binh(), { id })).sessions[0]?.id ?? '';
  await expect(perform(showClassCode, binh(), { id: session })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(checkIn, binh(), { id: session, code: 'AAAA2222' })).rejects.toMatchObject({ errors: [{ code: 'learning-classes.code-old' }] });
  const { code } = await perform(showClassCode, officer(), { id: session });
  await perform(checkIn, binh(), { id: session, code });
  await expect(perform(checkIn, hanh, { id: session, code })).rejects.toMatchObject({ code: 'learning-classes.full' });
  expect((await perform(readClassList, officer(), { id: session })).people).toMatchObject([{ staffCode: 'HN-0002', way: 'code' }]);
  expect(await perform(settleSession, officer(), { id: session })).toEqual({ present: 1, absent: 0 });
  await expect(perform(settleSession, officer(), { id: session })).rejects.toMatchObject({ code: 'learning-classes.settled-already' });
  expect(await perform(readHours, binh(), {})).toMatchObject({ minutes: 210, sessions: [{ source: 'class', led: false, classId: id }] });
  expect(await perform(readHours, officer(), {})).toMatchObject({ minutes: 210, sessions: [{ led: true, classId: id }] });
});

rolledBack('a class with what cannot be: a room too small, a trainer or a room taken at that time', async (tx) => {
  const { town, officer } = await learningTown(tx);
  const create = (more: object) => perform(createClass, officer(), { ...lesson, unitId: town.city, ...more });
  await expect(create({ capacity: 31, seats: 30 })).rejects.toMatchObject({ errors: [{ at: '/capacity', code: 'learning-classes.more-than-room', values: { seats: 30 } }] });
  const { id } = await create({ capacity: 30, seats: 30 });
  await expect(create({ room: 'Phòng khác', starts: '11:00', ends: '12:00' })).rejects.toMatchObject({ errors: [{ at: '/trainers', code: 'learning-classes.trainer-busy' }] });
  await expect(create({ trainers: ['HN-0002'], starts: '07:00', ends: '08:30' })).rejects.toMatchObject({ errors: [{ at: '/room', code: 'learning-classes.room-busy' }] });
  await expect(perform(addClassSession, officer(), { id, day: TODAY, starts: '09:00', ends: '10:00' })).rejects.toMatchObject({ errors: [{ at: '/starts' }] });
  // The end of one may be the begin of the next, and seats are known from before.
  await expect(create({ capacity: 31, starts: '11:30', ends: '12:30' })).rejects.toMatchObject({ errors: [{ code: 'learning-classes.more-than-room' }] });
  await create({ capacity: 2, starts: '11:30', ends: '12:30' });
});

rolledBack('a free place is offered to who waits longest; who lets it go by is off the list and the next is asked', async (tx) => {
  const { town, as, officer, binh } = await learningTown(tx);
  const hanh = as(town.hanh, 'official', town.ward);
  const day = addDays(TODAY, 10);
  const { id } = await perform(createClass, officer(), { ...lesson, trainers: ['HN-0003'], day, unitId: town.city });
  const an = as(town.gone, 'official', town.city);
  expect(await perform(takePlace, an, { id })).toEqual({ state: 'placed' });
  await perform(takePlace, hanh, { id });
  await perform(takePlace, binh(), { id });
  await perform(leaveClass, an, { id });
  // 23 November 2026 is a Monday: two working days on.
  expect(await perform(readClass, hanh, { id })).toMatchObject({ line: { own: 'offered', waiting: 1 }, offerUntil: '2026-11-25' });
  expect(await listAwaiting(hanh, [{ awaits: classesAwaiting }])).toMatchObject([{ key: 'learning-classes.awaiting-offer', due: '2026-11-25' }]);
  expect(await lapseOffers(testCtx(tx, { today: '2026-11-25' }))).toBe(0);
  expect(await lapseOffers(testCtx(tx, { today: '2026-11-26' }))).toBe(1);
  expect(await perform(readClass, hanh, { id })).toMatchObject({ line: { own: 'left' } });
  expect(await perform(readClass, binh('2026-11-26'), { id })).toMatchObject({ line: { own: 'offered', taken: 1, waiting: 0 }, offerUntil: '2026-11-30' });
});

rolledBack('costs: planned and spent, for each who was there, withdrawn, by course; materials: a file for those in it', async (tx) => {
  const { town, officer, binh } = await learningTown(tx);
  const { id } = await perform(createClass, officer(), { ...lesson, unitId: town.city });
  await perform(takePlace, binh(), { id });
  await expect(perform(noteClassCost, binh(), { id, stage: 'actual', kind: 'meal', amount: 5, note: 'Nước uống' })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(noteClassCost, officer(), { id, stage: 'actual', kind: 'meal', amount: -5, note: 'Nước uống' })).rejects.toMatchObject({ kind: 'invalid' });
  const spent = (day: Day) => perform(noteClassCost, officer(), { id, stage: 'actual', kind: 'venue', amount: 900_000, note: 'Thuê hội trường', day });
  await expect(spent(addDays(TODAY, 1))).rejects.toMatchObject({ errors: [{ at: '/day', code: 'learning-classes.cost-day' }] });
  await spent(TODAY);
  const wrong = await spent(TODAY);
  await perform(noteClassCost, officer(), { id, stage: 'planned', kind: 'teaching', amount: 2_000_000, note: 'Thù lao giảng viên' });
  await perform(withdrawClassCost, officer(), { id, cost: wrong.id });
  await expect(perform(withdrawClassCost, officer(), { id, cost: wrong.id })).rejects.toMatchObject({ code: 'learning-classes.no-cost' });
  expect(await perform(readClassCosts, officer(), { id })).toMatchObject({ planned: 2_000_000, actual: 900_000, present: 0, each: null });
  const session = (await perform(readClass, binh(), { id })).sessions[0]?.id ?? '';
  await perform(noteAttendance, officer(), { id: session, present: [town.binh] });
  await perform(settleSession, officer(), { id: session });
  expect(await perform(readClassCosts, officer(), { id })).toMatchObject({ present: 1, each: 900_000 });
  expect(await perform(listCourseCosts, officer(), { unitId: town.city })).toMatchObject({
    courses: [{ course: null, classes: 1, present: 1, planned: 2_000_000, actual: 900_000, each: 900_000 }],
  });
  const add = (more: object) => perform(addClassMaterial, officer(), { id, title: 'Tài liệu phát tay', ...more });
  const file = (name: string, text: string) => ({ file: { name, content: Buffer.from(text).toString('base64') } });
  await expect(add({})).rejects.toMatchObject({ errors: [{ at: '/file', code: 'learning-classes.material-what' }] });
  await expect(add(file('hack.exe', 'MZ\u0000'))).rejects.toMatchObject({ errors: [{ at: '/file', code: 'document.kind-not-accepted' }] });
  const { id: material } = await add(file('bai.pdf', '%PDF-1.4 bài'));
  const [shown] = (await perform(readClass, binh(), { id })).materials;
  expect(shown).toMatchObject({ title: 'Tài liệu phát tay', fileName: 'bai.pdf' });
  expect(await perform(openClassMaterial, binh(), { id: shown?.documentId ?? '' })).toEqual({ title: 'Tài liệu phát tay' });
  await perform(removeClassMaterial, officer(), { id, material });
  await expect(perform(openClassMaterial, binh(), { id: shown?.documentId ?? '' })).rejects.toMatchObject({ kind: 'missing' });
  expect((await perform(readClass, binh(), { id })).materials).toEqual([]);
});

rolledBack('marks made without network keep their time and count once; a correction takes the hours and the duty back, and gives them again', async (tx) => {
  const { town, as, officer, binh } = await learningTown(tx);
  const { id } = await perform(createClass, officer(), { ...lesson, capacity: 5, unitId: town.city });
  await perform(takePlace, binh(), { id });
  const session = (await perform(readClass, binh(), { id })).sessions[0]?.id ?? '';
  const { code } = await perform(showClassCode, officer(), { id: session });
  const tomorrow = addDays(TODAY, 1);
  const at = `${TODAY}T02:00:05Z`;
  const send = (more: object) => perform(checkIn, binh(tomorrow), { id: session, code, ...more });
  await expect(send({})).rejects.toMatchObject({ errors: [{ at: '/code' }] });
  await expect(send({ at: `${TODAY}T02:05:00Z` })).rejects.toMatchObject({ errors: [{ at: '/code' }] });
  await expect(send({ at: `${addDays(TODAY, -1)}T02:00:00Z` })).rejects.toMatchObject({ errors: [{ at: '/at', code: 'learning-classes.mark-day' }] });
  await expect(perform(checkIn, binh(addDays(TODAY, 8)), { id: session, code, at })).rejects.toMatchObject({ errors: [{ code: 'learning-classes.mark-old' }] });
  await send({ at });
  await send({ at });
  expect((await perform(readClassList, officer(tomorrow), { id: session })).people).toMatchObject([{ way: 'code', markedAt: expect.stringContaining('02:00:05') }]);
  const correct = (present: boolean, personId = town.binh) =>
    perform(correctClassAttendance, officer(tomorrow), { id: session, personId, present, reason: 'Đối chiếu danh sách ký tên' });
  await expect(correct(false)).rejects.toMatchObject({ code: 'learning-classes.not-settled' });
  await all(tx, sql`update learning.duty set minutes = 200`);
  await perform(settleSession, officer(tomorrow), { id: session });
  const duties = () => all(tx, sql<{ n: number }>`select count(*) as n from learning.duty_met where duty_met.person_id = ${town.binh}`);
  expect(await duties()).toEqual([{ n: 1 }]);
  await expect(perform(correctClassAttendance, binh(tomorrow), { id: session, personId: town.binh, present: false, reason: 'Thử' })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(correct(true)).rejects.toMatchObject({ code: 'learning-classes.correct-same' });
  await expect(correct(true, town.hanh)).rejects.toMatchObject({ code: 'learning-classes.not-on-list' });
  await correct(false);
  expect(await perform(readHours, binh(), {})).toMatchObject({ minutes: 0, sessions: [] });
  expect(await duties()).toEqual([{ n: 0 }]);
  expect((await perform(readClassList, as(town.dung, 'training-officer', town.city), { id: session })).people).toMatchObject([
    { way: 'absent', corrected: 'Đối chiếu danh sách ký tên' },
  ]);
  await correct(true);
  expect(await perform(readHours, binh(), {})).toMatchObject({ minutes: 210 });
  expect(await duties()).toEqual([{ n: 1 }]);
});

rolledBack('what is used at work is asked from day 90 on, reminded of once, and shown from ten answers on', async (tx) => {
  const { town, officer, binh } = await learningTown(tx);
  const { id } = await perform(createClass, officer(), { ...lesson, unitId: town.city });
  await perform(takePlace, binh(), { id });
  const session = (await perform(readClass, binh(), { id })).sessions[0]?.id ?? '';
  expect(await listAwaiting(officer(), [{ awaits: classesAwaiting }])).toMatchObject([{ key: 'learning-classes.awaiting-lead-today' }]);
  expect(await listAwaiting(officer(addDays(TODAY, 1)), [{ awaits: classesAwaiting }])).toMatchObject([{ key: 'learning-classes.awaiting-settle' }]);
  expect(await listAwaiting(binh(), [{ awaits: classesAwaiting }])).toMatchObject([{ key: 'learning-classes.awaiting-next', due: TODAY }]);
  await perform(noteAttendance, officer(), { id: session, present: [town.binh] });
  await perform(settleSession, officer(), { id: session });
  expect(await listAwaiting(officer(), [{ awaits: classesAwaiting }])).toEqual([]);
  expect(await listAwaiting(binh(), [{ awaits: classesAwaiting }])).toMatchObject([{ key: 'learning-classes.awaiting-end', due: addDays(TODAY, 30) }]);
  await perform(evaluateClass, binh(), { id, stage: 'end', content: 5, trainer: 4 });
  expect(await listAwaiting(binh(), [{ awaits: classesAwaiting }])).toEqual([]);
  const ask = (days: number) => askLater(testCtx(tx, { today: addDays(TODAY, days) }));
  expect([await ask(89), await ask(90), await ask(91), await ask(103), await ask(104), await ask(120)]).toEqual([0, 1, 0, 0, 1, 0]);
  const later = binh(addDays(TODAY, 120));
  expect(await listAwaiting(later, [{ awaits: classesAwaiting }])).toMatchObject([{ key: 'learning-classes.awaiting-later' }]);
  await perform(evaluateClass, later, { id, stage: 'later', used: 4, remark: 'Dùng hằng ngày' });
  expect(await listAwaiting(later, [{ awaits: classesAwaiting }])).toEqual([]);
  expect(await perform(readClassEvaluations, officer(), { id })).toEqual({ answers: 1, content: null, trainer: null, later: 1, used: null, remarks: [] });
});

rolledBack('the sets of classes: places, presence, answers and costs; stored sizes follow a correction', async (tx) => {
  const { town, officer, binh } = await learningTown(tx);
  const { id } = await perform(createClass, officer(), { ...lesson, capacity: 4, course: FIRST, unitId: town.city });
  await perform(inviteToClass, officer(), { id, people: ['HN-0001', 'HN-0002'] });
  const session = (await perform(readClass, binh(), { id })).sessions[0]?.id ?? '';
  await perform(noteAttendance, officer(), { id: session, present: [town.binh] });
  await perform(settleSession, officer(), { id: session });
  await perform(evaluateClass, binh(), { id, stage: 'end', content: 5, trainer: 4 });
  await perform(evaluateClass, binh(addDays(TODAY, 95)), { id, stage: 'later', used: 4 });
  await perform(noteClassCost, officer(), { id, stage: 'planned', kind: 'meal', amount: 300, note: 'Nước uống' });
  await perform(noteClassCost, officer(), { id, stage: 'actual', kind: 'meal', amount: 200, note: 'Nước uống' });
  const sizes = async () => {
    await refresh(tx, classSets);
    const read = await Promise.all(
      classSets.map(({ name, rows }) =>
        all(tx, sql<{ name: string; size: number }>`select ${name}::text as name, coalesce(sum(row.weight), 0)::float8 as size from (${rows}) as row`),
      ),
    );
    return Object.fromEntries(read.flat().map(({ name, size }) => [name.replace('learning.class-', ''), size]));
  };
  const before = {
    sessions: 1,
    places: 4,
    'places-used': 1,
    expected: 2,
    attended: 1,
    answers: 1,
    marks: 0.9,
    'answers-later': 1,
    'used-at-work': 1,
    costs: 200,
    'costs-planned': 300,
  };
  expect(await sizes()).toEqual(before);
  const shown = ['class-places', 'class-places-used', 'class-costs', 'class-costs-planned', 'share-places-used'].map((name) => `learning.${name}`);
  const figures = await perform(readFiguresOperation, officer(), { unitId: town.city, day: TODAY, names: shown });
  expect(figures.map(({ shown }) => [shown?.size, shown?.of])).toEqual([
    [4, null],
    [1, null],
    [200, null],
    [300, null],
    [1, 4],
  ]);
  const { members } = await perform(listMembersOperation, officer(), { name: 'learning.class-costs', unitId: town.city, day: TODAY });
  expect(members).toMatchObject([{ weight: 200, href: `/learning/classes/${members[0]?.record}/costs` }]);
  expect(await perform(readClassCosts, officer(), { id: members[0]?.record ?? '' })).toMatchObject({ id, actual: 200 });
  await perform(correctClassAttendance, officer(), { id: session, personId: town.hanh, present: true, reason: 'Có chữ ký' });
  expect(await sizes()).toEqual({ ...before, 'places-used': 2, attended: 2 });
  expect(
    await findWrongReadings(
      tx,
      classSets.filter(({ name }) => name === 'learning.class-places-used'),
    ),
  ).toEqual([]);
});
