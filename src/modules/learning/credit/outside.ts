import Type from 'typebox';
import { sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf, scope } from '#kernel/org/index.ts';
import { award } from '../curricula/award.ts';
import { getCurriculum, listKnownCourses } from '../curricula/store.ts';
import { closed, CourseId } from '../model.ts';
import { atFile } from '../file-place.ts';
import { closeAssignedOf, homeOf, learnerOf } from '../player/acts.ts';
import { countSessions } from './hours.ts';
import { OutsideAsked } from './model.ts';
import { addOutside, decideOutside, listOutside, type OutsideRow } from './store.ts';

const OutsideId = Type.String({ format: 'uuid', description: 'Certificate from elsewhere' });

/** How large the paper may be, in bytes. */
const MOST_BYTES = 10 * 1_048_576;

/** Hands in a certificate from elsewhere. */
export const handInOutside = operation({
  name: 'learning.hand-in-outside',
  summary: 'Hand in a certificate of something learned elsewhere, with its paper; it counts once a training officer has checked it.',
  kind: 'write',
  http: 'POST /learning/outside',
  permission: 'signed-in',
  input: Type.Object(
    {
      title: Type.String({ minLength: 5, maxLength: 200, description: 'What was learned' }),
      issuer: Type.String({ minLength: 3, maxLength: 200, description: 'Who gave it' }),
      day: Type.String({ format: 'date', description: 'Day on it, not after today' }),
      hours: Type.Number({ minimum: 0.25, maximum: 1000, description: 'Hours that it says' }),
      file: Type.Object(
        {
          name: Type.String({ maxLength: 200, description: 'Name of the file' }),
          content: Type.String({ maxLength: Math.ceil((MOST_BYTES * 4) / 3) + 4, contentEncoding: 'base64', description: 'PDF or picture as base64, 10 MiB at most' }),
        },
        closed,
      ),
    },
    closed,
  ),
  output: Type.Object({ id: OutsideId }, closed),
  trace: (_input, { id }) => ({ subject: id }),
  run: async (ctx, { title, issuer, day, hours, file }) => {
    const me = learnerOf(ctx);
    if (day > ctx.today) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/day', code: 'learning-who.day-to-come' }]);
    const document = await keepDocument(ctx, { name: file.name, bytes: [Buffer.from(file.content, 'base64')], purpose: 'learning.outside' }).catch((problem: unknown) =>
      atFile(problem, 'learning-who.file-kind'),
    );
    if (!/^(application\/pdf|image\/(png|jpeg))$/.test(document.mediaType))
      throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/file', code: 'learning-who.file-kind' }]);
    const id = newId();
    await addOutside(ctx.db, { id, personId: me, unitId: await homeOf(ctx, me), title, issuer, day, minutes: Math.round(60 * hours), documentId: document.id, at: ctx.now });
    return { id };
  },
});

/** What awaits being checked. */
export const listOutsideAsked = operation({
  name: 'learning.list-outside',
  summary: 'Certificates from elsewhere that staff of the asker’s units have handed in: those to be checked first.',
  kind: 'read',
  http: 'GET /learning/outside',
  permission: 'learning.assign',
  input: Type.Object({}, closed),
  output: Type.Array(OutsideAsked),
  run: async (ctx) => (await listOutside(ctx.db, scope(ctx.actor, 'learning.assign', sql`outside.unit_id`, ctx.today), ctx.locale)).map((row) => askedView(ctx, row)),
});

function askedView(ctx: Ctx, { personId, unitId: _unit, ...row }: OutsideRow): OutsideAsked {
  return { ...row, own: personId === personOf(ctx.actor) };
}

