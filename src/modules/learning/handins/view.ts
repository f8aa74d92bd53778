import { addDays, type Day } from '#base/day/index.ts';
import { found } from '#base/problem/index.ts';
import type { Db } from '#base/db/index.ts';
import { getLesson } from '../courses/store.ts';
import type { HandInView } from './model.ts';
import { CONTEST_DAYS, type Assignment } from './rules.ts';
import { listHandInEvents, type HandIn } from './store.ts';

/** The assignment that something was handed in for, in its version; throws `missing`. */
export async function getAssignment(db: Db, { courseId, version, lessonId, blockId }: Pick<HandIn, 'courseId' | 'version' | 'lessonId' | 'blockId'>): Promise<Assignment> {
  const { blocks } = await getLesson(db, courseId, version, lessonId);
  const block = blocks.find(({ id }) => id === blockId);
  return found(block?.kind === 'assignment' ? block : undefined, 'learning-handins.no-assignment');
}

/** Things handed in for one assignment, as their learner and those who mark see them. */
export async function viewsOf(db: Db, handIns: readonly HandIn[], assignment: Assignment, today: Day): Promise<HandInView[]> {
  const events = await listHandInEvents(
    db,
    handIns.map(({ id }) => id),
  );
  return handIns.map(({ id, state, attempt, text, documentId, fileName, handedAt, points }) => {
    const own = events.filter(({ handInId }) => handInId === id);
    const marked = own.findLast(({ kind }) => kind === 'marked');
    const mayContest = ['passed', 'failed'].includes(state) && marked !== undefined && !own.some(({ kind }) => kind === 'contested') && today <= addDays(marked.day, CONTEST_DAYS);
    return {
      id,
      state,
      attempt,
      text,
      handedAt,
      points,
      mayContest,
      file:
        documentId === null
          ? null
          : {
              id: documentId,
              name: fileName ?? '',
            },
      most: 2 * assignment.criteria.length,
      events: own.map(({ handInId: _handIn, personId: _person, day: _day, ...event }) => event),
    };
  });
}
