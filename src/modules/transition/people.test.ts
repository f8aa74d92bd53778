import { beforeAll, describe, expect, test } from 'vitest';
import { all, sql, type Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { caseRead, caseStep } from '#kernel/case/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { replay } from '#kernel/procedure/index.ts';
import { closePost, endPosting, startPosting } from '#modules/directory/index.ts';
import { ANONYMOUS } from '#kernel/org/index.ts';
import { testDatabase } from '#tests/database.ts';
import { announce, assessment, consult, declareAll, go, makeScene, plan, type Scene, type Who } from '#tests/transition.ts';
import { appealProcedure, personProcedure } from './cases/procedure.ts';
import { consultImpact, consultPlan } from './consultation/procedure.ts';
import {
  answerAid,
  askAid,
  calculateInCase,
  commentAnonymously,
  commentPlan,
  listOwnAid,
  listPlanComments,
  listToPlace,
  lodgeAppeal,
  openConsultation,
  openMatter,
  openPersonCases,
  readAssessment,
  readConsultation,
  readDesk,
  readOwnCases,
  readPersonCase,
  readPlan,
  readProgress,
  stateProtection,
  writeAssessment,
  writeHandOver,
  writePlan,
  writeStatement,
} from './index.ts';

const { rolledBack } = await testDatabase();
beforeAll(declareAll);

/** The codes of everything that is missing, or of the one refusal. */
async function refusal(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.errors.length > 0 ? error.errors.map(({ code }) => code) : [error.code];
  }
}

const impactFacts = async (db: Db, initiative: string) =>
  (await all(db, sql<{ n: number }>`select count(*) as n from kernel.fact where fact.subject = ${initiative} and fact.kind = 'programme.impact-assessed'`))[0]?.n;

describe('the impact of an initiative', () => {
  rolledBack('is written in versions by whoever may assess there; tasks and posts that contradict themselves are told with their places', async (db) => {
    const scene = await makeScene(db);
    const write = (who: Who, more: object = {}) => perform(writeAssessment, scene.ctx(who), assessment(scene, more));
    expect(await refusal(write('clerk'))).toEqual(['operation.not-allowed']);
    expect(await refusal(write('union'))).toEqual(['operation.not-allowed']);
    expect(await write('employer')).toEqual({ number: 1 });
    expect(await refusal(write('employer'))).toEqual(['transition-impact.changed-meanwhile']);
    const wrong = {
      seen: 1,
      posts: [...assessment(scene).posts, { id: scene.posts[0], effect: 'goes' }, { id: scene.initiative, effect: 'goes' }],
      tasks: [{ title: 'Trả kết quả', effect: 'goes', hoursBefore: 3, hoursAfter: 1 }],
    };
    expect((await refusal(write('employer', wrong))).toSorted()).toEqual([
      'transition-impact.goes-with-hours',
      'transition-impact.post-not-standing',
      'transition-impact.post-twice',
    ]);
    expect(await write('employer', { seen: 1 })).toEqual({ number: 2 });
  });

  rolledBack('shows the people concerned in groups only, and none of fewer than ten', async (db) => {
    const scene = await makeScene(db);
    await perform(writeAssessment, scene.ctx('employer'), assessment(scene));
    const read = await perform(readAssessment, scene.ctx('stranger'), { initiative: scene.initiative });
    expect(read.hours).toEqual({ before: 30, after: 12 });
    expect(read.concerned.total).toBe(2);
    const { units, ages, sexes, protection } = read.concerned;
    expect([...units, ...ages, ...sexes, ...protection].map(({ people }) => people)).toEqual([null, null, null, null, null, null]);
    expect(JSON.stringify(read)).not.toContain('Phạm Thị Lan');
  });

  rolledBack('lets the initiative be approved only when the union has had its say', async (db) => {
    const scene = await makeScene(db);
    const open = () => perform(openConsultation, scene.ctx('employer'), { initiative: scene.initiative, about: 'impact', title: 'Đăng ký tự động' });
    expect(await refusal(open())).toEqual(['transition-impact.none']);
    await perform(writeAssessment, scene.ctx('employer'), assessment(scene));
    const id = await consult(scene, 'impact');
    expect(await impactFacts(db, scene.initiative)).toBe(0);
    expect(await refusal(open())).toEqual(['transition-consultation.sent-already']);
    await go(scene.ctx('union'), id, 'conclude');
    expect(await impactFacts(db, scene.initiative)).toBe(1);
    expect((await perform(readProgress, scene.ctx('clerk'), { initiative: scene.initiative })).impact).toBe(true);
  });
});

