import Type from 'typebox';
import { addDays } from '#base/day/index.ts';
import { Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { unitOf } from '#kernel/org/index.ts';
import { closed, nullable } from '../model.ts';
import { learnerOf } from '../player/acts.ts';
import { addPeriod, dropPeriod, endConsents, findOwn, keepKinds, keepMember, listConsents, listPeriods, noteLeft, openConsent } from './member-store.ts';
import { Field, Kind, Language, MemberLine, PeriodLine, Proofs, Reason } from './model.ts';
import { readProofs } from './proofs.ts';
import { cancelOpenOf, countAtWork } from './request-store.ts';

const Consent = Type.Object(
  {
    side: Type.Enum(['person', 'unit'], { description: 'person: oneself; unit: the head of the unit' }),
    unitName: Type.String({ description: 'Unit' }),
    from: Type.String({ description: 'First day' }),
    until: nullable(Type.String({ description: 'First day on which it no longer held; null: it holds' })),
    reason: nullable(Type.String({ description: 'Why it ended' })),
  },
  closed,
);

/** One's own profile. */
export const readOwnProfile = operation({
  name: 'learning.read-own-pool-profile',
  summary: 'How the asker stands in the pool: what was stated, times for others, consents of both sides, and what other areas prove.',
  kind: 'read',
  http: 'GET /learning/pool/profile',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Object(
    {
      member: nullable(MemberLine),
      within: Type.Boolean({ description: 'Whether the asker stands in the pool' }),
      about: Type.String({ description: 'In own words' }),
      unitReason: nullable(Type.String({ description: 'Why the head does not agree' })),
      periods: Type.Array(PeriodLine),
      consents: Type.Array(Consent),
      proofs: Proofs,
    },
    closed,
  ),
  run: async (ctx) => {
    const me = learnerOf(ctx);
    const row = await findOwn(ctx.db, me, ctx.locale);
    const periods = await listPeriods(ctx.db, [me], ctx.today);
    return {
      member: row === undefined ? null : lineOf(row),
      within: row?.ownState === 'in',
      about: row?.about ?? '',
      unitReason: row?.unitReason ?? null,
      periods: periods.map(({ personId: _p, to: _t, ...period }) => period),
      consents: await listConsents(ctx.db, me, ctx.locale),
      proofs: await readProofs(ctx, me),
    };
  },
});

/** A member without what lists do not show. */
export function lineOf({ id, name, unitName, kinds, fields, languages, unitState }: MemberLine): MemberLine {
  return { id, name, unitName, kinds, fields, languages, unitState };
}

/** States one's profile. */
export const stateProfile = operation({
  name: 'learning.state-pool-profile',
  summary:
    'State as what, in which fields and languages one may be asked to help other units, and agree to it; the head of the unit is asked to agree too. Skills are never typed in.',
  kind: 'write',
  http: 'POST /learning/pool/profile',
  permission: 'signed-in',
  input: Type.Object(
    {
      kinds: Type.Array(Kind, { minItems: 1, maxItems: 4, uniqueItems: true, description: 'As what' }),
      fields: Type.Array(Field, { minItems: 1, maxItems: 40, uniqueItems: true, description: 'In which fields' }),
      languages: Type.Array(Language, { minItems: 1, maxItems: 40, uniqueItems: true, description: 'In which languages' }),
      about: Type.Optional(Type.String({ maxLength: 1000, description: 'In own words: what one has done, what one likes to help with' })),
      consent: Type.Boolean({ description: 'true: agrees to be found and that certificates, courses and evaluations are shown to those who look for help' }),
    },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Member' }), unitState: MemberLine.properties.unitState }, closed),
  trace: (_input, { id }) => ({ subject: id }),
  run: async (ctx, { kinds, fields, languages, about = '', consent }) => {
    const me = learnerOf(ctx);
    if (!consent) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/consent', code: 'learning-pool.consent-missing' }]);
    const unitId = await unitOf(ctx.db, me, ctx.today);
    if (unitId === undefined) throw new Problem('conflict', 'learning-pool.no-post');
    const kept = await keepMember(ctx.db, { personId: me, unitId, kinds, fields, languages, about }, ctx.now);
    if (kept.unitState === 'asked') await endConsents(ctx.db, [me], ['unit'], ctx.today, null);
    await openConsent(ctx.db, { personId: me, unitId, side: 'person', by: me, day: ctx.today });
    await keepKinds(ctx.db, me, kinds, ctx.today);
    await noteMember(ctx, kept.id, unitId, 'stated');
    return kept;
  },
});

/** Notes for the sets that something about a member has changed. */
export async function noteMember(ctx: Ctx, id: string, unitId: string, what: string): Promise<void> {
  await record(ctx, [{ kind: 'learning.pool-member-changed', subject: id, unitId, day: ctx.today, data: { what } }]);
}

/** Leaves the pool. */
export const leavePool = operation({
  name: 'learning.leave-pool',
  summary: 'Leave the pool with the reason: requests that nobody works on yet are cancelled, work that has begun must be ended first. One may come back at any time.',
  kind: 'write',
  http: 'POST /learning/pool/profile/withdrawal',
  permission: 'signed-in',
  input: Type.Object({ reason: Reason }, closed),
  output: Type.Object({ cancelled: Type.Integer({ description: 'Requests cancelled thereby' }) }, closed),
  trace: (_input, { cancelled }) => ({ detail: { cancelled } }),
  run: async (ctx, { reason }) => {
    const me = learnerOf(ctx);
    const row = await mine(ctx, me);
    const atWork = await countAtWork(ctx.db, me);
    if (atWork > 0) throw new Problem('conflict', 'learning-pool.work-open', { n: atWork });
    return { cancelled: await leave(ctx, row, reason) };
  },
});

/** Takes a member out of the pool; returns how many requests were cancelled thereby. Pass a transaction. */
export async function leave(ctx: Ctx, { id, personId, unitId }: { id: string; personId: string; unitId: string }, reason: string): Promise<number> {
  const cancelled = await cancelOpenOf(ctx, personId, reason);
  await endConsents(ctx.db, [personId], ['person', 'unit'], ctx.today, reason);
  await keepKinds(ctx.db, personId, [], ctx.today);
  await noteLeft(ctx.db, personId, ctx.now);
  await noteMember(ctx, id, unitId, 'left');
  return cancelled;
}

async function mine(ctx: Ctx, me: string) {
  const row = await findOwn(ctx.db, me, ctx.locale);
  if (row?.ownState !== 'in') throw new Problem('conflict', 'learning-pool.not-member');
  return row;
}

/** Adds a time for others. */
export const addTime = operation({
  name: 'learning.add-pool-period',
  summary: 'Say from when to when one has time for other units, and how many hours a month; times do not overlap.',
  kind: 'write',
  http: 'POST /learning/pool/periods',
  permission: 'signed-in',
  input: Type.Object(
    {
      from: Type.String({ format: 'date', description: 'First day' }),
      last: Type.String({ format: 'date', description: 'Last day, not past' }),
      hoursMonth: Type.Integer({ minimum: 1, maximum: 160, description: 'Hours a month' }),
    },
    closed,
  ),
  output: Type.Object({ id: Type.String({ description: 'Period' }) }, closed),
  run: async (ctx, { from, last, hoursMonth }) => {
    const me = learnerOf(ctx);
    await mine(ctx, me);
    const wrong = (at: string, code: string) => new Problem('invalid', 'operation.input-invalid', {}, [{ at, code }]);
    if (last < from) throw wrong('/last', 'learning-pool.ends-before');
    if (last < ctx.today) throw wrong('/last', 'learning-pool.past');
    if (last > addDays(from, 1100)) throw wrong('/last', 'learning-pool.too-long');
    const id = await addPeriod(ctx.db, { personId: me, from, to: addDays(last, 1), hoursMonth });
    if (id === undefined) throw wrong('/from', 'learning-pool.periods-overlap');
    return { id };
  },
});

/** Takes a time back. */
export const dropTime = operation({
  name: 'learning.drop-pool-period',
  summary: 'Take back that one has time for other units in a period; work that was confirmed stays.',
  kind: 'write',
  http: 'POST /learning/pool/periods/{id}/withdrawal',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Period' }) }, closed),
  output: Type.Object({ dropped: Type.Boolean({ description: 'Whether there was one' }) }, closed),
  run: async (ctx, { id }) => ({ dropped: await dropPeriod(ctx.db, learnerOf(ctx), id) }),
});
