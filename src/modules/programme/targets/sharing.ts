import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { findUnit, personOf, subtree } from '#kernel/org/index.ts';
import { findSet, readParts } from '#kernel/set/index.ts';
import { getIndicator, readIndicatorValues, type Indicator } from '../indicators/index.ts';
import { closed, keyOf, nullable, UnitName } from '../plans/model.ts';
import { lockPlans } from '../plans/store.ts';
import { balance, natureOf, share, type Balance, type Share } from './breakdown.ts';
import type { Value } from './projection.ts';
import { addBreakdown, listStoredTargets, type StoredTarget } from './store.ts';
import { unitsCalled } from './units.ts';
import { getStoredTarget, kept, keepTargets, type Draft } from './write.ts';

const EDIT = 'programme.edit-targets';

const sharingFields = {
  key: keyOf('the target'),
  method: Type.Enum(['equal', 'proportional', 'by-hand'], { description: 'The same to each, by the size of a set, or as typed' }),
  units: Type.Array(Type.String({ format: 'uuid', description: 'Unit' }), { minItems: 1, maxItems: 1000, uniqueItems: true, description: 'Units that take part' }),
  set: Type.Optional(Type.String({ maxLength: 100, description: 'Set by whose size amounts are shared out and shares are weighed, such as directory.staff-in-post' })),
  values: Type.Optional(
    Type.Array(Type.Object({ unitId: Type.String({ format: 'uuid', description: 'Unit' }), value: Type.Number({ description: 'Its value' }) }, closed), {
      maxItems: 1000,
      description: 'By hand: what each unit is asked for',
    }),
  ),
};
const SharingInput = Type.Object(sharingFields, closed);
type Sharing = Type.Static<typeof SharingInput>;

/** What would come of sharing a target out. */
export type Shared = { shares: Share[]; balance: Balance; target: StoredTarget; indicator: Indicator };

/** How a target would be shared out to units; nothing is kept. */
export const previewSharing = operation({
  name: 'programme.preview-sharing',
  summary: 'How a target would be shared out to units, and whether the parts come to the whole.',
  kind: 'read',
  http: 'GET /programme/targets/{key}/sharing',
  permission: EDIT,
  unit: async (ctx, { key }) => (await getStoredTarget(ctx, key)).unitId,
  input: SharingInput,
  output: Type.Object(
    {
      parts: Type.Array(
        Type.Object(
          {
            unit: UnitName,
            weight: nullable(Type.Number({ description: 'Size of the set in it' })),
            value: nullable(Type.Number({ description: 'What it is asked for; null for done or not' })),
          },
          closed,
        ),
        { description: 'In the order of the units' },
      ),
      whole: nullable(Type.Number({ description: 'What is shared out' })),
      comes: nullable(Type.Number({ description: 'What the parts come to: a sum, or a weighted mean of shares' })),
      difference: Type.Number({ description: 'How much more (or, below zero, less) than the whole' }),
      right: Type.Boolean({ description: 'Whether it fits' }),
      silent: Type.Integer({ description: 'Units among them that do not report this indicator, so that their parts would stay without data' }),
    },
    closed,
  ),
  run: async (ctx, input) => {
    const { shares, balance: fit, indicator } = await shareOut(ctx, input);
    const called = new Map(
      (
        await unitsCalled(
          ctx,
          shares.map(({ unitId }) => unitId),
        )
      ).map((unit) => [unit.unitId, unit]),
    );
    const silent = indicator.formula.kind === 'reported' ? await countSilent(ctx, indicator, input.units) : 0;
    return { ...fit, silent, parts: shares.map(({ unitId, weight, value }) => ({ unit: called.get(unitId) ?? { unitId, nameVi: '', nameEn: '' }, weight, value })) };
  },
});

/** How many of the units report an indicator neither by their kind nor as its owner. */
async function countSilent(ctx: Ctx, { reporters, owner }: Indicator, units: readonly string[]): Promise<number> {
  const known = await Promise.all(units.map((unit) => findUnit(ctx.db, unit, ctx.today)));
  return known.filter((unit) => unit !== undefined && unit.id !== owner.unitId && !reporters.includes(unit.kind)).length;
}

/** Shares a target out to units: each gets a target that is a part of this one. */
export const shareTarget = operation({
  name: 'programme.share-target',
  summary: 'Share a target out to units; the parts must come to the whole. Shared out anew, parts get a new version, and units left out end theirs.',
  kind: 'write',
  http: 'POST /programme/targets/{key}/sharing',
  permission: EDIT,
  unit: async (ctx, { key }) => (await getStoredTarget(ctx, key)).unitId,
  input: Type.Object({ ...sharingFields, reason: Type.String({ minLength: 3, maxLength: 500, description: 'Why it is shared out so' }) }, closed),
  output: Type.Object({ key: Type.String({ description: 'Target' }), units: Type.Integer({ description: 'Units it was shared out to' }) }, closed),
  trace: ({ key, method }, { units }) => ({ detail: { target: key, method, units } }),
  run: async (ctx, { reason, ...input }) => {
    await lockPlans(ctx.db);
    const shared = await shareOut(ctx, input);
    const { shares, target, balance: fit } = shared;
    if (!fit.right) throw unbalanced(shared);
    const breakdown = { id: newId(), targetId: target.id, method: input.method, setName: input.set ?? null, whole: target.value, comes: fit.comes, units: shares.length, reason };
    await addBreakdown(ctx.db, { ...breakdown, madeBy: personOf(ctx.actor) ?? null });
    await keepTargets(ctx, await partsOf(ctx, target, shares, breakdown));
    await record(ctx, [
      {
        kind: 'programme.target-shared-out',
        subject: target.id,
        unitId: target.unitId,
        day: ctx.today,
        value: shares.length,
        data: { breakdown: breakdown.id, units: shares.length },
      },
    ]);
    return { key: target.key, units: shares.length };
  },
});