describe('consultation', () => {
  rolledBack('goes step by step: each side writes what is its own, each step asks for the written word, an answer for each question and point', async (db) => {
    const scene = await makeScene(db);
    await perform(writeAssessment, scene.ctx('employer'), assessment(scene));
    const { id } = await perform(openConsultation, scene.ctx('employer'), { initiative: scene.initiative, about: 'impact', title: 'Đăng ký tự động' });
    const say = (who: Who, kind: 'question' | 'answer' | 'minutes' | 'opinion' | 'point' | 'reply', about?: string) =>
      perform(writeStatement, scene.ctx(who), { id, kind, body: 'Nội dung thử', ...(about === undefined ? {} : { about }) });
    expect(await refusal(say('union', 'question'))).toEqual(['transition-consultation.not-now']);
    expect(await refusal(go(scene.ctx('employer'), id, 'receive'))).toEqual(['case.not-yours']);
    await go(scene.ctx('union'), id, 'receive');
    expect(await refusal(go(scene.ctx('union'), id, 'ask'))).toEqual(['transition-consultation.needs-question']);
    expect(await refusal(say('employer', 'question'))).toEqual(['case.not-yours']);
    const question = await say('union', 'question');
    await go(scene.ctx('union'), id, 'ask');
    expect(await refusal(go(scene.ctx('employer'), id, 'answer'))).toEqual(['transition-consultation.needs-answers']);
    expect(await refusal(say('employer', 'answer'))).toEqual(['transition-consultation.answers-nothing']);
    await say('employer', 'answer', question.id);
    expect(await refusal(say('employer', 'answer', question.id))).toEqual(['transition-consultation.answered-already']);
    await go(scene.ctx('employer'), id, 'answer');
    expect(await refusal(go(scene.ctx('employer'), id, 'meet'))).toEqual(['transition-consultation.needs-minutes']);
    await say('employer', 'minutes');
    await go(scene.ctx('employer'), id, 'meet');
    await go(scene.ctx('union'), id, 'refuse-minutes', 'Thiếu ý kiến của công đoàn');
    await say('employer', 'minutes');
    await go(scene.ctx('employer'), id, 'meet');
    await go(scene.ctx('union'), id, 'agree-minutes');
    expect(await refusal(go(scene.ctx('union'), id, 'give-opinion'))).toEqual(['transition-consultation.needs-opinion']);
    await say('union', 'opinion');
    await say('union', 'point');
    await go(scene.ctx('union'), id, 'give-opinion');
    expect(await refusal(go(scene.ctx('employer'), id, 'answer-opinion'))).toEqual(['transition-consultation.needs-replies']);
    const read = await perform(readConsultation, scene.ctx('employer'), { id });
    expect(read.mayWrite).toEqual(['reply']);
    expect(await refusal(perform(readConsultation, scene.ctx('clerk'), { id }))).toEqual(['case.no-case']);
    const whole = await perform(caseRead, scene.ctx('union'), { id });
    expect(whole.terms.map(({ name, due }) => [name, due])).toEqual(expect.arrayContaining([['reply', '2026-12-07']]));
    expect(whole.history[1]).toMatchObject({ name: 'receive', day: '2026-11-23' });
  });
});

