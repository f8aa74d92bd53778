import Type from 'typebox';
import { sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { Answer, controlsOf, mark, openControls, publicItem, type PublicItem } from '../bank/index.ts';
import { begin } from './begin.ts';
import { finish } from './finish.ts';
import { Mode, SittingView } from './model.ts';
import { minutesAt, type FrozenItem, type Stored } from './state.ts';
import { addAnswer, findAnswer, getSitting, pauseSittings, resumeSittings } from './store.ts';
import { currentTurn, itemOf, mustBeOwn, viewOf } from './turn.ts';

const closed = { additionalProperties: false };
const id = Type.String({ format: 'uuid', description: 'Sitting' });

/** Minutes by which an answer may come too late: whoever is sending when the time ends loses nothing. */
const GRACE_MINUTES = 1;

/** Begins practice or a check, or goes on with the one that is open. */
export const startSitting = operation({
  name: 'skills.start-sitting',
  summary: 'Begin practice (explains, does not count) or a check (measures; at most every 30 days), or go on with the one that is open.',
  kind: 'write',
  http: 'POST /skills/sittings',
  permission: 'signed-in',
  input: Type.Object(
    {
      mode: Type.Enum(['practice', 'check'], { description: 'practice or check; a certification is begun in its session' }),
      competence: Type.Optional(Type.String({ pattern: '^[1-5]\\.[1-6]$', description: 'Practice: only this competence' })),
    },
    closed,
  ),
  output: Type.Object({ id }, closed),
  trace: ({ mode }, output) => ({ subject: output.id, detail: { mode } }),
  run: async (ctx, { mode, competence }) => {
    const personId = personOf(ctx.actor);
    if (personId === undefined) throw new Problem('forbidden', 'operation.sign-in-first');
    return { id: await begin(ctx, { personId, mode, competence: mode === 'practice' ? (competence ?? null) : null, sessionId: null }) };
  },
});

/** The own sitting with the question that is open. */
export const readSitting = operation({
  name: 'skills.read-sitting',
  summary: 'The own sitting: the open question without its key, progress and time. Read again it says the same.',
  kind: 'read',
  http: 'GET /skills/sittings/{id}',
  permission: 'signed-in',
  input: Type.Object({ id }, closed),
  output: SittingView,
  run: async (ctx, input) => {
    const stored = await getSitting(ctx.db, input.id);
    mustBeOwn(ctx, stored);
    return viewOf(ctx, stored);
  },
});

/** Keeps an answer; it is committed before anything more is asked. */
export const answerQuestion = operation({
  name: 'skills.answer-question',
  summary: 'Answer the open question. The same answer sent again counts once; another answer to an answered question is refused.',
  kind: 'write',
  http: 'POST /skills/sittings/{id}/answers',
  permission: 'signed-in',
  repeatable: true,
  input: Type.Object(
    {
      id,
      number: Type.Integer({ minimum: 1, description: 'Number of the question, as shown' }),
      item: Type.String({ maxLength: 120, description: 'Item of the question, as shown' }),
      answer: Answer,
      skip: Type.Optional(Type.Boolean({ description: '"I do not know": what is open counts as not answered; else an answer with open controls is refused' })),
    },
    closed,
  ),
  output: Type.Object(
    {
      number: Type.Integer({ description: 'Number of the answered question' }),
      over: Type.Union([Type.String(), Type.Null()], { description: 'Why the sitting is over now; null: it goes on' }),
    },
    closed,
  ),
  trace: (input) => ({ subject: input.id, detail: { number: input.number } }),
  run: async (ctx, input) => {
    const stored = await getSitting(ctx.db, input.id, { lock: true });
    mustBeOwn(ctx, stored);
    if (input.number <= stored.answers.length) return repeated(ctx, stored, input);
    if (stored.state === 'finished') throw new Problem('conflict', 'skills-sittings.over');
    if (stored.state === 'paused') throw new Problem('conflict', 'skills-sittings.paused');
    return keepAnswer(ctx, stored, input);
  },
});

type Sent = { number: number; item: string; answer: Answer; skip?: boolean };

async function keepAnswer(ctx: Ctx, stored: Stored, sent: Sent): Promise<{ number: number; over: string | null }> {
  const minutes = minutesAt(stored, ctx.now.epochMilliseconds);
  const asked = await askedItem(ctx, stored, sent, minutes);
  const item = await itemOf(ctx.db, asked.id, asked.version);
  const shown = publicItem(item, ctx.locale);
  const given = knownControls(shown, sent.answer);
  const open = sent.skip === true ? [] : openControls(shown, given);
  const errors = open.map(({ control, why }) => ({ at: `/answer/${control}`, code: `skills-sittings.open-${why}` }));
  if (errors.length > 0) throw new Problem('invalid', 'skills-sittings.incomplete', {}, errors);
  const answer = {
    number: sent.number,
    itemId: asked.id,
    version: asked.version,
    given,
    correct: mark(item, given),
    minutes,
    scored: asked.scored && stored.mode !== 'practice',
    answeredAt: ctx.now.epochMilliseconds,
  };
  // Sent twice at the same moment: the other one was first.
  if (!(await addAnswer(ctx.db, stored, answer))) return repeated(ctx, stored, sent);
  const after = { ...stored, answers: [...stored.answers, answer] };
  const { over } = await currentTurn(ctx.db, after, minutes);
  if (over !== null) await finish(ctx, after, over);
  return { number: sent.number, over };
}

/** The item that the sitting asks now, which must be the one that was answered. */
async function askedItem(ctx: Ctx, stored: Stored, sent: Sent, minutes: number): Promise<FrozenItem> {
  const limit = stored.rules.rules.stop.minutes;
  if (limit !== undefined && minutes > limit + GRACE_MINUTES) throw new Problem('conflict', 'skills-sittings.time-over');
  const turn = await currentTurn(ctx.db, stored, stored.answers.at(-1)?.minutes ?? 0);
  if (turn.item === null) throw new Problem('conflict', 'skills-sittings.over');
  if (turn.number !== sent.number || turn.item.id !== sent.item) throw new Problem('conflict', 'skills-sittings.not-asked');
  return turn.item;
}

/** The same answer again is fine; another one is not. */
async function repeated(ctx: Ctx, stored: Stored, sent: Sent): Promise<{ number: number; over: string | null }> {
  const kept = await findAnswer(ctx.db, stored.id, sent.number);
  const same =
    kept?.itemId === sent.item && canonical(kept.given) === canonical(knownControls(publicItem(await itemOf(ctx.db, kept.itemId, kept.version), ctx.locale), sent.answer));
  if (!same) throw new Problem('conflict', 'skills-sittings.answered-otherwise');
  return { number: sent.number, over: sent.number < stored.answers.length ? null : stored.ended };
}

function knownControls(item: PublicItem, answer: Answer): Answer {
  const known = new Set(controlsOf(item).map((control) => control.id));
  return Object.fromEntries(Object.entries(answer).filter(([control]) => known.has(control)));
}

/** An answer as a text that does not depend on the order of its controls. */
function canonical(answer: Answer): string {
  return JSON.stringify(Object.entries(answer).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** Stops the time, lets it run on, or ends the sitting for good. */
export const changeSitting = operation({
  name: 'skills.change-sitting',
  summary: 'Pause the own sitting, go on with it, or stop it for good; what was answered stays. In a certification only the invigilator pauses.',
  kind: 'write',
  http: 'POST /skills/sittings/{id}/changes',
  permission: 'signed-in',
  input: Type.Object({ id, to: Type.Enum(['paused', 'open', 'finished'], { description: 'paused, open or finished' }) }, closed),
  output: Type.Object({ mode: Mode, state: Type.String({ description: 'State now' }) }, closed),
  trace: (input) => ({ subject: input.id, detail: { to: input.to } }),
  run: async (ctx, input) => {
    const stored = await getSitting(ctx.db, input.id, { lock: true });
    mustBeOwn(ctx, stored);
    if (input.to !== 'finished' && stored.mode === 'certification') throw new Problem('conflict', 'skills-sittings.invigilator-pauses');
    if (stored.state === 'finished' && input.to !== 'finished') throw new Problem('conflict', 'skills-sittings.over');
    const own = sql`sitting.id = ${stored.id}`;
    if (input.to === 'paused') await pauseSittings(ctx.db, own, ctx.now);
    if (input.to === 'open') await resumeSittings(ctx.db, own, ctx.now);
    if (input.to === 'finished' && stored.state !== 'finished') await finish(ctx, stored, await reasonNow(ctx, stored));
    return { mode: stored.mode, state: input.to };
  },
});

/** Why a sitting ends that its person ends: the time may have run out before. */
async function reasonNow(ctx: Ctx, stored: Stored): Promise<string> {
  return (await currentTurn(ctx.db, stored, minutesAt(stored, ctx.now.epochMilliseconds))).over ?? 'stopped';
}
