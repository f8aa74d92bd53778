import Type from 'typebox';
import { pageOf, pagesOf, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { notify } from '#kernel/message/index.ts';
import { operation, PageNumber, paged } from '#kernel/operation/index.ts';
import { personOf, scope } from '#kernel/org/index.ts';
import { closed, nullable } from '../model.ts';
import { countMembers, endConsents, getMember, listMembers, listPeriods, noteUnit, openConsent } from './member-store.ts';
import { lineOf, noteMember } from './members.ts';
import { MemberId, MemberLine, PeriodLine, Reason, type UnitState } from './model.ts';
import { countAtWork } from './request-store.ts';

const PAGE = 25;

/** Staff of the asker's units in the pool. */
export const listConsentsAsked = operation({
  name: 'learning.list-pool-consents',
  summary: 'Staff of the asker’s units who said that they may be asked to help other units, with their times: those on whom the head has yet to say something first.',
  kind: 'read',
  http: 'GET /learning/pool/consents',
  permission: 'learning.lend-pool',
  input: Type.Object({ page: PageNumber }, closed),
  output: Type.Object(
    {
      lines: Type.Array(
        Type.Object(
          {
            member: MemberLine,
            reason: nullable(Type.String({ description: 'Why the head does not agree' })),
            periods: Type.Array(PeriodLine),
            own: Type.Boolean({ description: 'Whether it is the asker, on whom the head above decides' }),
          },
          closed,
        ),
      ),
      ...paged,
    },
    closed,
  ),
  run: async (ctx, { page = 1 }) => {
    const where = sql`member.own_state = 'in' and ${scope(ctx.actor, 'learning.lend-pool', sql`member.unit_id`, ctx.today)}`;
    const rows = await listMembers(ctx.db, where, ctx.locale, pageOf(page, PAGE), sql`case when member.unit_state = 'asked' then 0 else 1 end`);
    const total = await countMembers(ctx.db, where);
    const periods = await listPeriods(
      ctx.db,
      rows.map(({ personId }) => personId),
      ctx.today,
    );
    const lines = rows.map((row) => ({
      member: lineOf(row),
      reason: row.unitReason,
      periods: periods.filter(({ personId, over }) => personId === row.personId && !over).map(({ personId: _p, to: _t, ...period }) => period),
      own: row.personId === personOf(ctx.actor),
    }));
    return { lines, total, page, pages: pagesOf(total, PAGE) };
  },
});

/** The head agrees, does not, or no longer does. */
export const decideConsent = operation({
  name: 'learning.decide-pool-consent',
  summary:
    'As head of the unit agree that somebody may be asked to help other units, or say why not; what was agreed is withdrawn with a reason once nobody works on it. Nobody decides on themselves.',
  kind: 'write',
  http: 'POST /learning/pool/members/{id}/consent',
  permission: 'learning.lend-pool',
  unit: async (ctx, { id }) => (await getMember(ctx.db, id, ctx.locale)).unitId,
  input: Type.Object({ id: MemberId, agree: Type.Boolean({ description: 'true: agrees' }), reason: Type.Optional(Reason) }, closed),
  output: Type.Object({ unitState: MemberLine.properties.unitState }, closed),
  trace: ({ id }, { unitState }) => ({ subject: id, detail: { unitState } }),
  run: async (ctx, { id, agree, reason }) => {
    const row = await getMember(ctx.db, id, ctx.locale);
    if (row.ownState !== 'in') throw new Problem('conflict', 'learning-pool.member-left');
    if (row.personId === personOf(ctx.actor)) throw new Problem('forbidden', 'learning-pool.own-consent');
    if (agree ? row.unitState === 'given' : ['refused', 'withdrawn'].includes(row.unitState)) throw new Problem('conflict', 'learning-pool.said-already');
    if (!agree && reason === undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/reason', code: 'learning-pool.reason-missing' }]);
    const atWork = agree ? 0 : await countAtWork(ctx.db, row.personId);
    if (atWork > 0) throw new Problem('conflict', 'learning-pool.unit-work-open', { n: atWork });
    const unitState: UnitState = agree ? 'given' : row.unitState === 'given' ? 'withdrawn' : 'refused';
    if (agree) await openConsent(ctx.db, { personId: row.personId, unitId: row.unitId, side: 'unit', by: personOf(ctx.actor) ?? null, day: ctx.today });
    else await endConsents(ctx.db, [row.personId], ['unit'], ctx.today, reason ?? null);
    await noteUnit(ctx.db, id, unitState, agree ? null : (reason ?? null), ctx.now);
    await noteMember(ctx, id, row.unitId, `unit-${unitState}`);
    await notify(ctx, { to: [row.personId], key: `learning-pool.told-unit-${unitState}`, values: { reason: reason ?? '' }, href: '/learning/pool/profile' });
    return { unitState };
  },
});
