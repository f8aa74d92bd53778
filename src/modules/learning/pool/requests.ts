import Type from 'typebox';
import { pageOf, pagesOf, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, type Ctx, PageNumber, paged } from '#kernel/operation/index.ts';
import { may, personOf, scope } from '#kernel/org/index.ts';
import { closed, nullable } from '../model.ts';
import { learnerOf } from '../player/acts.ts';
import { findEvaluation, listHours } from './hours-store.ts';
import { compareOne } from './matching.ts';
import { getMember, listPeriods } from './member-store.ts';
import { Evaluation, HoursLine, MemberId, NeedId, Reason, ReasonLine, RequestId, RequestLine, RequestState } from './model.ts';
import { getNeed } from './need-store.ts';
import { addRequest, countRequests, getRequest, listEvents, listPromised, listRequestRows, moveRequests, requestLine, type RequestRow } from './request-store.ts';
import { clashOf, moved, possible, type Act, type Clash, type Party } from './rules.ts';

const PAGE = 25;

/** As what the asker takes part in a request. Nobody decides for the other side on themselves: who is asked is neither the head nor the unit that asks. */
export async function partiesOf(ctx: Ctx, row: RequestRow): Promise<Party[]> {
  if (row.personId === personOf(ctx.actor)) return ['person'];
  const asker = await may(ctx.db, ctx.actor, 'learning.ask-pool', row.unitId, ctx.today);
  const head = await may(ctx.db, ctx.actor, 'learning.lend-pool', row.homeUnitId, ctx.today);
  return [...(asker ? ['asker' as const] : []), ...(head ? ['head' as const] : [])];
}

/** Moves a request by an act of the asker; throws `forbidden` for whom it is not, `conflict` when it stands elsewhere; `check` may refuse before anything is written. */
export async function move(
  ctx: Ctx,
  id: string,
  act: Act,
  { reason = null, check }: { reason?: string | null; check?: (ctx: Ctx, row: RequestRow) => Promise<void> } = {},
): Promise<{ row: RequestRow; state: RequestState }> {
  const row = await getRequest(ctx.db, id, ctx.locale, true);
  const state = moved(act, row.state, await partiesOf(ctx, row));
  if (state === 'not-yours') throw new Problem('forbidden', 'learning-pool.not-yours');
  if (state === 'not-now') throw new Problem('conflict', `learning-pool.not-now-${row.state}`);
  await check?.(ctx, row);
  await moveRequests(ctx, [row], act, state, reason);
  return { row, state };
}

/** Throws `conflict` with a sentence when the person has too little time by now. */
async function mustFit(ctx: Ctx, row: RequestRow): Promise<void> {
  const periods = (await listPeriods(ctx.db, [row.personId], ctx.today)).map(({ from, to, hoursMonth }) => ({ from, to, hoursMonth }));
  const promised = (await listPromised(ctx.db, [row.personId], row.from)).filter(({ needId }) => needId !== row.needId);
  const clash = clashOf(periods, promised, { from: row.from, to: row.to, hours: row.hours });
  if (clash !== undefined) throw new Problem('conflict', clash.there === 0 ? 'learning-pool.clash-none' : 'learning-pool.clash-hours', valuesOf(clash, row.name));
}

function valuesOf({ month, there, promised, needed }: Clash, name: string): Record<string, string | number> {
  return { name, month: `${month.slice(5, 7)}/${month.slice(0, 4)}`, there, promised, needed };
}

