import type { Item } from '#content/skills/item.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { findItemVersion, type Answer } from '../bank/index.ts';
import { rightAnswer } from '../bank/right.ts';
import { closedItems } from '../engine/index.ts';
import { freezeBank, planOf } from '../sittings/index.ts';
import { measuresOf } from '../sittings/measure.ts';
import { addResults } from '../sittings/store.ts';
import type { Stored } from '../sittings/state.ts';
import { fillIn, type PlannedQuestionnaire } from './questionnaire.ts';
import { sitCheck, type PlannedCheck } from './simulate.ts';
import { addChecks, addQuestionnaires, addRatings, type PlannedRating } from './store.ts';

export type { PlannedQuestionnaire } from './questionnaire.ts';
export type { PlannedCheck } from './simulate.ts';
export type { PlannedRating } from './store.ts';
export { sitLive } from './live.ts';

type Acting = Pick<Ctx, 'db' | 'actor'>;

/**
 * Lets imaginary people sit checks, in the order of their days: chosen, measured and counted by the rules of live checks, kept in their tables, each with its fact. For the
 * demonstration only. Pass a transaction.
 */
export async function sitChecks(ctx: Acting, plans: readonly PlannedCheck[]): Promise<void> {
  const bank = await freezeBank(ctx.db);
  const counted = bank.items.filter(({ scored }) => scored).map(({ id }) => id);
  const asked = new Map<string, number>();
  const checks = plans
    .toSorted((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : one.minute - other.minute))
    .map((plan, sittings): Stored => {
      const stored = sitCheck(plan, bank, closedItems(counted, { sittings, asked }, planOf('check').cap));
      for (const { itemId } of stored.answers) asked.set(itemId, (asked.get(itemId) ?? 0) + 1);
      return stored;
    });
  const items = new Map<string, Item | undefined>();
  for (const { id, version } of bank.items) items.set(id, await findItemVersion(ctx.db, id, version));
  await addChecks(ctx.db, checks, (itemId, correct) => answerTo(items.get(itemId), correct));
  for (const [day, group] of Map.groupBy(checks, (one) => one.day ?? '')) {
    const rows = group.flatMap((stored) =>
      measuresOf(stored, bank.items, new Set()).map(({ area, measure }) => ({ sittingId: stored.id, area, revision: 1, neutralisationId: null, measure })),
    );
    await addResults(ctx.db, rows, Temporal.Instant.from(`${day}T10:00:00Z`));
    const measured = new Set(rows.map(({ sittingId }) => sittingId));
    await record(
      ctx,
      group.flatMap(({ id, unitId }) => (unitId === null || !measured.has(id) ? [] : [{ kind: 'skills.sitting-finished', subject: id, unitId, day, data: { mode: 'check' } }])),
    );
  }
}

/** Lets imaginary people rate themselves and fill in the questionnaire. For the demonstration only. Pass a transaction. */
export async function fillInQuestionnaires(ctx: Acting, plans: readonly PlannedQuestionnaire[], ratings: readonly (PlannedRating & { unitId: string })[]): Promise<void> {
  await addRatings(ctx.db, ratings);
  await record(
    ctx,
    ratings.map(({ personId, unitId, day }) => ({ kind: 'skills.self-rated', subject: personId, unitId, day })),
  );
  const filled = plans.map(fillIn);
  await addQuestionnaires(ctx.db, filled);
  await record(
    ctx,
    filled.map(({ id, unit_id, day, form }) => ({ kind: 'skills.awareness-answered', subject: id, unitId: unit_id, day, data: { form } })),
  );
}

function answerTo(item: Item | undefined, correct: boolean): Answer {
  return correct && item !== undefined ? rightAnswer(item) : {};
}
