import { describe, expect } from 'vitest';
import { addDays, type Day } from '#base/day/index.ts';
import type { Db } from '#base/db/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { addPostings } from '#kernel/org/index.ts';
import { gatherPersonal } from '#kernel/personal/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { listMembersOperation, listSets, refresh } from '#kernel/set/index.ts';
import { skills } from '#modules/skills/index.ts';
import { TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown } from '#tests/town.ts';
import {
  addTime,
  answerEvaluation,
  answerRequest,
  askMember,
  cancelRequest,
  checkHours,
  closeNeed,
  decideConsent,
  decideRequest,
  dropTime,
  evaluateWork,
  exportPool,
  finishWork,
  keepPool,
  learning,
  leavePool,
  listConsentsAsked,
  listNeeds,
  listPoolRequests,
  logHours,
  readHours,
  readNeed,
  readOwnProfile,
  readPoolMember,
  readPoolRequest,
  searchPool,
  stateNeed,
  stateProfile,
} from '../index.ts';
import { learningTown } from '../testing.ts';
import { poolAwaiting } from './awaiting.ts';

const { rolledBack } = await testDatabase();
declareTown(skills, learning);

const profile = {
  kinds: ['trainer' as const, 'adviser' as const],
  fields: ['signing' as const, 'records' as const],
  languages: ['vi' as const],
  about: 'Đã dạy ký số cho ba phường',
  consent: true,
};
const need = { title: 'Dạy ký số cho văn thư', kind: 'trainer' as const, fields: ['signing' as const], from: TODAY, last: addDays(TODAY, 30), hours: 8 };

/** Bình (in `inner`, below the ward that Hạnh heads) is a member; Dũng, training officer of the city, looks for help. */
async function poolTown(tx: Db) {
  const known = await learningTown(tx);
  const { town, as, binh, officer } = known;
  const head = (day: Day = TODAY) => as(town.hanh, 'head-of-unit', town.ward, day);
  const { id: memberId } = await perform(stateProfile, binh(), profile);
  await perform(addTime, binh(), { from: TODAY, last: addDays(TODAY, 120), hoursMonth: 20 });
  const lend = () => perform(decideConsent, head(), { id: memberId, agree: true });
  const ask = async (more: Partial<typeof need> = {}) => {
    const { id: needId } = await perform(stateNeed, officer(), { unitId: town.city, ...need, ...more });
    return { needId, id: (await perform(askMember, officer(), { id: needId, memberId })).id };
  };
  return { ...known, head, memberId, lend, ask };
}

