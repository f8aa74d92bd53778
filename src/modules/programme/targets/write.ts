import { earlierFirst } from '#base/day/index.ts';
import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { closed, keyOf, nullable } from '../plans/model.ts';
import { getPlan } from '../plans/operations.ts';
import { freeKey } from '../plans/rules.ts';
import { listStoredPlans, lockPlans } from '../plans/store.ts';
import { mustBeTarget, type Checked } from './check.ts';
import { targetFields, type TargetFields } from './model.ts';
import { addTargetVersions, listStoredTargets, listTakenKeys, type NewTarget, type StoredTarget } from './store.ts';

const EDIT = 'programme.edit-targets';
const reason = Type.String({ minLength: 3, maxLength: 500, description: 'Why it is entered or changed' });
const saved = Type.Object({ key: Type.String({ description: 'Target' }), number: Type.Integer({ description: 'Number of the version' }) }, closed);

/** The target of that key, also when it is no longer followed; throws `missing`. */
export async function getStoredTarget(ctx: Pick<Ctx, 'db' | 'today'>, key: string): Promise<StoredTarget> {
  return found((await listStoredTargets(ctx.db, ctx.today, { key, retired: true }))[0], 'plans.no-target');
}

/** What a target would be, checked: nothing is kept. */
export const previewTarget = operation({
  name: 'programme.preview-target',
  summary: 'Check a target before it is entered: what is wrong, and who the person and what the indicator is.',
  kind: 'read',
  http: 'GET /programme/target-preview',
  permission: EDIT,
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ plan: keyOf('the programme'), ...targetFields }, closed),
  output: Type.Object(
    {
      person: nullable(Type.String({ description: 'Name of the person who answers for it' })),
      indicatorVi: Type.String({ description: 'Vietnamese name of the indicator' }),
      indicatorEn: Type.String({ description: 'English name of the indicator' }),
    },
    closed,
  ),
  run: async (ctx, { plan, ...fields }) => {
    const { person, indicator } = await mustBeTarget(ctx, fields, await getPlan(ctx, plan));
    return { person: person?.name ?? null, indicatorVi: indicator.nameVi, indicatorEn: indicator.nameEn };
  },
});

/** Enters a target. */
export const addTarget = operation({
  name: 'programme.add-target',
  summary: 'Enter a target: an indicator, in a unit, by a day, to a value; with baseline, milestones and who answers for it.',
  kind: 'write',
  http: 'POST /programme/targets',
  permission: EDIT,
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ plan: keyOf('the programme'), ...targetFields, reason }, closed),
  output: saved,
  trace: ({ unitId }, { key }) => ({ unitId, detail: { target: key } }),
  run: async (ctx, { plan: planKey, reason: why, ...fields }) => {
    await lockPlans(ctx.db);
    const plan = await getPlan(ctx, planKey);
    const checked = await mustBeTarget(ctx, fields, plan);
    const wanted = `${fields.indicator}-${fields.due.slice(0, 4)}`;
    const key = freeKey(wanted, await listTakenKeys(ctx.db, wanted));
    const fresh = { id: newId(), key, planId: plan.id, parentId: null, number: 1, retired: false, breakdownId: null, weight: null };
    return keepTarget(ctx, { ...fresh, ...contentOf(fields, checked), reason: why });
  },
});

