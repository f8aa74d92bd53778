import { isDeepStrictEqual } from 'node:util';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import type { Answer } from '#modules/skills/index.ts';
import { markAnswer } from '../messages/marking.ts';
import type { ChannelName, TestPlan } from '../model.ts';
import { moveLines } from '../roster/move.ts';
import { drawOrder } from '../understanding/draw.ts';
import { decisionAfter, exactOf, planFor, ratioOf, type Decision } from '../understanding/sequential.ts';
import { familiesIn } from '../understanding/since.ts';
import { currentMessage, findActState, isMessageLeft, listChanged, type ActLine, type OwnState } from './store.ts';
import { addTest, listForDraw, putAnswer, type KeptTest, type Marked } from './test-store.ts';

/** Failed tests after which somebody helps in person. */
export const FAILURES_TO_HELP = 2;

/** Refuses what cannot be done any more: the campaign is over, the line has ended. */
export function mustRun(line: ActLine): void {
  if (!line.running) throw new Problem('conflict', 'campaigns-task.over');
  if (['understood', 'excused', 'left'].includes(line.state)) throw new Problem('conflict', 'campaigns-task.ended');
}

/** Refuses what cannot be done now: as `mustRun`, and when help comes first. */
export function mustBeOpen(line: ActLine): void {
  mustRun(line);
  if (line.state === 'needs-help' && line.help !== 'done') throw new Problem('conflict', 'campaigns-task.help-first');
}

/** Notes that a person has opened the campaign. */
export async function openLine(ctx: Ctx, line: ActLine, channel: ChannelName): Promise<void> {
  mustBeOpen(line);
  await moveLines(ctx, [line.id], 'open', { channel });
}

/** Notes that a person has read the message they are at, and draws a test. Returns the test; the open one when there is one. */
export async function finishReading(ctx: Ctx, { line, messages }: OwnState, channel: ChannelName): Promise<string> {
  mustBeOpen(line);
  const message = found(currentMessage(messages), 'campaigns-task.ended');
  if (message.openTest !== null) return message.openTest;
  const { messageId, version } = message;
  const { askable, met } = await listForDraw(ctx.db, line.id, messageId);
  if (askable.length === 0) throw new Problem('conflict', 'campaigns-task.no-items');
  const id = newId();
  const drawn = drawOrder(askable, met, familiesIn(message.changed), id);
  const order = drawn.slice(0, planFor(line.test, drawn.length).most);
  await moveLines(ctx, [line.id], 'read', { channel });
  const begun = await addTest(ctx.db, { id, lineId: line.id, messageId, version, round: message.rounds + 1, channel }, order, ctx.now);
  // Pressed twice: the other press has drawn it.
  return begun ? id : found((await findActState(ctx.db, line.id))?.test?.id, 'campaigns-task.no-test');
}

/** Marks an answer to an item of a test and keeps it; decides when the answers are enough. The same answer sent again counts once, another one is refused. Returns the decision, or undefined when another question follows. */
export async function answerItem(ctx: Ctx, own: { line: ActLine; test: KeptTest | undefined }, place: number, answer: Answer, channel: ChannelName): Promise<Decision | undefined> {
  const test = found(own.test, 'campaigns-task.no-test');
  const before = test.items.find((item) => item.place === place);
  if (before !== undefined && before.correct !== null && isDeepStrictEqual(before.answer, answer)) return decidedBefore(test, place);
  if (test.decision !== null) throw new Problem('conflict', 'campaigns-task.answered');
  mustBeOpen(own.line);
  const next = test.items.find(({ correct }) => correct === null);
  if (next?.place !== place) throw new Problem('conflict', 'campaigns-task.answered');
  const { open, correct } = await markAnswer(ctx, { messageId: test.messageId, ...next }, answer);
  if (open[0] !== undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: `/a-${open[0].control}`, code: `skills.open-${open[0].why}` }]);
  return keepAnswer(ctx, { line: own.line, test }, { place, answer, correct }, channel);
}

/** What an answer sent once more is told: the decision when it was the last one, that another question follows when not. */
function decidedBefore(test: KeptTest, place: number): Decision | undefined {
  const last = Math.max(...test.items.filter(({ correct }) => correct !== null).map((item) => item.place));
  return place === last && (test.decision === 'understood' || test.decision === 'not-yet') ? test.decision : undefined;
}

/** The plan that a test follows: cut to the items that were drawn for it. */
export function planOfTest(plan: TestPlan, test: Pick<KeptTest, 'items'>): TestPlan {
  return planFor(plan, test.items.length);
}

/** Whether most answers about what changed since the version that was understood were wrong: right ones about the rest do not make up for that. */
async function missedWhatChanged(ctx: Ctx, test: KeptTest, marked: Marked): Promise<boolean> {
  const changed = await listChanged(ctx.db, test.lineId, test.messageId);
  const answers = test.items.filter(({ family }) => changed.includes(family)).map(({ place, correct }) => (place === marked.place ? marked.correct : correct));
  return answers.filter((correct) => correct === false).length > answers.filter((correct) => correct === true).length;
}

/** Keeps a marked answer; decides the test when the answers are enough, and moves the line. Undefined when another question follows. Throws `conflict` when the question was answered before. */
export async function keepAnswer(ctx: Ctx, { line, test }: { line: ActLine; test: KeptTest }, marked: Marked, channel: ChannelName): Promise<Decision | undefined> {
  const plan = planOfTest(line.test, test);
  const counted = [marked, ...test.items.filter(({ place }) => place !== marked.place)];
  const right = counted.filter(({ correct }) => correct === true).length;
  const wrong = counted.filter(({ correct }) => correct === false).length;
  const decided = decisionAfter(plan, exactOf(plan).cut, right, wrong);
  const decision = decided === 'understood' && wrong > 0 && (await missedWhatChanged(ctx, test, marked)) ? 'not-yet' : decided;
  const end = decision && { decision, ratio: ratioOf(plan, right, wrong) };
  if (!(await putAnswer(ctx.db, test, marked, end, ctx.now))) throw new Problem('conflict', 'campaigns-task.answered');
  if (decision === 'not-yet') await moveLines(ctx, [line.id], line.failures + 1 >= FAILURES_TO_HELP ? 'fail-again' : 'fail', { channel });
  if (decision === 'understood') await moveLines(ctx, [line.id], (await isMessageLeft(ctx.db, line.id)) ? 'answer' : 'pass', { channel });
  return decision;
}
