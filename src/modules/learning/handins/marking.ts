import Type from 'typebox';
import { one, sql } from '#base/db/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, personOf, scope } from '#kernel/org/index.ts';
import { getLesson } from '../courses/store.ts';
import { closed } from '../model.ts';
import { settleLesson } from '../player/finish.ts';
import { findEnrolment } from '../player/store.ts';
import { HAND_IN_STATES, HandInView, Mark } from './model.ts';
import { markFaults, resultOf } from './rules.ts';
import { findHandIn, listHandInEvents, listWaiting, noteHandIn, putHandInState, type HandIn } from './store.ts';
import { getAssignment, viewsOf } from './view.ts';

const Text = (description: string) => Type.String({ description });
const Id = Type.String({ format: 'uuid', description: 'Hand-in' });
const MARK = 'learning.mark';
const unit = async (ctx: Ctx, { id }: { id: string }): Promise<string> => found(await findHandIn(ctx.db, id), 'learning-handins.no-hand-in').unitId;

/** What waits for a mark. */
export const listHandIns = operation({
  name: 'learning.list-hand-ins',
  summary: 'What people of the asker’s units have handed in and what waits for a mark or, contested, for a decision; oldest first, at most 100. Never the asker’s own.',
  kind: 'read',
  http: 'GET /learning/hand-ins',
  permission: MARK,
  input: Type.Object({}, closed),
  output: Type.Array(
    Type.Object(
      {
        id: Text('Hand-in'),
        courseTitle: Text('Course'),
        lessonTitle: Text('Lesson'),
        name: Text('Who handed it in'),
        state: Type.Enum([...HAND_IN_STATES], { description: 'State' }),
        handedAt: Text('When'),
        attempt: Type.Integer({ description: 'Which attempt, from 1' }),
      },
      closed,
    ),
  ),
  run: async (ctx) => listWaiting(ctx.db, markable(ctx)),
});

/** What the asker may mark, as a condition on `hand_in`. */
export function markable(ctx: Pick<Ctx, 'actor' | 'today'>) {
  const own = scope(ctx.actor, MARK, sql`hand_in.unit_id`, ctx.today);
  return sql<boolean>`${own} and hand_in.person_id is distinct from ${personOf(ctx.actor) ?? null}::uuid`;
}

/** Something handed in, to be marked. */
export const readHandIn = operation({
  name: 'learning.read-hand-in',
  summary: 'Something handed in with its assignment, criteria and all that happened to it, for whoever marks.',
  kind: 'read',
  http: 'GET /learning/hand-ins/{id}',
  permission: MARK,
  unit,
  input: Type.Object({ id: Id }, closed),
  output: Type.Object(
    {
      course: Text('Course'),
      lessonTitle: Text('Lesson'),
      name: Text('Who handed it in'),
      title: Text('Title of the assignment'),
      brief: Text('What was to be done, small Markdown'),
      criteria: Type.Array(Type.Object({ id: Text('Criterion'), title: Text('What is looked at'), low: Text('0 points'), mid: Text('1 point'), high: Text('2 points') }, closed)),
      pass: Type.Integer({ description: 'Points with which it is passed' }),
      handIn: HandInView,
      mayMark: Type.Boolean({ description: 'Whether the asker may mark it now: not one’s own, and a contested one not by who marked it first' }),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const given = found(await findHandIn(ctx.db, id), 'learning-handins.no-hand-in');
    const assignment = await getAssignment(ctx.db, given);
    const lesson = await getLesson(ctx.db, given.courseId, given.version, given.lessonId);
    const [view] = await viewsOf(ctx.db, [given], assignment, ctx.today);
    const { title, brief, criteria, pass } = assignment;
    return {
      title,
      brief,
      criteria,
      pass,
      course: given.courseId,
      lessonTitle: lesson.title_vi,
      name: await nameOf(ctx, given.personId),
      handIn: found(view, 'learning-handins.no-hand-in'),
      mayMark: (await whyNot(ctx, given)) === undefined,
    };
  },
});

async function nameOf(ctx: Ctx, personId: string): Promise<string> {
  return (await one(ctx.db, sql<{ name: string }>`select person.name from kernel.person where person.id = ${personId}`))?.name ?? '';
}

/** Why the actor may not mark something now; undefined when it is possible. */
async function whyNot(ctx: Ctx, given: HandIn): Promise<string | undefined> {
  const me = personOf(ctx.actor);
  if (me === given.personId) return 'learning-handins.own';
  if (given.state !== 'waiting' && given.state !== 'contested') return 'learning-handins.marked-already';
  if (given.state === 'waiting') return undefined;
  const first = (await listHandInEvents(ctx.db, [given.id])).find(({ kind }) => kind === 'marked');
  return first?.personId === me ? 'learning-handins.second-person' : undefined;
}

async function toMark(ctx: Ctx, id: string): Promise<HandIn> {
  const given = found(await findHandIn(ctx.db, id, true), 'learning-handins.no-hand-in');
  const why = await whyNot(ctx, given);
  if (why !== undefined) throw new Problem(why === 'learning-handins.marked-already' ? 'conflict' : 'forbidden', why);
  return given;
}

/** Gives something back to be worked over. */
export const returnHandIn = operation({
  name: 'learning.return-hand-in',
  summary: 'Give something handed in back without a mark, with what is missing; its learner hands it in again.',
  kind: 'write',
  http: 'POST /learning/hand-ins/{id}/return',
  permission: MARK,
  unit,
  input: Type.Object({ id: Id, reason: Type.String({ minLength: 10, maxLength: 2000, description: 'What is missing' }) }, closed),
  output: Type.Object({ id: Text('Hand-in') }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, reason }) => {
    const given = await toMark(ctx, id);
    if (given.state !== 'waiting') throw new Problem('conflict', 'learning-handins.contested-is-decided');
    await noteHandIn(ctx, id, 'returned', reason);
    await putHandInState(ctx.db, id, 'returned', null);
    await tell(ctx, given, 'learning-handins.told-returned');
    return { id };
  },
});