/** Changes a target: a new version with the reason. */
export const changeTarget = operation({
  name: 'programme.change-target',
  summary: 'Change a target; the version before stays in the history with who, when and why.',
  kind: 'write',
  http: 'POST /programme/targets/{key}/versions',
  permission: EDIT,
  unit: async (ctx, { key }) => (await getStoredTarget(ctx, key)).unitId,
  input: Type.Object(
    { key: keyOf('the target'), ...targetFields, seen: Type.Integer({ minimum: 1, description: 'Number of the version that was on screen; a newer one is a conflict' }), reason },
    closed,
  ),
  output: saved,
  trace: (_input, { key, number }) => ({ detail: { target: key, number } }),
  run: async (ctx, { key, seen, reason: why, ...fields }) => {
    await lockPlans(ctx.db);
    const before = await unchangedSince(ctx, key, seen);
    if (fields.unitId !== before.unitId && !(await may(ctx.db, ctx.actor, EDIT, fields.unitId, ctx.today))) throw new Problem('forbidden', 'plans.not-there');
    const plan = found(
      (await listStoredPlans(ctx.db, ctx.today)).find(({ id }) => id === before.planId),
      'plans.no-plan',
    );
    const content = contentOf(fields, await mustBeTarget(ctx, fields, plan));
    return keepTarget(ctx, { ...kept(before), ...content, retired: false, reason: why });
  },
});

/** Retires a target with its parts. */
export const retireTarget = operation({
  name: 'programme.retire-target',
  summary: 'Say that a target is no longer followed, with the reason; its parts in units end with it, everything stays to be read.',
  kind: 'write',
  http: 'POST /programme/targets/{key}/retirement',
  permission: EDIT,
  unit: async (ctx, { key }) => (await getStoredTarget(ctx, key)).unitId,
  input: Type.Object({ key: keyOf('the target'), seen: Type.Integer({ minimum: 1, description: 'Number of the version that was on screen' }), reason }, closed),
  output: saved,
  trace: (_input, { key }) => ({ detail: { target: key } }),
  run: async (ctx, { key, seen, reason: why }) => {
    await lockPlans(ctx.db);
    const target = await unchangedSince(ctx, key, seen);
    if (target.retired) throw new Problem('conflict', 'plans.already-retired');
    const parts = await listStoredTargets(ctx.db, ctx.today, { parentId: target.id });
    const [own] = await keepTargets(
      ctx,
      [target, ...parts].map((one) => ({ ...kept(one), retired: true, reason: why })),
    );
    return { key, number: own?.number ?? target.number };
  },
});

async function unchangedSince(ctx: Ctx, key: string, seen: number): Promise<StoredTarget> {
  const target = await getStoredTarget(ctx, key);
  if (target.number !== seen) throw new Problem('conflict', 'plans.changed-meanwhile');
  return target;
}

/** A target before who and by which fact is known. */
export type Draft = Omit<NewTarget, 'changedBy' | 'factId' | 'contentHash'> & { contentHash?: string | null };

/** The next version of a target with what it said. Of which target it is a part stands since it was entered and is not said again. */
export function kept({ parent: _parent, unitVi: _vi, unitEn: _en, personCode: _code, personName: _name, parts: _parts, ...stored }: StoredTarget): Omit<Draft, 'reason'> {
  return { ...stored, parentId: null, number: stored.number + 1 };
}

function contentOf({ personCode: _code, ...fields }: TargetFields, { person }: Checked): Omit<TargetFields, 'personCode'> & { personId: string | null } {
  return { ...fields, milestones: fields.milestones.toSorted((a, b) => earlierFirst(a.day, b.day)), personId: person?.id ?? null };
}

async function keepTarget(ctx: Ctx, draft: Draft): Promise<{ key: string; number: number }> {
  await keepTargets(ctx, [draft]);
  return { key: draft.key, number: draft.number };
}

/** Keeps versions of targets, each with its fact; pass a transaction. */
export async function keepTargets(ctx: Pick<Ctx, 'db' | 'actor' | 'today'>, drafts: Draft[]): Promise<Draft[]> {
  const facts = await record(
    ctx,
    drafts.map(({ id, unitId, number, retired }) => ({ kind: 'programme.target-changed', subject: id, unitId, day: ctx.today, data: { number, retired } })),
  );
  const changedBy = personOf(ctx.actor) ?? null;
  await addTargetVersions(
    ctx.db,
    drafts.map((draft, index) => ({ ...draft, contentHash: draft.contentHash ?? null, changedBy, factId: facts[index] ?? '' })),
  );
  return drafts;
}
