import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { CampaignId, closed, LINE_STATES, LineId, nullable } from '../model.ts';
import { newSecret } from '../personal/link.ts';
import { moveLines } from '../roster/move.ts';
import { endGathering } from './held.ts';
import {
  belongs,
  dropAttendance,
  findBySecret,
  findGathering,
  findGuest,
  listGuests,
  listOfUnit,
  listOpenCampaigns,
  putAttendance,
  putGathering,
  type Gathering,
} from './store.ts';

const UnitId = Type.String({ format: 'uuid', description: 'Unit' });
const Id = Type.String({ format: 'uuid', description: 'Group session' });
/** One that was mistyped is told in the same words as one whose session is over. */
const Secret = Type.String({ minLength: 1, maxLength: 200, examples: ['Q3u9xVb2mKc7LrTzWn4aYd8e'], description: 'Secret behind the QR code' });
/** Where a session is held, and at what time. */
export const Place = Type.String({ minLength: 3, maxLength: 200, description: 'Where, and at what time' });
const Text = (description: string) => Type.String({ description });

/** A session that exists; throws `missing` otherwise. */
export async function getGathering(ctx: Pick<Ctx, 'db' | 'locale'>, id: string): Promise<Gathering> {
  return found(await findGathering(ctx.db, id, ctx.locale), 'campaigns-gathering.none');
}

const Shown = Type.Object(
  {
    id: Id,
    title: Text('Title of the campaign'),
    unitName: Text('Unit'),
    day: Type.String({ format: 'date', description: 'Day' }),
    place: Text('Where, and at what time'),
    held: Type.Boolean({ description: 'Whether it is over' }),
  },
  closed,
);
const shown = ({ id, title, unitName, day, place, held }: Gathering) => ({ id, title, unitName, day, place, held });

/** Plans a session. */
export const planGathering = operation({
  name: 'campaigns.plan-gathering',
  summary: 'Plan a group session at which a campaign is explained to people of a unit.',
  kind: 'write',
  http: 'POST /campaigns/units/{unitId}/gatherings',
  permission: 'campaigns.help-unit',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      unitId: UnitId,
      campaignId: CampaignId,
      day: Type.String({ format: 'date', description: 'Day' }),
      place: Place,
    },
    closed,
  ),
  output: Type.Object({ id: Id }, closed),
  trace: (_input, { id }) => ({ subject: id }),
  run: async (ctx, { unitId, campaignId, day, place }) => {
    if (day < ctx.today) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/day', code: 'campaigns-gathering.past' }]);
    const open = await listOpenCampaigns(ctx.db, unitId, ctx.today, ctx.locale);
    if (!open.some(({ id }) => id === campaignId)) throw new Problem('conflict', 'campaigns-gathering.nobody-left');
    const id = newId();
    await putGathering(ctx.db, { id, unitId, campaignId, day, place, secret: newSecret(), madeBy: personOf(ctx.actor) ?? null }, ctx.now);
    return { id };
  },
});

/** The sessions of a unit. */
export const listGatherings = operation({
  name: 'campaigns.list-gatherings',
  summary: 'The group sessions of a unit, and the campaigns for which one can be planned.',
  kind: 'read',
  http: 'GET /campaigns/units/{unitId}/gatherings',
  permission: 'campaigns.help-unit',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: UnitId }, closed),
  output: Type.Object(
    {
      gatherings: Type.Array(Shown),
      campaigns: Type.Array(Type.Object({ id: CampaignId, title: Text('Title'), people: Type.Integer({ description: 'People whom it still asks' }) }, closed)),
    },
    closed,
  ),
  run: async (ctx, { unitId }) => ({
    gatherings: (await listOfUnit(ctx.db, unitId, ctx.locale)).map(shown),
    campaigns: await listOpenCampaigns(ctx.db, unitId, ctx.today, ctx.locale),
  }),
});

