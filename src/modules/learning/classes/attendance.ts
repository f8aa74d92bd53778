import Type from 'typebox';
import { localTime } from '#base/clock/index.ts';
import { all, sql, type Db } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { countSessions } from '../credit/hours.ts';
import { closed } from '../model.ts';
import { homeOf, learnerOf } from '../player/acts.ts';
import { currentCode, isCurrentCode } from './code.ts';
import { classFor, ledSession, mustBeOpen } from './lead.ts';
import { Attender, ClassLine, SessionId, SessionLine } from './model.ts';
import { placePeople, takeWaited } from './places.ts';
import { markFault } from './rules.ts';
import { getSession, listAttenders, listTrainers, type ClassRow, type SessionRow } from './store.ts';

async function addAttendance(
  ctx: Ctx,
  session: SessionRow,
  people: readonly { personId: string; unitId: string }[],
  way: 'code' | 'list' | 'absent',
  markedAt?: Temporal.Instant,
): Promise<number> {
  const fresh = await all(
    ctx.db,
    sql<{ id: string; personId: string }>`
    insert into learning.class_attendance (id, session_id, person_id, unit_id, way, noted_at, noted_by)
    select kernel.new_id(), ${session.id}::uuid, given.person_id, given.unit_id, ${way}, ${(markedAt ?? ctx.now).toString()}::timestamptz, ${personOf(ctx.actor) ?? null}::uuid
    from unnest(${people.map(({ personId }) => personId)}::uuid[], ${people.map(({ unitId }) => unitId)}::uuid[]) as given (person_id, unit_id)
    on conflict (session_id, person_id) do nothing
    returning class_attendance.id, class_attendance.person_id as "personId"`,
  );
  if (markedAt !== undefined)
    await noteSent(
      ctx,
      session,
      fresh.map(({ personId }) => personId),
      markedAt,
    );
  return fresh.length;
}

async function noteSent(ctx: Ctx, session: SessionRow, people: readonly string[], markedAt: Temporal.Instant): Promise<void> {
  await all(
    ctx.db,
    sql`
    insert into learning.class_attendance_sent (session_id, person_id, marked_at, sent_at)
    select ${session.id}::uuid, given.person_id, ${markedAt.toString()}::timestamptz, ${ctx.now.toString()}::timestamptz
    from unnest(${[...people]}::uuid[]) as given (person_id)
    on conflict (session_id, person_id) do nothing`,
  );
}

