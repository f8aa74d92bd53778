import { randomInt } from 'node:crypto';
import Type from 'typebox';
import { formatDay } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, personOf, scope } from '#kernel/org/index.ts';
import { countAwaitingReview } from '../bank/index.ts';
import { begin } from '../sittings/index.ts';
import { SessionLine, SessionView } from './model.ts';
import { addPlaces, addSession, checkIdentity, findByCode, findByStaffCodes, findPlace, getSession, listIncidents, listPlaces, listSessionLines, removePlace } from './store.ts';

const closed = { additionalProperties: false };
export const SessionId = Type.String({ format: 'uuid', description: 'Session' });
const PersonId = Type.String({ format: 'uuid', description: 'Person' });

/** Held by the unit of the session, whose invigilators run it. */
export const ofSession = { permission: 'skills.run-sessions', unit: async (ctx: Ctx, { id }: { id: string }) => (await getSession(ctx.db, id)).unitId };

/** Letters and digits that are not taken for one another. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A new session. */
export const createSession = operation({
  name: 'skills.create-session',
  summary: 'Create a certification session: day, hour, room, places. It gets a room code.',
  kind: 'write',
  http: 'POST /skills/sessions',
  permission: 'skills.run-sessions',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      unitId: Type.String({ format: 'uuid', description: 'Unit that holds it' }),
      day: Type.String({ format: 'date', description: 'Day, not before today' }),
      startsAt: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: 'Hour, hh:mm', examples: ['08:30'] }),
      room: Type.String({ minLength: 2, maxLength: 200, description: 'Room' }),
      places: Type.Integer({ minimum: 1, maximum: 500, description: 'Places' }),
    },
    closed,
  ),
  output: Type.Object({ id: SessionId }, closed),
  trace: ({ unitId }, output) => ({ unitId, subject: output.id }),
  run: async (ctx, { unitId, day, startsAt, room, places }) => {
    if (day < ctx.today) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/day', code: 'skills-sessions.past' }]);
    const id = newId();
    const code = Array.from({ length: 6 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
    await addSession(ctx.db, { id, unitId, day, startsAt, room, code, places, invigilator: personOf(ctx.actor) ?? null });
    await record(ctx, [{ kind: 'skills.session-created', subject: id, unitId, day: ctx.today, data: { places } }]);
    return { id };
  },
});

/** Sessions that the asker may run. */
export const listSessions = operation({
  name: 'skills.list-sessions',
  summary: 'The certification sessions of the units in which the asker runs them, the latest day first.',
  kind: 'read',
  http: 'GET /skills/sessions',
  permission: 'skills.run-sessions',
  input: Type.Object({}, closed),
  output: Type.Array(SessionLine),
  run: (ctx) => listSessionLines(ctx.db, scope(ctx.actor, 'skills.run-sessions', sql`session.unit_id`, ctx.today)),
});

/** Sessions that the asker is booked for. */
export const listOwnSessions = operation({
  name: 'skills.list-own-sessions',
  summary: 'The certification sessions the asker is booked for that are not closed.',
  kind: 'read',
  http: 'GET /skills/sessions/own',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(SessionLine),
  run: (ctx) =>
    listSessionLines(
      ctx.db,
      sql`session.state <> 'closed'
      and session.day >= ${ctx.today}
      and exists (select 1 from skills.session_place as place where place.session_id = session.id and place.person_id = ${personOf(ctx.actor) ?? null})`,
    ),
});

/** A session as it stands. */
export const readSession = operation({
  name: 'skills.read-session',
  summary: 'A session for its invigilator: who is booked, identified, sitting, and how far; the log. No answers, no scores.',
  kind: 'read',
  http: 'GET /skills/sessions/{id}',
  ...ofSession,
  input: Type.Object({ id: SessionId }, closed),
  output: SessionView,
  run: async (ctx, { id }) => {
    const { code, ...session } = await getSession(ctx.db, id);
    return { session, code, people: await listPlaces(ctx.db, id), incidents: await listIncidents(ctx.db, id), awaiting: await countAwaitingReview(ctx.db) };
  },
});