/** Marks something, or decides about contested marks. */
export const markHandIn = operation({
  name: 'learning.mark-hand-in',
  summary: 'Mark something handed in by its criteria, with a reason for each; of contested marks it is the decision, by another person than the first marker.',
  kind: 'write',
  http: 'POST /learning/hand-ins/{id}/marks',
  permission: MARK,
  unit,
  input: Type.Object(
    {
      id: Id,
      marks: Type.Array(Mark, { maxItems: 5, description: 'One for each criterion' }),
      comment: Type.Optional(Type.String({ maxLength: 2000, description: 'On the whole, for the learner; at least five characters' })),
    },
    closed,
  ),
  output: Type.Object({ points: Type.Integer({ description: 'Points' }), passed: Type.Boolean({ description: 'Whether it is passed' }) }, closed),
  trace: ({ id }, { passed }) => ({ subject: id, detail: { passed } }),
  run: async (ctx, { id, marks, comment = '' }) => {
    const given = await toMark(ctx, id);
    const assignment = await getAssignment(ctx.db, given);
    const bare = comment.trim().length < 5 ? [{ at: '/comment', code: 'learning-handins.comment-missing' }] : [];
    const errors = [...markFaults(assignment, marks), ...bare];
    if (errors.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, errors);
    const { points, passed } = resultOf(assignment, marks);
    await noteHandIn(ctx, id, given.state === 'contested' ? 'decided' : 'marked', comment, { marks, points, passed });
    await putHandInState(ctx.db, id, passed ? 'passed' : 'failed', points);
    await record(ctx, [{ kind: 'learning.hand-in-marked', subject: id, unitId: given.unitId, day: ctx.today, data: { course: given.courseId, lesson: given.lessonId, passed } }]);
    if (passed) await settle(ctx, given);
    await tell(ctx, given, given.state === 'contested' ? 'learning-handins.told-decided' : 'learning-handins.told-marked');
    return { points, passed };
  },
});

async function settle(ctx: Ctx, given: HandIn): Promise<void> {
  const enrolment = await findEnrolment(ctx.db, given.personId, given.courseId);
  if (enrolment === undefined || enrolment.completedOn !== null) return;
  try {
    await settleLesson(ctx, enrolment, given.lessonId);
  } catch (problem) {
    // The learner has moved to a version without this lesson: the mark stands, and there is nothing to close.
    if (!(problem instanceof Problem) || problem.code !== 'learning.no-lesson') throw problem;
  }
}

async function tell(ctx: Ctx, { personId, courseId, lessonId, blockId }: HandIn, key: string): Promise<void> {
  await notify(ctx, { to: [personId], key, href: `/learning/${courseId}/${lessonId}/assignment/${blockId}`, email: true });
}

/** Who may open a file that was handed in. */
export const openHandInFile = operation({
  name: 'learning.open-hand-in-file',
  summary: 'Whether the asker may open a file that was handed in: its learner, and whoever marks in the unit.',
  kind: 'read',
  http: 'GET /learning/hand-in-files/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Document' }) }, closed),
  output: Type.Object({ id: Text('Document') }, closed),
  run: async (ctx, { id }) => {
    const given = found(await findByDocument(ctx, id), 'document.no-document');
    if (given.personId !== personOf(ctx.actor) && !(await may(ctx.db, ctx.actor, MARK, given.unitId, ctx.today))) throw new Problem('missing', 'document.no-document');
    return { id };
  },
});

async function findByDocument(ctx: Ctx, documentId: string): Promise<{ personId: string; unitId: string } | undefined> {
  return one(
    ctx.db,
    sql<{ personId: string; unitId: string }>`
    select hand_in.person_id as "personId", hand_in.unit_id as "unitId"
    from learning.hand_in
    where hand_in.document_id = ${documentId}`,
  );
}
