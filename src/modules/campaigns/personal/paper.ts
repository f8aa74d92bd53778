import { found, Problem } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mark } from '#modules/skills/index.ts';
import { toItem } from '../messages/rules.ts';
import { findItem } from '../messages/store.ts';
import { moveLines } from '../roster/move.ts';
import { dropOpenTest } from '../sheets/store.ts';
import type { Askable } from '../understanding/draw.ts';
import { keepAnswer } from './acts.ts';
import type { ActLine, OwnMessage } from './store.ts';
import { addTest, type KeptTest } from './test-store.ts';

/** A sheet with what was marked on it, item by item; undefined where nothing can be told from the marks. */
export type Paper = {
  line: ActLine;
  message: OwnMessage;
  testId: string;
  items: readonly Askable[];
  chosen: readonly (string | undefined)[];
};

/**
 * Takes the answers of a sheet: the person was told in a group session, so the line counts as read and help as given. The test takes the answers in the order of the sheet and stops as soon as they
 * are enough, exactly as on a screen; a test begun on a screen gives way. A question left open counts as not known.
 */
export async function answerOnPaper(ctx: Ctx, { line, message, testId, items, chosen }: Paper): Promise<void> {
  const { messageId, version } = message;
  await dropOpenTest(ctx.db, line.id, messageId, ctx.now);
  await moveLines(ctx, [line.id], 'help', { channel: 'session', help: 'done' });
  await moveLines(ctx, [line.id], 'read', { channel: 'session' });
  if (!(await addTest(ctx.db, { id: testId, lineId: line.id, messageId, version, round: message.rounds + 1, channel: 'session' }, items, ctx.now)))
    throw new Problem('conflict', 'campaigns-task.answered');
  const test: KeptTest = {
    id: testId,
    lineId: line.id,
    messageId,
    version,
    decision: null,
    items: items.map((item, at) => ({ place: at + 1, ...item, correct: null, answer: null })),
  };
  for (const item of test.items) {
    const body = toItem(found(await findItem(ctx.db, { messageId, itemId: item.itemId, itemVersion: item.itemVersion }), 'campaigns-task.no-test'));
    const answer = { answer: [chosen[item.place - 1] ?? []].flat() };
    item.correct = answer.answer.length > 0 && mark(body, answer);
    const decision = await keepAnswer(ctx, { line, test }, { place: item.place, answer, correct: item.correct }, 'session');
    if (decision !== undefined) return;
  }
}
