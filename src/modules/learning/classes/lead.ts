import { one, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { findByCodes, getClass, getSession, type ClassRow, type SessionRow } from './store.ts';

/** A class as the asker sees it; throws `missing`. */
export function classFor(ctx: Ctx, id: string): Promise<ClassRow> {
  return getClass(ctx.db, id, personOf(ctx.actor) ?? null, ctx.locale);
}

/** Whether the asker leads a class or answers for training where it is held. */
export async function mayLead(ctx: Ctx, row: ClassRow): Promise<boolean> {
  return row.leads || (await may(ctx.db, ctx.actor, 'learning.assign', row.unitId, ctx.today));
}

/** Whether a class is held for the staff of a unit: by it, or by one above it. */
export async function isFor(ctx: Ctx, row: ClassRow, unitId: string): Promise<boolean> {
  if (unitId === row.unitId) return true;
  const above = await one(
    ctx.db,
    sql`
    select above.unit_id
    from kernel.unit_ancestor as above
    where above.unit_id = ${unitId}
      and above.ancestor_id = ${row.unitId}
      and above.valid_from <= ${ctx.today}
      and above.valid_to > ${ctx.today}`,
  );
  return above !== undefined;
}

/** The class, for whoever leads it; throws `forbidden` for others. */
export async function ledClass(ctx: Ctx, id: string): Promise<ClassRow> {
  const row = await classFor(ctx, id);
  if (!(await mayLead(ctx, row))) throw new Problem('forbidden', 'learning-classes.not-yours');
  return row;
}

/** A session and its class, for whoever leads it; throws `forbidden` for others. */
export async function ledSession(ctx: Ctx, id: string, lock = false): Promise<{ row: ClassRow; session: SessionRow }> {
  const session = await getSession(ctx.db, id, lock);
  return { session, row: await ledClass(ctx, session.classId) };
}

/** Throws `conflict` for a class that was cancelled. */
export function mustBeOpen(row: ClassRow): void {
  if (row.state === 'cancelled') throw new Problem('conflict', 'learning-classes.cancelled-already');
}

/** People by their staff codes; throws `invalid` at `/field` naming the codes that nobody in post has. */
export async function peopleOf(ctx: Ctx, codes: readonly string[], field: string): Promise<{ personId: string; unitId: string }[]> {
  const wanted = [...new Set(codes.map((code) => code.trim()).filter(Boolean))];
  const people = await findByCodes(ctx.db, wanted, ctx.today);
  const unknown = wanted.filter((code) => !people.some(({ staffCode }) => staffCode === code));
  if (unknown.length > 0) {
    const values = { codes: unknown.slice(0, 10).join(', ') };
    throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: `/${field}`, code: 'learning-classes.unknown-codes', values }]);
  }
  return people;
}