describe('a profile', () => {
  rolledBack('is stated with consent, found without diacritics once nobody holds it back, and shows only what others prove', async (tx) => {
    const { town, as, binh, officer, head, memberId, complete } = await poolTown(tx);
    await expect(perform(stateProfile, binh(), { ...profile, consent: false })).rejects.toMatchObject({ errors: [{ at: '/consent', code: 'learning-pool.consent-missing' }] });
    await expect(perform(stateProfile, as(town.gone, 'official', town.ward), profile)).rejects.toMatchObject({ code: 'learning-pool.no-post' });
    await expect(perform(searchPool, binh(), {})).rejects.toMatchObject({ kind: 'forbidden' });
    for (const asked of [{ text: 'tran binh' }, { text: 'van hoa' }, { text: 'ba phuong' }, { kind: 'adviser' as const, field: 'records' as const, language: 'vi' as const }])
      expect((await perform(searchPool, officer(), asked)).lines).toMatchObject([{ id: memberId, unitState: 'asked' }]);
    for (const asked of [{ text: '100%' }, { kind: 'implementer' as const }, { language: 'en' as const }]) expect((await perform(searchPool, officer(), asked)).total).toBe(0);
    expect(await perform(exportPool, officer(), { format: 'csv' })).toMatchObject({ lines: 1 });
    await complete(town.binh, 'digital-government');
    expect((await perform(readPoolMember, officer(), { id: memberId })).proofs).toMatchObject({ courses: [{ day: TODAY }], work: { count: 0, mean: null } });
    await expect(perform(readPoolMember, as(town.dung, 'official', town.other), { id: memberId })).rejects.toMatchObject({ kind: 'forbidden' });
    await perform(decideConsent, head(), { id: memberId, agree: false, reason: 'Đơn vị đang thiếu người' });
    expect((await perform(searchPool, officer(), {})).total).toBe(0);
    await expect(perform(readPoolMember, officer(), { id: memberId })).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await perform(readOwnProfile, binh(), {})).toMatchObject({ within: true, unitReason: 'Đơn vị đang thiếu người', member: { unitState: 'refused' } });
  });

  rolledBack('has times that do not overlap', async (tx) => {
    const { binh, officer } = await poolTown(tx);
    const time = (from: Day, last: Day) => perform(addTime, binh(), { from, last, hoursMonth: 10 });
    await expect(time(addDays(TODAY, 100), addDays(TODAY, 200))).rejects.toMatchObject({ errors: [{ code: 'learning-pool.periods-overlap' }] });
    await expect(time(addDays(TODAY, 200), addDays(TODAY, 199))).rejects.toMatchObject({ errors: [{ code: 'learning-pool.ends-before' }] });
    await expect(time(addDays(TODAY, -9), addDays(TODAY, -1))).rejects.toMatchObject({ errors: [{ code: 'learning-pool.past' }] });
    const { id } = await time(addDays(TODAY, 121), addDays(TODAY, 121));
    expect(await perform(dropTime, officer(), { id })).toEqual({ dropped: false });
    expect(await perform(dropTime, binh(), { id })).toEqual({ dropped: true });
  });

  rolledBack('is the head’s to lend: nobody else’s, not one’s own, not twice, withdrawn with a reason', async (tx) => {
    const { town, as, binh, officer, head, memberId, lend } = await poolTown(tx);
    const decide = (ctx: ReturnType<typeof head>, id: string, more: object) => perform(decideConsent, ctx, { id, agree: true, ...more });
    for (const ctx of [binh(), officer(), as(town.dung, 'head-of-unit', town.other)]) await expect(decide(ctx, memberId, {})).rejects.toMatchObject({ kind: 'forbidden' });
    expect((await perform(listConsentsAsked, head(), {})).lines).toMatchObject([{ member: { id: memberId }, periods: [{ hoursMonth: 20 }] }]);
    expect((await perform(listConsentsAsked, as(town.dung, 'head-of-unit', town.other), {})).lines).toEqual([]);
    const own = await perform(stateProfile, head(), profile);
    await expect(decide(head(), own.id, {})).rejects.toMatchObject({ code: 'learning-pool.own-consent' });
    await lend();
    await expect(lend()).rejects.toMatchObject({ code: 'learning-pool.said-already' });
    await expect(decide(head(), memberId, { agree: false })).rejects.toMatchObject({ errors: [{ code: 'learning-pool.reason-missing' }] });
    expect(await decide(head(), memberId, { agree: false, reason: 'Cần người cho kỳ bầu cử' })).toEqual({ unitState: 'withdrawn' });
  });

  rolledBack('asks the new head when the person has moved', async (tx) => {
    const { town, officer, memberId, lend, head } = await poolTown(tx);
    await lend();
    await all(tx, sql`update kernel.posting set valid_to = ${TODAY} where person_id = ${town.binh}`);
    await addPostings(tx, [{ id: newId(), postId: town.vacant.other, unitId: town.other, personId: town.binh, main: true, coefficient: 3, validFrom: TODAY }]);
    await keepPool(officer());
    expect((await perform(listConsentsAsked, head(), {})).total).toBe(0);
    expect((await perform(searchPool, officer(), {})).lines).toMatchObject([{ id: memberId, unitState: 'asked', unitName: 'Phường Đống Đa' }]);
    // Who holds no post any more is gone from the pool.
    await keepPool(officer(addDays(TODAY, 1)));
    expect((await perform(searchPool, officer(), {})).total).toBe(1);
    await all(tx, sql`update kernel.posting set valid_to = ${addDays(TODAY, 1)} where person_id = ${town.binh} and valid_to = 'infinity'`);
    await keepPool(officer(addDays(TODAY, 1)));
    expect((await perform(searchPool, officer(), {})).total).toBe(0);
  });
});