/** The sentence says what the parts come to, what they should come to, and the difference. */
function unbalanced({ balance: fit, indicator }: Shared): Problem {
  const values = { comes: fit.comes ?? 0, whole: fit.whole ?? 0, difference: Math.abs(fit.difference) };
  const code = natureOf(indicator.measure) === 'share' ? 'plans.mean-wrong' : fit.difference < 0 ? 'plans.sum-short' : 'plans.sum-over';
  return new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/values', code, values }]);
}

async function shareOut(ctx: Ctx, input: Sharing): Promise<Shared> {
  const target = await getStoredTarget(ctx, input.key);
  if (target.retired) throw new Problem('conflict', 'plans.already-retired');
  const under = new Set(await subtree(ctx.db, target.unitId, ctx.today));
  if (input.units.some((unit) => unit === target.unitId || !under.has(unit)))
    throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/units', code: 'plans.unit-not-under' }]);
  const indicator = await getIndicator(ctx, target.indicator);
  const nature = natureOf(indicator.measure);
  const weights = await weightsOf(ctx, input);
  const typed = new Map((input.values ?? []).map(({ unitId, value }) => [unitId, value]));
  const parts = input.units.map((unitId) => ({ unitId, weight: weights.get(unitId) ?? null, value: typed.get(unitId) ?? null }));
  const outside = parts.find(({ value }) => nature === 'share' && value !== null && (value < 0 || value > 100));
  if (outside !== undefined) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: `/value-${outside.unitId}`, code: 'plans.value-not-percent' }]);
  const shares = share(nature, input.method, target.value, parts, indicator.decimals);
  return { target, indicator, shares, balance: balance(nature, target.direction, target.value, shares, indicator.decimals) };
}

/** The size of the chosen set in each unit today; a small group that is protected refuses the whole, so that no part gives it away. */
async function weightsOf(ctx: Ctx, { set, units }: Sharing): Promise<Map<string, number>> {
  if (set === undefined) return new Map();
  found(findSet(set), 'plans.no-set');
  const sizes = await readParts(
    ctx.db,
    ctx.actor,
    units.map((unitId) => ({ set, slice: '', unitId, day: ctx.today })),
  );
  if (sizes.includes(null)) throw new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/set', code: 'plans.weights-hidden' }]);
  return new Map(units.map((unitId, index) => [unitId, sizes[index]?.size ?? 0]));
}

/** A version for each part: new ones, changed ones, and for units no longer in it one that ends theirs. */
async function partsOf(ctx: Ctx, target: StoredTarget, shares: Share[], { id: breakdownId, reason }: { id: string; reason: string }): Promise<Draft[]> {
  const before = new Map((await listStoredTargets(ctx.db, ctx.today, { parentId: target.id, retired: true })).map((part) => [part.unitId, part]));
  const asked = new Set(shares.map(({ unitId }) => unitId));
  const begun = await heldToday(ctx, target, [...asked]);
  const lasting = shares.map(({ unitId, weight, value }): Draft => {
    const { id, number, key, personId, baseline } = before.get(unitId) ?? { ...fresh(), baseline: begun.get(unitId) ?? null };
    const { parent: _parent, unitVi: _vi, unitEn: _en, personCode: _code, personName: _name, parts: _parts, ...whole } = target;
    const own = { id, key, number: number + 1, parentId: target.id, unitId, value, weight, personId, baseline };
    return { ...whole, ...own, milestones: [], coUnits: [], retired: false, breakdownId, reason };
  });
  const ending = [...before.values()].filter(({ unitId, retired }) => !asked.has(unitId) && !retired).map((part): Draft => ({ ...kept(part), retired: true, breakdownId, reason }));
  return [...lasting, ...ending];
}

/** Where each unit stands on the day on which it gets its part: from there its way is counted. */
async function heldToday(ctx: Ctx, target: StoredTarget, units: string[]): Promise<Map<string, Value>> {
  if (target.value === null) return new Map();
  const read = await readIndicatorValues(
    ctx,
    units.map((unitId) => ({ indicator: target.indicator, unitId, day: ctx.today })),
  );
  return new Map(read.flatMap(({ unitId, value, asOf }) => (value === null || asOf === null || asOf >= target.due ? [] : [[unitId, { day: asOf, value }] as const])));
}

/** The key of a part is its id: its title is that of the whole. */
function fresh(): { id: string; key: string; number: number; personId: string | null } {
  const id = newId();
  return { id, key: id, number: 0, personId: null };
}
