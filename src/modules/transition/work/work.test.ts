import { beforeAll, describe, expect, test } from 'vitest';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { newId } from '#base/id/index.ts';
import { all, sql } from '#base/db/index.ts';
import { writeCsv, writeXlsx } from '#base/table-file/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { listMyLearning } from '#modules/learning/index.ts';
import { sitChecks } from '#modules/skills/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { closePost, go } from '#tests/transition.ts';
import { leave, LEFT, loadQuestions, makeWorkScene, outcome, prepareWork, type WorkScene } from '#tests/work.ts';
import {
  assignMentor,
  fixDue,
  importOutside,
  JOB_COLUMNS,
  listMemberCases,
  listMentors,
  listOpenFollowUps,
  listOutsideJobs,
  noteFollowUp,
  offerMentoring,
  offerWork,
  planLearning,
  planMissing,
  readOffer,
  readOwnProgress,
  readOwnWork,
  readWork,
  searchWork,
  stateWishes,
} from '../index.ts';
import { workAwaiting } from './index.ts';

const { db: shared, rolledBack } = await testDatabase();
beforeAll(() => prepareWork(shared));

const WISHES = { postKinds: [], outside: false, useResults: false };
const PURPOSE = { purpose: 'Tìm việc phù hợp' };
const asked = (scene: WorkScene, more: object = {}) => ({ id: scene.cases.clerk, postId: scene.vacant.other, pay: 8_000_000, body: 'Văn thư viên, làm từ 1/12', ...more });
const own = async (scene: WorkScene) => (await perform(readOwnProgress, scene.ctx('clerk'), {}))[0];
const offerTo = async (scene: WorkScene, more: object = {}) => (await perform(offerWork, scene.ctx('employer'), asked(scene, more))).id;

describe('looking for work', () => {
  rolledBack('shows posts that stand open, with reasons; results count only with the consent of the person', async (db) => {
    const scene = await makeWorkScene(db);
    await loadQuestions(db);
    const search = () => perform(searchWork, scene.ctx('employer', PURPOSE), { id: scene.cases.clerk });
    const before = await search();
    expect(before.openings.lines.map(({ id }) => id)).toEqual([scene.vacant.other, scene.vacant.ward]);
    const codes = before.openings.lines[0]?.reasons.map(({ code }) => code.replace('transition-work.because-', ''));
    expect(codes).toEqual(['skills-unknown', 'level-same', 'place-km', 'pay-kept']);
    expect(before.openings).toMatchObject({ total: 2, usesResults: false });
    await sitChecks(testCtx(db), [{ id: newId(), personId: scene.clerk, unitId: scene.other, day: '2026-10-01', minute: 600, abilities: { 1: -2, 2: -2, 3: -2, 4: -2, 5: -2 } }]);
    expect((await search()).openings.usesResults).toBe(false);
    await perform(stateWishes, scene.ctx('clerk'), { ...WISHES, useResults: true, mostKm: 1, homeCode: '00008' });
    const after = await search();
    expect(after.openings.usesResults).toBe(true);
    expect(after.openings.lines[0]).toMatchObject({ id: scene.vacant.other, order: { unmet: 0, km: 0 } });
    expect(after.openings.lines[0]?.order.gap).toBeGreaterThan(0);
    expect(after.openings.lines[0]?.courses.length).toBeGreaterThan(0);
    expect(after.openings.lines[1]?.reasons[0]).toMatchObject({ aspect: 'wish', fit: 'against', code: 'transition-work.because-wish-distance' });
    expect((await perform(readOwnWork, scene.ctx('clerk'), {})).openings.lines).toEqual(after.openings.lines);
  });

  rolledBack('is for whoever handles the case, who says why; the person looks alone', async (db) => {
    const scene = await makeWorkScene(db);
    const id = scene.cases.clerk;
    expect(await outcome(perform(searchWork, scene.ctx('employer'), { id }))).toBe('operation.purpose-missing');
    for (const who of ['union', 'clerk', 'stranger', 'decider'] as const) expect(await outcome(perform(searchWork, scene.ctx(who, PURPOSE), { id }))).toBe('operation.not-allowed');
    for (const who of ['union', 'employer'] as const) expect(await outcome(perform(readWork, scene.ctx(who, PURPOSE), { id }))).toBe('done');
    expect(await outcome(perform(readWork, scene.ctx('stranger', PURPOSE), { id }))).toBe('case.no-case');
    expect(await outcome(perform(stateWishes, scene.ctx('clerk'), { ...WISHES, homeCode: '99999' }))).toBe('transition-work.no-commune');
  });
});

