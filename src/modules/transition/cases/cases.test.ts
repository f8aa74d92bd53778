import { beforeAll, describe, expect, test } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { caseStep } from '#kernel/case/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { pinVersion, replay } from '#kernel/procedure/index.ts';
import { testDatabase } from '#tests/database.ts';
import { closePost, endPosting, startPosting, announce, assessment, declareAll, go, makeScene, type Scene } from '#tests/transition.ts';
import { appealProcedure, personProcedure } from './procedure.ts';
import { consultImpact, consultPlan } from '../consultation/procedure.ts';
import {
  answerAid,
  askAid,
  calculateInCase,
  listMemberCases,
  listOwnAid,
  lodgeAppeal,
  openMatter,
  openPersonCases,
  readCaseFacts,
  readDesk,
  readOwnCases,
  readPersonCase,
  stateProtection,
  writeAssessment,
  writeHandOver,
} from '../index.ts';

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

describe('the register', () => {
  rolledBack('fills the calculation of a case for whoever handles it, who says why; the person sees the look', async (db) => {
    const scene = await makeScene(db);
    await announce(scene);
    const id = await caseOf(scene, 'second');
    for (const who of ['union', 'second', 'stranger'] as const)
      expect(await refusal(perform(readCaseFacts, scene.ctx(who, { purpose: 'x' }), { id }))).toEqual(['operation.not-allowed']);
    expect(await refusal(perform(readCaseFacts, scene.ctx('employer'), { id }))).toEqual(['operation.purpose-missing']);
    expect(await perform(readCaseFacts, scene.ctx('employer', { purpose: 'tính chế độ' }), { id })).toEqual({
      personId: scene.second,
      facts: { birthDate: '1968-06-07', sex: 'male', coefficient: '3.33', kind: 'civil-servant', workedMonths: 58 },
    });
    const looks = await all(
      db,
      sql<{ purpose: string }>`
        select audit.purpose
        from kernel.look
        join kernel.audit on audit.id = look.audit_id
        where look.person_id = ${scene.second}`,
    );
    expect(looks).toEqual([{ purpose: 'tính chế độ' }]);
  });
});

describe('the desk of the union', () => {
  rolledBack('names states as the version does that a case follows; the same words of two versions are one line', async (db) => {
    const scene = await makeScene(db);
    await announce(scene);
    const ids = [await caseOf(scene, 'clerk'), await caseOf(scene, 'second')];
    const older = { ...personProcedure, version: '2025-01-01', states: { ...personProcedure.states, opened: { title: { vi: 'Mới mở', en: 'New' } } } };
    await pinVersion(db, older);
    const line = async (title: string) => (await perform(readDesk, scene.ctx('union'), {})).counts.find(({ state }) => state === title)?.cases;
    const now = personProcedure.states['opened']?.title.vi ?? '';
    expect([await line(now), await line('Mới mở')]).toEqual([2, undefined]);
    await all(db, sql`update kernel.case_file set version = '2025-01-01' where id = ${ids[0]}`);
    expect([await line(now), await line('Mới mở')]).toEqual([1, 1]);
    expect((await perform(listMemberCases, scene.ctx('union'), {})).lines.map(({ state }) => state).toSorted()).toEqual(['Mới mở', now].toSorted());
    await pinVersion(db, { ...personProcedure, version: '2025-02-01' });
    await all(db, sql`update kernel.case_file set version = '2025-02-01' where id = ${ids[0]}`);
    expect(await line(now)).toBe(2);
  });

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
