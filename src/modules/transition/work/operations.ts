import Type from 'typebox';
import { found, Problem } from '#base/problem/index.ts';
import { caseRead } from '#kernel/case/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { listAssignedProgress } from '#modules/learning/index.ts';
import { sql } from '#base/db/index.ts';
import { moneyOf, Money } from '../balance/index.ts';
import { listPersonCases, type PersonCase } from '../cases/store.ts';
import { closed } from '../model.ts';
import { followUpView, FollowUpView } from './follow-up.ts';
import { listFollowUps } from './follow-up-store.ts';
import { PlanView } from './learning.ts';
import { findLearningPlan, listAssigned } from './learning-store.ts';
import { findMentorOf, listMentored, listMentorRows } from './mentors.ts';
import { from, id, Openings, orNull, text, WishesInput, WishesView } from './model.ts';
import { getPersonCase, offerView, OfferView } from './offers.ts';
import { listOffers } from './offer-store.ts';
import { knownCommunes } from './place.ts';
import { lookingOf, searchFor } from './search.ts';
import { findWishes, putWishes } from './store.ts';

/** A person says what she or he wishes. */
export const stateWishes = operation({
  name: 'transition.state-work-wishes',
  summary: 'Say what you wish of new work, and whether your results may be used to find it. You can change or take it back at any time.',
  kind: 'write',
  http: 'PUT /transition/own-work/wishes',
  permission: 'signed-in',
  input: Type.Object(WishesInput, closed),
  output: WishesView,
  run: async (ctx, given) => {
    const personId = found(personOf(ctx.actor), 'operation.sign-in-first');
    const { homeCode = null, mostKm = null, leastPay = null, note = '' } = given;
    if (homeCode !== null && !knownCommunes().has(homeCode)) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/homeCode', code: 'transition-work.no-commune' }]);
    const wishes = { homeCode, mostKm, leastPay, note, postKinds: given.postKinds, outside: given.outside, useResults: given.useResults, statedOn: ctx.today };
    await putWishes(ctx.db, personId, wishes);
    return wishes;
  },
});

/** What is open to whoever asks. */
export const readOwnWork = operation({
  name: 'transition.read-own-work',
  summary: 'What is open to you and why, best first; your wishes; whom you go along with as a mentor.',
  kind: 'read',
  http: 'GET /transition/own-work',
  permission: 'signed-in',
  input: Type.Object({ from }, closed),
  output: Type.Object(
    {
      wishes: orNull(WishesView),
      openings: Openings,
      mentoring: orNull(Type.Object({ about: text('What you help with'), places: Type.Integer({ description: 'How many at a time' }) }, closed)),
      mentored: Type.Array(Type.String(), { description: 'Names of the people you go along with' }),
    },
    closed,
  ),
  run: async (ctx, { from: passed = 0 }) => {
    const personId = found(personOf(ctx.actor), 'operation.sign-in-first');
    const looking = await lookingOf(ctx, personId);
    const [mentor] = await listMentorRows(ctx.db, ctx.today, personId);
    return {
      wishes: looking.wishes ?? null,
      openings: await searchFor(ctx, looking, passed),
      mentoring: mentor === undefined ? null : { about: mentor.about, places: mentor.places },
      mentored: await listMentored(ctx.db, personId, ctx.today),
    };
  },
});

/** What is open to the person of a case. */
export const searchWork = operation({
  name: 'transition.search-work',
  summary: 'What is open to the person of a case and why, best first. Nothing is left out; results count only with the consent of the person, who is told who looked.',
  kind: 'read',
  http: 'GET /transition/cases/{id}/openings',
  permission: 'transition.handle-cases',
  unit: async (ctx, given) => (await getPersonCase(ctx, given.id)).unitId,
  input: Type.Object({ id: id('Case of the person'), from }, closed),
  output: Type.Object({ personId: id('Person'), wishes: orNull(WishesView), openings: Openings }, closed),
  looksAt: (_input, { personId }) => [personId],
  run: async (ctx, given) => {
    const { personId } = await getPersonCase(ctx, given.id);
    const looking = await lookingOf(ctx, personId);
    return { personId, wishes: looking.wishes ?? null, openings: await searchFor(ctx, looking, given.from ?? 0) };
  },
});

const Progress = Type.Object(
  {
    id: id('Case of the person'),
    personId: id('Person'),
    name: text('Name'),
    post: text('Post concerned'),
    state: text('State of the case'),
    hasWishes: Type.Boolean({ description: 'Whether the person said what she or he wishes' }),
    plan: orNull(PlanView),
    offers: Type.Array(OfferView, { description: 'Latest first' }),
    mentor: orNull(text('Who goes along')),
    followUps: Type.Array(FollowUpView, { description: 'Soonest due first' }),
    money: Money,
  },
  closed,
);

async function progressOf(ctx: Ctx, held: PersonCase) {
  return {
    id: held.caseId,
    personId: held.personId,
    name: held.name,
    post: held.post,
    state: held.state,
    hasWishes: (await findWishes(ctx.db, held.personId)) !== undefined,
    plan: await planOf(ctx, held),
    offers: (await listOffers(ctx.db, held.caseId)).map(offerView),
    mentor: (await findMentorOf(ctx.db, held.caseId, ctx.today))?.name ?? null,
    followUps: (await listFollowUps(ctx.db, sql`planned.case_id = ${held.caseId}`)).map(followUpView),
    money: await moneyOf(ctx, held.caseId),
  };
}

/** What is being done so that the person of a case has work again. */
export const readWork = operation({
  name: 'transition.read-work',
  summary:
    'What is being done so that the person of a case has work again: learning, offers, mentor, follow-ups, money due and paid; for the employer and the union, and the same as the person sees.',
  kind: 'read',
  http: 'GET /transition/cases/{id}/work',
  permission: 'signed-in',
  input: Type.Object({ id: id('Case of the person') }, closed),
  output: Progress,
  looksAt: (_input, { personId }) => [personId],
  run: async (ctx, given) => {
    await caseRead.run(ctx, given);
    return progressOf(ctx, await getPersonCase(ctx, given.id));
  },
});

/** The same for one's own cases. */
export const readOwnProgress = operation({
  name: 'transition.read-own-progress',
  summary: 'What is being done in your own cases so that you have work again: learning, offers, mentor, follow-ups, money due and paid.',
  kind: 'read',
  http: 'GET /transition/own-progress',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(Progress),
  run: async (ctx) => {
    const personId = personOf(ctx.actor);
    const cases: Type.Static<typeof Progress>[] = [];
    for (const held of personId === undefined ? [] : await listPersonCases(ctx.db, { personId })) cases.push(await progressOf(ctx, held));
    return cases;
  },
});

async function planOf(ctx: Ctx, { caseId, personId }: { caseId: string; personId: string }) {
  const plan = await findLearningPlan(ctx.db, caseId);
  if (plan === undefined) return null;
  const progress = new Map((await listAssignedProgress(ctx.db, personId, await listAssigned(ctx.db, plan.id))).map((line) => [line.course, line]));
  return {
    post: plan.post,
    courses: plan.courses.map((course) => ({ ...course, due: progress.get(course.id)?.due ?? null, completedOn: progress.get(course.id)?.completedOn ?? null })),
    dueDays: plan.dueDays,
    pay: plan.pay,
    because: plan.because.map(({ key, inputs, cites }) => ({
      key,
      // Exact amounts are kept as text; sentences show them as numbers.
      values: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, Number(value)])),
      cites: cites.map((cite) => cite.text),
      verified: cites.every(({ verified }) => verified),
    })),
    reason: plan.reason,
    madeOn: plan.madeOn,
  };
}