describe('a labour-use plan', () => {
  rolledBack('adds up to the register to the person, or is refused with the names', async (db) => {
    const scene = await makeScene(db);
    await perform(writeAssessment, scene.ctx('employer'), assessment(scene));
    const write = (lists: { personId: string; list: 'kept' | 'ended' }[]) => refusal(perform(writePlan, scene.ctx('employer'), plan(scene, lists)));
    expect(await write([{ personId: scene.clerk, list: 'kept' }])).toEqual(['transition-plan.missing']);
    expect(
      await write([
        { personId: scene.clerk, list: 'kept' },
        { personId: scene.clerk, list: 'kept' },
        { personId: scene.second, list: 'kept' },
      ]),
    ).toEqual(['transition-plan.twice']);
    expect(
      await write([
        { personId: scene.clerk, list: 'kept' },
        { personId: scene.second, list: 'kept' },
        { personId: scene.dung, list: 'kept' },
      ]),
    ).toEqual(['transition-plan.stranger']);
    await perform(stateProtection, scene.ctx('clerk'), { ground: 'pregnant', until: '2027-05-01' });
    expect(
      await write([
        { personId: scene.clerk, list: 'ended' },
        { personId: scene.second, list: 'kept' },
      ]),
    ).toEqual(['transition-plan.protected']);
    expect(
      await write([
        { personId: scene.clerk, list: 'kept' },
        { personId: scene.second, list: 'ended' },
      ]),
    ).toEqual([]);
    expect((await perform(listToPlace, scene.ctx('employer'), { initiative: scene.initiative })).map(({ list }) => list).toSorted()).toEqual(['ended', 'kept']);
    expect(await perform(readPlan, scene.ctx('clerk'), { initiative: scene.initiative })).toMatchObject({ own: 'kept', people: null });
    expect((await perform(readPlan, scene.ctx('union'), { initiative: scene.initiative })).people).toHaveLength(2);
  });

  rolledBack('is adopted only with each step of the consultation, and while its lists still add up', async (db) => {
    const scene = await makeScene(db);
    await perform(writeAssessment, scene.ctx('employer'), assessment(scene));
    await perform(writePlan, scene.ctx('employer'), plan(scene));
    const send = () => perform(openConsultation, scene.ctx('employer'), { initiative: scene.initiative, about: 'plan', title: 'Đăng ký tự động' });
    expect(await refusal(send())).toEqual(['transition-consultation.needs-impact']);
    await go(scene.ctx('union'), await consult(scene, 'impact'), 'conclude');
    const id = await consult(scene, 'plan');
    expect(await refusal(go(scene.ctx('decider'), id, 'adopt'))).toEqual(['procedure.no-step-here']);
    await go(scene.ctx('union'), id, 'conclude');
    expect(await refusal(go(scene.ctx('employer'), id, 'adopt'))).toEqual(['case.not-yours']);
    await sql`update kernel.posting set valid_to = '2026-11-01' where posting.id = ${scene.postings[1]}`.execute(db);
    expect(await refusal(go(scene.ctx('decider'), id, 'adopt'))).toEqual(['transition-plan.stranger']);
    await sql`update kernel.posting set valid_to = 'infinity' where posting.id = ${scene.postings[1]}`.execute(db);
    expect((await go(scene.ctx('decider'), id, 'adopt')).state).toBe('adopted');
    expect((await go(scene.ctx('employer'), id, 'announce')).closed).toBe(true);
  });

  rolledBack('is commented by name, or without one: then by nobody who is signed in, and only the union reads it', async (db) => {
    const scene = await makeScene(db);
    const words = { initiative: scene.initiative, body: 'Xin giữ lại một người lớn tuổi.' };
    await perform(commentPlan, scene.ctx('clerk'), words);
    expect(await refusal(perform(commentAnonymously, scene.ctx('clerk'), words))).toEqual(['transition-union.not-anonymous']);
    await perform(commentAnonymously, scene.ctx('clerk', { actor: ANONYMOUS }), words);
    const read = await perform(listPlanComments, scene.ctx('union'), { initiative: scene.initiative });
    expect(read.map(({ by }) => by)).toEqual([null, 'Phạm Thị Lan']);
    expect(await refusal(perform(listPlanComments, scene.ctx('employer'), { initiative: scene.initiative }))).toEqual(['operation.not-allowed']);
    const lines = await all(
      db,
      sql<{ n: number }>`select count(*) as n from kernel.audit where audit.operation = 'transition.comment-anonymously' and audit.outcome = 'done' and audit.actor_id is not null`,
    );
    expect(lines[0]?.n).toBe(0);
  });
});

