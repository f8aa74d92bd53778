import Type from 'typebox';
import { addDays } from '#base/day/index.ts';
import { pageOf, pagesOf, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, PageNumber, paged } from '#kernel/operation/index.ts';
import { personOf, scope } from '#kernel/org/index.ts';
import { closed, nullable } from '../model.ts';
import { lookAtNeeds } from './keep.ts';
import { compareAll, listAskedFor } from './matching.ts';
import { lineOf } from './members.ts';
import { Area, Field, Kind, Language, Level, MemberLine, NeedId, NeedLine, Reason, ReasonLine, RequestId, RequestState } from './model.ts';
import { addNeed, countNeeds, endNeed, getNeed, listNeedRows, needLine } from './need-store.ts';
import { countRequests } from './request-store.ts';

const PAGE = 25;
const Paged = {
  ...paged,
};

const newNeed = {
  unitId: Type.String({ format: 'uuid', description: 'Unit that needs somebody' }),
  title: Type.String({ minLength: 5, maxLength: 200, description: 'What is to be done, in a few words' }),
  about: Type.Optional(Type.String({ maxLength: 2000, description: 'What is to come out of it, where, with whom' })),
  kind: Kind,
  fields: Type.Optional(Type.Array(Field, { maxItems: 40, uniqueItems: true, description: 'In which fields' })),
  area: Type.Optional(Area),
  level: Type.Optional(Level),
  language: Type.Optional(Language),
  from: Type.String({ format: 'date', description: 'First day' }),
  last: Type.String({ format: 'date', description: 'Last day, not past' }),
  hours: Type.Integer({ minimum: 1, maximum: 2000, description: 'Hours in all' }),
};

/** States a need. */
export const stateNeed = operation({
  name: 'learning.state-pool-need',
  summary: 'State what a unit needs somebody of the pool for: as what, fields, a proven level, language, from when to when, hours.',
  kind: 'write',
  http: 'POST /learning/pool/needs',
  permission: 'learning.ask-pool',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(newNeed, closed),
  output: Type.Object({ id: NeedId, able: Type.Integer({ description: 'Members who meet all of it' }) }, closed),
  trace: ({ unitId, hours }, { id, able }) => ({ subject: id, unitId, detail: { hours, able } }),
  run: async (ctx, { unitId, title, about = '', kind, fields = [], area = null, level = null, language = null, from, last, hours }) => {
    const wrong = (at: string, code: string) => new Problem('invalid', 'operation.input-invalid', {}, [{ at, code }]);
    if (last < from) throw wrong('/last', 'learning-pool.ends-before');
    if (last < ctx.today) throw wrong('/last', 'learning-pool.past');
    if (last > addDays(from, 1100)) throw wrong('/last', 'learning-pool.too-long');
    if ((area === null) !== (level === null)) throw wrong(area === null ? '/area' : '/level', 'learning-pool.area-and-level');
    const id = newId();
    await addNeed(ctx.db, { id, unitId, title, about, kind, fields, area, level, language, from, to: addDays(last, 1), hours }, personOf(ctx.actor) ?? null, ctx.today);
    await record(ctx, [{ kind: 'learning.pool-need-changed', subject: id, unitId, day: ctx.today, data: { state: 'open' } }]);
    await lookAtNeeds(ctx, [await getNeed(ctx.db, id, ctx.locale)]);
    return { id, able: (await getNeed(ctx.db, id, ctx.locale)).able };
  },
});

/** Needs of the asker's units. */
export const listNeeds = operation({
  name: 'learning.list-pool-needs',
  summary: 'Needs of the asker’s units: open ones, those that nobody meets, closed ones, or all.',
  kind: 'read',
  http: 'GET /learning/pool/needs',
  permission: 'learning.ask-pool',
  input: Type.Object(
    { which: Type.Optional(Type.Enum(['open', 'nobody', 'closed', 'all'], { description: 'open when left out; nobody: open ones that no member meets' })), page: PageNumber },
    closed,
  ),
  output: Type.Object({ lines: Type.Array(NeedLine), ...Paged }, closed),
  run: async (ctx, { which = 'open', page = 1 }) => {
    const states = { open: sql`need.state = 'open'`, nobody: sql`need.state = 'open' and need.able = 0`, closed: sql`need.state <> 'open'`, all: sql`true` };
    const where = sql`${states[which]} and ${scope(ctx.actor, 'learning.ask-pool', sql`need.unit_id`, ctx.today)}`;
    const total = await countNeeds(ctx.db, where);
    const rows = await listNeedRows(ctx.db, where, ctx.locale, pageOf(page, PAGE));
    return { lines: rows.map(needLine), total, page, pages: pagesOf(total, PAGE) };
  },
});

