import type { Item } from '#content/skills/item.ts';
import { newId } from '#base/id/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { rightAnswer } from '../bank/right.ts';
import { answerQuestion, changeSitting, readSitting } from './operations.ts';
import { getSitting } from './store.ts';
import { currentTurn, itemOf } from './turn.ts';

export { rightAnswer };

/** The item that a sitting asks now, with its key; undefined when it is over. */
export async function askedNow(ctx: Ctx, id: string): Promise<Item | undefined> {
  const stored = await getSitting(ctx.db, id);
  if (stored.state !== 'open') return undefined;
  const { item } = await currentTurn(ctx.db, stored, stored.answers.at(-1)?.minutes ?? 0);
  return item === null ? undefined : itemOf(ctx.db, item.id, item.version);
}

/** Answers questions until the sitting is over or `most` are answered; `right` says which rightly. Each answer comes `seconds` after the last. Answers the minutes gone by. */
export async function sitThrough(ctx: Ctx, id: string, right: (item: Item, number: number) => boolean, { most = 1000, seconds = 40 } = {}): Promise<Ctx> {
  let now = ctx.now;
  for (let done = 0; done < most; done++) {
    now = now.add({ seconds });
    const at = { ...ctx, now, requestId: newId() };
    const { number, over: ended } = await perform(readSitting, at, { id });
    if (ended !== null) {
      await perform(changeSitting, at, { id, to: 'finished' });
      break;
    }
    const item = await askedNow(at, id);
    if (item === undefined) break;
    const answer = right(item, number) ? rightAnswer(item) : {};
    const { over } = await perform(answerQuestion, at, { id, number, item: item.id, answer, skip: true });
    if (over !== null) break;
  }
  return { ...ctx, now };
}
