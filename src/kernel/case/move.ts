import { FOREVER, formatDay, type Day } from '#base/day/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { Problem, type Values } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { getVersion, pinVersion, replay, type Happened, type Procedure, type Standing } from '#kernel/procedure/index.ts';
import { dueTerms, historyIn } from './act.ts';
import { listHistories, moveCase, putTerms, removeTerms, soonest } from './store.ts';

/** Which open cases are moved, from which version to which. `after` is the last case of the turn before. */
export type Move = { procedure: string; from: Day; to: Day; after?: string | undefined };

/** What replaying the history of a case in the other version gives: where it would stand and be due, or why it cannot be moved. */
export type Replayed = {
  id: string;
  title: string;
  number: number;
  stateBefore: string;
  dueBefore: Day;
  dueAfter?: Day;
  standing?: Standing;
  why?: { code: string; values: Values };
};

/** Cases looked at in one turn. */
const BATCH = 500;

type OpenCase = { id: string; title: string; state: string; number: number; due: Day };

/** Replays up to 500 open cases of a version in another one; changes nothing. */
export async function replayOpen(ctx: Ctx, move: Move, lock = false): Promise<{ to: Procedure; replayed: Replayed[]; more: boolean }> {
  const to = getVersion(move.procedure, move.to);
  if (move.to === move.from) throw new Problem('invalid', 'case.same-version');
  const cases = await listOpen(ctx.db, move, lock);
  const histories = await listHistories(
    ctx.db,
    cases.map(({ id }) => id),
  );
  const replayed: Replayed[] = [];
  for (const { id, title, state, number, due } of cases) {
    const outcome = outcomeOf(to, historyIn(to, histories.get(id) ?? []));
    const dueAfter = outcome.standing === undefined ? {} : { dueAfter: soonest(await dueTerms(ctx, outcome.standing)) };
    replayed.push({ id, title, number, stateBefore: state, dueBefore: due, ...outcome, ...dueAfter });
  }
  return { to, replayed, more: cases.length === BATCH };
}

/** Moves those of them that can be moved, and writes each move down. */
export async function moveOpen(ctx: Ctx, move: Move, reason: string): Promise<{ moved: number; stayed: number; last: string | null; more: boolean }> {
  // A look ahead is free; but nobody's case is handled by what does not hold yet.
  if (move.to > ctx.today) throw new Problem('conflict', 'case.not-in-force', { day: formatDay(move.to) });
  const { to, replayed, more } = await replayOpen(ctx, move, true);
  await pinVersion(ctx.db, to);
  let moved = 0;
  for (const { id, standing, stateBefore } of replayed) {
    if (standing === undefined) continue;
    const terms = await dueTerms(ctx, standing);
    await removeTerms(ctx.db, id);
    await putTerms(ctx.db, id, terms);
    await moveCase(ctx.db, id, to.version, standing, soonest(terms));
    await keepMove(ctx, { id, move, stateBefore, standing, reason });
    moved += 1;
  }
  return { moved, stayed: replayed.length - moved, last: replayed.at(-1)?.id ?? null, more };
}

/** A case that its history would end in the other version is not moved: nobody decided that it ends. */
function outcomeOf(to: Procedure, history: readonly Happened[]): Pick<Replayed, 'standing' | 'why'> {
  try {
    const standing = replay(to, history);
    return standing.closed ? { why: { code: 'case.move-would-close', values: {} } } : { standing };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { why: { code: error.code, values: error.values } };
  }
}

async function listOpen(db: Db, { procedure, from, after }: Move, lock: boolean): Promise<OpenCase[]> {
  return all(
    db,
    sql<OpenCase>`
      select file.id, file.title, file.state, file.number, file.due
      from kernel.case_file as file
      where file.procedure = ${procedure}
        and file.version = ${from}
        and file.closed_on is null
        and (${after ?? null}::uuid is null or file.id > ${after ?? null}::uuid)
      order by file.id
      limit ${BATCH}
      ${lock ? sql`for update` : sql``}`,
  );
}

async function keepMove(ctx: Ctx, { id, move, stateBefore, standing, reason }: { id: string; move: Move; stateBefore: string; standing: Standing; reason: string }): Promise<void> {
  await all(
    ctx.db,
    sql`
      insert into kernel.case_move (case_id, number, from_version, to_version, state_before, state_after, reason, actor_id, moved_at)
      values (${id}, ${standing.number}, ${move.from}, ${move.to}, ${stateBefore}, ${standing.state}, ${reason}, ${personOf(ctx.actor) ?? null}, ${ctx.now.toString()})`,
  );
}

/** A move of a case to another version, as written down. */
export type CaseMove = { from: Day; to: Day; stateBefore: string; stateAfter: string; reason: string; movedAt: Date };

/** The moves of a case, oldest first. */
export async function listMoves(db: Db, caseId: string): Promise<CaseMove[]> {
  return all(
    db,
    sql<CaseMove>`
      select move.from_version as "from", move.to_version as "to", move.state_before as "stateBefore", move.state_after as "stateAfter", move.reason,
        move.moved_at as "movedAt"
      from kernel.case_move as move
      where move.case_id = ${caseId}
      order by move.moved_at`,
  );
}

/** No due day: the text that stands for it in answers is null. */
export function dayOrNull(day: Day | undefined): Day | null {
  return day === undefined || day === FOREVER ? null : day;
}
