import { beforeAll, describe, expect, test } from 'vitest';
import { all, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { previewChange, putDay, removeDay } from '#kernel/calendar/index.ts';
import { declareFacts } from '#kernel/fact/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { addPeople, addPostings, addPosts, addUnits, system, type Actor } from '#kernel/org/index.ts';
import { declareProcedures, replay, StepFact, type Moment, type Procedure } from '#kernel/procedure/index.ts';
import { application } from '#kernel/procedure/testing.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { historyIn } from './act.ts';
import { caseAssign, caseList, caseRead, caseStep, givenCases, givenCaseTask, listOpenTerms, moveVersion, openCase, previewMove, recomputeTerms } from './index.ts';
import { findCase, listHistories, listTerms } from './store.ts';

const { db, owner, rolledBack, inRolledBack } = await testDatabase();

/** From December on: accepting is called "register", and the answer is due in 7 working days. */
const { accept, ...others } = application.steps;
const answer = { title: application.title, workingDays: 7, starts: ['open', 'object'], stops: ['decide'] };
const later: Procedure = {
  ...application,
  version: '2026-12-01',
  steps: { ...(accept && { register: accept }), ...others },
  terms: { ...application.terms, answer: { ...answer, pausedIn: ['waiting'] } },
  renamed: { accept: 'register' },
};
/** A version in which nothing can be asked for any more. */
const { 'ask-supplement': _ask, supplement: _supplement, ...strict } = later.steps;
const { waiting: _waiting, ...states } = application.states;
const stricter: Procedure = {
  ...later,
  version: '2027-01-01',
  states,
  terms: { answer },
  steps: { ...strict, withdraw: { title: application.title, from: ['received', 'working'], to: 'withdrawn', by: { party: 'worker' } } },
};

const told: Moment[] = [];
const gate = async (_ctx: Ctx, moment: Moment): Promise<void> => {
  if (moment.happened.step === 'decide' && moment.happened.data['days'] === 99)
    throw new Problem('conflict', 'test.gate', {}, [
      { at: '/a', code: 'test.a' },
      { at: '/b', code: 'test.b' },
    ]);
};

const [city, ward, other, union] = [newId(), newId(), newId(), newId()];
const [head, worker, officer, stranger] = [newId(), newId(), newId(), newId()];
const asHead = actorWith(head, { role: 'head-of-unit', unitId: ward });
const asWorker = actorWith(worker);
const asUnion = actorWith(officer, { role: 'union-officer', unitId: union });
const asAdmin = actorWith(stranger, { role: 'administrator', unitId: city });

beforeAll(async () => {
  declareProcedures([{ versions: [stricter, application, later], before: gate, after: async (_ctx, moment) => void told.push(moment) }]);
  declareFacts([{ name: application.fact, data: StepFact }], () => []);
  await all(owner, sql`insert into kernel.fact_kind (name) values (${application.fact})`);
  const unit = (id: string, kind: string, parentId: string | null) => ({ id, kind, nameVi: `Đơn vị ${kind}`, nameEn: kind, parentId, validFrom: '2020-01-01' });
  await addUnits(db, [unit(city, 'city', null), unit(ward, 'ward', city), unit(other, 'ward', city), unit(union, 'trade-union', city)], []);
  await addPeople(
    db,
    [head, worker, officer, stranger].map((id, n) => ({ id, staffCode: `C${n}`, name: `Người ${n}`, birthDate: null, sex: null })),
  );
});

const as = (tx: Db, actor: Actor, more: Partial<Omit<Ctx, 'services'>> = {}) =>
  testCtx(tx, { actor, ...more, services: { openTerms: [listOpenTerms], calendarChanged: [recomputeTerms] } });

async function opened(tx: Db, more: { unitId?: string; assigneeId?: string; parentId?: string; day?: string } = {}): Promise<string> {
  const { day, unitId = ward, ...rest } = more;
  const parties = [
    { party: 'worker', personId: worker },
    { party: 'union', unitId: union },
  ];
  return (await openCase(as(tx, system('test'), day === undefined ? {} : { today: day }), { procedure: application.name, unitId, title: 'Đơn số 1', parties, ...rest })).id;
}

const go = (tx: Db, actor: Actor, id: string, expected: number, step: string, more: { reason?: string; data?: Record<string, unknown>; day?: string } = {}) =>
  perform(caseStep, as(tx, actor), { id, expected, step, ...more });

describe('a case', () => {
  rolledBack('goes from step to step; each writes one fact, and replaying its history gives the case', async (tx) => {
    const id = await opened(tx);
    await go(tx, asHead, id, 0, 'accept');
    await go(tx, asHead, id, 1, 'ask-supplement', { reason: 'Thiếu giấy' });
    expect(await go(tx, asWorker, id, 2, 'supplement')).toMatchObject({ number: 3, state: 'working', closed: false });
    await go(tx, asHead, id, 3, 'decide', { data: { granted: true, days: 3 } });
    expect(await go(tx, asUnion, id, 4, 'close')).toEqual({ number: 5, state: 'done', closed: true, due: null });
    const history = (await listHistories(tx, [id])).get(id) ?? [];
    const standing = replay(application, historyIn(application, history));
    expect(await findCase(tx, id)).toMatchObject({ state: standing.state, number: standing.number, closedOn: '2026-11-23', due: 'infinity' });
    expect((await listTerms(tx, id)).map(({ due: _due, caseId: _id, title: _title, ...run }) => run)).toEqual(standing.terms);
    const facts = await all(tx, sql<{ data: unknown; unit: string }>`select fact.data, fact.unit_id as unit from kernel.fact where fact.subject = ${id} order by fact.id`);
    expect(facts.map(({ unit }) => unit)).toEqual(history.map(() => ward));
    expect(facts.at(-1)?.data).toEqual({ procedure: application.name, version: application.version, step: 'close', number: 5, state: 'done' });
    expect(told.at(-1)).toMatchObject({ caseId: id, standing: { state: 'done' } });
  });

  rolledBack('shows its history, terms, parties and what is next to whoever has to do with it', async (tx) => {
    const id = await opened(tx, { assigneeId: head });
    await go(tx, asHead, id, 0, 'accept');
    const seen = await perform(caseRead, as(tx, asWorker), { id });
    expect(seen.history.map(({ titleVi, by }) => [titleVi, by])).toEqual([
      ['Mở hồ sơ', null],
      ['Thụ lý', 'Người 0'],
    ]);
    expect(seen.next.map(({ name, mine }) => [name, mine])).toEqual([
      ['ask-supplement', false],
      ['decide', false],
      ['withdraw', true],
    ]);
    expect(seen.terms.map(({ name, due }) => [name, due])).toEqual([['answer', '2026-12-07']]);
    expect([seen.parties.map(({ whoVi }) => whoVi), seen.assignee, seen.mayAssign]).toEqual([['Đơn vị trade-union', 'Người 1'], 'Người 0', false]);
  });

  rolledBack('is not there for anybody else', async (tx) => {
    const id = await opened(tx, { unitId: other });
    for (const actor of [asHead, actorWith(stranger), actorWith(officer, { role: 'union-officer', unitId: other })].slice(0, 2)) {
      await expect(perform(caseRead, as(tx, actor), { id })).rejects.toMatchObject({ kind: 'missing', code: 'case.no-case' });
      await expect(go(tx, actor, id, 0, 'accept')).rejects.toMatchObject({ kind: 'missing', code: 'case.no-case' });
    }
  });
});

describe('a step is refused', () => {
  const early = (tx: Db, id: string) => go(tx, asHead, id, 0, 'accept');
  test.each<[string, Actor, string, number, { reason?: string; data?: Record<string, unknown>; day?: string }, string, string]>([
    ['to a party it is not for', asWorker, 'decide', 1, { data: { granted: false } }, 'forbidden', 'case.not-yours'],
    ['to a party unit without the part', asUnion, 'ask-supplement', 1, { reason: 'x' }, 'forbidden', 'case.not-yours'],
    ['when somebody was faster', asHead, 'decide', 0, { data: { granted: false } }, 'conflict', 'case.moved-on'],
    ['without its reason', asHead, 'ask-supplement', 1, { reason: '  ' }, 'invalid', 'case.reason-missing'],
    ['on a day ahead', asHead, 'decide', 1, { data: { granted: false }, day: '2026-11-24' }, 'invalid', 'case.day-ahead'],
    ['on a day before the last step', asHead, 'decide', 1, { data: { granted: false }, day: '2026-11-20' }, 'conflict', 'procedure.day-before'],
    ['out of order', asHead, 'close', 1, {}, 'conflict', 'procedure.no-step-here'],
    ['when its condition does not hold', asHead, 'decide', 1, { data: { granted: true } }, 'conflict', 'procedure.when'],
    ['by the gate of the module, with everything that is missing', asHead, 'decide', 1, { data: { granted: true, days: 99 } }, 'conflict', 'test.gate'],
  ])('%s', (_why, actor, step, expected, more, kind, code) =>
    inRolledBack(async (tx) => {
      const id = await opened(tx);
      await early(tx, id);
      await expect(go(tx, actor, id, expected, step, more)).rejects.toMatchObject({ kind, code });
      expect(await findCase(tx, id)).toMatchObject({ number: 1, state: 'working' });
      expect((await listHistories(tx, [id])).get(id)).toHaveLength(2);
    }),
  );

  test('of two at the same time one is done, the other told', async () => {
    const id = await db.transaction().execute((tx) => opened(tx));
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => go(db, asHead, id, 0, 'accept')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ kind: 'conflict', code: 'case.moved-on' });
  });

  rolledBack('while sub-cases are open; and none is opened under a case that has ended', async (tx) => {
    const id = await opened(tx);
    const part = await opened(tx, { parentId: id });
    await early(tx, id);
    await go(tx, asHead, id, 1, 'decide', { data: { granted: false } });
    await expect(go(tx, asHead, id, 2, 'close')).rejects.toMatchObject({ code: 'case.subcases-open', values: { n: 1 } });
    await go(tx, asWorker, part, 0, 'withdraw');
    await go(tx, asHead, id, 2, 'close');
    await expect(opened(tx, { parentId: id })).rejects.toMatchObject({ code: 'case.parent-closed' });
    expect((await perform(caseRead, as(tx, asHead), { id })).subcases.map((one) => [one.id, one.closed])).toEqual([[part, true]]);
  });
});