/** Asks somebody. */
export const askMember = operation({
  name: 'learning.ask-pool-member',
  summary: 'Ask a member of the pool for a need: the head of the home unit is to agree, then the person. Only members whose unit agreed can be asked.',
  kind: 'write',
  http: 'POST /learning/pool/needs/{id}/requests',
  permission: 'learning.ask-pool',
  unit: async (ctx, { id }) => (await getNeed(ctx.db, id, ctx.locale)).unitId,
  input: Type.Object({ id: NeedId, memberId: MemberId, message: Type.Optional(Type.String({ maxLength: 1000, description: 'What the person and the head read first' })) }, closed),
  output: Type.Object({ id: RequestId }, closed),
  trace: (_input, { id }) => ({ subject: id }),
  run: async (ctx, { id, memberId, message = '' }) => {
    const need = await getNeed(ctx.db, id, ctx.locale);
    if (need.state !== 'open') throw new Problem('conflict', 'learning-pool.need-closed');
    const member = await getMember(ctx.db, memberId, ctx.locale);
    if (member.ownState !== 'in') throw new Problem('conflict', 'learning-pool.member-left');
    if (member.unitState !== 'given') throw new Problem('conflict', 'learning-pool.unit-not-given', { name: member.name });
    if (member.personId === personOf(ctx.actor)) throw new Problem('forbidden', 'learning-pool.ask-own');
    const fresh = await addRequest(ctx, { needId: id, unitId: need.unitId, personId: member.personId, homeUnitId: member.unitId, message });
    if (fresh === undefined) throw new Problem('conflict', 'learning-pool.asked-already', { name: member.name });
    await notify(ctx, { to: [member.personId], key: 'learning-pool.told-asked', values: { title: need.title, unit: need.unitName }, href: `/learning/pool/requests/${fresh}` });
    return { id: fresh };
  },
});

const Moved = Type.Object({ state: RequestState }, closed);

/** The head decides. */
export const decideRequest = operation({
  name: 'learning.decide-pool-request',
  summary: 'As head of the home unit agree to a request, or say why not. Refused while the person has too little time for it.',
  kind: 'write',
  http: 'POST /learning/pool/requests/{id}/decision',
  permission: 'learning.lend-pool',
  unit: async (ctx, { id }) => (await getRequest(ctx.db, id, ctx.locale)).homeUnitId,
  input: Type.Object({ id: RequestId, agree: Type.Boolean({ description: 'true: agrees' }), reason: Type.Optional(Reason) }, closed),
  output: Moved,
  trace: ({ id }, { state }) => ({ subject: id, detail: { state } }),
  run: async (ctx, { id, agree, reason }) => {
    if (!agree) mustSayWhy(reason);
    const { row, state } = agree ? await move(ctx, id, 'agree', { check: mustFit }) : await move(ctx, id, 'refuse', { reason: reason ?? null });
    const told = { values: { title: row.title, reason: reason ?? '' }, href: `/learning/pool/requests/${id}` };
    await notify(ctx, { to: [row.personId], key: agree ? 'learning-pool.told-to-confirm' : 'learning-pool.told-refused', ...told, email: agree });
    return { state };
  },
});