describe('learning towards a post', () => {
  rolledBack('is offered with pay that goes on, assigned when taken up, and ended when broken off', async (db) => {
    const scene = await makeWorkScene(db);
    const given = { id: scene.cases.clerk, postId: scene.vacant.other, courses: ['digital-government', 'digital-applications'], dueDays: 40, reason: 'Chuyển sang văn thư số' };
    expect(await outcome(perform(planLearning, scene.ctx('union'), given))).toBe('operation.not-allowed');
    expect(await outcome(perform(planLearning, scene.ctx('employer'), { ...given, courses: ['khong-co'] }))).toBe('transition-work.no-course');
    // 3,33 × 2.340.000 đồng, all of it.
    expect((await perform(planLearning, scene.ctx('employer'), given)).pay).toBe(7_792_200);
    const view = () => own(scene);
    expect(await view()).toMatchObject({ state: 'offered', plan: { courses: [{ due: null }, { due: null }], because: [{ verified: false }] } });
    expect(await perform(listMyLearning, scene.ctx('clerk'), {})).toMatchObject([]);
    await go(scene.ctx('clerk'), scene.cases.clerk, 'accept-retraining');
    expect((await view())?.plan?.courses.map(({ due }) => due)).toEqual(['2027-01-19', '2027-01-19']);
    expect(await perform(listMyLearning, scene.ctx('clerk'), {})).toHaveLength(2);
    await go(scene.ctx('clerk'), scene.cases.clerk, 'break-off', 'Gia đình có việc');
    const left = await all(db, sql<{ on: string | null }>`select assigned.left_on as on from learning.assigned where assigned.person_id = ${scene.clerk}`);
    expect(left.map(({ on }) => on)).toEqual(['2026-11-23', '2026-11-23']);
  });

  rolledBack('comes before work that asks for less or lies outside', async (db) => {
    const scene = await makeWorkScene(db);
    await importJobs(scene);
    const [job] = await perform(listOutsideJobs, scene.ctx('clerk'), {});
    const outside = { ...asked(scene), postId: undefined, outsideId: job?.id };
    const { postId: _none, ...input } = outside;
    expect(await outcome(perform(offerWork, scene.ctx('employer'), { ...input, outsideId: job?.id ?? '' }))).toBe('transition-work.retraining-first');
    await go(scene.ctx('employer'), scene.cases.clerk, 'offer-retraining');
    const { id } = await perform(offerWork, scene.ctx('employer'), { ...input, outsideId: job?.id ?? '' });
    expect(await outcome(go(scene.ctx('clerk'), id, 'accept'))).toBe('transition-work.other-step');
    expect(await go(scene.ctx('clerk'), id, 'take-outside')).toMatchObject({ state: 'arranged', closed: true });
    // Taking a job outside costs nothing of what is due: the case goes on.
    expect(await own(scene)).toMatchObject({ state: 'offered' });
  });
});