/** Books people by their staff codes. */
export const bookPeople = operation({
  name: 'skills.book-people',
  summary: 'Book people for a session by their staff codes, as far as there are places; they are told.',
  kind: 'write',
  http: 'POST /skills/sessions/{id}/places',
  ...ofSession,
  input: Type.Object({ id: SessionId, codes: Type.String({ minLength: 1, maxLength: 20_000, description: 'Staff codes, a line each or with commas' }) }, closed),
  output: Type.Object({ booked: Type.Integer({ description: 'People booked now' }) }, closed),
  trace: ({ id }, { booked }) => ({ subject: id, detail: { booked } }),
  run: async (ctx, { id, codes }) => {
    const session = await notClosed(ctx, id);
    const wanted = [...new Set(codes.split(/[\s,;]+/).filter((code) => code !== ''))];
    const people = await findByStaffCodes(ctx.db, wanted, ctx.today);
    await mustKnow(ctx, wanted, people);
    const before = new Set((await listPlaces(ctx.db, id)).map(({ personId }) => personId));
    const fresh = people.map(({ personId }) => personId).filter((personId) => !before.has(personId));
    const left = session.places - before.size;
    if (fresh.length > left) throw new Problem('conflict', 'skills-sessions.full', { left }, [{ at: '/codes', code: 'skills-sessions.full', values: { left } }]);
    await addPlaces(ctx.db, id, fresh, personOf(ctx.actor) ?? null);
    await notify(ctx, {
      to: fresh,
      key: 'skills-sessions.booked-message',
      values: { day: formatDay(session.day), hour: session.startsAt, room: session.room },
      href: '/skills/sessions/join',
      email: true,
    });
    return { booked: fresh.length };
  },
});

async function mustKnow(ctx: Ctx, wanted: string[], people: { staffCode: string; unitId: string | null }[]): Promise<void> {
  const mine = await Promise.all(people.map(({ unitId }) => unitId !== null && may(ctx.db, ctx.actor, 'skills.run-sessions', unitId, ctx.today)));
  const known = new Set(people.filter((_, at) => mine[at] === true).map(({ staffCode }) => staffCode));
  const unknown = wanted.filter((code) => !known.has(code));
  if (unknown.length === 0) return;
  const values = { codes: unknown.slice(0, 20).join(', ') };
  throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/codes', code: 'skills-sessions.unknown-codes', values }]);
}

/** Changes one booking: takes it back, or notes that the identity was checked. */
export const changePlace = operation({
  name: 'skills.change-place',
  summary: 'Note that the identity document of a booked person was looked at, take that back, or cancel the booking of somebody who has not begun.',
  kind: 'write',
  http: 'POST /skills/sessions/{id}/places/{personId}',
  ...ofSession,
  input: Type.Object(
    { id: SessionId, personId: PersonId, to: Type.Enum(['identified', 'not-identified', 'cancelled'], { description: 'identified, not-identified or cancelled' }) },
    closed,
  ),
  output: Type.Object({ to: Type.String({ description: 'What was done' }) }, closed),
  trace: ({ id, personId, to }) => ({ subject: id, detail: { person: personId, to } }),
  run: async (ctx, { id, personId, to }) => {
    await notClosed(ctx, id);
    if (to === 'cancelled') {
      if (!(await removePlace(ctx.db, id, personId))) throw new Problem('conflict', 'skills-sessions.begun');
      return { to };
    }
    const done = await checkIdentity(ctx.db, id, personId, to === 'identified' ? { by: personOf(ctx.actor) ?? null, at: ctx.now } : null);
    if (!done) throw new Problem('missing', 'skills-sessions.not-booked');
    return { to };
  },
});

/** A session that is not closed yet; throws `conflict`. */
export async function notClosed(ctx: Pick<Ctx, 'db'>, id: string) {
  const session = await getSession(ctx.db, id, { lock: true });
  if (session.state === 'closed') throw new Problem('conflict', 'skills-sessions.closed');
  return session;
}

/** The person begins their certification in the room. */
export const joinSession = operation({
  name: 'skills.join-session',
  summary: 'Begin or go on with one’s certification by the code of the room; booked, and with the identity checked by the invigilator.',
  kind: 'write',
  http: 'POST /skills/sessions/joins',
  permission: 'signed-in',
  input: Type.Object({ code: Type.String({ minLength: 4, maxLength: 20, description: 'Room code' }) }, closed),
  output: Type.Object({ sitting: Type.String({ description: 'Sitting' }) }, closed),
  trace: (_input, { sitting }) => ({ subject: sitting }),
  run: async (ctx, { code }) => {
    const personId = personOf(ctx.actor);
    const id = await findByCode(ctx.db, code.trim().toUpperCase());
    if (id === undefined || personId === undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/code', code: 'skills-sessions.wrong-code' }]);
    const place = await findPlace(ctx.db, id, personId);
    if (place === undefined) throw new Problem('conflict', 'skills-sessions.not-booked');
    if (place.finished) throw new Problem('conflict', 'skills-sessions.finished');
    if (!place.identified) throw new Problem('conflict', 'skills-sessions.not-identified');
    return { sitting: await begin(ctx, { personId, mode: 'certification', competence: null, sessionId: id }) };
  },
});