describe('a need', () => {
  rolledBack('nobody can meet is in the set of such needs until somebody can; nobody is left out of the list', async (tx) => {
    const { town, officer, binh, memberId, lend } = await poolTown(tx);
    await expect(perform(stateNeed, binh(), { unitId: town.city, ...need })).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(perform(stateNeed, officer(), { unitId: town.city, ...need, area: '4' })).rejects.toMatchObject({ errors: [{ at: '/level' }] });
    await expect(perform(stateNeed, officer(), { unitId: town.city, ...need, last: addDays(TODAY, -1) })).rejects.toMatchObject({ errors: [{ at: '/last' }] });
    const { id, able } = await perform(stateNeed, officer(), { unitId: town.city, ...need });
    expect(able).toBe(0);
    const unmet = async () => {
      await refresh(tx, listSets());
      const { members } = await perform(listMembersOperation, officer(), { name: 'learning.pool-needs-unmet', unitId: town.city, day: TODAY });
      return members.map(({ record }) => record);
    };
    expect(await unmet()).toEqual([id]);
    expect((await perform(listNeeds, officer(), { which: 'nobody' })).total).toBe(1);
    const before = await perform(readNeed, officer(), { id });
    expect(before.lines).toMatchObject([{ able: false, member: { id: memberId } }]);
    expect(before.lines[0]?.reasons.find(({ aspect }) => aspect === 'unit')).toMatchObject({ fits: 'open' });
    await lend();
    await keepPool(officer());
    expect(await unmet()).toEqual([]);
    expect(await perform(readNeed, officer(), { id })).toMatchObject({ need: { able: 1 }, lines: [{ able: true }] });
    // A proven level that nobody has.
    const { id: hard } = await perform(stateNeed, officer(), { unitId: town.city, ...need, area: 'all', level: 3 });
    expect(await unmet()).toEqual([hard]);
    await expect(perform(closeNeed, officer(), { id: hard, met: false })).rejects.toMatchObject({ errors: [{ at: '/reason' }] });
    await perform(closeNeed, officer(), { id: hard, met: false, reason: 'Không còn cần nữa' });
    await expect(perform(closeNeed, officer(), { id: hard, met: true })).rejects.toMatchObject({ code: 'learning-pool.need-closed' });
    expect(await unmet()).toEqual([]);
  });
});

