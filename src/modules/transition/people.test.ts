import { beforeAll, describe, expect } from 'vitest';
import { all, sql, type Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { caseRead } from '#kernel/case/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { ANONYMOUS } from '#kernel/org/index.ts';
import { testDatabase } from '#tests/database.ts';
import { assessment, consult, declareAll, go, makeScene, plan, type Who } from '#tests/transition.ts';
import {
  commentAnonymously,
  commentPlan,
  listPlanComments,
  listToPlace,
  openConsultation,
  readAssessment,
  readConsultation,
  readPlan,
  readProgress,
  stateProtection,
  writeAssessment,
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
