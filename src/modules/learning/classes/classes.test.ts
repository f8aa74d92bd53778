import { expect } from 'vitest';
import { perform } from '#kernel/operation/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import {
  checkIn,
  createClass,
  inviteToClass,
  learning,
  leaveClass,
  readClass,
  readClassList,
  readHours,
  readInvitation,
  settleSession,
  showClassCode,
  takePlace,
} from '../index.ts';
import { learningTown } from '../testing.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

const lesson = { title: 'Lớp ký số tại chỗ', mode: 'room' as const, room: 'Phòng họp 2', capacity: 1, trainers: ['HN-0003'], day: TODAY, starts: '08:00', ends: '11:30' };

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
  expect(await perform(readHours, binh(), {})).toMatchObject({ minutes: 210, sessions: [{ source: 'class' }] });
  expect(await perform(readHours, officer(), {})).toMatchObject({ minutes: 210 });
});