describe('a request', () => {
  rolledBack('goes from asking over consent, confirmation, hours and evaluation to its end; out of order it is refused', async (tx) => {
    const { town, as, officer, binh, head, memberId, lend, ask } = await poolTown(tx);
    await expect(ask()).rejects.toMatchObject({ code: 'learning-pool.unit-not-given' });
    await lend();
    const { id, needId } = await ask();
    await expect(perform(askMember, officer(), { id: needId, memberId })).rejects.toMatchObject({ code: 'learning-pool.asked-already' });
    const entry = { id, day: TODAY, hours: 2, note: 'Dạy buổi thứ nhất' };
    const marks = { id, knowledge: 5, delivery: 4, reliability: 5, words: 'Chuẩn bị kỹ, học viên làm được ngay.' };
    await expect(perform(answerRequest, binh(), { id, confirm: true })).rejects.toMatchObject({ code: 'learning-pool.not-now-asked' });
    await expect(perform(logHours, binh(), entry)).rejects.toMatchObject({ code: 'learning-pool.not-now-asked' });
    await expect(perform(evaluateWork, officer(), marks)).rejects.toMatchObject({ code: 'learning-pool.not-now-asked' });
    await expect(perform(decideRequest, officer(), { id, agree: true })).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(perform(readPoolRequest, as(town.dung, 'official', town.other), { id })).rejects.toMatchObject({ kind: 'forbidden' });
    expect((await listAwaiting(head(), [{ awaits: poolAwaiting }])).map(({ key }) => key)).toEqual(['learning-pool.awaiting-request']);
    await perform(decideRequest, head(), { id, agree: true });
    expect((await listAwaiting(binh(), [{ awaits: poolAwaiting }])).map(({ key }) => key)).toEqual(['learning-pool.awaiting-mine']);
    await expect(perform(answerRequest, head(), { id, confirm: true })).rejects.toMatchObject({ code: 'learning-pool.not-yours' });
    await perform(answerRequest, binh(), { id, confirm: true });
    await expect(perform(leavePool, binh(), { reason: 'Chuyển công tác' })).rejects.toMatchObject({ code: 'learning-pool.work-open' });
    await expect(perform(logHours, binh(), { ...entry, hours: 0.3 })).rejects.toMatchObject({ errors: [{ code: 'learning-pool.quarters' }] });
    await expect(perform(logHours, binh(), { ...entry, day: addDays(TODAY, 1) })).rejects.toMatchObject({ errors: [{ code: 'learning-pool.day-to-come' }] });
    await expect(perform(logHours, officer(), entry)).rejects.toMatchObject({ kind: 'forbidden' });
    const { id: hoursId } = await perform(logHours, binh(), entry);
    await expect(perform(logHours, binh(), { ...entry, hours: 11 })).rejects.toMatchObject({ errors: [{ code: 'learning-pool.day-full' }] });
    await expect(perform(checkHours, binh(), { id: hoursId, confirm: true })).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(perform(finishWork, officer(), { id })).rejects.toMatchObject({ code: 'learning-pool.hours-open' });
    expect((await listAwaiting(officer(), [{ awaits: poolAwaiting }])).map(({ key }) => key)).toEqual(['learning-pool.awaiting-hours']);
    expect(await perform(checkHours, officer(), { id: hoursId, confirm: true })).toEqual({ state: 'confirmed', counted: 120 });
    await expect(perform(checkHours, officer(), { id: hoursId, confirm: true })).rejects.toMatchObject({ code: 'learning-pool.hours-decided' });
    expect(await perform(readHours, binh(), {})).toMatchObject({ minutes: 120, sessions: [{ source: 'pool' }] });
    await perform(finishWork, officer(), { id });
    await expect(perform(evaluateWork, binh(), marks)).rejects.toMatchObject({ code: 'learning-pool.not-yours' });
    await perform(evaluateWork, officer(), marks);
    await perform(answerEvaluation, binh(), { id, answer: 'Cảm ơn đơn vị' });
    await expect(perform(answerEvaluation, binh(), { id, answer: 'Thêm một câu' })).rejects.toMatchObject({ code: 'learning-pool.answered-already' });
    const seen = await perform(readPoolRequest, binh(), { id });
    expect(seen).toMatchObject({ line: { state: 'closed', given: 2 }, acts: [], evaluation: { delivery: 4, answer: 'Cảm ơn đơn vị' } });
    expect(seen.events.map(({ act }) => act)).toEqual(['ask', 'agree', 'confirm', 'finish', 'evaluate', 'answer']);
    expect((await perform(readPoolMember, officer(), { id: memberId })).proofs.work).toMatchObject({ count: 1, hours: 2 });
    await perform(closeNeed, officer(), { id: needId, met: true });
  });

  rolledBack('clashes with what was promised in a clear sentence', async (tx) => {
    const { binh, head, lend, ask } = await poolTown(tx);
    await lend();
    const [first, second] = [await ask({ hours: 16 }), await ask({ hours: 16, title: 'Dạy ký số lần hai' })];
    await perform(decideRequest, head(), { id: first.id, agree: true });
    await perform(answerRequest, binh(), { id: first.id, confirm: true });
    await expect(perform(decideRequest, head(), { id: second.id, agree: true })).rejects.toMatchObject({
      code: 'learning-pool.clash-hours',
      values: { name: 'Trần Văn Bình', month: '11/2026', promised: 4, needed: 4 },
    });
    const far = await ask({ from: addDays(TODAY, 200), last: addDays(TODAY, 220) });
    await expect(perform(decideRequest, head(), { id: far.id, agree: true })).rejects.toMatchObject({ code: 'learning-pool.clash-none' });
  });

  rolledBack('ends with a reason by each side: refused, declined, cancelled; and may be asked anew', async (tx) => {
    const { officer, binh, head, memberId, lend, ask } = await poolTown(tx);
    await lend();
    const { id: refused, needId } = await ask();
    await expect(perform(decideRequest, head(), { id: refused, agree: false })).rejects.toMatchObject({ errors: [{ at: '/reason' }] });
    await perform(decideRequest, head(), { id: refused, agree: false, reason: 'Tuần này đơn vị kín lịch' });
    const { id: declined } = await perform(askMember, officer(), { id: needId, memberId });
    await perform(decideRequest, head(), { id: declined, agree: true });
    await perform(answerRequest, binh(), { id: declined, confirm: false, reason: 'Tôi bận việc gia đình' });
    const { id: cancelled } = await perform(askMember, officer(), { id: needId, memberId });
    await expect(perform(closeNeed, officer(), { id: needId, met: true })).rejects.toMatchObject({ code: 'learning-pool.requests-open' });
    await perform(cancelRequest, officer(), { id: cancelled, reason: 'Đã có người của đơn vị' });
    await expect(perform(cancelRequest, officer(), { id: cancelled, reason: 'Hủy lần nữa' })).rejects.toMatchObject({ code: 'learning-pool.not-now-cancelled' });
    expect((await perform(listPoolRequests, binh(), {})).lines.map(({ state }) => state).toSorted()).toEqual(['cancelled', 'declined', 'refused']);
    expect((await perform(listPoolRequests, head(), { which: 'lent', state: 'refused' })).lines).toMatchObject([{ id: refused }]);
    expect((await perform(listPoolRequests, binh(), { which: 'asked' })).total).toBe(0);
    await perform(askMember, officer(), { id: needId, memberId });
    expect(await perform(leavePool, binh(), { reason: 'Nghỉ một thời gian' })).toEqual({ cancelled: 1 });
    await expect(perform(leavePool, binh(), { reason: 'Nghỉ một thời gian' })).rejects.toMatchObject({ code: 'learning-pool.not-member' });
    await expect(perform(askMember, officer(), { id: needId, memberId })).rejects.toMatchObject({ code: 'learning-pool.member-left' });
    expect(await perform(stateProfile, binh(), profile)).toEqual({ id: memberId, unitState: 'asked' });
  });
});

rolledBack('the file of a person tells what the pool holds and names nobody else; erasing takes away what was stated', async (tx) => {
  const { town, lend, ask, officer } = await poolTown(tx);
  await lend();
  await ask();
  const held = (await gatherPersonal(tx, town.binh, [])).filter(({ table }) => table.startsWith('learning.pool'));
  expect(held.map(({ table }) => table)).toEqual([
    'learning.pool_consent',
    'learning.pool_event',
    'learning.pool_kind',
    'learning.pool_member',
    'learning.pool_period',
    'learning.pool_request',
  ]);
  for (const other of [town.hanh, town.dung]) expect(JSON.stringify(held)).not.toContain(other);
  await learning.personal?.erase?.(officer(), town.binh);
  const left = await one(tx, sql<{ n: number }>`select count(*) as n from learning.pool_member as member where member.person_id = ${town.binh}`);
  expect(left?.n).toBe(0);
  expect((await gatherPersonal(tx, town.binh, [])).map(({ table }) => table)).not.toContain('learning.pool_period');
});
