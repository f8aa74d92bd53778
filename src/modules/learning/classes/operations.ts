import { randomBytes } from 'node:crypto';
import Type from 'typebox';
import { sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { closed, CourseId, nullable } from '../model.ts';
import { homeOf, learnerOf } from '../player/acts.ts';
import { findStages } from './evaluation-store.ts';
import { calendarFile } from './ics.ts';
import { keepRoom, mustBeFree } from './busy.ts';
import { classFor, isFor, ledClass, mayLead, mustBeOpen, peopleOf } from './lead.ts';
import { ClassId, ClassLine, Material, Mode, SessionLine, SessionTime, StaffCodes } from './model.ts';
import { endOffers, findOffer } from './offers.ts';
import { listPlaced } from './places.ts';
import { mustBeTimes, mustHavePlace } from './rules.ts';
import { addClass, addSession, addTrainers, changeClass, listClassRows, listMaterials, listSessions, listTrainers, type ClassRow } from './store.ts';

function lineOf({ unitId: _u, about: _a, link: _l, stateReason: _r, edition: _e, changedAt: _c, ...line }: ClassRow): ClassLine {
  return line;
}

/** Opens a class. */
export const createClass = operation({
  name: 'learning.create-class',
  summary: 'Open a class for the staff of a unit and all under it: where or with which link, places, who leads it, its first session. Who leads it is told.',
  kind: 'write',
  http: 'POST /learning/classes',
  permission: 'learning.assign',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      unitId: Type.String({ format: 'uuid', description: 'Unit that holds it' }),
      title: Type.String({ minLength: 5, maxLength: 200, description: 'Title' }),
      about: Type.Optional(Type.String({ maxLength: 2000, description: 'What it is about, for whom, what to bring' })),
      course: Type.Optional(CourseId),
      mode: Mode,
      room: Type.Optional(Type.String({ minLength: 3, maxLength: 200, description: 'Room and address; needed unless online' })),
      link: Type.Optional(
        Type.String({ pattern: '^https://[^\\s]+$', examples: ['https://hop.example.vn/lop'], maxLength: 500, description: 'Link of the meeting, https; needed unless in a room' }),
      ),
      capacity: Type.Integer({ minimum: 1, maximum: 2000, description: 'Places' }),
      seats: Type.Optional(Type.Integer({ minimum: 1, maximum: 2000, description: 'Seats of the room; as said of it last when left out' })),
      trainers: StaffCodes(1),
      ...SessionTime,
    },
    closed,
  ),
  output: Type.Object({ id: ClassId }, closed),
  trace: ({ unitId, capacity }, { id }) => ({ subject: id, unitId, detail: { capacity } }),
  run: async (ctx, { unitId, title, about = '', course = null, mode, room, link, capacity, seats, trainers, ...time }) => {
    mustBeTimes(ctx.today, time);
    mustHavePlace({ mode, room, link });
    const leaders = await peopleOf(ctx, trainers, 'trainers');
    await mustBeFree(ctx, time, { trainers: leaders.map(({ personId }) => personId), room: mode === 'online' ? null : (room ?? null), field: 'trainers' });
    const id = newId();
    await addClass(ctx.db, { id, unitId, course, title, about, mode, room: room ?? null, link: link ?? null, capacity }, personOf(ctx.actor) ?? null, ctx.now);
    await keepRoom(ctx.db, { id, mode, room, seats, capacity });
    await addTrainers(ctx.db, id, leaders);
    await addSession(ctx.db, { id: newId(), classId: id, ...time, key: randomBytes(32) });
    await notify(ctx, { to: leaders.map(({ personId }) => personId), key: 'learning-classes.told-trainer', values: { title }, href: `/learning/classes/${id}`, email: true });
    return { id };
  },
});