const facts = {
  day: '2027-02-01',
  kind: 'contract' as const,
  reason: 'technology' as const,
  monthlyPay: 12_000_000,
  workedMonths: 120,
  unemploymentInsuredMonths: 60,
  birthDate: '1968-06-07',
  sex: 'male' as const,
};
const LATER = { today: '2027-02-01' };

/** Opens the cases and finds that of one of the two. */
async function caseOf(scene: Scene, who: 'clerk' | 'second'): Promise<string> {
  await perform(openPersonCases, scene.ctx('employer'), { initiative: scene.initiative, title: 'Đăng ký tự động' });
  return (await perform(readOwnCases, scene.ctx(who), {}))[0]?.id ?? '';
}

describe('the case of a person', () => {
  rolledBack('ends with the full amount only when everything is there; the gate says what is missing and by which article', async (db) => {
    const scene = await makeScene(db);
    const close = () => refusal(perform(closePost, scene.ctx('employer', { actor: { kind: 'system', name: 'test' } }), { id: scene.posts[1], day: '2027-03-01' }));
    const end = (more: object = {}) => refusal(perform(endPosting, scene.ctx('employer', more), { id: scene.postings[1], lastDay: '2027-02-01' }));
    await perform(writeAssessment, scene.ctx('employer'), assessment(scene));
    expect(await close()).toEqual(['transition-cases.needs-consultation', 'transition-cases.needs-plan']);
    expect(await end()).toEqual(['transition-cases.no-case-yet']);
  });

  rolledBack('runs from the offer of retraining to leaving; person, union and employer see one calculation', async (db) => {
    const scene = await makeScene(db);
    await announce(scene);
    const id = await caseOf(scene, 'second');
    const [employer, worker] = [(more = {}) => scene.ctx('employer', more), (more = {}) => scene.ctx('second', more)];
    const end = (more: object = {}) => refusal(perform(endPosting, employer(more), { id: scene.postings[1], lastDay: '2027-02-01' }));
    expect(await end()).toEqual([
      'transition-cases.needs-retraining-offer',
      'transition-cases.needs-calculation',
      'transition-cases.needs-notice',
      'transition-cases.needs-hand-over',
      'transition-cases.not-decided',
    ]);
    expect(await refusal(go(employer(), id, 'give-notice'))).toEqual(['procedure.no-step-here']);
    await go(employer(), id, 'offer-retraining');
    expect(await refusal(go(employer(), id, 'decline-retraining', 'Tôi'))).toEqual(['case.not-yours']);
    await go(worker(), id, 'decline-retraining', 'Tôi đã 58 tuổi');
    expect(await refusal(go(employer(), id, 'give-notice'))).toEqual(['transition-cases.needs-calculation']);
    const { digest } = await perform(calculateInCase, worker(), { id, facts });
    expect(await refusal(perform(calculateInCase, scene.ctx('stranger'), { id, facts }))).toEqual(['case.no-case']);
    await go(employer(), id, 'give-notice');
    expect(await refusal(perform(writeHandOver, scene.ctx('union'), { id, body: 'abc' }))).toEqual(['case.not-yours']);
    await go(worker(), id, 'begin-hand-over');
    expect(await refusal(go(employer(), id, 'receive-work'))).toEqual(['transition-cases.needs-hand-over-list']);
    await perform(writeHandOver, worker(), { id, body: 'Sổ đăng ký văn bản, con dấu: giao chị Lan.' });
    await go(employer(), id, 'receive-work');
    expect(await refusal(go(employer(), id, 'end'))).toEqual(['transition-cases.notice-runs']);
    const seen = await perform(readPersonCase, scene.ctx('union', { purpose: 'Bảo vệ đoàn viên' }), { id });
    const [own] = await perform(readOwnCases, worker(), {});
    expect([seen.calculation?.digest, own?.calculation?.digest]).toEqual([digest, digest]);
    expect(seen.calculation?.result.regimes.find(({ regime }) => regime === 'job-loss')?.total).toBe(60_000_000);
    expect(await refusal(perform(readPersonCase, scene.ctx('union'), { id }))).toEqual(['operation.purpose-missing']);
    expect((await go(employer(LATER), id, 'end')).state).toBe('left');
    expect(await end(LATER)).toEqual([]);
    expect(await refusal(perform(closePost, employer({ ...LATER, actor: { kind: 'system', name: 'test' } }), { id: scene.posts[1], day: '2027-02-02' }))).toEqual([]);
  });

  rolledBack('leads through retraining to new work, and back when it does not fit', async (db) => {
    const scene = await makeScene(db);
    await announce(scene);
    const id = await caseOf(scene, 'clerk');
    await go(scene.ctx('employer'), id, 'offer-retraining');
    await go(scene.ctx('clerk'), id, 'accept-retraining');
    expect((await go(scene.ctx('employer'), id, 'redeploy', 'Quản trị hồ sơ điện tử')).state).toBe('redeployed');
    expect((await go(scene.ctx('clerk'), id, 'come-back', 'Việc mới quá xa nhà')).state).toBe('opened');
    const move = (more: object = {}) =>
      refusal(
        perform(startPosting, scene.ctx('employer', { actor: { kind: 'system', name: 'test' } }), {
          personId: scene.clerk,
          postId: scene.vacant.other,
          from: '2026-12-01',
          as: 'main',
          ...more,
        }),
      );
    expect(await move()).toEqual(['transition-cases.not-redeployed']);
    await go(scene.ctx('employer'), id, 'redeploy', 'Văn phòng phường');
    expect(await refusal(perform(endPosting, scene.ctx('employer'), { id: scene.postings[0], lastDay: '2026-11-30' }))).toEqual(['transition-cases.no-new-post']);
    expect(await move()).toEqual([]);
    await go(scene.ctx('union'), id, 'follow-up-work', 'Sau ba tháng: ổn định');
    expect((await go(scene.ctx('union'), id, 'close', 'Sau 12 tháng: ổn định')).closed).toBe(true);
    expect(await perform(openPersonCases, scene.ctx('employer'), { initiative: scene.initiative, title: 'Đăng ký tự động' })).toEqual({ opened: 0 });
  });

  rolledBack('stands still while an appeal is open: the employer answers, then the union conciliates', async (db) => {
    const scene = await makeScene(db);
    await announce(scene);
    const id = await caseOf(scene, 'second');
    const appeal = await perform(lodgeAppeal, scene.ctx('second'), { id, body: 'Thời gian công tác tính thiếu hai năm.' });
    expect(await refusal(perform(lodgeAppeal, scene.ctx('union'), { id, body: 'Thay người khác' }))).toEqual(['case.not-yours']);
    const missing = async () => (await perform(readOwnCases, scene.ctx('second'), {}))[0]?.missing.map(({ code }) => code);
    expect(await missing()).toContain('transition-cases.appeal-open');
    expect(await refusal(go(scene.ctx('union'), appeal.id, 'settle', 'Sớm'))).toEqual(['procedure.no-step-here']);
    await go(scene.ctx('employer'), appeal.id, 'refuse', 'Đã tính theo sổ bảo hiểm');
    await go(scene.ctx('second'), appeal.id, 'go-to-union');
    await go(scene.ctx('union'), appeal.id, 'settle', 'Cộng thêm 24 tháng, tính lại');
    expect(await missing()).not.toContain('transition-cases.appeal-open');
  });

  rolledBack('is refused for whoever is protected, without telling why', async (db) => {
    const scene = await makeScene(db);
    await announce(scene);
    const id = await caseOf(scene, 'second');
    await perform(stateProtection, scene.ctx('second'), { ground: 'ill', until: '2027-06-01' });
    await go(scene.ctx('employer'), id, 'offer-retraining');
    await go(scene.ctx('second'), id, 'decline-retraining', 'Đang điều trị');
    await perform(calculateInCase, scene.ctx('second'), { id, facts });
    expect(await refusal(go(scene.ctx('employer'), id, 'give-notice'))).toEqual(['transition-cases.is-protected']);
    const seen = JSON.stringify(await perform(readPersonCase, scene.ctx('employer', { purpose: 'Giải quyết' }), { id }));
    expect(seen).not.toContain('"ill"');
  });
});

