import Type from 'typebox';
import { all, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { neutralise } from '../contests/index.ts';
import { finish, getSitting, pauseSittings, resumeSittings } from '../sittings/index.ts';
import { notClosed, ofSession, SessionId } from './operations.ts';
import { addIncident, moveSession } from './store.ts';

const closed = { additionalProperties: false };
const Note = Type.String({ maxLength: 1000, description: 'In the words of the invigilator' });
const MaybePerson = Type.Optional(Type.String({ format: 'uuid', description: 'One person; left out: everybody' }));

/** Opens the room, or closes it and ends what is still open. */
export const moveSessionOperation = operation({
  name: 'skills.move-session',
  summary: 'Open a session (people can begin) or close it for good: sittings that are still open end with what was answered.',
  kind: 'write',
  http: 'POST /skills/sessions/{id}/moves',
  ...ofSession,
  input: Type.Object({ id: SessionId, to: Type.Enum(['open', 'closed'], { description: 'open or closed' }) }, closed),
  output: Type.Object({ state: Type.String({ description: 'State now' }) }, closed),
  trace: ({ id, to }) => ({ subject: id, detail: { to } }),
  run: async (ctx, { id, to }) => {
    const session = await notClosed(ctx, id);
    await moveSession(ctx.db, id, to, ctx.now);
    await addIncident(ctx.db, { sessionId: id, personId: null, kind: to === 'open' ? 'opened' : 'closed', note: '', by: personOf(ctx.actor) ?? null, now: ctx.now });
    if (to === 'open') return { state: to };
    const rows = await all(ctx.db, sql<{ id: string; state: string }>`select sitting.id, sitting.state from skills.sitting where sitting.session_id = ${id}`);
    for (const row of rows) if (row.state !== 'finished') await finish(ctx, await getSitting(ctx.db, row.id, { lock: true }), 'closed');
    await record(ctx, [{ kind: 'skills.session-closed', subject: id, unitId: session.unitId, day: ctx.today, data: { finished: rows.length } }]);
    return { state: to };
  },
});

/** Stops the time of one person or of all, or lets it run on. */
export const pauseSession = operation({
  name: 'skills.pause-session',
  summary: 'Pause the sitting of one person or of everybody in a session (the time stops), or let it go on, with a note for the log.',
  kind: 'write',
  http: 'POST /skills/sessions/{id}/pauses',
  ...ofSession,
  input: Type.Object({ id: SessionId, personId: MaybePerson, to: Type.Enum(['paused', 'open'], { description: 'paused or open' }), note: Type.Optional(Note) }, closed),
  output: Type.Object({ people: Type.Integer({ description: 'How many people it changed' }) }, closed),
  trace: ({ id, to }, { people }) => ({ subject: id, detail: { to, people } }),
  run: async (ctx, { id, personId, to, note = '' }) => {
    await notClosed(ctx, id);
    const which = personId === undefined ? sql`sitting.session_id = ${id}` : sql`sitting.session_id = ${id} and sitting.person_id = ${personId}`;
    const people = to === 'paused' ? await pauseSittings(ctx.db, which, ctx.now) : await resumeSittings(ctx.db, which, ctx.now);
    if (people.length === 0) throw new Problem('conflict', to === 'paused' ? 'skills-sessions.nobody-sits' : 'skills-sessions.nobody-paused');
    await addIncident(ctx.db, { sessionId: id, personId: personId ?? null, kind: to === 'paused' ? 'paused' : 'resumed', note, by: personOf(ctx.actor) ?? null, now: ctx.now });
    return { people: people.length };
  },
});

/** Notes what happened. */
export const noteIncident = operation({
  name: 'skills.note-incident',
  summary: 'Note what happened in a session, about one person or the room. The log only grows.',
  kind: 'write',
  http: 'POST /skills/sessions/{id}/incidents',
  ...ofSession,
  input: Type.Object({ id: SessionId, personId: MaybePerson, note: Type.String({ minLength: 3, maxLength: 1000, description: 'What happened' }) }, closed),
  output: Type.Object({ noted: Type.Boolean({ description: 'Always true' }) }, closed),
  trace: ({ id }) => ({ subject: id }),
  run: async (ctx, { id, personId, note }) => {
    await notClosed(ctx, id);
    await addIncident(ctx.db, { sessionId: id, personId: personId ?? null, kind: 'note', note, by: personOf(ctx.actor) ?? null, now: ctx.now });
    return { noted: true };
  },
});

/** Takes an item that failed in the room out of everybody’s result. */
export const neutraliseItem = operation({
  name: 'skills.neutralise-item',
  summary: 'Neutralise the item that a person of the session met under a number: it counts for nobody any more, and everybody who met it is measured again and told.',
  kind: 'write',
  http: 'POST /skills/sessions/{id}/neutralisations',
  ...ofSession,
  input: Type.Object(
    {
      id: SessionId,
      personId: Type.String({ format: 'uuid', description: 'Person of the session' }),
      number: Type.Integer({ minimum: 1, description: 'Number of the question that the person answered' }),
      note: Type.String({ minLength: 10, maxLength: 1000, description: 'What is wrong with it' }),
    },
    closed,
  ),
  output: Type.Object({ neutralisation: Type.String({ description: 'Neutralisation' }) }, closed),
  trace: ({ id, number }, { neutralisation }) => ({ subject: id, detail: { number, neutralisation } }),
  run: async (ctx, { id, personId, number, note }) => {
    await notClosed(ctx, id);
    const [answer] = await all(
      ctx.db,
      sql<{ itemId: string; version: number }>`
      select answer.item_id as "itemId", answer.version
      from skills.answer
      join skills.sitting on sitting.id = answer.sitting_id
      where sitting.session_id = ${id}
        and sitting.person_id = ${personId}
        and answer.number = ${number}`,
    );
    if (answer === undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/number', code: 'skills-sessions.no-such-question' }]);
    const neutralisation = await neutralise(ctx, { ...answer, origin: 'session', reason: note });
    await addIncident(ctx.db, { sessionId: id, personId, kind: 'neutralised', note, by: personOf(ctx.actor) ?? null, now: ctx.now });
    return { neutralisation };
  },
});