describe('an offer', () => {
  rolledBack('when taken gives new work, keeps the old post while on trial, and leads back when it does not fit', async (db) => {
    const scene = await makeWorkScene(db);
    const id = await offerTo(scene);
    expect(await outcome(offerTo(scene))).toBe('transition-work.offered-already');
    expect((await listAwaiting(scene.ctx('clerk'), [{ awaits: workAwaiting }])).map(({ key, due }) => [key, due])).toEqual([['transition-work.awaits-answer', '2026-12-07']]);
    expect(await perform(readOffer, scene.ctx('union', PURPOSE), { id })).toMatchObject({ state: 'made', due: '2026-12-07', pay: 8_000_000, payBefore: 7_792_200 });
    expect(await outcome(go(scene.ctx('employer'), id, 'accept'))).toBe('case.not-yours');
    const other = await offerTo(scene, { postId: scene.vacant.ward });
    await go(scene.ctx('clerk'), id, 'accept');
    expect(await perform(readOffer, scene.ctx('union', PURPOSE), { id: other })).toMatchObject({ state: 'withdrawn' });
    const work = await own(scene);
    expect(work?.state).toBe('redeployed');
    expect(work?.followUps.map(({ months, due }) => [months, due])).toEqual([
      [3, '2027-02-23'],
      [6, '2027-05-23'],
      [12, '2027-11-23'],
    ]);
    const close = () => outcome(perform(closePost, scene.ctx('employer', { actor: testCtx(db).actor }), { id: scene.posts[0], day: '2026-12-01' }));
    expect(await close()).toContain('transition-work.trial-runs');
    expect(await outcome(go(scene.ctx('clerk'), id, 'go-back'))).toBe('case.reason-missing');
    await go(scene.ctx('clerk'), id, 'go-back', 'Quá xa trường của con');
    expect(await own(scene)).toMatchObject({ state: 'opened', followUps: [] });
    expect(await close()).not.toContain('transition-work.trial-runs');
  });

  rolledBack('costs nothing to decline, and lapses only after its days', async (db) => {
    const scene = await makeWorkScene(db);
    await go(scene.ctx('clerk'), await offerTo(scene), 'decline');
    expect(await own(scene)).toMatchObject({ state: 'opened' });
    const again = await offerTo(scene);
    expect(await outcome(go(scene.ctx('employer'), again, 'lapse', 'Không trả lời'))).toBe('transition-work.still-time');
    expect(await outcome(go(scene.ctx('employer', { today: '2026-12-07' }), again, 'lapse', 'Không trả lời'))).toBe('transition-work.still-time');
    expect(await outcome(go(scene.ctx('employer', { today: '2026-12-08' }), again, 'lapse', 'Không trả lời'))).toBe('done');
  });

  rolledBack('of one post goes to whoever is first', async (db) => {
    const scene = await makeWorkScene(db);
    const [first, second] = [await offerTo(scene), await offerTo(scene, { id: scene.cases.second })];
    await go(scene.ctx('second'), second, 'accept');
    expect(await outcome(go(scene.ctx('clerk'), first, 'accept'))).toBe('transition-work.not-open');
    expect(await outcome(offerTo(scene, { postId: scene.posts[1] }))).toBe('transition-work.not-open');
  });

  rolledBack('is made by whoever handles cases, while work is looked for', async (db) => {
    const scene = await makeWorkScene(db);
    for (const who of ['union', 'clerk', 'decider', 'stranger'] as const) expect(await outcome(perform(offerWork, scene.ctx(who), asked(scene)))).toBe('operation.not-allowed');
    await leave(scene);
    expect(await outcome(offerTo(scene, { id: scene.cases.second }))).toBe('transition-work.not-now');
  });
});

const SOUND = ['VL-1', 'Nhân viên hỗ trợ', 'Công ty Thử nghiệm', 'Phường Ba Đình', '9.000.000', '12.000.000', '1:1; 2:2', '', '024 0000 0000', '31/12/2026'];
const headers = JOB_COLUMNS.map(({ labels }) => labels[0]);
const inputOf = (scene: WorkScene, rows: string[][], name = 'viec-lam.csv') => ({
  unitId: scene.city,
  source: 'Sàn việc làm thử nghiệm',
  name,
  content: Buffer.from(name.endsWith('csv') ? textOf(rows) : '').toString('base64'),
});
const textOf = (rows: string[][]) => [headers, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(';')).join('\n');
const importJobs = (scene: WorkScene, rows = [SOUND]) => perform(importOutside, scene.ctx('employer'), inputOf(scene, rows));
const changed = (at: number, cell: string) => SOUND.map((old, index) => (index === at ? cell : old));

