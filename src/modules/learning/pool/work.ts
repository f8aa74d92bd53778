import Type from 'typebox';
import { Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { countSessions } from '../credit/hours.ts';
import { closed } from '../model.ts';
import { homeOf } from '../player/acts.ts';
import { addAnswer, addEvaluation, addHours, countLogged, decideHours, findEvaluation, getHours, readDay, type HoursRow } from './hours-store.ts';
import { HoursLine, Marks, Reason, RequestId, RequestState } from './model.ts';
import { getRequest, type RequestRow } from './request-store.ts';
import { move, partiesOf } from './requests.ts';
import { ledMinutes } from './rules.ts';

/** Most minutes of a day, over all requests. */
const DAY_MINUTES = 720;
const wrong = (at: string, code: string) => new Problem('invalid', 'operation.input-invalid', {}, [{ at, code }]);

/** Logs hours. */
export const logHours = operation({
  name: 'learning.log-pool-hours',
  summary: 'As the person at work log the hours of a day of the agreed time, not after today, at most twelve a day; the unit that asked confirms them.',
  kind: 'write',
  http: 'POST /learning/pool/requests/{id}/hours',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: RequestId,
      day: Type.String({ format: 'date', description: 'Day of the work' }),
      hours: Type.Number({ minimum: 0.25, maximum: 12, description: 'Hours, in quarters' }),
      note: Type.String({ minLength: 5, maxLength: 500, description: 'What was done' }),
    },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Entry' }) }, closed),
  trace: ({ id, hours }) => ({ subject: id, detail: { hours } }),
  run: async (ctx, { id, day, hours, note }) => {
    const row = await getRequest(ctx.db, id, ctx.locale, true);
    if (row.personId !== personOf(ctx.actor)) throw new Problem('forbidden', 'learning-pool.not-yours');
    if (row.state !== 'confirmed') throw new Problem('conflict', `learning-pool.not-now-${row.state}`);
    if (day > ctx.today) throw wrong('/day', 'learning-pool.day-to-come');
    if (day < row.from || day > row.last) throw wrong('/day', 'learning-pool.day-outside');
    if (!Number.isInteger(hours * 4)) throw wrong('/hours', 'learning-pool.quarters');
    const { logged } = await readDay(ctx.db, row.personId, day);
    if (logged + 60 * hours > DAY_MINUTES) throw wrong('/hours', 'learning-pool.day-full');
    return { id: await addHours(ctx.db, { requestId: id, personId: row.personId, unitId: await homeOf(ctx, row.personId), day, minutes: 60 * hours, note }, ctx.now) };
  },
});

/** Confirms or returns hours. */
export const checkHours = operation({
  name: 'learning.check-pool-hours',
  summary:
    'As the unit that asked confirm an entry of hours, or return it with the reason. Confirmed hours of training led count as learning, as for whoever leads a class; never twice. Nobody confirms their own.',
  kind: 'write',
  http: 'POST /learning/pool/hours/{id}/decision',
  permission: 'signed-in',
  input: Type.Object(
    { id: Type.String({ format: 'uuid', description: 'Entry' }), confirm: Type.Boolean({ description: 'true: confirms' }), reason: Type.Optional(Reason) },
    closed,
  ),
  output: Type.Object({ state: HoursLine.properties.state, counted: Type.Integer({ description: 'Minutes that count as learning' }) }, closed),
  trace: ({ id }, { state, counted }) => ({ subject: id, detail: { state, counted } }),
  run: async (ctx, { id, confirm, reason }) => {
    const entry = await getHours(ctx.db, id);
    const row = await getRequest(ctx.db, entry.requestId, ctx.locale, true);
    if (!(await partiesOf(ctx, row)).includes('asker')) throw new Problem('forbidden', 'learning-pool.not-yours');
    if (entry.state !== 'logged') throw new Problem('conflict', 'learning-pool.hours-decided');
    if (!confirm && reason === undefined) throw wrong('/reason', 'learning-pool.reason-missing');
    const counted = confirm ? await countEntry(ctx, row, entry) : 0;
    const state: 'confirmed' | 'returned' = confirm ? 'confirmed' : 'returned';
    await decideHours(ctx.db, id, { state, reason: confirm ? null : (reason ?? null), by: personOf(ctx.actor) ?? null, day: ctx.today });
    if (!confirm)
      await notify(ctx, { to: [row.personId], key: 'learning-pool.told-returned', values: { title: row.title, reason: reason ?? '' }, href: `/learning/pool/requests/${row.id}` });
    return { state, counted };
  },
});

