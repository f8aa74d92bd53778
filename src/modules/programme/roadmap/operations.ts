import Type from 'typebox';
import { found, Problem } from '#base/problem/index.ts';
import { BalanceLine, readBalances } from '#kernel/balance/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, mayAnywhere } from '#kernel/org/index.ts';
import { Change, closed, keyOf, nullable } from '../plans/model.ts';
import { changesOf } from '../plans/rules.ts';
import { listStoredPlans } from '../plans/store.ts';
import { listTargetTitles } from '../targets/store.ts';
import { EvidenceLine, InitiativeLine, RiskLine, SpendingLine, STATES, StepLine } from './model.ts';
import { gravityOf, lateWith, obstacles, STEPS, type Obstacle, type Situation } from './rules.ts';
import { isInitiativeEvidence, listEvidence, listInitiativeVersions, listSpending, listSteps, listStoredInitiatives, type StoredInitiative } from './store.ts';

/** The initiative of that key; throws `missing`. */
export async function getInitiative(ctx: Pick<Ctx, 'db' | 'today'>, key: string): Promise<StoredInitiative> {
  return found(
    (await listStoredInitiatives(ctx.db, ctx.today)).find((one) => one.key === key),
    'roadmap.no-initiative',
  );
}

/** Initiatives as lines of the roadmap, in the order given. */
export async function linesOf(ctx: Pick<Ctx, 'db' | 'today'>, all: StoredInitiative[]): Promise<InitiativeLine[]> {
  const refOf = <T extends { titleVi: string; titleEn: string; key: string }>({ key, titleVi, titleEn }: T) => ({ key, titleVi, titleEn });
  const plans = new Map((await listStoredPlans(ctx.db, ctx.today)).map((plan) => [plan.id, plan]));
  const targets = await listTargetTitles(ctx.db, [...new Set(all.flatMap((one) => one.targets))]);
  const byId = new Map(all.map((one) => [one.id, one]));
  return all.map((one): InitiativeLine => {
    const plan = one.planId === null ? undefined : plans.get(one.planId);
    const goal = plan?.goals.find((goalOf) => goalOf.key === one.goal);
    const { id, key, number, titleVi, titleEn, state, starts, ends, milestones, planned, spent, changesPosts, impactAssessed } = one;
    const gravest = one.risks.toSorted((a, b) => b.likelihood * b.impact - a.likelihood * a.impact)[0];
    const own = { id, key, number, titleVi, titleEn, state, starts, ends, milestones, planned, spent, changesPosts, impactAssessed };
    return {
      ...own,
      plan: plan === undefined ? null : refOf(plan),
      goal: goal === undefined ? null : refOf(goal),
      unit: { unitId: one.unitId, nameVi: one.unitVi, nameEn: one.unitEn },
      person: one.personId === null ? null : { id: one.personId, name: one.personName ?? '' },
      dependsOn: one.dependsOn.flatMap((other) => byId.get(other) ?? []).map(refOf),
      targets: one.targets.flatMap((target) => targets.get(target) ?? []).map(refOf),
      gravity: gravest === undefined ? null : gravityOf(gravest),
      late: lateWith(one, ctx.today),
    };
  });
}

/** The roadmap. */
export const listInitiatives = operation({
  name: 'programme.list-initiatives',
  summary: 'The initiatives of the roadmap with state, days, milestones, money, what they are late with; the first to begin first.',
  kind: 'read',
  http: 'GET /programme/initiatives',
  permission: 'signed-in',
  input: Type.Object(
    {
      plan: Type.Optional(keyOf('a programme')),
      state: Type.Optional(Type.Enum([...STATES], { description: 'State' })),
      unitId: Type.Optional(Type.String({ format: 'uuid', description: 'Unit that carries them' })),
      late: Type.Optional(Type.Boolean({ description: 'Only those that are late with something' })),
    },
    closed,
  ),
  output: Type.Object(
    { initiatives: Type.Array(InitiativeLine, { description: 'Initiatives' }), mayEdit: Type.Boolean({ description: 'Whether the asker may propose one' }) },
    closed,
  ),
  run: async (ctx, { plan, state, unitId, late }) => {
    const lines = await linesOf(ctx, await listStoredInitiatives(ctx.db, ctx.today));
    return {
      initiatives: lines.filter(
        (line) =>
          (plan === undefined || line.plan?.key === plan) &&
          (state === undefined || line.state === state) &&
          (unitId === undefined || line.unit.unitId === unitId) &&
          (late !== true || line.late.length > 0),
      ),
      mayEdit: mayAnywhere(ctx.actor, 'programme.edit-roadmap'),
    };
  },
});

const StepChoice = Type.Object(
  {
    to: Type.Enum([...STATES], { description: 'State it would come to' }),
    reason: Type.Boolean({ description: 'Whether a reason must be given' }),
    mayTake: Type.Boolean({ description: 'Whether the asker may take it' }),
    obstacles: Type.Array(
      Type.Object(
        { code: Type.String({ description: 'Text key' }), values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), { description: 'What fills it' }) },
        closed,
      ),
      { description: 'What stands in the way' },
    ),
  },
  closed,
);

