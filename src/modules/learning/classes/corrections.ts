import Type from 'typebox';
import { formatDay } from '#base/day/index.ts';
import { all, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { countSessions } from '../credit/hours.ts';
import { withdrawSession } from '../credit/withdraw.ts';
import { closed } from '../model.ts';
import { classFor, mustBeOpen } from './lead.ts';
import { SessionId } from './model.ts';
import { getSession, type ClassRow, type SessionRow } from './store.ts';

/** Corrects settled attendance. */
export const correctClassAttendance = operation({
  name: 'learning.correct-class-attendance',
  summary:
    'Correct, with the reason, whether somebody was at a session whose attendance is settled: the hours of that session count or stop counting, and the person is told. Nobody corrects their own.',
  kind: 'write',
  http: 'POST /learning/class-sessions/{id}/corrections',
  permission: 'learning.assign',
  unit: async (ctx, { id }) => (await classFor(ctx, (await getSession(ctx.db, id)).classId)).unitId,
  input: Type.Object(
    {
      id: SessionId,
      personId: Type.String({ format: 'uuid', description: 'Person of the list' }),
      present: Type.Boolean({ description: 'true: was there' }),
      reason: Type.String({ minLength: 3, maxLength: 500, description: 'Why; the person reads it' }),
    },
    closed,
  ),
  output: Type.Object({ present: Type.Boolean({ description: 'As what it counts now' }) }, closed),
  trace: ({ id, present }) => ({ subject: id, detail: { present } }),
  run: async (ctx, { id, personId, present, reason }) => {
    const session = await getSession(ctx.db, id, true);
    const row = await classFor(ctx, session.classId);
    mustBeOpen(row);
    if (!session.settled) throw new Problem('conflict', 'learning-classes.not-settled');
    if (personId === personOf(ctx.actor)) throw new Problem('forbidden', 'learning-classes.own-attendance');
    const before = found(await findAttendance(ctx, id, personId), 'learning-classes.not-on-list');
    if ((before.way !== 'absent') === present) throw new Problem('conflict', 'learning-classes.correct-same');
    await turn(ctx, { session, row, personId, unitId: before.unitId, present });
    await all(
      ctx.db,
      sql`
      insert into learning.class_attendance_change (id, session_id, person_id, present, reason, changed_by, changed_at)
      values (${newId()}, ${id}, ${personId}, ${present}, ${reason}, ${personOf(ctx.actor) ?? null}, ${ctx.now.toString()})`,
    );
    const key = present ? 'learning-classes.told-present' : 'learning-classes.told-absent';
    await notify(ctx, { to: [personId], key, values: { title: row.title, day: formatDay(session.day), reason }, href: `/learning/classes/${row.id}` });
    return { present };
  },
});

async function findAttendance(ctx: Ctx, sessionId: string, personId: string): Promise<{ way: string; unitId: string } | undefined> {
  return one(
    ctx.db,
    sql<{ way: string; unitId: string }>`
    select attendance.way, attendance.unit_id as "unitId"
    from learning.class_attendance as attendance
    where attendance.session_id = ${sessionId}
      and attendance.person_id = ${personId}`,
  );
}

/** The row is replaced: what was noted first stands in the log, and the correction beside it. */
async function turn(ctx: Ctx, given: { session: SessionRow; row: ClassRow; personId: string; unitId: string; present: boolean }): Promise<void> {
  const { session, row, personId, unitId, present } = given;
  await all(
    ctx.db,
    sql`
    delete from learning.class_attendance as attendance
    where attendance.session_id = ${session.id}
      and attendance.person_id = ${personId}`,
  );
  const id = newId();
  await all(
    ctx.db,
    sql`
    insert into learning.class_attendance (id, session_id, person_id, unit_id, way, noted_at, noted_by)
    values (${id}, ${session.id}, ${personId}, ${unitId}, ${present ? 'list' : 'absent'}, ${ctx.now.toString()}, ${personOf(ctx.actor) ?? null})`,
  );
  const { day, minutes } = session;
  if (present) await countSessions(ctx, [{ source: 'class', day, minutes, personId, unitId, sourceId: session.id, title: row.title }]);
  else await withdrawSession(ctx, { source: 'class', personId, sourceId: session.id });
  // By the unit of the person and by that of the class: sets count in both.
  const fact = { kind: 'learning.class-attendance-corrected', subject: id, day, data: { class: row.id, present } };
  await record(
    ctx,
    [...new Set([unitId, row.unitId])].map((unit) => ({ ...fact, unitId: unit })),
  );
}