async function countEntry(ctx: Ctx, row: RequestRow, { id, personId, unitId, day, minutes }: HoursRow): Promise<number> {
  const counted = ledMinutes(row.kind, minutes, await readDay(ctx.db, personId, day));
  if (counted > 0) await countSessions(ctx, [{ personId, unitId, source: 'pool', sourceId: id, day, minutes: counted, title: row.title }]);
  await record(ctx, [{ kind: 'learning.pool-hours-confirmed', subject: id, unitId, day, value: minutes / 60, data: { request: row.id } }]);
  return counted;
}

const Moved = Type.Object({ state: RequestState }, closed);

/** Ends the work. */
export const finishWork = operation({
  name: 'learning.finish-pool-request',
  summary: 'As the unit that asked say that the work is done, once all hours are confirmed or returned; it is then evaluated.',
  kind: 'write',
  http: 'POST /learning/pool/requests/{id}/finish',
  permission: 'signed-in',
  input: Type.Object({ id: RequestId }, closed),
  output: Moved,
  trace: ({ id }, { state }) => ({ subject: id, detail: { state } }),
  run: async (ctx, { id }) => {
    const { state } = await move(ctx, id, 'finish', { check: mustHaveChecked });
    return { state };
  },
});

async function mustHaveChecked({ db }: Ctx, { id }: RequestRow): Promise<void> {
  const open = await countLogged(db, id);
  if (open > 0) throw new Problem('conflict', 'learning-pool.hours-open', { n: open });
}

/** Evaluates the work. */
export const evaluateWork = operation({
  name: 'learning.evaluate-pool-request',
  summary: 'As the unit that asked say what the work was worth, by three criteria and in words; the person sees it and may answer, and whoever looks for help later sees both.',
  kind: 'write',
  http: 'POST /learning/pool/requests/{id}/evaluation',
  permission: 'signed-in',
  input: Type.Object({ id: RequestId, ...Marks, words: Type.String({ minLength: 10, maxLength: 2000, description: 'In words' }) }, closed),
  output: Moved,
  trace: ({ id }, { state }) => ({ subject: id, detail: { state } }),
  run: async (ctx, { id, knowledge, delivery, reliability, words }) => {
    const { row, state } = await move(ctx, id, 'evaluate');
    await addEvaluation(ctx.db, { requestId: id, personId: row.personId, day: ctx.today, knowledge, delivery, reliability, words, by: personOf(ctx.actor) ?? null });
    await notify(ctx, { to: [row.personId], key: 'learning-pool.told-evaluated', values: { title: row.title, unit: row.unitName }, href: `/learning/pool/requests/${id}` });
    return { state };
  },
});

/** Answers an evaluation. */
export const answerEvaluation = operation({
  name: 'learning.answer-pool-evaluation',
  summary: 'As the person evaluated answer once, in own words; whoever reads the evaluation reads the answer.',
  kind: 'write',
  http: 'POST /learning/pool/requests/{id}/evaluation/answer',
  permission: 'signed-in',
  input: Type.Object({ id: RequestId, answer: Type.String({ minLength: 5, maxLength: 2000, description: 'Answer' }) }, closed),
  output: Moved,
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, answer }) => {
    const { state } = await move(ctx, id, 'answer', { check: mustBeUnanswered });
    await addAnswer(ctx.db, id, answer, ctx.today);
    return { state };
  },
});

async function mustBeUnanswered({ db }: Ctx, { id }: RequestRow): Promise<void> {
  const evaluation = await findEvaluation(db, id);
  if (evaluation?.answer !== null) throw new Problem('conflict', 'learning-pool.answered-already');
}
