import { Problem } from '#base/problem/index.ts';
import type { Item } from '#content/skills/item.ts';
import { found } from '#base/problem/index.ts';
import type { Db } from '#base/db/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { findItemVersion, publicItem } from '../bank/index.ts';
import { getBankVersion } from './bank-version.ts';
import type { SittingView } from './model.ts';
import { minutesAt, turnOf, type FrozenItem, type Stored, type Turn } from './state.ts';
import { getSitting } from './store.ts';

// Wordings in use never change, so a process keeps those it has met.
const kept = new Map<string, Item>();
const MOST_KEPT = 2000;

/** The words and key of an asked item. Never hand it to a page before the answer is given. */
export async function itemOf(db: Db, itemId: string, version: number): Promise<Item> {
  const name = `${itemId}/${version}`;
  const before = kept.get(name);
  if (before !== undefined) return before;
  const item = found(await findItemVersion(db, itemId, version), 'skills-sittings.no-item');
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(name, item);
  return item;
}

/** Refuses everybody but the person whose sitting it is, as if there were none; the program itself may. */
export function mustBeOwn(ctx: Pick<Ctx, 'actor'>, stored: Stored): void {
  if (ctx.actor.kind !== 'system' && personOf(ctx.actor) !== stored.personId) throw new Problem('missing', 'skills-sittings.no-sitting');
}

// The last turn of each sitting that this process met: an answer asks for it three times. Named by all that decides it, so that another process or an answer taken back does no harm.
const turns = new Map<string, { name: string; turn: Turn }>();
const MOST_TURNS = 2000;

/** What the sitting asks for at `minutes` after its start; the same as `turnOf`. */
export async function currentTurn(db: Db, stored: Stored, minutes: number): Promise<Turn> {
  const { items } = await getBankVersion(db, stored.bankVersionId);
  const turn = untimedTurn(stored, items);
  const limit = stored.rules.rules.stop.minutes;
  const timeMatters = turn.over === null || turn.over === 'exhausted';
  return timeMatters && limit !== undefined && minutes >= limit ? { number: turn.number, item: null, over: 'minutes' } : turn;
}

function untimedTurn(stored: Stored, items: readonly FrozenItem[]): Turn {
  const name = stored.answers.map(({ itemId, correct }) => `${itemId} ${String(correct)}`).join();
  const before = turns.get(stored.id);
  if (before?.name === name) return before.turn;
  const turn = turnOf(stored, items, 0);
  if (turns.size >= MOST_TURNS) turns.clear();
  turns.set(stored.id, { name, turn });
  return turn;
}

/** The sitting as its person sees it now. */
export async function viewOf(ctx: Pick<Ctx, 'db' | 'now' | 'locale'>, stored: Stored): Promise<SittingView> {
  const minutes = minutesAt(stored, ctx.now.epochMilliseconds);
  const turn = stored.state === 'finished' ? undefined : await currentTurn(ctx.db, stored, minutes);
  const question = stored.state === 'open' && turn?.item ? publicItem(await itemOf(ctx.db, turn.item.id, turn.item.version), ctx.locale) : null;
  const { stop } = stored.rules.rules;
  return {
    id: stored.id,
    mode: stored.mode,
    competence: stored.competence,
    sessionId: stored.sessionId,
    state: stored.state,
    number: stored.answers.length + 1,
    about: stored.rules.typical,
    most: (stop.items ?? stored.rules.typical) + stored.pilots.length,
    minutesLeft: stop.minutes === undefined ? null : Math.max(0, Math.ceil((stop.minutes - minutes) * (1 + stored.extraShare))),
    mayPause: stored.mode !== 'certification',
    question,
    over: stored.state === 'finished' ? stored.ended : (turn?.over ?? null),
    largePrint: stored.largePrint,
  };
}

/** The item that the asker answered under a number of an own sitting; throws `missing`. */
export async function answeredItem(ctx: Pick<Ctx, 'db' | 'actor'>, sittingId: string, number: number): Promise<{ itemId: string; version: number; personId: string }> {
  const stored = await getSitting(ctx.db, sittingId);
  mustBeOwn(ctx, stored);
  const { itemId, version } = found(
    stored.answers.find((answer) => answer.number === number),
    'skills-sittings.no-answer',
  );
  return { itemId, version, personId: stored.personId };
}