describe('terms and the calendar', () => {
  const dayOff = { kind: 'off', name: { vi: 'Nghỉ', en: 'Off' }, status: 'published', source: 'thử' } as const;

  rolledBack('a day off entered is shown by the preview and moves the terms that run, not those that have stopped', async (tx) => {
    const [running, stopped] = [await opened(tx), await opened(tx)];
    await go(tx, asWorker, stopped, 0, 'withdraw');
    const due = async (id: string) => (await listTerms(tx, id)).map((run) => run.due);
    expect([await due(running), await due(stopped)]).toEqual([['2026-12-07'], ['2026-12-07']]);
    const preview = await perform(previewChange, as(tx, system('test')), { put: [{ day: '2026-11-26', ...dayOff }] });
    expect(preview.moved.filter(({ id }) => id.startsWith(running))).toEqual([{ id: `${running} answer 0`, title: 'Đơn số 1', dueBefore: '2026-12-07', dueAfter: '2026-12-08' }]);
    await perform(putDay, as(tx, system('test')), { day: '2026-11-26', ...dayOff });
    expect([await due(running), await due(stopped), (await findCase(tx, running))?.due]).toEqual([['2026-12-08'], ['2026-12-07'], '2026-12-08']);
    await perform(removeDay, as(tx, system('test')), { day: '2026-11-26' });
    expect([await due(running), (await findCase(tx, running))?.due]).toEqual([['2026-12-07'], '2026-12-07']);
  });

  rolledBack('while the clock stands nothing is due, and a change of the calendar does not change that', async (tx) => {
    const id = await opened(tx);
    await go(tx, asHead, id, 0, 'accept');
    expect((await go(tx, asHead, id, 1, 'ask-supplement', { reason: 'Thiếu giấy' })).due).toBeNull();
    await perform(putDay, as(tx, system('test')), { day: '2026-11-26', ...dayOff });
    expect((await findCase(tx, id))?.due).toBe('infinity');
  });
});

