import Type from 'typebox';
import { addDays, formatDay, nextPeriod, type Day } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, personOf, unitOf } from '#kernel/org/index.ts';
import { awarenessForm, pagesOf, questionsOf } from './form.ts';
import { AwarenessPage } from './model.ts';
import { isAware, scoresOf } from './rules.ts';
import { addFilled, addSelfRating, finishFilled, getFilled, keepGiven, listFilled, listGiven, withdrawFilled, type Filled } from './store.ts';

const closed = { additionalProperties: false };
const id = Type.String({ format: 'uuid', description: 'Filling-in of the questionnaire' });
const level = (name: string) => Type.Integer({ minimum: 0, maximum: 3, description: `${name}: 0 below basic, 1 basic, 2 intermediate, 3 advanced` });
const pages = pagesOf(awarenessForm);

/** How one sees oneself, before anything is measured. */
export const rateSelf = operation({
  name: 'skills.rate-self',
  summary: 'Rate oneself in the five areas, before the questionnaire or a check; seen by nobody else.',
  kind: 'write',
  http: 'POST /skills/self-ratings',
  permission: 'signed-in',
  input: Type.Object(
    {
      area1: level('Information and data'),
      area2: level('Communication and collaboration'),
      area3: level('Content creation'),
      area4: level('Safety'),
      area5: level('Problem solving'),
    },
    closed,
  ),
  output: Type.Object({ day: Type.String({ description: 'Day of the self-rating' }) }, closed),
  run: async (ctx, input) => {
    const personId = self(ctx);
    const levels = [input.area1, input.area2, input.area3, input.area4, input.area5].map((value, at) => [String(at + 1), value] as const);
    await addSelfRating(ctx.db, personId, new Map(levels), ctx.today, ctx.now);
    await record(ctx, [{ kind: 'skills.self-rated', subject: personId, unitId: await placeOf(ctx, personId), day: ctx.today }]);
    return { day: ctx.today };
  },
});

/** Begins the questionnaire, or goes on with it. */
export const startAwareness = operation({
  name: 'skills.start-awareness',
  summary: 'Begin the questionnaire on digital awareness (at most every 90 days), or go on with the one that is open.',
  kind: 'write',
  http: 'POST /skills/awareness',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Object({ id }, closed),
  trace: (_, output) => ({ subject: output.id }),
  run: async (ctx) => {
    const personId = self(ctx);
    const before = await listFilled(ctx.db, personId);
    const open = before.find(({ state }) => state === 'open');
    if (open?.form === awarenessForm.id) return { id: open.id };
    if (open !== undefined) await withdrawFilled(ctx.db, open.id);
    const day = nextDay(before, ctx.today);
    if (day !== null) throw new Problem('conflict', 'skills-awareness.too-soon', { day: formatDay(day), days: awarenessForm.every_days });
    const made = newId();
    await addFilled(ctx.db, { id: made, personId, unitId: await placeOf(ctx, personId), form: awarenessForm.id, now: ctx.now });
    return { id: made };
  },
});

/** One page of the questionnaire with what was answered so far. */
export const readAwareness = operation({
  name: 'skills.read-awareness',
  summary: 'A page of the own questionnaire with the answers given so far; without a page the first that is not complete.',
  kind: 'read',
  http: 'GET /skills/awareness/{id}',
  permission: 'signed-in',
  input: Type.Object({ id, page: Type.Optional(Type.Integer({ minimum: 1, maximum: pages.length, description: 'Page, from 1' })) }, closed),
  output: AwarenessPage,
  run: async (ctx, input) => {
    const filled = await ownFilled(ctx, input.id);
    const given = await listGiven(ctx.db, filled.id);
    const open = pages.flatMap((questions, at) => (questions.every((question) => given.has(question.id)) ? [] : [at + 1]));
    const page = input.page ?? open[0] ?? pages.length;
    const questions = pages[page - 1] ?? [];
    const part = awarenessForm.parts.find((one) => one.id === questions[0]?.part);
    const say = (words: { text_vi: string; text_en: string } | undefined): string => (ctx.locale === 'vi' ? words?.text_vi : words?.text_en) ?? '';
    return {
      id: filled.id,
      state: filled.state,
      page,
      pages: pages.length,
      open,
      part: { name: (ctx.locale === 'vi' ? part?.name_vi : part?.name_en) ?? '', text: say(part) },
      questions: questions.map((question) => ({
        id: question.id,
        text: say(question),
        choices: question.choices.map((choice) => ({ id: choice.id, text: say(choice) })),
        given: given.get(question.id) ?? null,
      })),
    };
  },
});

