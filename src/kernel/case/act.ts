import { FOREVER, type Day } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { currentCalendar } from '#kernel/calendar/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { dueOf, getConduct, getStep, OPEN, opened, pinVersion, replay, step as taken, versionOn, type Happened, type Procedure, type Standing } from '#kernel/procedure/index.ts';
import { mayTake, openForAsker } from './access.ts';
import { addCase, addParties, addStep, findCase, listHistories, listSubcases, moveCase, putTerms, soonest, type CaseParty, type DueTerm, type HistoryRow } from './store.ts';

/** What a case is opened with. `subject` is what it is about (a person, a post); the title names no person, for it stands in lists. */
export type NewCase = {
  procedure: string;
  unitId: string;
  title: string;
  subject?: string;
  data?: Record<string, unknown>;
  parties?: readonly CaseParty[];
  assigneeId?: string;
  parentId?: string;
};

/**
 * Opens a case in the version that holds today, within an operation of the module (which decides who may). Writes one fact.
 * Throws `missing` for an unknown procedure or parent, `conflict` when the parent is closed, `invalid` for a party the procedure does not know.
 */
export async function openCase(ctx: Ctx, fresh: NewCase): Promise<{ id: string }> {
  const procedure = versionOn(fresh.procedure, ctx.today);
  const { parties = [], data = {}, parentId } = fresh;
  if (parties.some(({ party }) => !(party in procedure.parties))) throw new Problem('invalid', 'case.no-party');
  if (parentId !== undefined) {
    // Locked, so that the parent cannot be closed meanwhile.
    const parent = found(await findCase(ctx.db, parentId, true), 'case.no-case');
    if (parent.closedOn !== null) throw new Problem('conflict', 'case.parent-closed');
  }
  await pinVersion(ctx.db, procedure);
  const id = newId();
  const standing = opened(procedure, ctx.today, data);
  const terms = await dueTerms(ctx, standing);
  await addCase(ctx.db, {
    id,
    procedure: procedure.name,
    version: procedure.version,
    unitId: fresh.unitId,
    subject: fresh.subject ?? null,
    parentId: parentId ?? null,
    title: fresh.title,
    state: standing.state,
    number: standing.number,
    openedOn: ctx.today,
    due: soonest(terms),
    assigneeId: fresh.assigneeId ?? null,
  });
  await addParties(ctx.db, id, parties);
  await keepHappened(ctx, { id, unitId: fresh.unitId }, procedure, standing, { step: OPEN, day: ctx.today, data });
  await putTerms(ctx.db, id, terms);
  return { id };
}

/** A step as it is asked for; `expected` is the number of the last step that the asker saw. */
export type WantedStep = { id: string; expected: number; step: string; day?: Day; reason?: string; data?: Record<string, unknown> };

/**
 * Takes a step in the running transaction. Throws `missing` (no such case for the asker, no such step), `conflict` (`case.moved-on`: somebody was faster;
 * `case.subcases-open`; what `step` of the procedure throws), `forbidden` (`case.not-yours`), `invalid` (reason, day or data), and what the module's gate throws.
 */
export async function takeStep(ctx: Ctx, wanted: WantedStep): Promise<{ standing: Standing; due: Day }> {
  const whole = await openForAsker(ctx, wanted.id, true);
  const { file, procedure } = whole;
  const asked = getStep(procedure, wanted.step);
  if (!(await mayTake(ctx, whole, asked))) throw new Problem('forbidden', 'case.not-yours');
  if (file.number !== wanted.expected) throw new Problem('conflict', 'case.moved-on');
  const happened: Happened = { step: wanted.step, day: wanted.day ?? ctx.today, data: wanted.data ?? {} };
  const reason = wanted.reason?.trim() || undefined;
  mustBeComplete(ctx, happened, asked.reason === true && reason === undefined);
  if (asked.afterSubcases === true) await mustHaveNoOpenSubcase(ctx, file.id);
  const before = replay(procedure, historyIn(procedure, (await listHistories(ctx.db, [file.id])).get(file.id) ?? []));
  const standing = taken(procedure, before, happened);
  const conduct = getConduct(procedure.name);
  const moment = { caseId: file.id, unitId: file.unitId, subject: file.subject ?? undefined, procedure, happened, reason };
  await conduct.before?.(ctx, { ...moment, standing: before });
  const terms = await dueTerms(ctx, standing);
  await keepHappened(ctx, file, procedure, standing, happened, reason);
  await putTerms(ctx.db, file.id, terms);
  await moveCase(ctx.db, file.id, file.version, standing, soonest(terms));
  await conduct.after?.(ctx, { ...moment, standing });
  return { standing, due: soonest(terms) };
}

/** History as the pinned version names it: steps taken under an earlier version may be called otherwise now. */
export function historyIn(procedure: Procedure, rows: readonly HistoryRow[]): Happened[] {
  return rows.map(({ step, day, data }) => ({ step: procedure.renamed?.[step] ?? step, day, data }));
}

/** The terms of a case with the days they are due as the calendar stands; one whose clock stands has none. */
export async function dueTerms(ctx: Pick<Ctx, 'db' | 'services'>, { terms }: Standing): Promise<DueTerm[]> {
  if (terms.length === 0) return [];
  const calendar = await currentCalendar(ctx.db, ctx.services.root);
  return terms.map((run) => ({ ...run, due: dueOf(run, calendar) ?? FOREVER }));
}

function mustBeComplete(ctx: Ctx, { day }: Happened, reasonMissing: boolean): void {
  if (reasonMissing) throw new Problem('invalid', 'case.reason-missing', {}, [{ at: '/reason', code: 'case.reason-missing' }]);
  if (day > ctx.today) throw new Problem('invalid', 'case.day-ahead', {}, [{ at: '/day', code: 'case.day-ahead' }]);
}

async function mustHaveNoOpenSubcase(ctx: Ctx, caseId: string): Promise<void> {
  const open = (await listSubcases(ctx.db, caseId)).filter(({ closedOn }) => closedOn === null).length;
  if (open > 0) throw new Problem('conflict', 'case.subcases-open', { n: open });
}

async function keepHappened(
  ctx: Ctx,
  file: { id: string; unitId: string },
  { name, version, fact }: Procedure,
  { number, state }: Standing,
  happened: Happened,
  reason?: string,
): Promise<void> {
  const data = { procedure: name, version, step: happened.step, number, state };
  const [factId = ''] = await record(ctx, [{ kind: fact, subject: file.id, unitId: file.unitId, day: happened.day, data }]);
  await addStep(ctx.db, file.id, { ...happened, number, reason: reason ?? null, actorId: personOf(ctx.actor) ?? null, factId, at: ctx.now });
}