/** Adds a session. */
export const addClassSession = operation({
  name: 'learning.add-class-session',
  summary: 'Add a session to a class, for whoever leads it or answers for training there; who has a place is told and fetches the new invitation.',
  kind: 'write',
  http: 'POST /learning/classes/{id}/sessions',
  permission: 'signed-in',
  input: Type.Object({ id: ClassId, ...SessionTime }, closed),
  output: Type.Object({ id: Type.String({ description: 'Session' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, ...time }) => {
    const row = await ledClass(ctx, id);
    mustBeOpen(row);
    mustBeTimes(ctx.today, time);
    if ((await listSessions(ctx.db, id)).some(({ day, starts }) => day === time.day && starts === time.starts))
      throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/starts', code: 'learning-classes.session-twice' }]);
    const leaders = await listTrainers(ctx.db, id);
    await mustBeFree(ctx, time, { trainers: leaders.map(({ personId }) => personId), room: row.mode === 'online' ? null : row.room, field: 'starts' });
    const sessionId = newId();
    await addSession(ctx.db, { id: sessionId, classId: id, ...time, key: randomBytes(32) });
    await changeClass(ctx.db, id, ctx.now);
    await notify(ctx, { to: await listPlaced(ctx.db, id), key: 'learning-classes.told-changed', values: { title: row.title }, href: `/learning/classes/${id}`, email: true });
    return { id: sessionId };
  },
});

/** Calls a class off. */
export const cancelClass = operation({
  name: 'learning.cancel-class',
  summary: 'Call a class off with the reason; everybody with a place or waiting is told, and the invitation says so.',
  kind: 'write',
  http: 'POST /learning/classes/{id}/cancellation',
  permission: 'learning.assign',
  unit: async (ctx, { id }) => (await classFor(ctx, id)).unitId,
  input: Type.Object({ id: ClassId, reason: Type.String({ minLength: 3, maxLength: 500, description: 'Why: everybody reads it' }) }, closed),
  output: Type.Object({ told: Type.Integer({ description: 'How many people were told' }) }, closed),
  trace: ({ id }, { told }) => ({ subject: id, detail: { told } }),
  run: async (ctx, { id, reason }) => {
    const row = await classFor(ctx, id);
    mustBeOpen(row);
    if ((await listSessions(ctx.db, id)).some(({ settled }) => settled)) throw new Problem('conflict', 'learning-classes.held-already');
    await changeClass(ctx.db, id, ctx.now, reason);
    await endOffers(ctx, id);
    const people = await listPlaced(ctx.db, id);
    await notify(ctx, { to: people, key: 'learning-classes.told-cancelled', values: { title: row.title, reason }, href: `/learning/classes/${id}`, email: true });
    return { told: people.length };
  },
});

/** Classes. */
export const listClasses = operation({
  name: 'learning.list-classes',
  summary: 'Classes of the asker’s city: those to come, those in which the asker has or had a place, or those that the asker leads or answers for.',
  kind: 'read',
  http: 'GET /learning/classes',
  permission: 'signed-in',
  input: Type.Object({ which: Type.Optional(Type.Enum(['coming', 'mine', 'led'], { description: 'coming when left out' })) }, closed),
  output: Type.Array(ClassLine),
  run: async (ctx, { which = 'coming' }) => {
    const me = learnerOf(ctx);
    const where = {
      coming: sql`class.state = 'open' and meets.last_day >= ${ctx.today}`,
      mine: sql`places.own is not null`,
      led: sql`trainers.leads or class.created_by = ${me}`,
    }[which];
    const order = which === 'coming' ? sql`meets.first_day, meets.starts, class.id` : sql`meets.first_day desc, class.id`;
    return (await listClassRows(ctx.db, where, order, me, ctx.locale)).map(lineOf);
  },
});

/** One class. */
export const readClass = operation({
  name: 'learning.read-class',
  summary: 'A class: when and where, its sessions, the asker’s place; the link and the materials for those in it.',
  kind: 'read',
  http: 'GET /learning/classes/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: ClassId }, closed),
  output: Type.Object(
    {
      line: ClassLine,
      about: Type.String({ description: 'What it is about' }),
      link: nullable(Type.String({ description: 'Link of the meeting, for those in it' })),
      reason: nullable(Type.String({ description: 'Why it was called off' })),
      offerUntil: nullable(Type.String({ description: 'Last day to take the place that is offered to the asker' })),
      sessions: Type.Array(SessionLine),
      materials: Type.Array(Material),
      forOwnUnit: Type.Boolean({ description: 'Whether it is held for the asker’s unit, so that a place can be taken' }),
      mayLead: Type.Boolean({ description: 'Whether the asker leads it or answers for training there' }),
      mayAssign: Type.Boolean({ description: 'Whether the asker answers for training there' }),
      stages: Type.Array(Type.Enum(['end', 'later'], { description: 'What the asker may evaluate now' })),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const me = learnerOf(ctx);
    const row = await classFor(ctx, id);
    const leads = await mayLead(ctx, row);
    const within = leads || row.own === 'placed';
    return {
      line: lineOf(row),
      about: row.about,
      link: within ? row.link : null,
      reason: row.stateReason,
      offerUntil: row.own === 'offered' ? ((await findOffer(ctx.db, id, me)) ?? null) : null,
      sessions: await listSessions(ctx.db, id),
      materials: within ? await listMaterials(ctx.db, id) : [],
      forOwnUnit: await isFor(ctx, row, await homeOf(ctx, me)),
      mayLead: leads,
      mayAssign: await may(ctx.db, ctx.actor, 'learning.assign', row.unitId, ctx.today),
      stages: await findStages(ctx.db, id, me, ctx.today),
    };
  },
});

/** The invitation. */
export const readInvitation = operation({
  name: 'learning.read-class-invitation',
  summary: 'The sessions of a class as a calendar file (RFC 5545) for those who have a place in it or lead it.',
  kind: 'read',
  http: 'GET /learning/classes/{id}/invitation',
  permission: 'signed-in',
  input: Type.Object({ id: ClassId }, closed),
  output: Type.Object({ name: Type.String({ description: 'Name of the file' }), content: Type.String({ description: 'text/calendar' }) }, closed),
  run: async (ctx, { id }) => {
    const row = await classFor(ctx, id);
    if (row.own !== 'placed' && !(await mayLead(ctx, row))) throw new Problem('forbidden', 'learning-classes.no-place');
    const content = calendarFile({
      title: row.title,
      about: row.about,
      place: [row.room, row.link].filter(Boolean).join(' - '),
      url: new URL(`/learning/classes/${id}`, ctx.services.publicUrl).href,
      cancelled: row.state === 'cancelled',
      edition: row.edition,
      changedAt: Temporal.Instant.fromEpochMilliseconds(row.changedAt.getTime()),
      sessions: await listSessions(ctx.db, id),
    });
    return { name: 'khue-lop-hoc.ics', content };
  },
});
