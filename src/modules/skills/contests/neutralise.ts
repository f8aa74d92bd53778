import Type from 'typebox';
import { all, inTransaction, one, sql, type Db } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { enqueue, job } from '#kernel/job/index.ts';
import { notify } from '#kernel/message/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getRoot, personOf } from '#kernel/org/index.ts';
import { measureAgain } from '../sittings/index.ts';

/** Sittings that are measured again in one transaction. */
const BATCH = 100;

/** Measures everybody who met a neutralised item again. */
export const rescoreJob = job({
  name: 'skills.rescore',
  input: Type.Object({ neutralisation: Type.String({ description: 'Neutralisation' }) }, { additionalProperties: false }),
  run: async (ctx, { neutralisation }) => {
    while (await rescoreSome(ctx, neutralisation));
  },
});

/** An item about to stop counting, and why. */
export type Neutralising = { itemId: string; version: number; origin: 'session' | 'contest'; reason: string };

/** Takes a version of an item out of every result; the work itself is a job. Throws `conflict` when it is out already. Answers the neutralisation. */
export async function neutralise(ctx: Ctx, { itemId, version, origin, reason }: Neutralising): Promise<string> {
  const id = newId();
  const added = await one(
    ctx.db,
    sql<{ id: string }>`
    insert into skills.neutralisation (id, item_id, version, origin, reason, decided_by, decided_at)
    values (${id}, ${itemId}, ${version}, ${origin}, ${reason}, ${personOf(ctx.actor) ?? null}, ${ctx.now.toString()})
    on conflict (item_id, version) do nothing
    returning neutralisation.id`,
  );
  if (added === undefined) throw new Problem('conflict', 'skills-contests.neutral-already');
  await all(
    ctx.db,
    sql`
    insert into skills.rescoring (neutralisation_id, total)
    select ${id}::uuid, count(*)
    from skills.answer
    where answer.item_id = ${itemId}
      and answer.version = ${version}
      and answer.scored
      and exists (select 1 from skills.result where result.sitting_id = answer.sitting_id)`,
  );
  const subject = found(
    await one(ctx.db, sql<{ id: string }>`select version.id from skills.item_version as version where version.item_id = ${itemId} and version.version = ${version}`),
    'skills-sittings.no-item',
  ).id;
  await record(ctx, [{ kind: 'skills.item-neutralised', subject, unitId: (await getRoot(ctx.db, ctx.today)).id, day: ctx.today, data: { item: itemId, version } }]);
  await enqueue(ctx.db, rescoreJob, { neutralisation: id });
  return id;
}

/** Measures the next sittings in one transaction with the note of how far it has come; false when none is left. An interruption loses at most the batch under way. */
export async function rescoreSome(ctx: Ctx, neutralisation: string): Promise<boolean> {
  return inTransaction(ctx.db, async (db) => {
    const state = await one(
      db,
      sql<{ itemId: string; version: number; last: string | null; finished: boolean }>`
      select neutral.item_id as "itemId", neutral.version, rescoring.last_sitting as last, rescoring.finished_at is not null as finished
      from skills.rescoring
      join skills.neutralisation as neutral on neutral.id = rescoring.neutralisation_id
      where rescoring.neutralisation_id = ${neutralisation}
      for no key update of rescoring`,
    );
    if (state === undefined || state.finished) return false;
    const ids = await nextSittings(db, state);
    let changed = 0;
    for (const id of ids) changed += await again({ ...ctx, db }, id, neutralisation);
    await note(db, ctx, { neutralisation, done: ids.length, changed, last: ids.at(-1) });
    return ids.length > 0;
  });
}

async function again(ctx: Ctx, sittingId: string, neutralisation: string): Promise<number> {
  const told = await measureAgain(ctx, sittingId, neutralisation);
  if (told === undefined) return 0;
  const { personId, mode, before, after } = told;
  await notify(ctx, { to: [personId], key: 'skills-contests.rescored', values: { mode, before, after }, href: `/skills/results/${sittingId}` });
  return before === after ? 0 : 1;
}

async function nextSittings(db: Db, { itemId, version, last }: { itemId: string; version: number; last: string | null }): Promise<string[]> {
  const rows = await all(
    db,
    sql<{ id: string }>`
    select answer.sitting_id as id
    from skills.answer
    where answer.item_id = ${itemId}
      and answer.version = ${version}
      and answer.scored
      and answer.sitting_id > ${last ?? '00000000-0000-0000-0000-000000000000'}
      and exists (select 1 from skills.result where result.sitting_id = answer.sitting_id)
    order by answer.sitting_id
    limit ${BATCH}`,
  );
  return rows.map(({ id }) => id);
}

async function note(
  db: Db,
  ctx: Pick<Ctx, 'now'>,
  { neutralisation, done, changed, last }: { neutralisation: string; done: number; changed: number; last: string | undefined },
): Promise<void> {
  await all(
    db,
    sql`
    update skills.rescoring
    set done = rescoring.done + ${done}, changed = rescoring.changed + ${changed}, last_sitting = coalesce(${last ?? null}::uuid, rescoring.last_sitting),
      total = greatest(rescoring.total, rescoring.done + ${done}), finished_at = case when ${done === 0} then ${ctx.now.toString()}::timestamptz end
    where rescoring.neutralisation_id = ${neutralisation}`,
  );
}
