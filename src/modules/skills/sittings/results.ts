import Type from 'typebox';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { unitOf } from '#kernel/org/index.ts';
import { publicItem } from '../bank/index.ts';
import { isBounded, replay } from '../engine/index.ts';
import { requiredBandsOf } from '../requirements/index.ts';
import { nextCheckDay } from './begin.ts';
import { getBankVersion } from './bank-version.ts';
import { listNeutralised } from './finish.ts';
import { Feedback, Measured, OutcomeView, ReplayView } from './model.ts';
import { listOutcomes, type Outcome } from './read.ts';
import { listRevisions } from './revisions.ts';
import { measuring, type Stored } from './state.ts';
import { findAnswer, getSitting } from './store.ts';
import { itemOf, mustBeOwn } from './turn.ts';

const closed = { additionalProperties: false };
const personId = Type.String({ format: 'uuid', description: 'Person' });
const sitting = Type.String({ format: 'uuid', description: 'Sitting' });

/** Whose results: the person needs nothing; others the permission in the person's unit, and a purpose that the person sees. */
const guarded = {
  permission: 'skills.see-results',
  owner: (input: { personId: string }) => input.personId,
  unit: (ctx: Ctx, input: { personId: string }) => unitOf(ctx.db, input.personId, ctx.today),
  looksAt: (input: { personId: string }) => [input.personId],
};

/** All results of a person. */
export const listResults = operation({
  name: 'skills.list-results',
  summary: 'The results of a person, newest first, what is required of them, and when the next check is possible.',
  kind: 'read',
  http: 'GET /skills/people/{personId}/results',
  ...guarded,
  input: Type.Object({ personId }, closed),
  output: Type.Object(
    {
      outcomes: Type.Array(OutcomeView, { description: 'Newest first' }),
      required: Type.Record(Type.String(), Type.Integer(), { description: 'Level 1 to 3 that is required in each area' }),
      nextCheck: Type.Union([Type.String(), Type.Null()], { description: 'First day on which a check is possible again; null: today' }),
    },
    closed,
  ),
  run: async (ctx, input) => {
    const outcomes = await listOutcomes(ctx.db, input.personId);
    const required = await requiredBandsOf(ctx, { personId: input.personId }, ctx.today);
    return { outcomes, required: Object.fromEntries(required), nextCheck: (await nextCheckDay(ctx, input.personId)) ?? null };
  },
});

/** One result of a person. */
export const readResult = operation({
  name: 'skills.read-result',
  summary: 'One result of a person with what it was before items were neutralised, and what to learn next.',
  kind: 'read',
  http: 'GET /skills/people/{personId}/results/{sitting}',
  ...guarded,
  input: Type.Object({ personId, sitting }, closed),
  output: Type.Object(
    {
      outcome: Type.Union([OutcomeView, Type.Null()], { description: 'null: too few answers to say anything' }),
      answers: Type.Integer({ description: 'Answers given' }),
      missed: Type.Array(
        Type.Object(
          { competence: Type.String({ description: 'Competence' }), wrong: Type.Integer({ description: 'Answered wrongly' }), asked: Type.Integer({ description: 'Asked' }) },
          closed,
        ),
        {
          description: 'Competences with wrong answers, those of the weakest areas first',
        },
      ),
      before: Type.Array(Measured, { description: 'What earlier revisions said over all, oldest first' }),
      required: Type.Record(Type.String(), Type.Integer(), { description: 'Level 1 to 3 that is required in each area' }),
    },
    closed,
  ),
  run: async (ctx, input) => {
    const stored = await finishedOf(ctx, input);
    const outcome = (await listOutcomes(ctx.db, input.personId)).find(({ sittingId }) => sittingId === stored.id) ?? null;
    return {
      outcome,
      answers: stored.answers.length,
      missed: await missedOf(ctx, stored, outcome),
      before: await listRevisions(ctx.db, stored.id),
      required: Object.fromEntries(await requiredBandsOf(ctx, { personId: input.personId }, ctx.today)),
    };
  },
});

/** A sitting played again. */
export const replayResult = operation({
  name: 'skills.replay-result',
  summary:
    'A finished check or certification played again from its bank version, rules and seed: item after item with ability and standard error, and whether it agrees with what is stored.',
  kind: 'read',
  http: 'GET /skills/people/{personId}/results/{sitting}/replay',
  ...guarded,
  input: Type.Object({ personId, sitting }, closed),
  output: ReplayView,
  run: async (ctx, input) => replayOf(ctx, await finishedOf(ctx, input)),
});

