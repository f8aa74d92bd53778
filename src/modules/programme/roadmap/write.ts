import Type from 'typebox';
import { newId } from '#base/id/index.ts';
import { found, Problem, type InputError } from '#base/problem/index.ts';
import { record } from '#kernel/fact/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { getUnit, may, personOf } from '#kernel/org/index.ts';
import { closed, keyOf, nullable } from '../plans/model.ts';
import { freeKey, keyFrom } from '../plans/rules.ts';
import { findPersonByCode, listStoredPlans, lockPlans } from '../plans/store.ts';
import { listStoredTargets } from '../targets/store.ts';
import { initiativeFields, type InitiativeFields } from './model.ts';
import { getInitiative } from './operations.ts';
import { circleOf } from './rules.ts';
import { addInitiativeVersion, addStep, listStoredInitiatives, type NewInitiative, type StoredInitiative } from './store.ts';

const EDIT = 'programme.edit-roadmap';
const reason = Type.String({ minLength: 3, maxLength: 500, description: 'Why it is proposed or changed' });
const saved = Type.Object({ key: Type.String({ description: 'Initiative' }), number: Type.Integer({ description: 'Number of the version' }) }, closed);

/** Proposes an initiative. */
export const proposeInitiative = operation({
  name: 'programme.propose-initiative',
  summary: 'Propose an initiative: what for, who, from when to when, milestones, money, risks, and whether it changes posts.',
  kind: 'write',
  http: 'POST /programme/initiatives',
  permission: EDIT,
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ ...initiativeFields, reason }, closed),
  output: saved,
  trace: ({ unitId, changesPosts }, { key }) => ({ unitId, detail: { initiative: key, changesPosts } }),
  run: async (ctx, { reason: why, ...fields }) => {
    await lockPlans(ctx.db);
    const all = await listStoredInitiatives(ctx.db, ctx.today);
    const id = newId();
    const key = freeKey(keyFrom(fields.titleVi) || 'initiative', new Set(all.map((one) => one.key)));
    const content = await mustBeInitiative(ctx, fields, { id, all, before: undefined });
    await keep(ctx, { ...content, id, key, number: 1, reason: why });
    const [factId = ''] = await record(ctx, [{ kind: 'programme.initiative-stepped', subject: id, unitId: fields.unitId, day: ctx.today, data: { from: '', to: 'proposed' } }]);
    await addStep(ctx.db, { id, number: 1, from: null, state: 'proposed', reason: why, day: ctx.today, takenBy: personOf(ctx.actor) ?? null, takenAt: ctx.now.toString(), factId });
    return { key, number: 1 };
  },
});

/** Changes the text of an initiative: a new version with the reason. */
export const changeInitiative = operation({
  name: 'programme.change-initiative',
  summary: 'Change an initiative; the version before stays in the history. What is done or stopped is not changed any more.',
  kind: 'write',
  http: 'POST /programme/initiatives/{key}/versions',
  permission: EDIT,
  unit: async (ctx, { key }) => (await getInitiative(ctx, key)).unitId,
  input: Type.Object(
    {
      key: keyOf('the initiative'),
      ...initiativeFields,
      seen: Type.Integer({ minimum: 1, description: 'Number of the version that was on screen; a newer one is a conflict' }),
      reason,
    },
    closed,
  ),
  output: saved,
  trace: ({ changesPosts }, { key, number }) => ({ detail: { initiative: key, number, changesPosts } }),
  run: async (ctx, { key, seen, reason: why, ...fields }) => {
    await lockPlans(ctx.db);
    const all = await listStoredInitiatives(ctx.db, ctx.today);
    const before = found(
      all.find((one) => one.key === key),
      'roadmap.no-initiative',
    );
    if (before.number !== seen) throw new Problem('conflict', 'plans.changed-meanwhile');
    if (before.state === 'done' || before.state === 'stopped') throw new Problem('conflict', 'roadmap.closed');
    if (fields.unitId !== before.unitId && !(await may(ctx.db, ctx.actor, EDIT, fields.unitId, ctx.today))) throw new Problem('forbidden', 'plans.not-there');
    await mayTakeFlag(ctx, before, fields);
    const content = await mustBeInitiative(ctx, fields, { id: before.id, all, before });
    await keep(ctx, { ...content, id: before.id, key, number: before.number + 1, reason: why });
    return { key, number: before.number + 1 };
  },
});

/** That posts change is not talked away by those who want the approval: only who approves may say that they do not. */
async function mayTakeFlag(ctx: Ctx, before: StoredInitiative, fields: InitiativeFields): Promise<void> {
  if (!before.changesPosts || fields.changesPosts) return;
  if (!(await may(ctx.db, ctx.actor, 'programme.approve-initiatives', before.unitId, ctx.today))) throw new Problem('forbidden', 'roadmap.flag-stays');
}