describe('jobs outside', () => {
  rolledBack('come in whole and are matched like posts; whoever does not want them is told so', async (db) => {
    const scene = await makeWorkScene(db);
    expect(await importJobs(scene)).toEqual({ jobs: 1 });
    const [job] = await perform(listOutsideJobs, scene.ctx('clerk'), {});
    expect(job).toMatchObject({ title: 'Nhân viên hỗ trợ', commune: 'Phường Ba Đình', payTo: 12_000_000, until: '31/12/2026' });
    await perform(stateWishes, scene.ctx('clerk'), WISHES);
    const { openings } = await perform(readOwnWork, scene.ctx('clerk'), {});
    expect(openings.lines.at(-1)).toMatchObject({ outside: true, order: { unmet: 1 }, reasons: [{ code: 'transition-work.because-wish-outside' }, {}, {}, {}, {}] });
    expect(await perform(listOutsideJobs, scene.ctx('clerk', { today: '2027-01-01' }), {})).toEqual([]);
  });

  test.each<[string, string[][], string]>([
    ['no commune of that name', [changed(3, 'Phường Xa Xôi')], '/rows/2/commune import-commune'],
    ['no pay in numbers', [changed(4, 'thỏa thuận')], '/rows/2/payFrom import-pay'],
    ['more at the least than at the most', [changed(5, '1.000.000')], '/rows/2/payTo import-pay-order'],
    ['no day', [changed(9, 'cuối năm')], '/rows/2/until import-day'],
    ['a day that has passed', [changed(9, '01/01/2026')], '/rows/2/until import-past'],
    ['no such level', [changed(6, '6:1')], '/rows/2/bands import-bands'],
    ['nobody to ask', [changed(8, '')], '/rows/2/contact import-required'],
    ['a code twice', [SOUND, SOUND], '/rows/3/code import-twice'],
    ['two rows wrong', [changed(4, 'x'), changed(0, 'VL-3'), changed(0, 'VL-2').toSpliced(1, 1, '')], '/rows/2/payFrom import-pay /rows/4/title import-required'],
  ])('%s is named, and nothing is taken', async (_, rows, expected) => {
    const { readJobFile } = await import('./outside-file.ts');
    const error = await readJobFile(Buffer.from(textOf(rows)), 'viec.csv', '2026-11-23').catch((problem: unknown) => problem);
    expect(error).toMatchObject({ code: 'transition-work.import-wrong' });
    const errors = error !== null && typeof error === 'object' && 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
    expect(errors.map(({ at, code }) => `${at} ${String(code).replace('transition-work.', '')}`).join(' ')).toContain(expected);
  });

  rolledBack('are refused as a whole when one row is wrong, and without columns; XLSX works as CSV does', async (db) => {
    const scene = await makeWorkScene(db);
    expect(await outcome(importJobs(scene, [SOUND, changed(4, 'x')]))).toContain('transition-work.import-pay');
    expect(await perform(listOutsideJobs, scene.ctx('clerk'), {})).toEqual([]);
    const bad = Buffer.from('A;B\n1;2').toString('base64');
    expect(await outcome(perform(importOutside, scene.ctx('employer'), { ...inputOf(scene, []), content: bad }))).toBe('transition-work.import-no-columns');
    const bytes = await new Response(writeXlsx('Việc làm', headers, [SOUND])).arrayBuffer();
    expect(await perform(importOutside, scene.ctx('employer'), { ...inputOf(scene, [], 'viec.xlsx'), content: Buffer.from(bytes).toString('base64') })).toEqual({ jobs: 1 });
    expect(writeCsv(headers, [SOUND])).toBeDefined();
    expect(await outcome(perform(importOutside, scene.ctx('union'), inputOf(scene, [SOUND])))).toBe('operation.not-allowed');
  });
});

