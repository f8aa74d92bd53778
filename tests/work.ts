import { all, inTransaction, sql, type Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { declare } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { directory } from '#modules/directory/index.ts';
import { learning } from '#modules/learning/index.ts';
import { programme } from '#modules/programme/index.ts';
import { keepRequired, loadBank, loadRequirements, skills } from '#modules/skills/index.ts';
import { calculateInCase, openPersonCases, readOwnCases, transition, writeHandOver } from '#modules/transition/index.ts';
import { testCtx } from './ctx.ts';
import { announce, go, makeScene, type Scene } from './transition.ts';

export { endPostings } from '#modules/directory/index.ts';

/** Declares what the tests of work again need. */
export function declareWork(): void {
  declare([directory, skills, learning, transition, programme]);
}

/** Declares it and loads what no scene changes, the requirements and the courses: once a file, so that each scene finds them. */
export async function prepareWork(db: Db): Promise<void> {
  declareWork();
  await inTransaction(db, async (tx) => {
    await loadRequirements(testCtx(tx));
    await learning.start?.(testCtx(tx));
  });
}

/** The scene of transition with places, requirements and courses, and a case for each of the two clerks. */
export type WorkScene = Scene & { cases: Record<'clerk' | 'second', string> };

/** Makes the scene: the plan is announced, both cases are open. */
export async function makeWorkScene(db: Db): Promise<WorkScene> {
  const scene = await makeScene(db);
  const ctx = testCtx(db);
  await all(
    db,
    sql`
      insert into kernel.unit_code (unit_id, system, code, valid_from)
      values (${scene.ward}, 'gso', '00004', '2025-07-01'), (${scene.other}, 'gso', '00008', '2025-07-01')`,
  );
  await loadRequirements(ctx);
  await keepRequired(ctx);
  await learning.start?.(ctx);
  await announce(scene);
  await perform(openPersonCases, scene.ctx('employer'), { initiative: scene.initiative, title: 'Đăng ký tự động' });
  const caseOf = async (who: 'clerk' | 'second') => (await perform(readOwnCases, scene.ctx(who), {}))[0]?.id ?? '';
  return { ...scene, cases: { clerk: await caseOf('clerk'), second: await caseOf('second') } };
}

/** What the bank of questions needs before anybody can be measured. */
export async function loadQuestions(db: Db): Promise<void> {
  await loadBank(testCtx(db));
}

/** Facts that are worth 60 million on the day of leaving. */
export const leaving = {
  day: '2027-02-01',
  kind: 'contract' as const,
  reason: 'technology' as const,
  monthlyPay: 12_000_000,
  workedMonths: 120,
  unemploymentInsuredMonths: 60,
  birthDate: '1968-06-07',
  sex: 'male' as const,
};
/** The day of leaving. */
export const LEFT = '2027-02-01';

/** Takes the second clerk all the way to leaving. */
export async function leave(scene: WorkScene): Promise<string> {
  const id = scene.cases.second;
  await go(scene.ctx('employer'), id, 'offer-retraining');
  await go(scene.ctx('second'), id, 'decline-retraining', 'Tôi đã 58 tuổi');
  await perform(calculateInCase, scene.ctx('second'), { id, facts: leaving });
  await go(scene.ctx('employer'), id, 'give-notice');
  await go(scene.ctx('second'), id, 'begin-hand-over');
  await perform(writeHandOver, scene.ctx('second'), { id, body: 'Sổ văn bản: giao chị Lan.' });
  await go(scene.ctx('employer'), id, 'receive-work');
  await go(scene.ctx('employer', { today: LEFT }), id, 'end');
  return id;
}

/** The code of a refusal, or of the places that were wrong; `done` when there was none. */
export async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.errors.length > 0 ? error.errors.map(({ code }) => code).join(' ') : error.code;
  }
}
