import { all, sql, type Db } from '#base/db/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getRoot } from '#kernel/org/index.ts';
import { getBankVersion } from './bank-version.ts';
import { measuresOf } from './measure.ts';
import type { Stored } from './state.ts';
import { addResults, finishSitting } from './store.ts';

/** Ends a sitting and measures it; a check or certification leaves a fact. Why it ended: a reason of the engine, `stopped` by the person, `left`, or `closed` with its session. */
export async function finish(ctx: Pick<Ctx, 'db' | 'actor' | 'today' | 'now'>, stored: Stored, ended: string): Promise<void> {
  const { db, today: day, now } = ctx;
  await finishSitting(db, stored.id, { ended, day, now });
  if (stored.mode === 'practice') return;
  const { items } = await getBankVersion(db, stored.bankVersionId);
  const rows = measuresOf(stored, items, await listNeutralised(db, stored)).map(({ area, measure }) => ({
    sittingId: stored.id,
    area,
    revision: 1,
    neutralisationId: null,
    measure,
  }));
  if (rows.length === 0) return;
  await addResults(db, rows, now);
  await record(ctx, [{ kind: 'skills.sitting-finished', subject: stored.id, unitId: stored.unitId ?? (await getRoot(db, day)).id, day, data: { mode: stored.mode } }]);
}

/** The neutralised versions among those that a sitting asked, as `id/version`. */
export async function listNeutralised(db: Db, { answers }: Pick<Stored, 'answers'>): Promise<Set<string>> {
  const rows = await all(
    db,
    sql<{ key: string }>`
    select neutral.item_id || '/' || neutral.version as key
    from skills.neutralisation as neutral
    where neutral.item_id = any(${answers.map(({ itemId }) => itemId)}::text[])`,
  );
  return new Set(rows.map(({ key }) => key));
}