/** Keeps the answers of a page. */
export const answerAwareness = operation({
  name: 'skills.answer-awareness',
  summary: 'Keep the answers of a page of the own questionnaire; they may be changed until it is handed in.',
  kind: 'write',
  http: 'POST /skills/awareness/{id}/answers',
  permission: 'signed-in',
  input: Type.Object(
    {
      id,
      page: Type.Integer({ minimum: 1, maximum: pages.length, description: 'Page, from 1' }),
      answers: Type.Record(Type.String({ maxLength: 20 }), Type.String({ maxLength: 20 }), { description: 'Option by question, for all questions of the page' }),
    },
    closed,
  ),
  output: Type.Object({ next: Type.Union([Type.Integer(), Type.Null()], { description: 'Next page; null: that was the last' }) }, closed),
  trace: (input) => ({ subject: input.id, detail: { page: input.page } }),
  run: async (ctx, input) => {
    const filled = await ownFilled(ctx, input.id, true);
    mustBeOpen(filled);
    const questions = pages[input.page - 1] ?? [];
    const missing = questions.filter((question) => !question.choices.some((choice) => choice.id === input.answers[question.id]));
    const errors = missing.map((question) => ({ at: `/${question.id}`, code: 'skills-awareness.unanswered' }));
    if (errors.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, errors);
    await keepGiven(ctx.db, filled.id, new Map(questions.map((question) => [question.id, input.answers[question.id] ?? ''])), ctx.now);
    return { next: input.page < pages.length ? input.page + 1 : null };
  },
});

/** Hands the questionnaire in. */
export const finishAwareness = operation({
  name: 'skills.finish-awareness',
  summary: 'Hand in the own questionnaire: it is scored and, from the first of the next month, counts in figures of groups.',
  kind: 'write',
  http: 'POST /skills/awareness/{id}/end',
  permission: 'signed-in',
  input: Type.Object({ id }, closed),
  output: Type.Object({ id }, closed),
  trace: (input) => ({ subject: input.id }),
  run: async (ctx, input) => {
    const filled = await ownFilled(ctx, input.id, true);
    mustBeOpen(filled);
    const given = await listGiven(ctx.db, filled.id);
    if (questionsOf(awarenessForm).some((question) => !given.has(question.id))) throw new Problem('conflict', 'skills-awareness.incomplete');
    const scores = scoresOf(awarenessForm, given);
    await finishFilled(ctx.db, filled.id, { ...scores, aware: isAware(awarenessForm, scores) }, ctx.today, ctx.now);
    await record(ctx, [{ kind: 'skills.awareness-answered', subject: filled.id, unitId: await placeOf(ctx, filled.personId), day: ctx.today, data: { form: filled.form } }]);
    return { id: filled.id };
  },
});

/** Takes the answers back while no figure holds them. */
export const withdrawAwareness = operation({
  name: 'skills.withdraw-awareness',
  summary: 'Take the own answers back and have them deleted, until the first of the month after they were given, when they enter figures of groups.',
  kind: 'write',
  http: 'POST /skills/awareness/{id}/withdrawals',
  permission: 'signed-in',
  input: Type.Object({ id }, closed),
  output: Type.Object({ id }, closed),
  trace: (input) => ({ subject: input.id }),
  run: async (ctx, input) => {
    const filled = await ownFilled(ctx, input.id, true);
    if (filled.state === 'withdrawn') throw new Problem('conflict', 'skills-awareness.withdrawn');
    if (filled.day !== null && countsFrom(filled.day) <= ctx.today) throw new Problem('conflict', 'skills-awareness.counted-already');
    await withdrawFilled(ctx.db, filled.id);
    await record(ctx, [{ kind: 'skills.awareness-withdrawn', subject: filled.id, unitId: await placeOf(ctx, filled.personId), day: ctx.today }]);
    return { id: filled.id };
  },
});

/** The first day on which what was answered on a day counts in figures of groups: the first of the next month, so that nobody's answers show as the difference of two days. */
export function countsFrom(day: Day): Day {
  return nextPeriod(day, 'month');
}

/** The first day on which the questionnaire may be filled in again, or null when that is today. */
export function nextDay(filled: readonly Pick<Filled, 'state' | 'day'>[], today: Day): Day | null {
  const last = filled.find(({ state }) => state === 'finished')?.day ?? null;
  const day = last === null ? null : addDays(last, awarenessForm.every_days);
  return day !== null && day > today ? day : null;
}

/** The person who asks; throws `forbidden` when nobody is signed in. */
export function self(ctx: Pick<Ctx, 'actor'>): string {
  const personId = personOf(ctx.actor);
  if (personId === undefined) throw new Problem('forbidden', 'operation.sign-in-first');
  return personId;
}

/** Nobody opens another one's answers, whatever their role: to others they do not exist. */
async function ownFilled(ctx: Ctx, filledId: string, lock = false): Promise<Filled> {
  const filled = await getFilled(ctx.db, filledId, { lock });
  if (filled.personId !== self(ctx)) throw new Problem('missing', 'skills-awareness.none');
  return filled;
}

function mustBeOpen({ state }: Filled): void {
  if (state === 'finished') throw new Problem('conflict', 'skills-awareness.handed-in');
  if (state === 'withdrawn') throw new Problem('conflict', 'skills-awareness.withdrawn');
}

async function placeOf(ctx: Ctx, personId: string): Promise<string> {
  return (await unitOf(ctx.db, personId, ctx.today)) ?? (await getRoot(ctx.db, ctx.today)).id;
}