async function finishedOf(ctx: Ctx, input: { personId: string; sitting: string }): Promise<Stored> {
  const stored = await getSitting(ctx.db, input.sitting);
  if (stored.personId !== input.personId || stored.mode === 'practice') throw new Problem('missing', 'skills-sittings.no-sitting');
  if (stored.state !== 'finished') throw new Problem('conflict', 'skills-sittings.not-finished');
  return stored;
}

async function missedOf(ctx: Ctx, stored: Stored, outcome: Outcome | null) {
  const { items } = await getBankVersion(ctx.db, stored.bankVersionId);
  const competences = new Map(items.map(({ id, competence }) => [id, competence]));
  const scored = Map.groupBy(
    stored.answers.filter((answer) => answer.scored),
    ({ itemId }) => competences.get(itemId) ?? '',
  );
  const theta = new Map(outcome?.areas.map((measured) => [measured.area, measured.theta]));
  return [...scored]
    .map(([competence, answers]) => ({ competence, asked: answers.length, wrong: answers.filter(({ correct }) => !correct).length }))
    .filter(({ wrong }) => wrong > 0)
    .toSorted((one, other) => (theta.get(one.competence.charAt(0)) ?? 0) - (theta.get(other.competence.charAt(0)) ?? 0) || other.wrong - one.wrong);
}

/** Plays a stored sitting again; see `replayResult`. */
export async function replayOf(ctx: Pick<Ctx, 'db' | 'locale'>, stored: Stored): Promise<ReplayView> {
  const { items } = await getBankVersion(ctx.db, stored.bankVersionId);
  const given = new Map(stored.answers.filter(({ scored }) => scored).map((answer) => [answer.itemId, answer]));
  const neutralised = await listNeutralised(ctx.db, stored);
  const played = replay(measuring(stored, items, 0), (id) => {
    const answer = given.get(id);
    return answer && { right: answer.correct, minutes: answer.minutes };
  });
  const asked = [...given.values()].toSorted((one, other) => one.number - other.number);
  const same = played.steps.length === asked.length && played.steps.every(({ item }, at) => asked[at]?.itemId === item);
  const steps = await Promise.all(
    played.steps.map(async ({ item, right, estimate }) => {
      const answer = given.get(item);
      const frozen = items.find(({ id }) => id === item);
      if (answer === undefined || frozen === undefined || !isBounded(estimate)) throw new Error(`replay of ${stored.id} lost ${item}`);
      const words = publicItem(await itemOf(ctx.db, item, answer.version), ctx.locale);
      return {
        ...{ number: answer.number, item, version: answer.version, competence: frozen.competence, prompt: words.prompt, right, minutes: answer.minutes },
        ...{ a: frozen.a, b: frozen.b, c: frozen.c, source: frozen.source, neutralised: neutralised.has(`${item}/${answer.version}`) },
        ...{ theta: estimate.theta, standardError: estimate.standardError },
      };
    }),
  );
  const bank = await getBankVersion(ctx.db, stored.bankVersionId);
  return {
    bank: bank.number,
    seed: stored.id,
    closed: stored.closed.length,
    pilots: stored.answers.length - given.size,
    ended: stored.ended ?? '',
    replayed: played.ended,
    same,
    steps,
  };
}

/** What practice says after an answer. */
export const readFeedback = operation({
  name: 'skills.read-feedback',
  summary: 'After an answer in practice: whether it was right, the key and the explanation. Never for checks and certifications.',
  kind: 'read',
  http: 'GET /skills/sittings/{id}/answers/{number}',
  permission: 'signed-in',
  input: Type.Object({ id: sitting, number: Type.Integer({ minimum: 1, description: 'Number of the question' }) }, closed),
  output: Feedback,
  run: async (ctx, { id, number }) => {
    const stored = await getSitting(ctx.db, id);
    mustBeOwn(ctx, stored);
    if (stored.mode !== 'practice') throw new Problem('forbidden', 'skills-sittings.no-review');
    const { itemId, version, given, correct } = found(await findAnswer(ctx.db, id, number), 'skills-sittings.no-answer');
    const item = await itemOf(ctx.db, itemId, version);
    return { number, shown: publicItem(item, ctx.locale), item, given, correct };
  },
});