/** One session with its people. */
export const readGathering = operation({
  name: 'campaigns.read-gathering',
  summary: 'A group session: whom it is for, who is there, whose answer sheet was entered, and the address behind its QR code. Never answers.',
  kind: 'read',
  http: 'GET /campaigns/gatherings/{id}',
  permission: 'campaigns.help-unit',
  unit: async (ctx, { id }) => (await getGathering(ctx, id)).unitId,
  input: Type.Object({ id: Id }, closed),
  output: Type.Object(
    {
      ...Shown.properties,
      address: nullable(Text('Whole address behind the QR code, on the day itself')),
      people: Type.Array(
        Type.Object(
          {
            id: LineId,
            name: Text('Name'),
            staffCode: Text('Staff code'),
            state: Type.Enum([...LINE_STATES], { description: 'How it stands' }),
            invited: Type.Boolean({ description: 'Whether the ladder or the contact sends the person here' }),
            present: nullable(Type.Enum(['qr', 'contact'], { description: 'How it is known that the person is there' })),
            sheets: Type.Integer({ description: 'Answer sheets that were made' }),
            entered: Type.Integer({ description: 'Answer sheets that were entered' }),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const gathering = await getGathering(ctx, id);
    const open = !gathering.held && gathering.day === ctx.today;
    return { ...shown(gathering), address: open ? `${ctx.services.publicUrl}/attend/${gathering.secret}` : null, people: await listGuests(ctx.db, gathering, ctx.today) };
  },
});

/** What the page behind the QR code says. */
export const showAttendance = operation({
  name: 'campaigns.show-attendance',
  summary: 'The group session behind a QR code, on its day.',
  kind: 'read',
  http: 'GET /campaigns/attendance/{secret}',
  permission: 'public',
  input: Type.Object({ secret: Secret }, closed),
  output: Type.Object({ title: Text('Title of the campaign'), place: Text('Where, and at what time') }, closed),
  run: async (ctx, { secret }) => {
    const { title, place } = found(await findBySecret(ctx.db, secret, ctx.today, ctx.locale), 'campaigns-gathering.no-code');
    return { title, place };
  },
});

/** Somebody says that they are there. */
export const attend = operation({
  name: 'campaigns.attend',
  summary: 'Say by staff code that one is at a group session, through its QR code; the contact sees the list and may strike names out.',
  kind: 'write',
  http: 'POST /campaigns/attendance/{secret}',
  permission: 'public',
  input: Type.Object({ secret: Secret, staffCode: Type.String({ minLength: 1, maxLength: 40, description: 'Staff code' }) }, closed),
  output: Type.Object({}, closed),
  run: async (ctx, { secret, staffCode }) => {
    const gathering = found(await findBySecret(ctx.db, secret, ctx.today, ctx.locale), 'campaigns-gathering.no-code');
    const lineId = await findGuest(ctx.db, gathering, staffCode.trim(), ctx.today);
    if (lineId === undefined) throw new Problem('missing', 'campaigns-gathering.not-on-list', {}, [{ at: '/staffCode', code: 'campaigns-gathering.not-on-list' }]);
    await putAttendance(ctx.db, { gatheringId: gathering.id, lineId, way: 'qr', by: null }, ctx.now);
    return {};
  },
});

/** The contact notes or strikes out. */
export const markAttendance = operation({
  name: 'campaigns.mark-attendance',
  summary: 'Note that somebody is at a group session, or strike it out, until the session is over.',
  kind: 'write',
  http: 'POST /campaigns/gatherings/{id}/attendance',
  permission: 'campaigns.help-unit',
  unit: async (ctx, { id }) => (await getGathering(ctx, id)).unitId,
  input: Type.Object({ id: Id, line: LineId, present: Type.Boolean({ description: 'Whether the person is there' }) }, closed),
  output: Type.Object({}, closed),
  trace: ({ line, present }) => ({ subject: line, detail: { present } }),
  run: async (ctx, { id, line, present }) => {
    const gathering = await getGathering(ctx, id);
    if (gathering.held) throw new Problem('conflict', 'campaigns-gathering.over');
    if (!(await belongs(ctx.db, gathering, line, ctx.today))) throw new Problem('missing', 'campaigns-gathering.not-on-list');
    if (present) await putAttendance(ctx.db, { gatheringId: id, lineId: line, way: 'contact', by: personOf(ctx.actor) ?? null }, ctx.now);
    else await dropAttendance(ctx.db, id, line);
    return {};
  },
});

/** The session is over. */
export const closeGathering = operation({
  name: 'campaigns.close-gathering',
  summary: 'Say that a group session was held: whoever was there was told and has had it explained, and can answer again.',
  kind: 'write',
  http: 'POST /campaigns/gatherings/{id}/closing',
  permission: 'campaigns.help-unit',
  unit: async (ctx, { id }) => (await getGathering(ctx, id)).unitId,
  input: Type.Object({ id: Id }, closed),
  output: Type.Object({ people: Type.Integer({ description: 'People who were there' }) }, closed),
  trace: ({ id }, { people }) => ({ subject: id, detail: { people } }),
  run: async (ctx, { id }) => {
    const gathering = await getGathering(ctx, id);
    if (gathering.day > ctx.today) throw new Problem('conflict', 'campaigns-gathering.not-yet');
    if (!gathering.running) throw new Problem('conflict', 'campaigns-task.over');
    const lines = found(await endGathering(ctx.db, id, { by: personOf(ctx.actor) ?? null, now: ctx.now }), 'campaigns-gathering.over');
    await moveLines(ctx, lines, 'open', { channel: 'session' });
    await moveLines(ctx, lines, 'help', { channel: 'session', help: 'done' });
    return { people: lines.length };
  },
});

/** What can be asked of group sessions. */
export const gatheringOperations = [planGathering, listGatherings, readGathering, showAttendance, attend, markAttendance, closeGathering];