/** What an initiative would be, checked: nothing is kept. */
export const previewInitiative = operation({
  name: 'programme.preview-initiative',
  summary: 'Check an initiative before it is proposed or changed: what is wrong, and who the person is.',
  kind: 'read',
  http: 'GET /programme/initiative-preview',
  permission: EDIT,
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object({ ...initiativeFields, key: Type.Optional(keyOf('the initiative that is changed')) }, closed),
  output: Type.Object({ person: nullable(Type.String({ description: 'Name of the person who answers for it' })) }, closed),
  run: async (ctx, { key, ...fields }) => {
    const all = await listStoredInitiatives(ctx.db, ctx.today);
    const before = all.find((one) => one.key === key);
    if (before !== undefined) await mayTakeFlag(ctx, before, fields);
    await mustBeInitiative(ctx, fields, { id: before?.id ?? newId(), all, before });
    return { person: fields.personCode === null ? null : ((await findPersonByCode(ctx.db, fields.personCode))?.name ?? null) };
  },
});

type Content = Omit<NewInitiative, 'id' | 'key' | 'number' | 'reason' | 'changedBy' | 'changedAt' | 'factId'>;
type Surroundings = { id: string; all: StoredInitiative[]; before: StoredInitiative | undefined };

/** Everything wrong with an initiative, each at its field; throws `invalid` with all of it. */
async function mustBeInitiative(ctx: Ctx, fields: InitiativeFields, { id, all, before }: Surroundings): Promise<Content> {
  await getUnit(ctx.db, fields.unitId, ctx.today);
  const { plan: planKey, personCode, targets: targetKeys, dependsOn: keys, milestones, ...rest } = fields;
  const plan = (await listStoredPlans(ctx.db, ctx.today)).find(({ key }) => key === planKey);
  const person = personCode === null ? undefined : await findPersonByCode(ctx.db, personCode);
  const targets = (await listStoredTargets(ctx.db, ctx.today)).filter(({ key }) => targetKeys.includes(key));
  const others = all.filter(({ key }) => keys.includes(key));
  const errors: InputError[] = [
    ...(planKey !== null && plan === undefined ? [at('/plan', 'plans.no-plan')] : []),
    ...(fields.goal !== null && plan?.goals.some(({ key }) => key === fields.goal) !== true ? [at('/goal', 'plans.no-goal')] : []),
    ...(personCode !== null && person === undefined ? [at('/personCode', 'plans.no-person')] : []),
    ...(targets.length < targetKeys.length ? [at('/targets', 'plans.no-target')] : []),
    ...(others.length < keys.length ? [at('/dependsOn', 'roadmap.no-initiative')] : []),
    ...dayErrors(fields, before),
    ...circleErrors(id, others, all),
  ];
  if (errors.length > 0) throw new Problem('invalid', 'operation.input-invalid', {}, errors);
  return {
    ...rest,
    planId: plan?.id ?? null,
    personId: person?.id ?? null,
    targets: targets.map((target) => target.id),
    dependsOn: others.map((other) => other.id),
    milestones: milestones.map(({ id: known = newId(), title, due }) => ({ id: known, title, due })),
  };
}

function dayErrors({ starts, ends, milestones }: InitiativeFields, before: StoredInitiative | undefined): InputError[] {
  const known = new Set(before?.milestones.map(({ id }) => id));
  const reached = (before?.milestones ?? []).filter(({ doneOn }) => doneOn !== null);
  return [
    ...(ends < starts ? [at('/ends', 'plans.ends-before-start')] : []),
    ...milestones.flatMap(({ due }, index) => (due < starts || due > ends ? [at(`/milestones/${index}`, 'roadmap.milestone-outside')] : [])),
    ...milestones.flatMap(({ id }, index) => (id !== undefined && !known.has(id) ? [at(`/milestones/${index}`, 'roadmap.no-milestone')] : [])),
    ...(reached.some(({ id }) => !milestones.some((one) => one.id === id)) ? [at('/milestones', 'roadmap.milestone-reached-stays')] : []),
  ];
}

function circleErrors(id: string, others: readonly StoredInitiative[], all: readonly StoredInitiative[]): InputError[] {
  const circle = circleOf(
    id,
    others.map((other) => other.id),
    new Map(all.map((one) => [one.id, one.dependsOn])),
  );
  if (circle === undefined) return [];
  const titles = circle.slice(1, -1).map((step) => all.find((one) => one.id === step)?.titleVi ?? '');
  return [{ at: '/dependsOn', code: 'roadmap.circle', values: { way: titles.join(' → ') } }];
}

function at(place: string, code: string): InputError {
  return { at: place, code };
}

async function keep(ctx: Ctx, initiative: Omit<NewInitiative, 'changedBy' | 'changedAt' | 'factId'>): Promise<void> {
  const { id, unitId, number, changesPosts } = initiative;
  const [factId = ''] = await record(ctx, [{ kind: 'programme.initiative-changed', subject: id, unitId, day: ctx.today, data: { number, changesPosts } }]);
  await addInitiativeVersion(ctx.db, { ...initiative, changedBy: personOf(ctx.actor) ?? null, changedAt: ctx.now.toString(), factId });
}