/** Decides about one. */
export const checkOutside = operation({
  name: 'learning.check-outside',
  summary:
    'Accept a certificate from elsewhere, with the hours that count and the course it replaces or certification it renews; or refuse it with the reason. Nobody checks their own.',
  kind: 'write',
  http: 'POST /learning/outside/{id}/decision',
  permission: 'learning.assign',
  unit: async (ctx, { id }) => (await getOutside(ctx, id)).unitId,
  input: Type.Object(
    {
      id: OutsideId,
      accept: Type.Boolean({ description: 'true: accepted' }),
      hours: Type.Optional(Type.Number({ minimum: 0, maximum: 1000, description: 'Hours that count, at most those on it; all of them when left out' })),
      course: Type.Optional(CourseId),
      curriculum: Type.Optional(Type.String({ format: 'uuid', description: 'Curriculum whose certification it renews' })),
      decision: Type.Optional(Type.String({ minLength: 3, maxLength: 500, description: 'What its holder reads; needed when it is refused' })),
    },
    closed,
  ),
  output: Type.Object({ state: Type.Enum(['accepted', 'refused'], { description: 'How it stands' }), minutes: Type.Integer({ description: 'Minutes that count' }) }, closed),
  trace: ({ id }, { state, minutes }) => ({ subject: id, detail: { state, minutes } }),
  run: async (ctx, { id, accept, hours, course, curriculum, decision }) => {
    const row = await getOutside(ctx, id);
    if (row.personId === personOf(ctx.actor)) throw new Problem('forbidden', 'learning-who.own-outside');
    if (!accept && decision === undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/decision', code: 'learning-who.decision-missing' }]);
    const minutes = accept ? Math.round(60 * (hours ?? row.minutes / 60)) : 0;
    if (minutes > row.minutes) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/hours', code: 'learning-who.hours-too-many' }]);
    if (course !== undefined && !(await listKnownCourses(ctx.db, [course])).has(course)) throw new Problem('missing', 'learning.no-course');
    if (curriculum !== undefined) await getCurriculum(ctx.db, curriculum);
    const state: 'accepted' | 'refused' = accept ? 'accepted' : 'refused';
    const kept = { state, minutes: accept ? minutes : null, course: (accept && course) || null, curriculum: (accept && curriculum) || null, decision: decision ?? null };
    if (!(await decideOutside(ctx.db, id, { ...kept, by: personOf(ctx.actor) ?? null, at: ctx.now }))) throw new Problem('conflict', 'learning-who.decided-already');
    await record(ctx, [{ kind: 'learning.outside-decided', subject: id, unitId: row.unitId, day: ctx.today, data: { state, minutes } }]);
    if (accept) await takeOver(ctx, row, minutes, course);
    await notify(ctx, { to: [row.personId], key: `learning-who.told-${state}`, values: { title: row.title }, href: '/learning/hours' });
    return { state, minutes };
  },
});

async function takeOver(ctx: Ctx, { id, personId, unitId, day, title }: OutsideRow, minutes: number, course: string | undefined): Promise<void> {
  if (minutes > 0) await countSessions(ctx, [{ personId, unitId, source: 'outside', sourceId: id, day, minutes, title }]);
  if (course !== undefined) await closeAssignedOf(ctx, personId, course);
  await award(ctx, { personId });
}

/** Whether the asker may open the paper of a certificate from elsewhere: its holder, and whoever checks it. */
export const readOutsidePaper = operation({
  name: 'learning.read-outside-paper',
  summary: 'Whether the asker may open the paper of a certificate from elsewhere.',
  kind: 'read',
  http: 'GET /learning/outside-papers/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Document' }) }, closed),
  output: Type.Object({ title: Type.String({ description: 'What was learned' }) }, closed),
  run: async (ctx, { id }) => {
    const mine = sql`outside.person_id = ${personOf(ctx.actor) ?? null}::uuid`;
    const theirs = scope(ctx.actor, 'learning.assign', sql`outside.unit_id`, ctx.today);
    const row = found((await listOutside(ctx.db, sql`outside.document_id = ${id} and (${mine} or ${theirs})`, ctx.locale))[0], 'document.no-document');
    return { title: row.title };
  },
});

async function getOutside(ctx: Ctx, id: string): Promise<OutsideRow> {
  return found((await listOutside(ctx.db, sql`outside.id = ${id}`, ctx.locale))[0], 'learning-who.no-outside');
}

/** What can be asked of certificates from elsewhere. */
export const outsideOperations = [handInOutside, listOutsideAsked, checkOutside, readOutsidePaper];
