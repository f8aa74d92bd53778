import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, mayAnywhere, personOf } from '#kernel/org/index.ts';
import { Change, closed, keyOf, Plan, PlanFields, planFields, UnitName } from './model.ts';
import { changesOf, freeKey, keyFrom, mustBePlan } from './rules.ts';
import { addPlanVersions, listPlanStates, listStoredPlans, listUnitChoices, lockPlans, type StoredPlan } from './store.ts';

const EDIT = 'programme.edit-targets';

/** The programme of that key; throws `missing`. */
export async function getPlan(ctx: Pick<Ctx, 'db' | 'today'>, key: string): Promise<StoredPlan> {
  return found(
    (await listStoredPlans(ctx.db, ctx.today)).find((plan) => plan.key === key),
    'plans.no-plan',
  );
}

/** All programmes. */
export const listPlans = operation({
  name: 'programme.list-plans',
  summary: 'All programmes with legal basis and goals, the first to end first.',
  kind: 'read',
  http: 'GET /programme/plans',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Object({ plans: Type.Array(Plan, { description: 'Programmes' }), mayEdit: Type.Boolean({ description: 'Whether the asker may add one' }) }, closed),
  run: async (ctx) => ({
    plans: (await listStoredPlans(ctx.db, ctx.today)).map(({ id: _id, ...plan }) => plan),
    mayEdit: mayAnywhere(ctx.actor, EDIT),
  }),
});

/** One programme with its history. */
export const readPlan = operation({
  name: 'programme.read-plan',
  summary: 'A programme with its legal basis, its goals and every change it has seen.',
  kind: 'read',
  http: 'GET /programme/plans/{key}',
  permission: 'signed-in',
  input: Type.Object({ key: keyOf('the programme') }, closed),
  output: Type.Object(
    { plan: Plan, history: Type.Array(Change, { description: 'Newest first' }), mayEdit: Type.Boolean({ description: 'Whether the asker may change it' }) },
    closed,
  ),
  run: async (ctx, { key }) => {
    const { id, ...plan } = await getPlan(ctx, key);
    return { plan, history: changesOf(await listPlanStates(ctx.db, id)), mayEdit: await may(ctx.db, ctx.actor, EDIT, plan.unitId, ctx.today) };
  },
});

const savedPlan = Type.Object({ key: Type.String({ description: 'Programme' }), number: Type.Integer({ description: 'Number of the version' }) }, closed);
const reason = Type.String({ minLength: 3, maxLength: 500, description: 'Why it is entered or changed' });

/** What a programme would be, checked: nothing is kept. */
export const previewPlan = operation({
  name: 'programme.preview-plan',
  summary: 'Check a programme before it is added or changed.',
  kind: 'read',
  http: 'GET /programme/plan-preview',
  permission: EDIT,
  unit: (_ctx, { unitId }) => unitId,
  input: PlanFields,
  output: Type.Object({ documents: Type.Integer({ description: 'Documents of its legal basis' }), goals: Type.Integer({ description: 'Its goals' }) }, closed),
  run: (_ctx, fields) => {
    mustBePlan(fields);
    return Promise.resolve({ documents: fields.bases.length, goals: fields.goals.length });
  },
});

/** Adds a programme. */
export const addPlan = operation({
  name: 'programme.add-plan',
  summary: 'Add a programme with its legal basis and goals.',
  kind: 'write',
  http: 'POST /programme/plans',
  permission: EDIT,
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ ...planFields, reason }, closed),
  output: savedPlan,
  trace: ({ unitId }, { key }) => ({ unitId, detail: { plan: key } }),
  run: async (ctx, { reason: why, ...fields }) => {
    mustBePlan(fields);
    await lockPlans(ctx.db);
    const taken = new Set((await listStoredPlans(ctx.db, ctx.today)).map(({ key }) => key));
    const plan = { id: newId(), key: freeKey(keyFrom(fields.titleVi) || 'programme', taken), number: 1, retired: false };
    return store(ctx, { ...plan, ...fields, reason: why });
  },
});

/** Changes a programme, or retires it: a new version with the reason. */
export const changePlan = operation({
  name: 'programme.change-plan',
  summary: 'Change a programme, or retire it; the version before stays in the history.',
  kind: 'write',
  http: 'POST /programme/plans/{key}/versions',
  permission: EDIT,
  unit: async (ctx, { key }) => (await getPlan(ctx, key)).unitId,
  input: Type.Object(
    {
      key: keyOf('the programme'),
      ...planFields,
      seen: Type.Integer({ minimum: 1, description: 'Number of the version that was on screen; a newer one is a conflict' }),
      retired: Type.Boolean({ description: 'Whether it is no longer followed' }),
      reason,
    },
    closed,
  ),
  output: savedPlan,
  trace: (_input, { key, number }) => ({ detail: { plan: key, number } }),
  run: async (ctx, { key, seen, reason: why, retired, ...fields }) => {
    mustBePlan(fields);
    await lockPlans(ctx.db);
    const plan = await getPlan(ctx, key);
    if (plan.number !== seen) throw new Problem('conflict', 'plans.changed-meanwhile');
    if (fields.unitId !== plan.unitId && !(await may(ctx.db, ctx.actor, EDIT, fields.unitId, ctx.today))) throw new Problem('forbidden', 'plans.not-there');
    return store(ctx, { id: plan.id, key, number: plan.number + 1, ...fields, retired, reason: why });
  },
});

type Content = Omit<StoredPlan, 'unit'> & { reason: string };

async function store(ctx: Ctx, plan: Content): Promise<{ key: string; number: number }> {
  await addPlanVersions(ctx.db, [{ ...plan, contentHash: null, changedBy: personOf(ctx.actor) ?? null }]);
  await record(ctx, [{ kind: 'programme.plan-changed', subject: plan.id, unitId: plan.unitId, day: ctx.today, data: { number: plan.number, retired: plan.retired } }]);
  return { key: plan.key, number: plan.number };
}

/** What forms about programmes, targets and initiatives offer to choose from. */
export const listUnitsToChoose = operation({
  name: 'programme.list-units',
  summary: 'The units of today that can lead a programme, answer for a target or carry an initiative: all but inner divisions.',
  kind: 'read',
  http: 'GET /programme/units',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(UnitName),
  run: (ctx) => listUnitChoices(ctx.db, ctx.today),
});

/** The operations of programmes. */
export const planOperations = [listPlans, readPlan, previewPlan, addPlan, changePlan, listUnitsToChoose];
