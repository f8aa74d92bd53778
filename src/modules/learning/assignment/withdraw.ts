import Type from 'typebox';
import { all, one, sql } from '#base/db/index.ts';
import type { Day } from '#base/day/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed } from '../model.ts';
import { findLine } from './lines.ts';

/** Takes more time back. */
export const withdrawExcuse = operation({
  name: 'learning.withdraw-excuse',
  summary: 'Move the last day of somebody back to what it was before the newest excuse, which was a mistake; they are told. Nobody does so for themselves.',
  kind: 'write',
  http: 'POST /learning/assigned/{id}/excuse-withdrawals',
  permission: 'learning.see-team',
  unit: async (ctx, { id }) => found(await findLine(ctx.db, id, ctx.locale, ctx.today), 'learning-assignment.no-line').unitId,
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Line' }) }, closed),
  output: Type.Object({ due: Type.String({ description: 'Last day that counts again' }) }, closed),
  trace: ({ id }, { due }) => ({ subject: id, detail: { due } }),
  run: async (ctx, { id }) => {
    const line = found(await findLine(ctx.db, id, ctx.locale, ctx.today), 'learning-assignment.no-line');
    const by = personOf(ctx.actor) ?? null;
    if (by === line.personId) throw new Problem('forbidden', 'learning-assignment.own-excuse');
    if (line.completedOn !== null || line.leftOn !== null) throw new Problem('conflict', 'learning-assignment.not-open');
    const back = await one(
      ctx.db,
      sql<{ due: Day }>`
      update learning.excuse
      set withdrawn_at = ${ctx.now.toString()},
        withdrawn_by = ${by}
      where excuse.id = (
          select newest.id
          from learning.excuse as newest
          where newest.assigned_id = ${id}
            and newest.withdrawn_at is null
          order by newest.until desc
          limit 1)
        and excuse.until = ${line.due}
        and excuse.withdrawn_at is null
      returning excuse.due_before as due`,
    );
    if (back === undefined) throw new Problem('conflict', 'learning-assignment.no-excuse');
    await all(ctx.db, sql`update learning.assigned set due = ${back.due} where assigned.id = ${id}`);
    const data = { assignment: line.assignmentId, what: 'excuse-withdrawn' };
    await record(ctx, [{ kind: 'learning.assignment-changed', subject: id, unitId: line.unitId, day: ctx.today, data }]);
    await notify(ctx, { to: [line.personId], key: 'learning-assignment.told-withdrawn', values: { title: line.title, day: back.due }, href: '/learning' });
    return { due: back.due };
  },
});