describe('the desk of the union', () => {
  rolledBack('shows requests, matters and numbers to the union alone', async (db) => {
    const scene = await makeScene(db);
    await announce(scene);
    const { id } = await perform(askAid, scene.ctx('clerk'), { kind: 'hardship', body: 'Nhà đông con, xin hỗ trợ' });
    await perform(openMatter, scene.ctx('union'), { unitId: scene.other, title: 'Giờ học ngoài giờ làm', body: 'Nhiều người phải học buổi tối' });
    for (const who of ['employer', 'clerk', 'decider'] as const) expect(await refusal(perform(readDesk, scene.ctx(who), {}))).toEqual(['operation.not-allowed']);
    const desk = await perform(readDesk, scene.ctx('union'), {});
    expect(desk.aid.map(({ name, kind }) => [name, kind])).toEqual([['Phạm Thị Lan', 'hardship']]);
    expect(desk.matters).toHaveLength(1);
    expect(desk.counts.map(({ state, cases }) => [state, cases])).toEqual(expect.arrayContaining([['Đã công bố', 1]]));
    await perform(answerAid, scene.ctx('union'), { id, answer: 'Trích quỹ hỗ trợ' });
    expect(await refusal(perform(answerAid, scene.ctx('union'), { id, answer: 'Lần nữa' }))).toEqual(['transition-union.answered-already']);
    expect((await perform(listOwnAid, scene.ctx('clerk'), {}))[0]).toMatchObject({ answer: 'Trích quỹ hỗ trợ', answeredOn: '2026-11-23' });
    expect(await perform(listOwnAid, scene.ctx('second'), {})).toEqual([]);
  });
});

