import { readCourses } from '#content/learning/index.ts';
import type { Db } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { loadBank } from '#modules/skills/index.ts';
import { actorWith, testCtx, TODAY } from '#tests/ctx.ts';
import { makeTown } from '#tests/town.ts';
import { loadCourses } from './courses/load.ts';
import { keepDuties } from './credit/hours.ts';
import { createCurriculum } from './curricula/operations.ts';
import { closeLesson, ensureEnrolment } from './player/acts.ts';

/** The shipped courses, as they stand in the files. */
export const courseFiles = readCourses(process.cwd());
/** Two courses to make curricula of. */
export const [FIRST, SECOND] = courseFiles.map(({ course }) => course.id) as [string, string];

/** A small city with courses and people who act: for tests of what is assigned, learned and counted. */
export async function learningTown(tx: Db) {
  const town = await makeTown(tx);
  await loadBank(testCtx(tx));
  await loadCourses(testCtx(tx));
  await keepDuties(testCtx(tx));
  const as = (person: string, role: string, unitId: string, day = TODAY): Ctx => testCtx(tx, { actor: actorWith(person, { role, unitId }), today: day });
  const officer = (day = TODAY): Ctx => as(town.dung, 'training-officer', town.city, day);
  const binh = (day = TODAY): Ctx => as(town.binh, 'official', town.inner, day);
  const complete = async (person: string, course: string, day = TODAY): Promise<void> => {
    const ctx = as(person, 'official', town.city, day);
    const enrolment = await ensureEnrolment(ctx, person, course);
    for (const lesson of courseFiles.find((file) => file.course.id === course)?.lessons ?? []) await closeLesson(ctx, enrolment, lesson.id);
  };
  const curriculum = (more: object = {}) =>
    perform(createCurriculum, officer(), {
      unitId: town.city,
      titleVi: 'Chương trình thử',
      titleEn: 'A curriculum to try',
      about: 'Để thử chương trình',
      optionalNeeded: 0,
      validMonths: 24,
      windowDays: 60,
      parts: [
        { course: FIRST, need: 'mandatory' },
        { course: SECOND, need: 'mandatory', after: FIRST },
      ],
      renewals: [{ kind: 'outside' }],
      ...more,
    });
  return { town, as, officer, binh, complete, curriculum };
}
