import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { getRoot } from '#kernel/org/index.ts';
import { getBankVersion } from './bank-version.ts';
import { listNeutralised } from './finish.ts';
import { measuresOf } from './measure.ts';
import type { Mode } from './model.ts';
import { findOutcome } from './read.ts';
import { addResults, getSitting } from './store.ts';

/** Measures a finished sitting again without the neutralised items; the earlier revision stays. Answers whose level over all was what and is what; undefined when there was no result. */
export async function measureAgain(ctx: Ctx, sittingId: string, neutralisationId: string): Promise<{ personId: string; mode: Mode; before: number; after: number } | undefined> {
  const [stored, outcome] = [await getSitting(ctx.db, sittingId), await findOutcome(ctx.db, sittingId)];
  if (outcome === undefined) return undefined;
  const { items } = await getBankVersion(ctx.db, stored.bankVersionId);
  const measured = measuresOf(stored, items, await listNeutralised(ctx.db, stored));
  const revision = outcome.overall.revision + 1;
  await addResults(
    ctx.db,
    measured.map(({ area, measure }) => ({ sittingId, area, revision, neutralisationId, measure })),
    ctx.now,
  );
  const unitId = stored.unitId ?? (await getRoot(ctx.db, ctx.today)).id;
  await record(ctx, [{ kind: 'skills.result-rescored', subject: sittingId, unitId, day: ctx.today, data: { neutralisation: neutralisationId } }]);
  const after = measured.find(({ area }) => area === outcome.overall.area)?.measure.level.level ?? outcome.overall.level;
  return { personId: stored.personId, mode: stored.mode, before: outcome.overall.level, after };
}