/** The moment of a mark made without network; throws `invalid` when it cannot stand. */
function markedAtOf(ctx: Ctx, session: SessionRow, at: string | undefined): Temporal.Instant | undefined {
  if (at === undefined) return undefined;
  const instant = Temporal.Instant.from(at);
  const fault = markFault({ at: instant, day: localTime(instant).day }, session, ctx);
  if (fault !== undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/at', code: `learning-classes.${fault}` }]);
  return instant;
}

const MarkedAt = Type.Optional(Type.String({ format: 'date-time', description: 'When it was marked without network, on the clock of the device; at most seven days ago' }));

async function listExpected(db: Db, classId: string): Promise<{ personId: string; unitId: string }[]> {
  return all(
    db,
    sql<{ personId: string; unitId: string }>`
    select place.person_id as "personId", place.unit_id as "unitId"
    from learning.class_place as place
    where place.class_id = ${classId}
      and place.state = 'placed'`,
  );
}

function mustBeUnsettled(ctx: Ctx, row: ClassRow, session: SessionRow): void {
  mustBeOpen(row);
  if (session.settled) throw new Problem('conflict', 'learning-classes.settled-already');
  if (session.day > ctx.today) throw new Problem('conflict', 'learning-classes.not-yet');
}

/** The list of a session. */
export const readClassList = operation({
  name: 'learning.read-class-list',
  summary: 'Who has a place in a class and who of them was at a session, for whoever leads it.',
  kind: 'read',
  http: 'GET /learning/class-sessions/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: SessionId }, closed),
  output: Type.Object({ classId: Type.String({ description: 'Class' }), title: ClassLine.properties.title, session: SessionLine, people: Type.Array(Attender) }, closed),
  run: async (ctx, { id }) => {
    const { row, session } = await ledSession(ctx, id);
    const { classId, key: _key, ...line } = session;
    return { classId, title: row.title, session: line, people: await listAttenders(ctx.db, session, ctx.locale) };
  },
});

/** The code of the moment. */
export const showClassCode = operation({
  name: 'learning.show-class-code',
  summary: 'The code to show in the room on the day of a session, for whoever leads it; it changes every 30 seconds.',
  kind: 'read',
  http: 'GET /learning/class-sessions/{id}/code',
  permission: 'signed-in',
  input: Type.Object({ id: SessionId }, closed),
  output: Type.Object(
    {
      classId: Type.String({ description: 'Class' }),
      title: Type.String({ description: 'Title' }),
      code: Type.String({ description: 'Eight letters and digits' }),
      seconds: Type.Integer({ description: 'Seconds until the next one' }),
      url: Type.String({ description: 'Address that stands in the picture' }),
      here: Type.Integer({ description: 'People noted by now' }),
      expected: Type.Integer({ description: 'People with a place' }),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const { row, session } = await ledSession(ctx, id);
    mustBeUnsettled(ctx, row, session);
    if (session.day !== ctx.today) throw new Problem('conflict', 'learning-classes.code-only-today');
    const people = await listAttenders(ctx.db, session, ctx.locale);
    const now = currentCode(session.key, ctx.now);
    const url = new URL(`/learning/classes/here/${id}?code=${now.code}`, ctx.services.publicUrl).href;
    return { classId: row.id, title: row.title, ...now, url, here: people.filter(({ way }) => way !== null).length, expected: people.length };
  },
});

/** Says that one is here. */
export const checkIn = operation({
  name: 'learning.check-in-class',
  summary:
    'Say with the code shown in the room that one is at a session today; with `at` a code that was scanned without network is sent later and marked as such. Who had no place gets one while there are any.',
  kind: 'write',
  http: 'POST /learning/class-sessions/{id}/check-in',
  permission: 'signed-in',
  input: Type.Object(
    { id: SessionId, code: Type.String({ minLength: 1, maxLength: 20, description: 'Code shown in the room; at most 90 seconds old when it was scanned' }), at: MarkedAt },
    closed,
  ),
  output: Type.Object({ classId: Type.String({ description: 'Class' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, code, at }) => {
    const me = learnerOf(ctx);
    const session = await getSession(ctx.db, id, true);
    const row = await classFor(ctx, session.classId);
    mustBeUnsettled(ctx, row, session);
    const markedAt = markedAtOf(ctx, session, at);
    if ((markedAt === undefined && session.day !== ctx.today) || !isCurrentCode(session.key, code, markedAt ?? ctx.now))
      throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/code', code: 'learning-classes.code-old' }]);
    if (row.leads) throw new Problem('conflict', 'learning-classes.leads-already');
    const unitId = await homeOf(ctx, me);
    if (!(await placeAtDoor(ctx, row, { personId: me, unitId }))) throw new Problem('conflict', 'learning-classes.full');
    await addAttendance(ctx, session, [{ personId: me, unitId }], 'code', markedAt);
    return { classId: row.id };
  },
});

async function placeAtDoor(ctx: Ctx, row: ClassRow, me: { personId: string; unitId: string }): Promise<boolean> {
  if (row.own === 'placed') return true;
  if (row.own === 'waiting' || row.own === 'offered') return takeWaited(ctx, row.id, me.personId);
  return (await placePeople(ctx, row.id, [me]))[0]?.state === 'placed';
}

/** Notes attendance by list. */
export const noteAttendance = operation({
  name: 'learning.note-class-attendance',
  summary: 'Note from the list who was at a session, on its day or later, until it is settled; what was noted before stays. With `at`: marked without network and sent later.',
  kind: 'write',
  http: 'POST /learning/class-sessions/{id}/attendance',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: SessionId,
      at: MarkedAt,
      present: Type.Array(Type.String({ format: 'uuid', description: 'Person' }), { maxItems: 2000, description: 'People of the list who were there' }),
    },
    closed,
  ),
  output: Type.Object({ noted: Type.Integer({ description: 'How many were not noted before' }) }, closed),
  trace: ({ id }, { noted }) => ({ subject: id, detail: { noted } }),
  run: async (ctx, { id, present, at }) => {
    const { row, session } = await ledSession(ctx, id, true);
    mustBeUnsettled(ctx, row, session);
    const wanted = new Set(present);
    return {
      noted: await addAttendance(
        ctx,
        session,
        (await listExpected(ctx.db, row.id)).filter(({ personId }) => wanted.has(personId)),
        'list',
        markedAtOf(ctx, session, at),
      ),
    };
  },
});

/** Takes a note back. */
export const dropAttendance = operation({
  name: 'learning.drop-class-attendance',
  summary: 'Take back that somebody was at a session, until it is settled.',
  kind: 'write',
  http: 'POST /learning/class-sessions/{id}/attendance/withdrawal',
  permission: 'signed-in',
  input: Type.Object({ id: SessionId, personId: Type.String({ format: 'uuid', description: 'Person' }) }, closed),
  output: Type.Object({ dropped: Type.Integer({ description: 'Notes taken back' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, personId }) => {
    const { row, session } = await ledSession(ctx, id, true);
    mustBeUnsettled(ctx, row, session);
    const gone = await all(
      ctx.db,
      sql`
      delete from learning.class_attendance as attendance
      where attendance.session_id = ${id}
        and attendance.person_id = ${personId}
      returning attendance.id`,
    );
    await all(
      ctx.db,
      sql`
      delete from learning.class_attendance_sent as sent
      where sent.session_id = ${id}
        and sent.person_id = ${personId}`,
    );
    return { dropped: gone.length };
  },
});

/** Settles attendance. */
export const settleSession = operation({
  name: 'learning.settle-class-session',
  summary: 'Settle who was at a session: its hours count for those who were there and those who led it; who had a place and is not noted is absent. Cannot be taken back.',
  kind: 'write',
  http: 'POST /learning/class-sessions/{id}/settlement',
  permission: 'signed-in',
  input: Type.Object({ id: SessionId }, closed),
  output: Type.Object({ present: Type.Integer({ description: 'People who were there' }), absent: Type.Integer({ description: 'People who had a place and were not' }) }, closed),
  trace: ({ id }, { present, absent }) => ({ subject: id, detail: { present, absent } }),
  run: async (ctx, { id }) => {
    const { row, session } = await ledSession(ctx, id, true);
    mustBeUnsettled(ctx, row, session);
    const absent = await addAttendance(ctx, session, await listExpected(ctx.db, row.id), 'absent');
    await recordMissed(ctx, row, session);
    await all(ctx.db, sql`update learning.class_session as session set closed_at = ${ctx.now.toString()}, closed_by = ${personOf(ctx.actor) ?? null} where session.id = ${id}`);
    const present = await listPresent(ctx.db, id);
    await count(ctx, row, session, present);
    await notify(ctx, { to: present.map(({ personId }) => personId), key: 'learning-classes.told-evaluate', values: { title: row.title }, href: `/learning/classes/${row.id}` });
    return { present: present.length, absent };
  },
});

async function listPresent(db: Db, sessionId: string): Promise<{ id: string; personId: string; unitId: string }[]> {
  return all(
    db,
    sql<{ id: string; personId: string; unitId: string }>`
    select attendance.id, attendance.person_id as "personId", attendance.unit_id as "unitId"
    from learning.class_attendance as attendance
    where attendance.session_id = ${sessionId}
      and attendance.way <> 'absent'`,
  );
}

async function recordMissed(ctx: Ctx, row: ClassRow, session: SessionRow): Promise<void> {
  const missed = await all(
    ctx.db,
    sql<{ id: string; unitId: string }>`
    select attendance.id, attendance.unit_id as "unitId"
    from learning.class_attendance as attendance
    where attendance.session_id = ${session.id}
      and attendance.way = 'absent'`,
  );
  await record(
    ctx,
    missed.map(({ id, unitId }) => ({ kind: 'learning.class-missed', subject: id, unitId, day: session.day, data: { class: row.id } })),
  );
}

async function count(ctx: Ctx, row: ClassRow, session: SessionRow, present: readonly { id: string; personId: string; unitId: string }[]): Promise<void> {
  const counted = { source: 'class' as const, day: session.day, minutes: session.minutes };
  const leaders = await listTrainers(ctx.db, row.id);
  await countSessions(ctx, [
    ...present.map(({ personId, unitId }) => ({ ...counted, personId, unitId, sourceId: session.id, title: row.title })),
    ...leaders.map(({ personId, unitId }) => ({ ...counted, personId, unitId, sourceId: `led ${session.id}`, title: row.title })),
  ]);
  const { day } = session;
  await record(ctx, [
    { kind: 'learning.class-closed', subject: session.id, unitId: row.unitId, day, data: { class: row.id, present: present.length } },
    ...present.map(({ id, unitId }) => ({ kind: 'learning.class-attended', subject: id, unitId, day, data: { class: row.id } })),
  ]);
}
