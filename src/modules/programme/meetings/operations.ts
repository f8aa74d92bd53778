import { byName } from '#base/text/index.ts';
import Type from 'typebox';
import { sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem, type InputError } from '#base/problem/index.ts';
import { currentCalendar } from '#kernel/calendar/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getRoot, mayAnywhere, personOf } from '#kernel/org/index.ts';
import { closed } from '../plans/model.ts';
import { Meeting, meetingFields, MeetingLine, type MeetingFields } from './model.ts';
import { noticeDayOf } from './rules.ts';
import { RUN, seenMeetings, seesAll } from './seen.ts';
import { addMeetingVersion, findNotice, listConclusions, listPeople, listStoredMeetings, lockMeetings, type StoredMeeting } from './store.ts';

const id = Type.String({ format: 'uuid', description: 'Meeting' });

/** The meeting of that id when the actor may read it; throws `missing`. */
export async function getMeeting(ctx: Pick<Ctx, 'db' | 'actor'>, meetingId: string): Promise<StoredMeeting> {
  return found((await listStoredMeetings(ctx.db, sql<boolean>`version.id = ${meetingId} and ${seenMeetings(ctx)}`))[0], 'meetings.no-meeting');
}

/** The meetings of the committee. */
export const listMeetings = operation({
  name: 'programme.list-meetings',
  summary: 'The meetings of the steering committee that the asker may read, the newest day first, with how many conclusions are open and overdue.',
  kind: 'read',
  http: 'GET /programme/meetings',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Object({ meetings: Type.Array(MeetingLine, { description: 'Meetings' }), mayRun: Type.Boolean({ description: 'Whether the asker may arrange one' }) }, closed),
  run: async (ctx) => {
    const meetings = await listStoredMeetings(ctx.db, seenMeetings(ctx));
    const open = await listConclusions(ctx.db, ctx.today, sql<boolean>`conclusion.meeting_id = any(${meetings.map((one) => one.id)}::uuid[])`, { open: true });
    return {
      meetings: meetings.map(({ id: own, number, title, day, place, cancelled, members }) => {
        const mine = open.filter(({ meeting }) => meeting === own);
        const overdue = mine.filter(({ state }) => state === 'overdue').length;
        return { id: own, number, title, day, place, cancelled, members: members.length, open: mine.length, overdue };
      }),
      mayRun: mayAnywhere(ctx.actor, RUN),
    };
  },
});

/** One meeting. */
export const readMeeting = operation({
  name: 'programme.read-meeting',
  summary: 'A meeting with agenda, members, the briefing that was sent, and its conclusions with how they stand.',
  kind: 'read',
  http: 'GET /programme/meetings/{id}',
  permission: 'signed-in',
  input: Type.Object({ id }, closed),
  output: Meeting,
  run: async (ctx, { id: asked }) => {
    const { members, ...meeting } = await getMeeting(ctx, asked);
    const people = await listPeople(ctx.db, { ids: members });
    const mayRun = mayAnywhere(ctx.actor, RUN);
    const all = await listConclusions(ctx.db, ctx.today, sql<boolean>`conclusion.meeting_id = ${asked}`);
    const shown = seesAll(ctx) || members.includes(personOf(ctx.actor) ?? '') ? all : all.filter(({ person }) => person.id === personOf(ctx.actor));
    return {
      ...meeting,
      members: people.map(({ id: person, name }) => ({ id: person, name })).toSorted((a, b) => byName(a.name, b.name)),
      memberCodes: mayRun ? people.map(({ code }) => code).toSorted() : [],
      noticeDay: noticeDayOf(meeting.day, meeting.noticeDays, await currentCalendar(ctx.db, ctx.services.root)) ?? null,
      briefing: (await findNotice(ctx.db, asked, meeting.day)) ?? null,
      conclusions: shown.toSorted((a, b) => a.number - b.number),
      mayRun,
      mayStep: shown.filter(({ person }) => mayRun || person.id === personOf(ctx.actor)).map((one) => one.id),
    };
  },
});

/** The members by their staff codes; throws `invalid` for codes that nobody has. */
async function memberIds(ctx: Ctx, { members }: MeetingFields): Promise<string[]> {
  const codes = [...new Set(members.map((code) => code.trim().toUpperCase()).filter(Boolean))];
  const people = await listPeople(ctx.db, { codes });
  const known = new Set(people.map(({ code }) => code.toUpperCase()));
  const unknown = codes.filter((code) => !known.has(code));
  if (unknown.length > 0) throw invalid([{ at: '/members', code: 'meetings.no-person', values: { codes: unknown.join(', ') } }]);
  return people.map((person) => person.id);
}

function invalid(errors: InputError[]): Problem {
  return new Problem('invalid', 'operation.input-invalid', {}, errors);
}

async function keep(ctx: Ctx, meeting: StoredMeeting): Promise<void> {
  const unitId = (await getRoot(ctx.db, ctx.today)).id;
  const { number, cancelled } = meeting;
  await record(ctx, [{ kind: 'programme.meeting-changed', subject: meeting.id, unitId, day: ctx.today, data: { number, cancelled } }]);
  await addMeetingVersion(ctx.db, { ...meeting, by: personOf(ctx.actor) ?? null, at: ctx.now.toString() });
}

/** Arranges a meeting. */
export const arrangeMeeting = operation({
  name: 'programme.arrange-meeting',
  summary: 'Arrange a meeting of the steering committee; its members get the briefing so many working days before it.',
  kind: 'write',
  http: 'POST /programme/meetings',
  permission: RUN,
  unit: () => undefined,
  input: Type.Object(meetingFields, closed),
  output: Type.Object({ id: Type.String({ description: 'Meeting' }) }, closed),
  trace: (_, { id: subject }) => ({ subject }),
  run: async (ctx, fields) => {
    if (fields.day < ctx.today) throw invalid([{ at: '/day', code: 'meetings.day-past' }]);
    const meeting = { ...fields, id: newId(), number: 1, members: await memberIds(ctx, fields), cancelled: false, reason: '' };
    await keep(ctx, meeting);
    return { id: meeting.id };
  },
});

/** Changes a meeting, or calls it off. */
export const changeMeeting = operation({
  name: 'programme.change-meeting',
  summary: 'Change a meeting or call it off, with the reason; what it said before is kept. A meeting that is moved is told of again.',
  kind: 'write',
  http: 'POST /programme/meetings/{id}/versions',
  permission: RUN,
  unit: () => undefined,
  input: Type.Object(
    {
      id,
      number: Type.Integer({ minimum: 1, description: 'Number of the version that was on screen; another one is a conflict' }),
      ...meetingFields,
      cancelled: Type.Boolean({ description: 'Whether it is called off' }),
      reason: Type.String({ minLength: 3, maxLength: 500, description: 'Why' }),
    },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Meeting' }) }, closed),
  trace: ({ id: subject, number }) => ({ subject, detail: { number } }),
  run: async (ctx, { id: asked, number, cancelled, reason, ...fields }) => {
    await lockMeetings(ctx.db);
    const before = await getMeeting(ctx, asked);
    if (before.number !== number) throw new Problem('conflict', 'meetings.changed-meanwhile');
    if (fields.day !== before.day && fields.day < ctx.today) throw invalid([{ at: '/day', code: 'meetings.day-past' }]);
    await keep(ctx, { ...fields, id: asked, number: number + 1, members: await memberIds(ctx, fields), cancelled, reason });
    return { id: asked };
  },
});
