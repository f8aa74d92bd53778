import { expect } from 'vitest';
import { addDays } from '#base/day/index.ts';
import type { Db } from '#base/db/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import {
  addClassSession,
  changeParticulars,
  createClass,
  inviteToClass,
  learning,
  listClassPeople,
  moveSession,
  noteAttendance,
  readClass,
  readInvitation,
  removeFromClass,
} from '../index.ts';
import { learningTown } from '../testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

const [room, link] = ['Phòng họp 2', 'https://hop.example.vn/lop'];
const NEXT = addDays(TODAY, 7);

async function opened(tx: Db, capacity = 1) {
  const school = await learningTown(tx);
  const { id } = await perform(createClass, school.officer(), {
    title: 'Lớp ký số tại chỗ',
    unitId: school.town.city,
    mode: 'room',
    room,
    capacity,
    trainers: ['HN-0003'],
    day: NEXT,
    starts: '08:00',
    ends: '11:30',
  });
  await perform(inviteToClass, school.officer(), { id, people: ['HN-0001', 'HN-0002'] });
  const read = () => perform(readClass, school.officer(), { id });
  const people = async () => (await perform(listClassPeople, school.officer(), { id })).people.map(({ staffCode, state }) => [staffCode, state]);
  return { ...school, id, read, people };
}

rolledBack('whoever leads a class sees who has a place and who waits; others do not', async (tx) => {
  const { id, binh, people } = await opened(tx);
  expect(await people()).toEqual([
    ['HN-0001', 'placed'],
    ['HN-0002', 'waiting'],
  ]);
  await expect(perform(listClassPeople, binh(), { id })).rejects.toMatchObject({ kind: 'forbidden' });
});

rolledBack('who was invited by mistake is taken off and told, and who waits is offered the place', async (tx) => {
  const { town, id, officer, binh, people } = await opened(tx);
  await expect(perform(removeFromClass, binh(), { id, personId: town.hanh })).rejects.toMatchObject({ kind: 'forbidden' });
  const placed = (await perform(listClassPeople, officer(), { id })).people[0]?.personId ?? '';
  await perform(removeFromClass, officer(), { id, personId: placed });
  expect(await people()).toEqual([['HN-0002', 'offered']]);
  await expect(perform(removeFromClass, officer(), { id, personId: placed })).rejects.toMatchObject({ code: 'learning-classes.not-in-class' });
});

rolledBack('another room, link and trainer; more places are offered to who waits, fewer than are taken are refused', async (tx) => {
  const { id, officer, binh, people, read } = await opened(tx);
  const given = { id, mode: 'blended' as const, room: 'Hội trường tầng 3', link, capacity: 2, trainers: ['HN-0003'] };
  await expect(perform(changeParticulars, binh(), given)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(changeParticulars, officer(), { ...given, mode: 'online', link: undefined })).rejects.toMatchObject({ errors: [{ at: '/link' }] });
  expect(await perform(changeParticulars, officer(), given)).toEqual({ told: 2 });
  expect(await read()).toMatchObject({ link, line: { mode: 'blended', room: 'Hội trường tầng 3', capacity: 2, taken: 2 } });
  expect(await people()).toEqual([
    ['HN-0001', 'placed'],
    ['HN-0002', 'offered'],
  ]);
  await expect(perform(changeParticulars, officer(), { ...given, capacity: 1 })).rejects.toMatchObject({
    errors: [{ at: '/capacity', code: 'learning-classes.fewer-than-taken' }],
  });
  expect((await perform(readInvitation, officer(), { id })).content).toContain('SEQUENCE:1');
});

rolledBack('a room or a trainer that is taken at the time of a session is refused; the class itself is not in its own way', async (tx) => {
  const { town, id, officer } = await opened(tx);
  const other = {
    title: 'Lớp khác cùng giờ',
    unitId: town.city,
    mode: 'room' as const,
    room: 'Phòng họp 9',
    capacity: 5,
    trainers: ['HN-0001'],
    day: NEXT,
    starts: '09:00',
    ends: '10:00',
  };
  await perform(createClass, officer(), other);
  const given = { id, mode: 'room' as const, room, capacity: 1, trainers: ['HN-0003'] };
  await expect(perform(changeParticulars, officer(), { ...given, room: 'phòng họp 9' })).rejects.toMatchObject({ errors: [{ at: '/room', code: 'learning-classes.room-busy' }] });
  await expect(perform(changeParticulars, officer(), { ...given, trainers: ['HN-0001'] })).rejects.toMatchObject({ errors: [{ code: 'learning-classes.trainer-busy' }] });
  await perform(changeParticulars, officer(), { ...given, trainers: ['HN-0002'] });
  expect((await perform(listClassPeople, officer(), { id })).trainers).toEqual(['HN-0002']);
});

rolledBack('a session is moved while nobody is noted; its invitation follows', async (tx) => {
  const { id, officer, binh, read } = await opened(tx);
  const session = (await read()).sessions[0]?.id ?? '';
  const time = { id: session, day: addDays(TODAY, 9), starts: '13:30', ends: '16:00' };
  await expect(perform(moveSession, binh(), time)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(perform(moveSession, officer(), { ...time, ends: '13:00' })).rejects.toMatchObject({ errors: [{ at: '/ends' }] });
  await expect(perform(moveSession, officer(), { ...time, day: addDays(TODAY, -1) })).rejects.toMatchObject({ errors: [{ at: '/day' }] });
  expect(await perform(moveSession, officer(), time)).toEqual({ classId: id });
  expect((await read()).sessions).toMatchObject([{ id: session, day: time.day, starts: '13:30', minutes: 150 }]);
  expect((await perform(readInvitation, officer(), { id })).content).toContain(`UID:${session}@khue`);
  await perform(addClassSession, officer(), { id, day: TODAY, starts: '08:00', ends: '09:00' });
  await expect(perform(moveSession, officer(), { ...time, day: TODAY, starts: '08:00', ends: '09:00' })).rejects.toMatchObject({
    errors: [{ code: 'learning-classes.session-twice' }],
  });
  const today = (await read()).sessions[0]?.id ?? '';
  await perform(noteAttendance, officer(), {
    id: today,
    present: (await perform(listClassPeople, officer(), { id })).people.flatMap(({ personId, state }) => (state === 'placed' ? [personId] : [])),
  });
  await expect(perform(moveSession, officer(), { ...time, id: today, day: NEXT })).rejects.toMatchObject({ code: 'learning-classes.noted-already' });
});