describe('lists', () => {
  const titles = async (tx: Db, actor: Actor, whose: 'mine' | 'units' | 'party', more: object = {}) =>
    (await perform(caseList, as(tx, actor), { whose, ...more })).cases.map(({ id }) => id);

  rolledBack('show what is given to me or mine as a party, what my units have, what my unit is a party to', async (tx) => {
    const [here, there] = [await opened(tx, { assigneeId: head }), await opened(tx, { unitId: other })];
    expect(await titles(tx, asHead, 'mine')).toEqual([here]);
    expect(await titles(tx, asHead, 'units')).not.toContain(there);
    expect(await titles(tx, asHead, 'units')).toContain(here);
    expect(await titles(tx, asWorker, 'mine')).toEqual(expect.arrayContaining([here, there]));
    expect(await titles(tx, asWorker, 'units')).toEqual([]);
    expect(await titles(tx, asUnion, 'party')).toEqual(expect.arrayContaining([here, there]));
    expect(await titles(tx, asHead, 'party')).toEqual([]);
    expect((await all(tx, givenCases(head))).map(givenCaseTask)).toEqual([{ key: 'case.awaits', values: { title: 'Đơn số 1' }, href: `/cases/${here}`, due: '2026-12-07' }]);
    await perform(caseAssign, as(tx, asHead), { id: here, personId: worker });
    expect((await all(tx, givenCases(head))).map(givenCaseTask)).toEqual([]);
    await expect(perform(caseAssign, as(tx, asWorker), { id: there })).rejects.toMatchObject({ kind: 'forbidden', code: 'case.not-yours-to-give' });
  });

  rolledBack('are given by staff code to somebody in post, who is told; to nobody by none; an unknown code is refused at its field', async (tx) => {
    const id = await opened(tx);
    const [post, posting] = [newId(), newId()];
    await addPosts(tx, [{ id: post, unitId: ward, title: 'Chuyên viên', kind: 'staff', validFrom: '2020-01-01' }]);
    await addPostings(tx, [{ id: posting, postId: post, unitId: ward, personId: worker, main: true, coefficient: null, validFrom: '2020-01-01' }]);
    await expect(perform(caseAssign, as(tx, asHead), { id, staffCode: 'C2' })).rejects.toMatchObject({ errors: [{ at: '/staffCode', code: 'case.no-staff-code' }] });
    await perform(caseAssign, as(tx, asHead), { id, staffCode: ' c1 ' });
    expect((await perform(caseRead, as(tx, asHead), { id })).assignee).not.toBeNull();
    const told = await all(tx, sql<{ href: string }>`select message.href from kernel.message where message.person_id = ${worker} and message.key = 'case.told-given'`);
    expect(told).toEqual([{ href: `/cases/${id}` }]);
    await perform(caseAssign, as(tx, asHead), { id });
    expect((await perform(caseRead, as(tx, asHead), { id })).assignee).toBeNull();
  });

  rolledBack('come a page at a time, each case once, soonest due first; closed ones apart', async (tx) => {
    const ids: string[] = [];
    for (const day of ['2026-11-20', '2026-11-02', '2026-11-10', '2026-11-10', '2026-11-16']) ids.push(await opened(tx, { day, unitId: other }));
    const admin = (more: object) => perform(caseList, as(tx, asAdmin), { whose: 'units', unitId: other, ...more });
    const pages: { id: string; due: string | null; late: boolean }[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const page: { cases: typeof pages; after: string | null } = await admin({ limit: 2, ...(after === undefined ? {} : { after }) });
      pages.push(...page.cases);
      after = page.after;
    }
    expect(pages.map(({ due }) => due)).toEqual(pages.map(({ due }) => due).toSorted());
    expect(pages.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect((await admin({ late: true })).cases.map(({ id }) => id)).toEqual([ids[1]]);
    await go(tx, asWorker, ids[0] ?? '', 0, 'withdraw');
    expect((await admin({ closed: true })).cases.map(({ id, due, late }) => [id, due, late])).toEqual([[ids[0], null, false]]);
    expect((await admin({})).cases).toHaveLength(4);
  });
});

describe('another version', () => {
  const move = { procedure: application.name, from: application.version, to: later.version };

  rolledBack('is followed by new cases from its day on, and left alone by those that run', async (tx) => {
    const [before, after] = [await opened(tx), await opened(tx, { day: '2026-12-02' })];
    expect([(await findCase(tx, before))?.version, (await findCase(tx, after))?.version]).toEqual([application.version, later.version]);
    await go(tx, asHead, before, 0, 'accept');
    await expect(perform(caseStep, as(tx, asHead, { today: '2026-12-02' }), { id: after, expected: 0, step: 'accept' })).rejects.toMatchObject({
      code: 'procedure.no-step',
    });
  });

  rolledBack('takes over open cases only after their history was replayed there, and tells which do not fit and why', async (tx) => {
    const [fits, asked] = [await opened(tx), await opened(tx)];
    for (const id of [fits, asked]) await go(tx, asHead, id, 0, 'accept');
    await go(tx, asHead, asked, 1, 'ask-supplement', { reason: 'Thiếu giấy' });
    const ctx = (today = stricter.version) => as(tx, asAdmin, { today });
    await expect(perform(moveVersion, ctx('2026-12-31'), { ...move, to: stricter.version, reason: 'Quy chế mới' })).rejects.toMatchObject({ code: 'case.not-in-force' });
    const preview = await perform(previewMove, ctx(), { ...move, to: stricter.version });
    const of = (id: string) => preview.cases.find((one) => one.id === id);
    expect(of(fits)).toMatchObject({ can: true, stateBefore: 'working', stateAfter: 'working', dueBefore: '2026-12-07', dueAfter: '2026-12-02' });
    await expect(perform(previewMove, ctx(), { ...move, to: move.from })).rejects.toMatchObject({ kind: 'invalid', code: 'case.same-version' });
    expect(of(asked)).toMatchObject({ can: false, why: 'procedure.no-step', values: { step: 'ask-supplement' }, stateAfter: null });
    expect((await findCase(tx, fits))?.version).toBe(application.version);
    const done = await perform(moveVersion, ctx(), { ...move, to: stricter.version, reason: 'Quy chế mới, Điều 9' });
    expect([done.moved, done.stayed]).toEqual([preview.cases.filter(({ can }) => can).length, preview.cases.filter(({ can }) => !can).length]);
    expect([await findCase(tx, fits), await findCase(tx, asked)]).toMatchObject([
      { version: stricter.version, due: '2026-12-02' },
      { version: application.version, state: 'waiting' },
    ]);
    const seen = await perform(caseRead, as(tx, asHead), { id: fits });
    expect(seen.moves.map(({ from, to, reason }) => [from, to, reason])).toEqual([[application.version, stricter.version, 'Quy chế mới, Điều 9']]);
    expect((await go(tx, asHead, fits, 1, 'decide', { data: { granted: false } })).state).toBe('decided');
    await expect(perform(moveVersion, as(tx, asHead), { ...move, reason: 'abc' })).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test('may not be changed once a case follows it', async () => {
    await db.transaction().execute((tx) => opened(tx));
    declareProcedures([{ versions: [{ ...application, law: 'khác' }] }]);
    await expect(db.transaction().execute((tx) => opened(tx))).rejects.toThrow('needs a new version');
    declareProcedures([{ versions: [application, later, stricter], before: gate }]);
  });
});

test('history and moves cannot be changed, also not by the owner', async () => {
  await db.transaction().execute((tx) => opened(tx));
  await expect(sql`update kernel.case_step set reason = ''`.execute(owner)).rejects.toThrow(/only grows/);
  await expect(sql`delete from kernel.case_move`.execute(owner)).rejects.toThrow(/only grows/);
  expect((await one(owner, sql<{ may: boolean }>`select has_table_privilege('khue_app', 'kernel.case_step', 'update') as may`))?.may).toBe(false);
});
