import { randomInt, timingSafeEqual } from 'node:crypto';
import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { Problem } from '#base/problem/index.ts';
import { operation } from '#kernel/operation/index.ts';
import { personOf } from '#kernel/org/index.ts';
import { closed } from '../model.ts';
import { beginStay, endStay, prolongStay } from '../personal/link.ts';
import { findAsked, listGood, lockGood, noteTry, putCode } from './store.ts';

/** How long a code is good, in minutes. */
const CODE_MINUTES = 15;
const DIGITS = 8;

const UnitId = Type.String({ format: 'uuid', description: 'Unit' });
const StaffCode = Type.String({ minLength: 1, maxLength: 40, description: 'Staff code' });
const Secret = Type.String({ pattern: '^[A-Za-z0-9_-]{24}$', examples: ['Q3u9xVb2mKc7LrTzWn4aYd8e'], description: 'Secret of the stay' });

/** Makes a code for somebody at a shared computer. */
export const issueCode = operation({
  name: 'campaigns.issue-kiosk-code',
  summary: 'Make a code, good once and for fifteen minutes, by which somebody of the unit reads and answers at a shared computer. An older code of the person is void.',
  kind: 'write',
  http: 'POST /campaigns/units/{unitId}/kiosk-codes',
  permission: 'campaigns.help-unit',
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ unitId: UnitId, staffCode: StaffCode }, closed),
  output: Type.Object({ until: Type.String({ description: 'Moment until which it is good, ISO 8601' }) }, closed),
  run: async (ctx, { unitId, staffCode }) => {
    const personId = await findAsked(ctx.db, unitId, staffCode, ctx.today);
    if (personId === undefined) throw new Problem('missing', 'campaigns-kiosk.nobody', {}, [{ at: '/staffCode', code: 'campaigns-kiosk.nobody' }]);
    const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
    const { seal } = ctx.services;
    const id = newId();
    const expiresAt = ctx.now.add({ minutes: CODE_MINUTES });
    await putCode(ctx.db, { id, personId, digest: seal.digest(`kiosk ${personId} ${code}`), sealed: seal.seal(code, id), madeBy: personOf(ctx.actor) ?? null, expiresAt }, ctx.now);
    return { until: expiresAt.toString() };
  },
});

/** The codes that the asker made. */
export const listCodes = operation({
  name: 'campaigns.list-kiosk-codes',
  summary: 'The codes that you made and that are still good, to read out to the people they are for.',
  kind: 'read',
  http: 'GET /campaigns/kiosk-codes',
  permission: 'campaigns.help-unit',
  input: Type.Object({}, closed),
  output: Type.Array(
    Type.Object(
      {
        name: Type.String({ description: 'Name' }),
        staffCode: StaffCode,
        code: Type.String({ description: 'Code, eight digits' }),
        until: Type.String({ description: 'Moment until which it is good, ISO 8601' }),
      },
      closed,
    ),
  ),
  run: async (ctx) => {
    const rows = await listGood(ctx.db, personOf(ctx.actor) ?? null, ctx.now);
    return rows.map(({ id, name, staffCode, sealed, expiresAt }) => ({ name, staffCode, code: ctx.services.seal.open(sealed, id), until: expiresAt.toISOString() }));
  },
});

/** Begins a stay at a shared computer. */
export const enterKiosk = operation({
  name: 'campaigns.enter-kiosk',
  summary:
    'Begin a stay at a shared computer with a staff code and the code from the unit’s contact. The caller chooses the secret that stands for the stay; it ends after three minutes without an act.',
  kind: 'write',
  http: 'POST /campaigns/kiosk/stays',
  permission: 'public',
  input: Type.Object({ staffCode: StaffCode, code: Type.String({ minLength: 1, maxLength: 20, description: 'Code, digits' }), secret: Secret }, closed),
  output: Type.Object({ entered: Type.Boolean({ description: 'Whether the codes fit; never which of them does not' }) }, closed),
  trace: (_input, { entered }) => ({ detail: { entered } }),
  // A try that fails is an answer, not a refusal: it must be counted, and a refusal would take that back.
  run: async (ctx, { staffCode, code, secret }) => {
    const kept = await lockGood(ctx.db, staffCode.trim(), ctx.now);
    if (kept === undefined) return { entered: false };
    const entered = timingSafeEqual(kept.digest, ctx.services.seal.digest(`kiosk ${kept.personId} ${code.replaceAll(/\D/g, '')}`));
    await noteTry(ctx.db, kept.id, entered, ctx.now);
    if (entered) await beginStay(ctx, kept.personId, secret);
    return { entered };
  },
});

/** Three more minutes. */
export const stayOn = operation({
  name: 'campaigns.stay-at-kiosk',
  summary: 'Go on at a shared computer for three more minutes, half an hour in all at the most.',
  kind: 'write',
  http: 'POST /campaigns/kiosk/stays/more',
  permission: 'public',
  input: Type.Object({ secret: Secret }, closed),
  output: Type.Object({}, closed),
  run: async (ctx, { secret }) => {
    await prolongStay(ctx, secret);
    return {};
  },
});

/** Ends a stay. */
export const leaveKiosk = operation({
  name: 'campaigns.leave-kiosk',
  summary: 'End a stay at a shared computer.',
  kind: 'write',
  http: 'POST /campaigns/kiosk/stays/end',
  permission: 'public',
  input: Type.Object({ secret: Secret }, closed),
  output: Type.Object({}, closed),
  run: async (ctx, { secret }) => {
    await endStay(ctx.db, secret);
    return {};
  },
});

/** What can be asked of shared computers. */
export const kioskOperations = [issueCode, listCodes, enterKiosk, stayOn, leaveKiosk];
