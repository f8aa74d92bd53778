import type { Ctx } from '#kernel/operation/index.ts';
import { settleLesson } from '../player/finish.ts';
import { findEnrolment } from '../player/store.ts';
import { recordPlayed } from './statements.ts';
import { putStanding, type Part, type Session, type StoredPackage } from './store.ts';

/** A score as a result of a statement has it; nothing without one. */
export const scored = (score: number | null) => (score === null ? {} : { score: { scaled: score } });

/** Keeps how an attempt stands now; when it becomes done it is told, and the lesson it was opened from is closed. */
export async function settleAttempt(
  ctx: Ctx,
  session: Session,
  pack: StoredPackage,
  whole: Pick<Part, 'done' | 'passed' | 'score'> & { sequencing: string | null },
): Promise<void> {
  await putStanding(ctx.db, session.id, whole, ctx.now.toString());
  if (!whole.done || session.done) return;
  const result = { completion: true, ...(whole.passed === null ? {} : { success: whole.passed }), ...scored(whole.score) };
  if (pack.standard !== 'cmi5') await recordPlayed(ctx, pack, { personId: session.personId, registration: session.id }, [{ verb: 'completed', result }]);
  if (session.courseId === null || session.lessonId === null) return;
  const enrolment = await findEnrolment(ctx.db, session.personId, session.courseId);
  if (enrolment !== undefined) await settleLesson(ctx, enrolment, session.lessonId);
}