describe('procedures', () => {
  test.each([consultImpact, consultPlan, personProcedure, appealProcedure].map((procedure) => [procedure.name, procedure] as const))(
    '%s gives for every history one standing, and refuses a step out of order',
    (_name, procedure) => {
      const opening = { step: 'open', day: '2026-11-02', data: {} };
      const first = Object.entries(procedure.steps).find(([, step]) => step.from.includes(procedure.start));
      const late = Object.entries(procedure.steps).find(([, step]) => !step.from.includes(procedure.start));
      expect(replay(procedure, [opening, { step: first?.[0] ?? '', day: '2026-11-03', data: {} }])).toMatchObject({ state: first?.[1].to, number: 1 });
      expect(() => replay(procedure, [opening, { step: late?.[0] ?? '', day: '2026-11-03', data: {} }])).toThrow('procedure.no-step-here');
    },
  );

  rolledBack('lets nobody be faster than somebody else', async (db) => {
    const scene = await makeScene(db);
    await announce(scene);
    const id = await caseOf(scene, 'second');
    await go(scene.ctx('employer'), id, 'offer-retraining');
    expect(await refusal(perform(caseStep, scene.ctx('employer'), { id, expected: 0, step: 'keep', reason: 'Giữ lại' }))).toEqual(['case.moved-on']);
  });
});
