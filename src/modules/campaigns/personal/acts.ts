import { isDeepStrictEqual } from 'node:util';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mark, openControls, parseAnswer, publicItem, type Answer } from '#modules/skills/index.ts';
import { toItem } from '../messages/rules.ts';
import { knownItem } from '../messages/known.ts';
import { listAskable } from '../messages/store.ts';
import type { ChannelName, TestPlan } from '../model.ts';
import { moveLines } from '../roster/move.ts';
import { drawOrder } from '../understanding/draw.ts';
import { decisionAfter, exactOf, planFor, ratioOf, type Decision } from '../understanding/sequential.ts';
import { addTest, endTest, findTestById, listMet, listOwnMessages, noteRead, noteUnderstood, putAnswer, type KeptTest, type OwnLine, type OwnMessage } from './store.ts';

/** Failed tests after which somebody helps in person. */
export const FAILURES_TO_HELP = 2;

/** Refuses what cannot be done any more: the campaign is over, the line has ended. */
export function mustRun(line: OwnLine): void {
  if (!line.running) throw new Problem('conflict', 'campaigns-task.over');
  if (['understood', 'excused', 'left'].includes(line.state)) throw new Problem('conflict', 'campaigns-task.ended');
}

/** Refuses what cannot be done now: as `mustRun`, and when help comes first. */
export function mustBeOpen(line: OwnLine): void {
  mustRun(line);
  if (line.state === 'needs-help' && line.help !== 'done') throw new Problem('conflict', 'campaigns-task.help-first');
}

/** The message that a person is at: the first that is not understood; undefined when all are. */
export function currentMessage(messages: readonly OwnMessage[]): OwnMessage | undefined {
  return messages.find(({ understood }) => !understood);
}

/** Notes that a person has opened the campaign. */
export async function openLine(ctx: Ctx, line: OwnLine, channel: ChannelName): Promise<void> {
  mustBeOpen(line);
  await moveLines(ctx, [line.id], 'open', { channel });
}

/** Notes that a person has read the message they are at, and draws a test. Returns the test; the open one when there is one. */
export async function finishReading(ctx: Ctx, line: OwnLine, channel: ChannelName): Promise<string> {
  mustBeOpen(line);
  const message = found(currentMessage(await listOwnMessages(ctx.db, line.id)), 'campaigns-task.ended');
  if (message.openTest !== null) return message.openTest;
  await noteRead(ctx.db, line.id, message, ctx.now);
  await moveLines(ctx, [line.id], 'read', { channel });
  return drawTest(ctx, line, message, 'decide', channel);
}

/** Draws a test on a message for a person. */
export async function drawTest(ctx: Ctx, line: OwnLine, message: OwnMessage, purpose: 'decide' | 'renew', channel: ChannelName): Promise<string> {
  const askable = await listAskable(ctx.db, message.messageId);
  const families = new Set(askable.map(({ family }) => family)).size;
  if (families === 0) throw new Problem('conflict', 'campaigns-task.no-items');
  const changed = Array.isArray(message.changed) && message.rounds > 0 ? message.changed.filter((one) => typeof one === 'string') : [];
  const id = newId();
  const order = drawOrder(askable, await listMet(ctx.db, line.id, message.messageId), changed, id).slice(0, planFor(line.test, families).most);
  await addTest(ctx.db, { id, lineId: line.id, messageId: message.messageId, version: message.version, round: message.rounds + 1, purpose, channel }, order, ctx.now);
  return id;
}

/** Marks an answer to an item of a test and keeps it; decides when the answers are enough. The same answer sent again counts once, another one is refused. Returns the decision, or undefined when another question follows. */
export async function answerItem(ctx: Ctx, line: OwnLine, testId: string, place: number, answer: Answer, channel: ChannelName): Promise<Decision | undefined> {
  const test = found(await findTestById(ctx.db, testId), 'campaigns-task.no-test');
  if (test.lineId !== line.id) throw new Problem('missing', 'campaigns-task.no-test');
  const before = test.items.find((item) => item.place === place);
  if (before !== undefined && before.correct !== null && isDeepStrictEqual(before.answer, answer)) return decided(test, place);
  if (test.decision !== null) throw new Problem('conflict', 'campaigns-task.answered');
  if (test.purpose === 'decide') mustBeOpen(line);
  const next = test.items.find(({ correct }) => correct === null);
  if (next?.place !== place) throw new Problem('conflict', 'campaigns-task.answered');
  const correct = await markAnswer(ctx, test.messageId, next, answer);
  if (!(await putAnswer(ctx.db, testId, place, answer, correct, ctx.now))) throw new Problem('conflict', 'campaigns-task.answered');
  return settle(ctx, line, { ...test, items: test.items.map((item) => (item.place === place ? { ...item, correct } : item)) }, channel);
}

/** What an answer sent once more is told: the decision when it was the last one, that another question follows when not. */
function decided(test: KeptTest, place: number): Decision | undefined {
  const last = Math.max(...test.items.filter(({ correct }) => correct !== null).map((item) => item.place));
  return place === last && test.decision !== null && test.decision !== 'dropped' ? test.decision : undefined;
}

/** The plan that a test follows: cut to the items that were drawn for it. */
export function planOfTest(plan: TestPlan, test: Pick<KeptTest, 'items'>): TestPlan {
  return planFor(plan, test.items.length);
}

/** Decides a test when its answers are enough, and moves the line; undefined when another question follows. */
export async function settle(ctx: Ctx, line: OwnLine, test: KeptTest, channel: ChannelName): Promise<Decision | undefined> {
  const plan = planOfTest(line.test, test);
  const right = test.items.filter(({ correct }) => correct === true).length;
  const wrong = test.items.filter(({ correct }) => correct === false).length;
  const decision = decisionAfter(plan, exactOf(plan).cut, right, wrong);
  if (decision === undefined) return undefined;
  await endTest(ctx.db, test.id, decision, ratioOf(plan, right, wrong), ctx.now);
  if (test.purpose === 'renew') return decision;
  if (decision === 'not-yet') {
    await noteRead(ctx.db, line.id, test, null);
    await moveLines(ctx, [line.id], line.failures + 1 >= FAILURES_TO_HELP ? 'fail-again' : 'fail', { channel });
    return decision;
  }
  await noteUnderstood(ctx.db, line.id, test, ctx.now);
  const all = currentMessage(await listOwnMessages(ctx.db, line.id)) === undefined;
  await moveLines(ctx, [line.id], all ? 'pass' : 'answer', { channel });
  return decision;
}

async function markAnswer(ctx: Ctx, messageId: string, at: { itemId: string; itemVersion: number }, answer: Answer): Promise<boolean> {
  const item = toItem(found(await knownItem(ctx.db, { messageId, ...at }), 'campaigns-task.no-test'));
  const shown = publicItem(item, ctx.locale);
  const kept = parseAnswer({ getAll: (name) => answer[name.slice(2)] ?? [] }, shown);
  const [open] = openControls(shown, kept);
  if (open !== undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: `/a-${open.control}`, code: `skills.open-${open.why}` }]);
  return mark(item, kept);
}