describe('going along and asking after', () => {
  rolledBack('a mentor comes forward, has so many places, and both are told', async (db) => {
    const scene = await makeWorkScene(db);
    const mentor = scene.ctx('stranger', { actor: scene.ctx('decider').actor });
    await perform(offerMentoring, mentor, { about: 'Chỉ dùng phần mềm văn bản', places: 1, stop: false });
    const [line] = await perform(listMentors, scene.ctx('employer'), {});
    expect(line).toMatchObject({ personId: scene.dung, free: 1 });
    const give = (id: string) => outcome(perform(assignMentor, scene.ctx('employer'), { id, mentorId: scene.dung }));
    expect(await give(scene.cases.clerk)).toBe('done');
    expect(await give(scene.cases.second)).toBe('transition-work.mentor-full');
    expect(await perform(readOwnWork, scene.ctx('decider'), {})).toMatchObject({ mentored: ['Phạm Thị Lan'] });
    expect(await own(scene)).toMatchObject({ mentor: 'Đỗ Đức Dũng' });
    expect(await outcome(perform(assignMentor, scene.ctx('employer'), { id: scene.cases.second, mentorId: scene.clerk }))).toBe('transition-work.no-mentor');
    const told = await all(db, sql<{ key: string }>`select message.key from kernel.message where message.key like 'transition-work.told-mentor%' order by message.key`);
    expect(told.map(({ key }) => key)).toEqual(['transition-work.told-mentor', 'transition-work.told-mentored']);
  });

  rolledBack('people are asked after 3, 6 and 12 months; it stands on Today a week before, and in the case after', async (db) => {
    const scene = await makeWorkScene(db);
    await go(scene.ctx('clerk'), await offerTo(scene), 'accept');
    const keys = async (today: string) => (await listAwaiting(scene.ctx('employer', { today }), [{ awaits: workAwaiting }])).map(({ key }) => key);
    expect([await keys('2027-02-15'), await keys('2027-02-16')]).toEqual([[], ['transition-work.awaits-follow-up']]);
    const [first] = await perform(listOpenFollowUps, scene.ctx('employer', { today: '2027-03-01' }), {});
    expect(first).toMatchObject({ months: 3, late: true, name: 'Phạm Thị Lan' });
    const done = { id: first?.id ?? '', well: true, body: 'Quen việc, đồng nghiệp giúp đỡ' };
    expect(await outcome(perform(noteFollowUp, scene.ctx('union'), done))).toBe('operation.not-allowed');
    expect(await outcome(perform(noteFollowUp, scene.ctx('employer'), done))).toBe('done');
    expect(await outcome(perform(noteFollowUp, scene.ctx('employer'), done))).toBe('transition-work.followed-already');
    const work = await own(scene);
    expect(work?.followUps[0]).toMatchObject({ doneOn: '2026-11-23', well: true });
    expect(await planMissing(testCtx(db))).toBe(0);
  });

  rolledBack('the job plans what is missing, once', async (db) => {
    const scene = await makeWorkScene(db);
    await go(scene.ctx('clerk'), await offerTo(scene), 'accept');
    await all(db, sql`update transition.follow_up set dropped = true`);
    expect([await planMissing(testCtx(db)), await planMissing(testCtx(db))]).toEqual([1, 1]);
  });

  rolledBack('the union sees how the case of everybody stands, members or all; nobody else does', async (db) => {
    const scene = await makeWorkScene(db);
    await offerTo(scene);
    const { lines, total } = await perform(listMemberCases, scene.ctx('union'), {});
    expect(total).toBe(2);
    expect(lines.map(({ name, offers, member }) => [name, offers, member]).toSorted()).toEqual([
      ['Phạm Thị Lan', 1, false],
      ['Vũ Văn Nam', 0, false],
    ]);
    expect((await perform(listMemberCases, scene.ctx('union'), { members: true })).lines).toEqual([]);
    expect(await outcome(perform(listMemberCases, scene.ctx('employer'), {}))).toBe('operation.not-allowed');
    expect(await outcome(perform(fixDue, scene.ctx('employer'), { id: scene.cases.clerk, regime: 'job-loss', reason: 'Sớm' }))).toBe('transition-balance.not-left');
    expect(LEFT).toBe('2027-02-01');
  });
});