/** One initiative with all there is to say about it. */
export const readInitiative = operation({
  name: 'programme.read-initiative',
  summary: 'An initiative with milestones, money, risks, evidence, the steps it took, those it can take and what stands in their way.',
  kind: 'read',
  http: 'GET /programme/initiatives/{key}',
  permission: 'signed-in',
  input: Type.Object({ key: keyOf('the initiative') }, closed),
  output: Type.Object(
    {
      initiative: InitiativeLine,
      aboutVi: Type.String({ description: 'What it does, in Vietnamese' }),
      aboutEn: Type.String({ description: 'What it does, in English' }),
      personCode: nullable(Type.String({ description: 'Staff code of the person who answers for it; null for those who may not change it' })),
      risks: Type.Array(RiskLine, { description: 'The gravest first' }),
      neededBy: Type.Array(InitiativeLine, { description: 'Initiatives that wait for it' }),
      spending: Type.Array(SpendingLine, { description: 'Newest first' }),
      evidence: Type.Array(EvidenceLine, { description: 'Newest first' }),
      steps: Type.Array(StepLine, { description: 'Newest first' }),
      choices: Type.Array(StepChoice, { description: 'Steps that lead on' }),
      history: Type.Array(Change, { description: 'Changes of the text, newest first' }),
      mayEdit: Type.Boolean({ description: 'Whether the asker may change it' }),
      balance: Type.Array(BalanceLine, { description: 'What it means for people, as modules tell it; empty where nobody is concerned' }),
    },
    closed,
  ),
  run: async (ctx, { key }) => {
    const all = await listStoredInitiatives(ctx.db, ctx.today);
    const lines = await linesOf(ctx, all);
    const stored = found(
      all.find((one) => one.key === key),
      'roadmap.no-initiative',
    );
    const initiative = found(
      lines.find((one) => one.key === key),
      'roadmap.no-initiative',
    );
    const mayEdit = await may(ctx.db, ctx.actor, 'programme.edit-roadmap', stored.unitId, ctx.today);
    return {
      initiative,
      aboutVi: stored.aboutVi,
      aboutEn: stored.aboutEn,
      personCode: mayEdit ? stored.personCode : null,
      risks: stored.risks.toSorted((a, b) => b.likelihood * b.impact - a.likelihood * a.impact),
      neededBy: lines.filter(({ dependsOn }) => dependsOn.some((one) => one.key === key)),
      spending: await listSpending(ctx.db, stored.id),
      evidence: await listEvidence(ctx.db, stored.id),
      steps: await listSteps(ctx.db, stored.id),
      choices: await choicesOf(ctx, stored, all),
      history: changesOf(await listInitiativeVersions(ctx.db, stored.id)),
      mayEdit,
      balance: (await readBalances(ctx, stored.changesPosts ? [stored.id] : [])).get(stored.id) ?? [],
    };
  },
});

/** What a step of an initiative is judged by. */
export function situationOf(one: StoredInitiative, all: readonly StoredInitiative[], locale: 'vi' | 'en'): Situation {
  const others = all.filter(({ id }) => one.dependsOn.includes(id));
  const { state, changesPosts, impactAssessed, milestones } = one;
  return { state, changesPosts, impactAssessed, milestones, dependsOn: others.map((other) => ({ title: locale === 'vi' ? other.titleVi : other.titleEn, state: other.state })) };
}

async function choicesOf(
  ctx: Ctx,
  one: StoredInitiative,
  all: StoredInitiative[],
): Promise<{ to: (typeof STATES)[number]; reason: boolean; mayTake: boolean; obstacles: Obstacle[] }[]> {
  const situation = situationOf(one, all, ctx.locale);
  return Promise.all(
    STEPS.filter(({ from }) => from === one.state).map(async ({ to, permission, reason }) => ({
      to,
      reason,
      mayTake: await may(ctx.db, ctx.actor, permission, one.unitId, ctx.today),
      obstacles: obstacles(situation, to),
    })),
  );
}

/** Whether a document is evidence of an initiative that the asker may open: whoever may read the roadmap may check it. */
export const readInitiativeEvidence = operation({
  name: 'programme.read-initiative-evidence',
  summary: 'Check that a document is evidence of an initiative; the bytes are sent by /documents/{id}.',
  kind: 'read',
  http: 'GET /programme/initiative-evidence/{id}',
  permission: 'signed-in',
  input: Type.Object({ id: Type.String({ format: 'uuid', description: 'Document' }) }, closed),
  output: Type.Object({ id: Type.String({ description: 'Document' }) }, closed),
  run: async (ctx, { id }) => {
    if (!(await isInitiativeEvidence(ctx.db, id))) throw new Problem('missing', 'document.no-document');
    return { id };
  },
});
