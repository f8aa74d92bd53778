import { beforeAll, describe, expect, test } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { listRoles } from '#kernel/org/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { declareTown, makeTown, type Town } from '#tests/town.ts';
import { loadBank } from '../bank/index.ts';
import { skills } from '../index.ts';
import { contestItem, decideContest, listContests, listOwnContests, rescoreSome } from '../contests/index.ts';
import { findOutcome, freezeBank, readResult, readSitting, startSitting, changeSitting } from '../sittings/index.ts';
import { sitThrough } from '../sittings/testing.ts';
import { bookPeople, changePlace, createSession, joinSession, listSessions, moveSessionOperation, neutraliseItem, noteIncident, pauseSession, readSession } from './index.ts';

const { db, rolledBack } = await testDatabase();
let town: Town;

beforeAll(async () => {
  declareTown(skills);
  await loadBank(testCtx(db));
  town = await makeTown(db);
});

const as = (tx: Db, personId: string, more: Partial<Ctx> = {}): Ctx => testCtx(tx, { actor: actorWith(personId), ...more });
const trainer = (tx: Db, more: Partial<Ctx> = {}): Ctx => testCtx(tx, { actor: actorWith(town.hanh, { role: 'trainer', unitId: town.ward }), ...more });

const asked = () => ({ unitId: town.ward, day: TODAY, startsAt: '08:30', room: 'Phòng họp 2', places: 2 });

async function openSession(tx: Db): Promise<{ id: string; code: string }> {
  const { id } = await perform(createSession, trainer(tx), asked());
  await perform(bookPeople, trainer(tx), { id, codes: 'HN-0002' });
  await perform(moveSessionOperation, trainer(tx), { id, to: 'open' });
  const { code } = await perform(readSession, trainer(tx), { id });
  return { id, code };
}

async function sitting(tx: Db): Promise<{ id: string; code: string; sittingId: string }> {
  const { id, code } = await openSession(tx);
  await perform(changePlace, trainer(tx), { id, personId: town.binh, to: 'identified' });
  const { sitting: sittingId } = await perform(joinSession, as(tx, town.binh), { code: code.toLowerCase() });
  return { id, code, sittingId };
}

describe('who may run sessions', () => {
  test.each(listRoles().map(({ key, permissions }) => [key, permissions.includes('skills.run-sessions')] as const))('%s: %s', async (role, may) => {
    const ctx = testCtx(db, { actor: actorWith(town.hanh, { role, unitId: town.ward }) });
    await (may ? expect(perform(listSessions, ctx, {})).resolves.toEqual([]) : expect(perform(listSessions, ctx, {})).rejects.toMatchObject({ kind: 'forbidden' }));
  });

  rolledBack('in another ward nobody does', async (tx) => {
    const { id } = await perform(createSession, trainer(tx), asked());
    const other = testCtx(tx, { actor: actorWith(town.dung, { role: 'trainer', unitId: town.other }) });
    for (const attempt of [
      () => perform(readSession, other, { id }),
      () => perform(moveSessionOperation, other, { id, to: 'open' }),
      () => perform(createSession, other, asked()),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'operation.not-allowed-here' });
    }
    expect(await perform(listSessions, other, {})).toEqual([]);
  });
});

