import type { Day } from '#base/day/index.ts';
import { inTransaction } from '#base/db/index.ts';
import { record } from '#kernel/fact/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { addDigestParts } from '../digest/store.ts';
import { lookAt, type Looked } from './lines.ts';
import type { StatusChange } from './model.ts';
import { missingFrom, worsens, type Status } from './status.ts';
import { addSilences, addStatuses, findLastCompared, listLastStatuses, listStatusRows } from './compared.ts';
import { listStoredTargets } from './store.ts';
import { PERIOD_MONTHS } from './values.ts';

/** Compares every target the first time on a day, and does nothing when that was done already. */
export async function watchTargets(ctx: Ctx): Promise<void> {
  if ((await findLastCompared(ctx.db)) === ctx.today) return;
  await inTransaction(ctx.db, (db) => compareTargets({ ...ctx, db }));
}

/**
 * Compares how every target stands with how it last stood, keeps what changed, and puts into the digest of the people who answer which targets got worse or
 * have no new data. A day is compared once; returns how many changed.
 */
export async function compareTargets(ctx: Ctx): Promise<number> {
  const looked = await lookAt(ctx);
  const before = await listLastStatuses(ctx.db, ctx.today);
  const changed = looked.filter(({ stored, line }) => before.get(stored.id) !== line.status);
  const rows = changed.map(({ stored, line }) => ({
    id: stored.id,
    status: line.status,
    before: before.get(stored.id) ?? null,
    value: line.latest?.value ?? null,
    valueDay: line.latest?.day ?? null,
  }));
  if (!(await addStatuses(ctx.db, ctx.today, looked.length, rows))) return 0;
  await record(
    ctx,
    changed.flatMap(({ stored, line }) => {
      const was = before.get(stored.id);
      return was === undefined ? [] : [{ kind: 'programme.status-changed', subject: stored.id, unitId: stored.unitId, day: ctx.today, data: { before: was, status: line.status } }];
    }),
  );
  const worse = changed.filter(({ stored, line }) => worsened(before.get(stored.id), line.status));
  await tell(ctx, worse, await newlySilent(ctx, looked));
  return changed.length;
}

function worsened(before: Status | undefined, after: Status): boolean {
  return before !== undefined && worsens(before, after);
}

/** Targets still running whose next value should have come, told of once for each newest value. */
async function newlySilent(ctx: Ctx, looked: Looked[]): Promise<Looked[]> {
  const silent = looked.flatMap((one) => {
    const { latest, overdue } = one.line;
    const missing = latest !== null && ctx.today >= missingFrom(latest.day, PERIOD_MONTHS[one.indicator.periodicity]);
    return !overdue && latest !== null && missing ? [{ one, since: latest.day }] : [];
  });
  const fresh = await addSilences(
    ctx.db,
    ctx.today,
    silent.map(({ one, since }) => ({ id: one.stored.id, since })),
  );
  return silent.filter(({ one }) => fresh.has(one.stored.id)).map(({ one }) => one);
}

async function tell(ctx: Ctx, worse: Looked[], silent: Looked[]): Promise<void> {
  const people = [...new Set([...worse, ...silent].flatMap(({ stored }) => stored.personId ?? []))];
  const parts = people.map((personId) => {
    const mine = (all: Looked[]) => all.filter(({ stored }) => stored.personId === personId);
    const [first] = [...mine(worse), ...mine(silent)];
    const values = { worse: mine(worse).length, silent: mine(silent).length, title: first?.line.titleVi ?? '' };
    const one = values.worse + values.silent === 1;
    return { personId, source: 'targets' as const, values, href: one && first !== undefined ? `/targets/${first.stored.key}` : '/targets' };
  });
  await addDigestParts(ctx.db, ctx.today, parts);
}

/** Targets that came to stand otherwise from a day on (that day included), newest first; of the first comparison nothing is said. */
export async function listStatusChanges(ctx: Pick<Ctx, 'db' | 'today'>, since: Day): Promise<StatusChange[]> {
  const rows = (await listStatusRows(ctx.db, since)).filter(({ before }) => before !== null);
  const targets = new Map((await listStoredTargets(ctx.db, ctx.today, { ids: [...new Set(rows.map(({ id }) => id))] })).map((target) => [target.id, target]));
  return rows.flatMap(({ id, day, before, status }) => {
    const target = targets.get(id);
    if (target === undefined) return [];
    const unit = { unitId: target.unitId, nameVi: target.unitVi, nameEn: target.unitEn };
    return [{ target: target.key, titleVi: target.titleVi, titleEn: target.titleEn, unit, day, before, status, worse: worsened(before ?? undefined, status) }];
  });
}