function mustSayWhy(reason: string | undefined): void {
  if (reason === undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/reason', code: 'learning-pool.reason-missing' }]);
}

/** The person decides. */
export const answerRequest = operation({
  name: 'learning.answer-pool-request',
  summary: 'As the person asked confirm a request that the head agreed to, or decline it with the reason. Refused while there is too little time for it.',
  kind: 'write',
  http: 'POST /learning/pool/requests/{id}/answer',
  permission: 'signed-in',
  input: Type.Object({ id: RequestId, confirm: Type.Boolean({ description: 'true: confirms' }), reason: Type.Optional(Reason) }, closed),
  output: Moved,
  trace: ({ id }, { state }) => ({ subject: id, detail: { state } }),
  run: async (ctx, { id, confirm, reason }) => {
    if (!confirm) mustSayWhy(reason);
    const { state } = confirm ? await move(ctx, id, 'confirm', { check: mustFit }) : await move(ctx, id, 'decline', { reason: reason ?? null });
    return { state };
  },
});

/** Any side cancels. */
export const cancelRequest = operation({
  name: 'learning.cancel-pool-request',
  summary: 'Cancel a request or work that has begun, with the reason: the unit that asks, the head, or the person. Hours already logged stay and can still be confirmed.',
  kind: 'write',
  http: 'POST /learning/pool/requests/{id}/cancellation',
  permission: 'signed-in',
  input: Type.Object({ id: RequestId, reason: Reason }, closed),
  output: Moved,
  trace: ({ id }, { state }) => ({ subject: id, detail: { state } }),
  run: async (ctx, { id, reason }) => {
    const { row, state } = await move(ctx, id, 'cancel', { reason });
    const to = row.personId === personOf(ctx.actor) ? [] : [row.personId];
    await notify(ctx, { to, key: 'learning-pool.told-cancelled', values: { title: row.title, reason }, href: `/learning/pool/requests/${id}` });
    return { state };
  },
});

/** Requests. */
export const listPoolRequests = operation({
  name: 'learning.list-pool-requests',
  summary: 'Requests to the asker, those of the asker’s units, or those to staff of the asker’s units; by state.',
  kind: 'read',
  http: 'GET /learning/pool/requests',
  permission: 'signed-in',
  input: Type.Object(
    {
      which: Type.Optional(Type.Enum(['mine', 'asked', 'lent'], { description: 'mine when left out; asked: by the asker’s units; lent: to staff of the asker’s units' })),
      state: Type.Optional(RequestState),
      page: PageNumber,
    },
    closed,
  ),
  output: Type.Object(
    {
      lines: Type.Array(RequestLine),
      ...paged,
    },
    closed,
  ),
  run: async (ctx, { which = 'mine', state, page = 1 }) => {
    const me = learnerOf(ctx);
    const whose = {
      mine: sql`request.person_id = ${me}`,
      asked: scope(ctx.actor, 'learning.ask-pool', sql`request.unit_id`, ctx.today),
      lent: scope(ctx.actor, 'learning.lend-pool', sql`request.home_unit_id`, ctx.today),
    }[which];
    const where = sql`${whose} and ${state === undefined ? sql`true` : sql`request.state = ${state}`}`;
    const total = await countRequests(ctx.db, where);
    const rows = await listRequestRows(ctx.db, where, ctx.locale, pageOf(page, PAGE));
    return { lines: rows.map(requestLine), total, page, pages: pagesOf(total, PAGE) };
  },
});

const EventLine = Type.Object(
  {
    act: Type.String({ description: 'What was done' }),
    state: RequestState,
    name: nullable(Type.String({ description: 'By whom' })),
    reason: nullable(Type.String({ description: 'Why' })),
    day: Type.String({ description: 'Day' }),
  },
  closed,
);

/** One request. */
export const readPoolRequest = operation({
  name: 'learning.read-pool-request',
  summary: 'A request with its history, hours and evaluation, and what the asker can do now: for the unit that asks, the head of the home unit, and the person.',
  kind: 'read',
  http: 'GET /learning/pool/requests/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: RequestId }, closed),
  output: Type.Object(
    {
      line: RequestLine,
      memberId: nullable(Type.String({ description: 'Member' })),
      about: Type.String({ description: 'What the need is about' }),
      message: Type.String({ description: 'What the unit that asks wrote' }),
      parties: Type.Array(Type.Enum(['asker', 'head', 'person'], { description: 'As what the asker takes part' })),
      acts: Type.Array(Type.String({ description: 'What the asker can do now' })),
      reasons: Type.Array(ReasonLine, { description: 'How the person meets the need, for the head' }),
      events: Type.Array(EventLine),
      hours: Type.Array(HoursLine),
      evaluation: nullable(Evaluation),
    },
    closed,
  ),
  run: async (ctx, { id }) => {
    const row = await getRequest(ctx.db, id, ctx.locale);
    const parties = await partiesOf(ctx, row);
    if (parties.length === 0) throw new Problem('forbidden', 'learning-pool.not-yours');
    const need = await getNeed(ctx.db, row.needId, ctx.locale);
    const evaluation = await findEvaluation(ctx.db, id);
    const open = row.memberId !== null && (row.state === 'asked' || row.state === 'agreed');
    const reasons = open && row.memberId !== null ? (await compareOne(ctx, need, await getMember(ctx.db, row.memberId, ctx.locale))).reasons : [];
    return {
      line: requestLine(row),
      memberId: row.memberId,
      about: need.about,
      message: row.message,
      parties,
      acts: possible(row.state, parties).filter((act) => act !== 'answer' || evaluation?.answer === null),
      reasons,
      events: await listEvents(ctx.db, id),
      hours: await listHours(ctx.db, id),
      evaluation: evaluation ?? null,
    };
  },
});