describe('booking', () => {
  rolledBack('knows only people of the own units, and keeps to the places; the booked are told', async (tx) => {
    const { id } = await perform(createSession, trainer(tx), { ...asked(), places: 1 });
    await expect(perform(bookPeople, trainer(tx), { id, codes: 'HN-0002, HN-0003, XX' })).rejects.toMatchObject({
      errors: [{ code: 'skills-sessions.unknown-codes', values: { codes: 'HN-0003, XX' } }],
    });
    expect(await perform(bookPeople, trainer(tx), { id, codes: 'HN-0002' })).toEqual({ booked: 1 });
    await expect(perform(bookPeople, trainer(tx), { id, codes: 'HN-0001' })).rejects.toMatchObject({ code: 'skills-sessions.full' });
    expect(await all(tx, sql<{ key: string }>`select message.key from kernel.message where message.person_id = ${town.binh}`)).toEqual([{ key: 'skills-sessions.booked-message' }]);
  });

  rolledBack('nobody begins unbooked, unidentified, with a wrong code, or before the room is open', async (tx) => {
    const { id, code } = await openSession(tx);
    await expect(perform(joinSession, as(tx, town.dung), { code })).rejects.toMatchObject({ code: 'skills-sessions.not-booked' });
    await expect(perform(joinSession, as(tx, town.binh), { code })).rejects.toMatchObject({ code: 'skills-sessions.not-identified' });
    await expect(perform(joinSession, as(tx, town.binh), { code: 'WRONG1' })).rejects.toMatchObject({ errors: [{ code: 'skills-sessions.wrong-code' }] });
    const planned = await perform(createSession, trainer(tx), asked());
    const { code: early } = await perform(readSession, trainer(tx), { id: planned.id });
    await expect(perform(joinSession, as(tx, town.binh), { code: early })).rejects.toMatchObject({ errors: [{ code: 'skills-sessions.wrong-code' }] });
    await perform(changePlace, trainer(tx), { id, personId: town.binh, to: 'identified' });
    await expect(perform(joinSession, as(tx, town.binh), { code })).resolves.toHaveProperty('sitting');
    await expect(perform(changePlace, trainer(tx), { id, personId: town.binh, to: 'cancelled' })).rejects.toMatchObject({ code: 'skills-sessions.begun' });
  });
});

