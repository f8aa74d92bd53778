import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { takeStep } from '#kernel/case/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf, system } from '#kernel/org/index.ts';
import { currentBook } from '#kernel/rule/index.ts';
import { assignCourse, endAssignment, listTaught } from '#modules/learning/index.ts';
import { findCalculation, type PersonCase } from '../cases/store.ts';
import { prose } from '../impact/index.ts';
import { closed } from '../model.ts';
import { addAssigned, addLearningPlan, findLearningPlan, listAssigned } from './learning-store.ts';
import { id, monthly, text } from './model.ts';
import { findNumber } from './offer-store.ts';
import { getPersonCase, mustSeek } from './offers.ts';
import { payIn, protectedPay } from './pay.ts';
import { listOpen, lookingOf } from './search.ts';
import { findPresent } from './store.ts';

/** Lays down what somebody learns towards a post, and offers it. */
export const planLearning = operation({
  name: 'transition.plan-learning',
  summary:
    'Offer the person of a case learning towards a post: the courses, the working days for them, and the pay that goes on meanwhile, by the rule in force. The courses are assigned when the person takes it up.',
  kind: 'write',
  http: 'POST /transition/cases/{id}/learning',
  permission: 'transition.handle-cases',
  unit: async (ctx, given) => (await getPersonCase(ctx, given.id)).unitId,
  input: Type.Object(
    {
      id: id('Case of the person'),
      postId: Type.Optional(id('Vacant post that it leads to; left out when it leads to a kind of work')),
      courses: Type.Array(Type.String({ maxLength: 80, description: 'Course' }), { minItems: 1, maxItems: 10, uniqueItems: true, description: 'Courses' }),
      dueDays: Type.Integer({ minimum: 5, maximum: 250, description: 'Working days to complete them in' }),
      monthlyPay: Type.Optional(monthly('Present pay, where neither the calculation of the case nor the register has it')),
      reason: prose('Why these courses, and what they lead to', 500),
    },
    closed,
  ),
  output: Type.Object({ id: id('Plan'), pay: Type.Integer({ description: 'Pay that goes on meanwhile, đồng a month' }) }, closed),
  trace: (input, output) => ({ subject: input.id, detail: { plan: output.id, courses: input.courses.length } }),
  run: async (ctx, given) => {
    const held = await getPersonCase(ctx, given.id);
    mustSeek(held);
    const { seeker } = await lookingOf(ctx, held.personId);
    const open = given.postId === undefined ? undefined : (await listOpen(ctx, seeker, { postId: given.postId }))[0];
    if (given.postId !== undefined && open === undefined) throw new Problem('conflict', 'transition-work.not-open');
    const courses = await knownCourses(ctx, given.courses);
    const now = payIn(await findCalculation(ctx.db, held.caseId)) ?? seeker.pay ?? given.monthlyPay;
    if (now === undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/monthlyPay', code: 'transition-work.pay-missing' }]);
    const pay = protectedPay(await currentBook(ctx.db, ctx.services.root), ctx.today, now);
    const plan = { id: newId(), caseId: held.caseId, postId: given.postId ?? null, post: open?.shown.title ?? '', courses, dueDays: given.dueDays, reason: given.reason };
    const [factId = ''] = await record(ctx, [
      { kind: 'transition.learning-planned', subject: held.caseId, unitId: held.unitId, day: ctx.today, value: courses.length, data: { courses: given.courses } },
    ]);
    if (held.state === 'retraining') await endPlan(ctx, held.caseId);
    await addLearningPlan(ctx.db, { ...plan, pay: Number(pay.value), because: [...pay.because], madeOn: ctx.today, madeBy: personOf(ctx.actor) ?? null, factId });
    if (held.state === 'opened') await takeStep(ctx, { id: held.caseId, expected: await findNumber(ctx.db, held.caseId), step: 'offer-retraining' });
    if (held.state === 'retraining') await assignPlan(ctx, held);
    await notify(ctx, { to: [held.personId], key: 'transition-work.told-learning', values: { n: courses.length }, href: `/transition/cases/${held.caseId}/work`, email: true });
    return { id: plan.id, pay: Number(pay.value) };
  },
});

async function knownCourses(ctx: Ctx, wanted: readonly string[]): Promise<{ id: string; title: string }[]> {
  const taught = new Map((await listTaught(ctx.db, 'vi')).map((course) => [course.id, course.title]));
  const unknown = wanted.flatMap((course, index) => (taught.has(course) ? [] : [{ at: `/courses/${index}`, code: 'transition-work.no-course', values: { course } }]));
  if (unknown.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, unknown);
  return wanted.map((course) => ({ id: course, title: taught.get(course) ?? course }));
}

/** Assigns the courses of the latest plan of a case to its person, through the module of learning; nothing without a plan. */
export async function assignPlan(ctx: Ctx, held: Pick<PersonCase, 'caseId' | 'personId'>): Promise<void> {
  const plan = await findLearningPlan(ctx.db, held.caseId);
  const unitId = (await findPresent(ctx.db, held.personId, ctx.today))?.unitId ?? null;
  if (plan === undefined || unitId === null || (await listAssigned(ctx.db, plan.id)).length > 0) return;
  const own: Ctx = { ...ctx, actor: system('transition.work') };
  for (const course of plan.courses) {
    const audience = { include: [{ people: [held.personId] }], exclude: [] };
    const { id: assignmentId } = await assignCourse.run(own, { course: course.id, unitId, audience, starts: ctx.today, dueDays: plan.dueDays, reason: plan.reason });
    await addAssigned(ctx.db, { planId: plan.id, course: course.id, assignmentId, day: ctx.today });
  }
}

/** Ends the assignments of the latest plan of a case, when learning is broken off or planned anew: what was completed stays. */
export async function endPlan(ctx: Ctx, caseId: string): Promise<void> {
  const plan = await findLearningPlan(ctx.db, caseId);
  if (plan === undefined) return;
  for (const assignment of await listAssigned(ctx.db, plan.id)) {
    await endAssignment.run({ ...ctx, actor: system('transition.work') }, { id: assignment }).catch((error: unknown) => {
      if (!(error instanceof Problem && error.kind === 'conflict')) throw error;
    });
  }
}

/** A plan of learning as it is shown. */
export const PlanView = Type.Object(
  {
    post: text('Post that it leads to; empty for a kind of work'),
    courses: Type.Array(
      Type.Object(
        {
          id: text('Course'),
          title: text('Title'),
          due: Type.Union([Type.String(), Type.Null()], { description: 'Last day; null while not taken up' }),
          completedOn: Type.Union([Type.String(), Type.Null()], { description: 'When it was completed' }),
        },
        closed,
      ),
      { description: 'Courses with how far the person has come, never how well' },
    ),
    dueDays: Type.Integer({ description: 'Working days to complete them in' }),
    pay: Type.Integer({ description: 'Pay that goes on meanwhile, đồng a month' }),
    because: Type.Array(
      Type.Object(
        {
          key: text('Text key'),
          values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), { description: 'What fills it' }),
          cites: Type.Array(Type.String(), { description: 'What it follows' }),
          verified: Type.Boolean({ description: 'Whether the official text was entered' }),
        },
        closed,
      ),
      { description: 'The rule by which the pay goes on' },
    ),
    reason: text('Why these courses'),
    madeOn: text('When it was offered'),
  },
  closed,
);
