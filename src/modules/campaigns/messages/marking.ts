import { found } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { mark, openControls, parseAnswer, publicItem, type Answer } from '#modules/skills/index.ts';
import { knownItem } from './known.ts';
import { toItem } from './rules.ts';

/** An answer beside its item: what is still open in it, and whether it is right. */
export type MarkedAnswer = { open: ReturnType<typeof openControls>; correct: boolean };

/** Marks an answer to a version of an item; what does not belong to the item is left out. Throws `missing` when there is no such item. */
export async function markAnswer(ctx: Ctx, at: { messageId: string; itemId: string; itemVersion: number }, answer: Answer): Promise<MarkedAnswer> {
  const item = toItem(found(await knownItem(ctx.db, at), 'campaigns-task.no-test'));
  const shown = publicItem(item, ctx.locale);
  const kept = parseAnswer({ getAll: (name) => answer[name.slice(2)] ?? [] }, shown);
  return { open: openControls(shown, kept), correct: mark(item, kept) };
}
