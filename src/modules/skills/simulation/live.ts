import { newId } from '#base/id/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { rightAnswer } from '../bank/right.ts';
import { probability } from '../engine/index.ts';
import { answerQuestion } from '../sittings/operations.ts';
import { getSitting } from '../sittings/store.ts';
import { currentTurn, itemOf } from '../sittings/turn.ts';

/**
 * Lets an imaginary person answer an own open sitting through the operation that everybody answers through, until it is over or `most` are answered: right with the
 * probability that the item's curve gives at θ, `secondsEach` apart. Gives the moment of the last answer. For the demonstration only.
 */
export async function sitLive(
  ctx: Ctx,
  sitting: string,
  { theta, chance, secondsEach = 60, most = 100 }: { theta: number; chance: () => number; secondsEach?: number; most?: number },
) {
  let now = ctx.now;
  for (let done = 0; done < most; done++) {
    const stored = await getSitting(ctx.db, sitting);
    const turn = await currentTurn(ctx.db, stored, stored.answers.at(-1)?.minutes ?? 0);
    if (turn.item === null || stored.state !== 'open') break;
    now = now.add({ seconds: secondsEach });
    const answer = chance() < probability(turn.item, theta) ? rightAnswer(await itemOf(ctx.db, turn.item.id, turn.item.version)) : {};
    await perform(answerQuestion, { ...ctx, now, requestId: newId() }, { id: sitting, number: turn.number, item: turn.item.id, answer, skip: true });
  }
  return now;
}
