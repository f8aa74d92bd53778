import type { Item } from '#content/skills/item.ts';
import { newId } from '#base/id/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import type { Answer } from '../bank/index.ts';
import { keyIds, keyMap, keyNumber } from '../bank/marking.ts';
import { answerQuestion, changeSitting, readSitting } from './operations.ts';
import { getSitting } from './store.ts';
import { currentTurn, itemOf } from './turn.ts';

/** A right answer to an item. */
export function rightAnswer(item: Item): Answer {
  const ids = keyIds(item);
  if (item.kind === 'single' || item.kind === 'multiple' || item.kind === 'hot-text') return { answer: ids };
  if (item.kind === 'order') return Object.fromEntries(ids.map((id, at) => [id, [String(at + 1)]]));
  if (item.kind === 'match' || item.kind === 'task') return Object.fromEntries(Object.entries(keyMap(item)).map(([control, accepted]) => [control, accepted.slice(0, 1)]));
  const number = keyNumber(item);
  return { answer: [number === undefined ? (item.text.vi.accept?.[0] ?? '') : String(number.number).replace('.', ',')] };
}

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