/** One need with everybody held against it. */
export const readNeed = operation({
  name: 'learning.read-pool-need',
  summary:
    'A need of the asker’s units with the members of the pool held against it, best first, each with all reasons; nobody is left out. The work that is asked for already is marked.',
  kind: 'read',
  http: 'GET /learning/pool/needs/{id}',
  permission: 'learning.ask-pool',
  unit: async (ctx, { id }) => (await getNeed(ctx.db, id, ctx.locale)).unitId,
  input: Type.Object({ id: NeedId, page: PageNumber }, closed),
  output: Type.Object(
    {
      need: NeedLine,
      about: Type.String({ description: 'What is to come out of it' }),
      reason: nullable(Type.String({ description: 'Why it was closed' })),
      lines: Type.Array(
        Type.Object(
          {
            member: MemberLine,
            able: Type.Boolean({ description: 'Whether all that the need asks for is met' }),
            reasons: Type.Array(ReasonLine),
            asked: nullable(Type.Object({ id: RequestId, state: RequestState }, closed)),
          },
          closed,
        ),
      ),
      ...Paged,
    },
    closed,
  ),
  run: async (ctx, { id, page = 1 }) => {
    const row = await getNeed(ctx.db, id, ctx.locale);
    const compared = row.state === 'open' ? ((await compareAll(ctx, [row])).get(id) ?? []) : [];
    const asked = await listAskedFor(ctx, id);
    const lines = compared.slice((page - 1) * PAGE, page * PAGE).map(({ row: member, able, reasons }) => ({
      member: lineOf(member),
      able,
      reasons,
      asked: asked.get(member.personId) ?? null,
    }));
    // What stands is counted now, not when it was last looked at.
    const able = row.state === 'open' ? compared.filter((one) => one.able).length : row.able;
    return { need: { ...needLine(row), able }, about: row.about, reason: row.reason, lines, total: compared.length, page, pages: pagesOf(compared.length, PAGE) };
  },
});

/** Closes a need. */
export const closeNeed = operation({
  name: 'learning.close-pool-need',
  summary: 'Close a need as met, or cancel it with a reason, once no request is on its way.',
  kind: 'write',
  http: 'POST /learning/pool/needs/{id}/closing',
  permission: 'learning.ask-pool',
  unit: async (ctx, { id }) => (await getNeed(ctx.db, id, ctx.locale)).unitId,
  input: Type.Object({ id: NeedId, met: Type.Boolean({ description: 'true: met; false: cancelled' }), reason: Type.Optional(Reason) }, closed),
  output: Type.Object({ state: NeedLine.properties.state }, closed),
  trace: ({ id }, { state }) => ({ subject: id, detail: { state } }),
  run: async (ctx, { id, met, reason }) => {
    const row = await getNeed(ctx.db, id, ctx.locale);
    if (!met && reason === undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/reason', code: 'learning-pool.reason-missing' }]);
    const open = await countRequests(ctx.db, sql`request.need_id = ${id} and request.state in ('asked', 'agreed', 'confirmed')`);
    if (open > 0) throw new Problem('conflict', 'learning-pool.requests-open', { n: open });
    const state: 'met' | 'cancelled' = met ? 'met' : 'cancelled';
    if (!(await endNeed(ctx.db, id, state, reason ?? null, ctx.today))) throw new Problem('conflict', 'learning-pool.need-closed');
    await record(ctx, [{ kind: 'learning.pool-need-changed', subject: id, unitId: row.unitId, day: ctx.today, data: { state } }]);
    return { state };
  },
});
