import Type from 'typebox';
import { formatDay } from '#base/day/index.ts';
import { sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { keepDocument } from '#kernel/document/index.ts';
import { record } from '#kernel/fact/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { getUnit, mayAnywhere, personOf, unitOf } from '#kernel/org/index.ts';
import { closed, dayAs } from '../plans/model.ts';
import { findPersonByCode } from '../plans/store.ts';
import { getMeeting } from './operations.ts';
import { short } from './rules.ts';
import { RUN } from './seen.ts';
import { addConclusion, addConclusionStep, findConclusionOf, listConclusions, lockMeetings } from './store.ts';

const MEGABYTES = 10;
const answer = Type.Object({ id: Type.String({ description: 'Conclusion' }), meeting: Type.String({ description: 'Meeting' }) }, closed);

/** Notes what a meeting concluded. */
export const concludeMeeting = operation({
  name: 'programme.conclude-meeting',
  summary: 'Note a conclusion of a meeting: a task with the person and unit that carry it out and the day by which; it then stands on that person’s Today.',
  kind: 'write',
  http: 'POST /programme/meetings/{meeting}/conclusions',
  permission: RUN,
  unit: () => undefined,
  input: Type.Object(
    {
      meeting: Type.String({ format: 'uuid', description: 'Meeting' }),
      task: Type.String({ minLength: 3, maxLength: 1000, description: 'What is to be done' }),
      personCode: Type.String({ minLength: 1, maxLength: 30, description: 'Staff code of the person who carries it out' }),
      unitId: Type.Optional(Type.String({ format: 'uuid', description: 'Unit that carries it out; that of the person when left out' })),
      due: dayAs('Day by which, today or later'),
    },
    closed,
  ),
  output: answer,
  trace: ({ meeting, due }, { id }) => ({ subject: id, detail: { meeting, due } }),
  run: async (ctx, { meeting: meetingId, task, personCode, unitId: asked, due }) => {
    await lockMeetings(ctx.db);
    const meeting = await getMeeting(ctx, meetingId);
    if (meeting.cancelled) throw new Problem('conflict', 'meetings.cancelled-no-conclusion');
    if (meeting.day > ctx.today) throw new Problem('conflict', 'meetings.not-held');
    const person = await findPersonByCode(ctx.db, personCode.trim());
    if (person === undefined) throw wrong('/personCode', 'plans.no-person');
    const unitId = asked ?? (await unitOf(ctx.db, person.id, ctx.today));
    if (unitId === undefined) throw wrong('/unitId', 'meetings.person-without-unit');
    await getUnit(ctx.db, unitId, ctx.today);
    if (due < ctx.today) throw wrong('/due', 'meetings.due-past');
    const number = (await listConclusions(ctx.db, ctx.today, sql<boolean>`conclusion.meeting_id = ${meetingId}`)).length + 1;
    const id = newId();
    const [factId = ''] = await record(ctx, [{ kind: 'programme.conclusion-made', subject: id, unitId, day: ctx.today, data: { meeting: meetingId, number } }]);
    await addConclusion(ctx.db, { id, meeting: meetingId, number, task, personId: person.id, unitId, due, factId, by: personOf(ctx.actor) ?? null, at: ctx.now.toString() });
    await notify(ctx, { to: [person.id], key: 'meetings.told-conclusion', values: { task: short(task), due: formatDay(due) }, href: `/meetings/${meetingId}`, email: true });
    return { id, meeting: meetingId };
  },
});

/** Says how a conclusion comes along, that it is done, or that it is open again. */
export const stepConclusion = operation({
  name: 'programme.step-conclusion',
  summary: 'Say how a conclusion comes along, or that it is done, with a note and, if there is one, a file; who runs meetings may open it again.',
  kind: 'write',
  http: 'POST /programme/conclusions/{id}/steps',
  permission: 'signed-in',
  input: Type.Object(
    {
      id: Type.String({ format: 'uuid', description: 'Conclusion' }),
      state: Type.Enum(['open', 'done'], { description: 'Still open, or done' }),
      note: Type.String({ minLength: 3, maxLength: 1000, description: 'What was done, or why it is open' }),
      seen: Type.Optional(Type.Integer({ minimum: 0, description: 'How many notes were on screen; another number is a conflict' })),
      file: Type.Optional(
        Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the file' }),
            content: Type.String({ minLength: 1, maxLength: Math.ceil((MEGABYTES * 1_048_576 * 4) / 3), description: `The file as base64, at most ${MEGABYTES} MB` }),
          },
          { ...closed, description: 'What shows it' },
        ),
      ),
    },
    closed,
  ),
  output: answer,
  trace: ({ id, state }) => ({ subject: id, detail: { state } }),
  run: async (ctx, { id, state, note, seen, file }) => {
    await lockMeetings(ctx.db);
    const one = found((await listConclusions(ctx.db, ctx.today, sql<boolean>`conclusion.id = ${id}`))[0], 'meetings.no-conclusion');
    const runs = ctx.actor.kind === 'system' || mayAnywhere(ctx.actor, RUN);
    const owner = one.person.id === personOf(ctx.actor);
    if (!runs && !owner) throw new Problem('forbidden', 'meetings.not-yours');
    if (seen !== undefined && seen !== one.steps.length) throw new Problem('conflict', 'meetings.stepped-meanwhile');
    if (one.state === 'done' && !(runs && state === 'open')) throw new Problem('conflict', 'meetings.done-already');
    const bytes = file && [Buffer.from(file.content, 'base64')];
    const documentId = file === undefined || bytes === undefined ? null : (await keepDocument(ctx, { name: file.name, bytes, purpose: 'programme.conclusion-evidence' })).id;
    const number = one.steps.length + 1;
    const data = { meeting: one.meeting, number, state };
    const [factId = ''] = await record(ctx, [{ kind: 'programme.conclusion-stepped', subject: id, unitId: one.unit.unitId, day: ctx.today, data }]);
    await addConclusionStep(ctx.db, { conclusion: id, number, state, note, documentId, factId, by: personOf(ctx.actor) ?? null, at: ctx.now.toString() });
    if (one.state === 'done' && !owner) {
      await notify(ctx, { to: [one.person.id], key: 'meetings.told-reopened', values: { task: short(one.task) }, href: `/meetings/${one.meeting}`, email: true });
    }
    return { id, meeting: one.meeting };
  },
});

/** Whether a document belongs to a conclusion of a meeting that the asker may read. */
export const readConclusionEvidence = operation({
  name: 'programme.read-conclusion-evidence',
  summary: 'Check that a document belongs to a conclusion that the asker may read; the bytes are sent by /documents/{id}.',
  kind: 'read',
  http: 'GET /programme/conclusion-evidence/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Document' }) }, closed),
  output: Type.Object({ id: Type.String({ description: 'Document' }) }, closed),
  run: async (ctx, { id }) => {
    const conclusion = found(await findConclusionOf(ctx.db, id), 'document.no-document');
    const one = found((await listConclusions(ctx.db, ctx.today, sql<boolean>`conclusion.id = ${conclusion}`))[0], 'document.no-document');
    if (one.person.id !== personOf(ctx.actor)) await getMeeting(ctx, one.meeting);
    return { id };
  },
});

function wrong(at: string, code: string): Problem {
  return new Problem('invalid', 'operation.input-invalid', {}, [{ at, code }]);
}
