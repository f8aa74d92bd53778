import { beforeAll, describe, expect } from 'vitest';
import { all, sql, type Db } from '#base/db/index.ts';
import { listAwaiting } from '#kernel/manifest/index.ts';
import { perform } from '#kernel/operation/index.ts';
import { recordLearned } from '#modules/learning/index.ts';
import { testCtx, TODAY } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { go } from '#tests/transition.ts';
import { makeWorkScene, outcome, prepareWork, type WorkScene } from '#tests/work.ts';
import { noteLearned, offerWork, planLearning, readRetraining } from '../index.ts';
import { workAwaiting } from './index.ts';

const { db: shared, rolledBack } = await testDatabase();
beforeAll(() => prepareWork(shared));

const COURSES = ['digital-government', 'digital-applications'];

/** The clerk in retraining with two courses. */
async function inRetraining(db: Db): Promise<WorkScene> {
  const scene = await makeWorkScene(db);
  await perform(planLearning, scene.ctx('employer'), { id: scene.cases.clerk, courses: COURSES, dueDays: 40, reason: 'Chuyển sang văn thư số' });
  await go(scene.ctx('clerk'), scene.cases.clerk, 'accept-retraining');
  return scene;
}

const complete = (scene: WorkScene, db: Db, course: string) =>
  recordLearned(testCtx(db), [{ personId: scene.clerk, course, startedOn: '2026-11-01', completedOn: TODAY, lessons: 0 }]);
const standsIn = async (scene: WorkScene, who: 'employer' | 'union' | 'clerk') => (await listAwaiting(scene.ctx(who), [{ awaits: workAwaiting }])).map(({ key }) => key);
const told = async (db: Db) =>
  all(
    db,
    sql<{ who: string; key: string }>`
      select message.person_id as who, message.key
      from kernel.message
      where message.key like 'transition-work.told-%learned'
      order by message.key`,
  );

describe('whoever has completed all courses of the plan', () => {
  rolledBack('is told, as is whoever planned them, once, and an offer stands on the Today of the employer until it is made', async (db) => {
    const scene = await inRetraining(db);
    await complete(scene, db, 'digital-government');
    expect([await noteLearned(testCtx(db)), await standsIn(scene, 'employer')]).toEqual([0, []]);
    await complete(scene, db, 'digital-applications');
    expect([await noteLearned(testCtx(db)), await noteLearned(testCtx(db))]).toEqual([1, 0]);
    expect(await told(db)).toEqual([
      { who: scene.hanh, key: 'transition-work.told-all-learned' },
      { who: scene.clerk, key: 'transition-work.told-learned' },
    ]);
    expect([await standsIn(scene, 'employer'), await standsIn(scene, 'union'), await standsIn(scene, 'clerk')]).toEqual([['transition-work.awaits-offer'], [], []]);
    const { id } = await perform(offerWork, scene.ctx('employer'), { id: scene.cases.clerk, postId: scene.vacant.other, pay: 8_000_000, body: 'Văn thư viên' });
    expect([await standsIn(scene, 'employer'), await standsIn(scene, 'clerk')]).toEqual([[], ['transition-work.awaits-answer']]);
    await go(scene.ctx('clerk'), id, 'decline');
    expect(await standsIn(scene, 'employer')).toEqual(['transition-work.awaits-offer']);
  });

  rolledBack('has more to learn when more is planned, and that is noted again', async (db) => {
    const scene = await inRetraining(db);
    for (const course of COURSES) await complete(scene, db, course);
    expect(await noteLearned(testCtx(db))).toBe(1);
    await perform(planLearning, scene.ctx('employer'), { id: scene.cases.clerk, courses: ['digital-society'], dueDays: 20, reason: 'Thêm một khóa' });
    expect([await standsIn(scene, 'employer'), await noteLearned(testCtx(db))]).toEqual([[], 0]);
    await complete(scene, db, 'digital-society');
    expect([await noteLearned(testCtx(db)), await standsIn(scene, 'employer')]).toEqual([1, ['transition-work.awaits-offer']]);
  });

  rolledBack('is not asked any more for what an earlier plan wanted and was not completed', async (db) => {
    const scene = await inRetraining(db);
    await complete(scene, db, 'digital-government');
    await perform(planLearning, scene.ctx('employer'), { id: scene.cases.clerk, courses: ['digital-society'], dueDays: 20, reason: 'Hợp với việc mới hơn' });
    const asked = await all(
      db,
      sql<{ course: string; left: boolean }>`
        select assignment.course_id as course, assigned.left_on is not null as left
        from learning.assigned
        join learning.assignment on assignment.id = assigned.assignment_id
        where assigned.person_id = ${scene.clerk}
          and assigned.completed_on is null
        order by assignment.course_id`,
    );
    expect(asked).toEqual([
      { course: 'digital-applications', left: true },
      { course: 'digital-society', left: false },
    ]);
  });

  rolledBack('is seen by the employer, the union and the person in courses, by nobody else', async (db) => {
    const scene = await inRetraining(db);
    const read = (who: Parameters<WorkScene['ctx']>[0], id = scene.cases.clerk) => perform(readRetraining, scene.ctx(who), { id });
    await complete(scene, db, 'digital-government');
    for (const who of ['employer', 'union', 'clerk'] as const) expect(await read(who)).toEqual({ courses: 2, done: 1, completedOn: null });
    await complete(scene, db, 'digital-applications');
    expect(await read('employer')).toEqual({ courses: 2, done: 2, completedOn: TODAY });
    for (const who of ['second', 'stranger'] as const) expect(await outcome(read(who))).toBe('case.no-case');
    expect(await read('second', scene.cases.second)).toBeNull();
  });
});