describe('during a session', () => {
  rolledBack('the invigilator sees how far people have come, and no answer or score', async (tx) => {
    const { id, sittingId } = await sitting(tx);
    await sitThrough(as(tx, town.binh), sittingId, () => true, { most: 4 });
    const view = await perform(readSession, trainer(tx), { id });
    expect(view.people).toMatchObject([{ personId: town.binh, identified: true, state: 'open', answered: 4 }]);
    expect(JSON.stringify(view)).not.toMatch(/theta|correct|level|item"/);
    expect(view.awaiting.awaiting).toBe(view.awaiting.live);
  });

  rolledBack('a pause stops the time, and the person cannot answer, pause or go on alone', async (tx) => {
    const { id, sittingId } = await sitting(tx);
    const begun = as(tx, town.binh);
    const at = (minutes: number): Partial<Ctx> => ({ now: begun.now.add({ minutes }) });
    await perform(pauseSession, trainer(tx, at(10)), { id, to: 'paused', note: 'mất điện' });
    expect(await perform(readSitting, as(tx, town.binh, at(30)), { id: sittingId })).toMatchObject({ state: 'paused', question: null, minutesLeft: 50 });
    await expect(perform(changeSitting, begun, { id: sittingId, to: 'open' })).rejects.toMatchObject({ code: 'skills-sittings.invigilator-pauses' });
    await perform(pauseSession, trainer(tx, at(40)), { id, personId: town.binh, to: 'open' });
    expect(await perform(readSitting, as(tx, town.binh, at(45)), { id: sittingId })).toMatchObject({ state: 'open', minutesLeft: 45 });
    await perform(noteIncident, trainer(tx), { id, note: 'Có điện lại lúc 9 giờ.' });
    const { incidents } = await perform(readSession, trainer(tx), { id });
    expect(incidents.map(({ kind }) => kind).toSorted()).toEqual(['note', 'opened', 'paused', 'resumed']);
  });

  rolledBack('closing ends what is open, and nobody sits the same session twice', async (tx) => {
    const { id, code, sittingId } = await sitting(tx);
    await sitThrough(as(tx, town.binh), sittingId, () => true);
    expect(await findOutcome(tx, sittingId)).toMatchObject({ mode: 'certification', sessionId: id });
    await expect(perform(joinSession, as(tx, town.binh), { code })).rejects.toMatchObject({ code: 'skills-sessions.finished' });
    await perform(moveSessionOperation, trainer(tx), { id, to: 'closed' });
    await expect(perform(noteIncident, trainer(tx), { id, note: 'muộn' })).rejects.toMatchObject({ code: 'skills-sessions.closed' });
  });
});

describe('an item that counts for nobody any more', () => {
  rolledBack('is left out of every result that met it; before and after are kept, the person is told, and the next bank version is without it', async (tx) => {
    const { id, sittingId } = await sitting(tx);
    await sitThrough(as(tx, town.binh), sittingId, (_item, number) => number !== 5);
    const before = await findOutcome(tx, sittingId);
    const { neutralisation } = await perform(neutraliseItem, trainer(tx), { id, personId: town.binh, number: 5, note: 'Hình của câu không hiện ra.' });
    while (await rescoreSome(testCtx(tx), neutralisation));
    // Done twice it changes nothing more.
    expect(await rescoreSome(testCtx(tx), neutralisation)).toBe(false);
    const after = await findOutcome(tx, sittingId);
    expect(after?.overall).toMatchObject({ revision: 2, answers: (before?.overall.answers ?? 0) - 1 });
    expect(after?.overall.theta ?? 0).toBeGreaterThan(before?.overall.theta ?? 0);
    const result = await perform(readResult, as(tx, town.binh), { personId: town.binh, sitting: sittingId });
    expect(result.before).toEqual([before?.overall]);
    const told = await all(tx, sql<{ key: string }>`select message.key from kernel.message where message.person_id = ${town.binh} order by message.id`);
    expect(told.at(-1)).toEqual({ key: 'skills-contests.rescored' });
    const item = await one(tx, sql<{ id: string }>`select answer.item_id as id from skills.answer where answer.sitting_id = ${sittingId} and answer.number = 5`);
    expect((await freezeBank(tx)).items.some((frozen) => frozen.id === item?.id)).toBe(false);
  });
});

describe('a contest', () => {
  const raise = async (tx: Db): Promise<{ contest: string; sittingId: string }> => {
    const ctx = as(tx, town.binh);
    const { id: sittingId } = await perform(startSitting, ctx, { mode: 'check' });
    const after = await sitThrough(ctx, sittingId, () => true);
    const { id } = await perform(contestItem, { ...after, requestId: 'contest' }, { sitting: sittingId, number: 2, reason: 'Hai phương án đều đúng theo quy chế.' });
    return { contest: id, sittingId };
  };

  rolledBack('that is accepted takes the item out, tells the person, and names nobody to reviewers', async (tx) => {
    const { contest, sittingId } = await raise(tx);
    const { open } = await perform(listContests, trainer(tx), {});
    expect(open).toMatchObject([{ id: contest, reason: 'Hai phương án đều đúng theo quy chế.', own: false }]);
    expect(JSON.stringify(open)).not.toContain(town.binh);
    await perform(decideContest, trainer(tx), { id: contest, accept: 'yes', answer: 'Đúng là câu này có hai phương án đúng.' });
    const { neutral } = await perform(listContests, trainer(tx), {});
    expect(neutral).toMatchObject([{ origin: 'contest', total: 1, done: 0, finished: false }]);
    while (await rescoreSome(testCtx(tx), neutral[0]?.id ?? ''));
    expect((await findOutcome(tx, sittingId))?.overall.revision).toBe(2);
    expect(await perform(listOwnContests, as(tx, town.binh), {})).toMatchObject([{ state: 'accepted', answer: 'Đúng là câu này có hai phương án đúng.' }]);
  });

  rolledBack('that is rejected is answered with the reason and leaves the result as it is; never by the one who raised it', async (tx) => {
    const { contest, sittingId } = await raise(tx);
    const own = testCtx(tx, { actor: actorWith(town.binh, { role: 'trainer', unitId: town.ward }) });
    await expect(perform(decideContest, own, { id: contest, accept: 'yes', answer: 'Tôi đồng ý với tôi.' })).rejects.toMatchObject({ code: 'skills-contests.own' });
    await perform(decideContest, trainer(tx), { id: contest, accept: 'no', answer: 'Quy chế chỉ cho phép phương án b.' });
    expect((await findOutcome(tx, sittingId))?.overall.revision).toBe(1);
    await expect(perform(decideContest, trainer(tx), { id: contest, accept: 'no', answer: 'Trả lời lần hai.' })).rejects.toMatchObject({ code: 'skills-contests.decided' });
    const officer = testCtx(tx, { actor: actorWith(town.dung, { role: 'official', unitId: town.city }) });
    await expect(perform(listContests, officer, {})).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
