import Type from 'typebox';
import { FOREVER } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { found, Problem } from '#base/problem/index.ts';
import { enqueue } from '#kernel/job/index.ts';
import { operation, type Ctx } from '#kernel/operation/index.ts';
import { may, personOf } from '#kernel/org/index.ts';
import { closed } from '../model.ts';
import { Measure, SimulationResult } from './model.ts';
import { simulateJob } from './simulate.ts';
import { addDecision, addPolicy, addSimulation, addVersion, findDecision, listPolicies, listSimulations, listVersions, type PolicyRow } from './store.ts';

const PROPOSE = 'transition.propose-pay';
const DECIDE = 'transition.decide-pay';

const id = Type.String({ format: 'uuid', description: 'Policy' });
const day = (description: string) => Type.String({ format: 'date', description: `${description} (YYYY-MM-DD)` });
const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const wording = {
  validFrom: day('First day on which it would hold'),
  validTo: Type.Optional(day('First day on which it no longer would; open when left out')),
  measures: Type.Array(Measure, { minItems: 1, maxItems: 10, description: 'Applied one after the other' }),
};
const outcome = Type.Enum(['adopted', 'rejected'], { description: 'What was decided' });
const Line = {
  id,
  unitId: Type.String({ description: 'Unit, with everything under it' }),
  unitName: Type.String({ description: 'Its name' }),
  side: Type.Enum(['union', 'employer'], { description: 'Who proposes' }),
  title: Type.String({ description: 'Title' }),
  reason: Type.String({ description: 'Why' }),
  proposedOn: day('Day'),
  versions: Type.Integer({ description: 'Number of versions' }),
  outcome: nullable(outcome),
};
const Simulation = Type.Object(
  {
    id: Type.String({ description: 'Simulation' }),
    version: Type.Integer({ description: 'Version computed' }),
    day: day('Day on which people are in post'),
    done: Type.Integer({ description: 'People computed' }),
    total: Type.Integer({ description: 'People to compute' }),
    result: nullable(SimulationResult),
  },
  closed,
);
const Version = Type.Object(
  {
    number: Type.Integer({ description: 'Number' }),
    validFrom: day('First day'),
    validTo: Type.String({ description: 'First day after, or infinity' }),
    measures: Type.Array(Measure, { description: 'Measures' }),
    proposedOn: day('Day'),
  },
  closed,
);
const Decision = Type.Object(
  {
    version: Type.Integer({ description: 'Version decided on' }),
    outcome,
    reason: Type.String({ description: 'Why' }),
    decidedOn: day('Day'),
    decider: nullable(Type.String({ description: 'Who decided' })),
  },
  closed,
);

async function policyOf(ctx: Ctx, policyId: string): Promise<PolicyRow> {
  return found((await listPolicies(ctx.db, ctx.today, policyId))[0], 'transition-pay.no-policy');
}

const unitOfPolicy = async (ctx: Ctx, input: { id: string }): Promise<string> => (await policyOf(ctx, input.id)).unitId;

async function mustBeOpen(ctx: Ctx, policyId: string): Promise<void> {
  if ((await findDecision(ctx.db, policyId)) !== undefined) throw new Problem('conflict', 'transition-pay.decided');
}

function mustBeInOrder({ validFrom, validTo }: { validFrom: string; validTo?: string }): void {
  if (validTo !== undefined && validTo <= validFrom) throw new Problem('invalid', 'transition-pay.wrong', {}, [{ at: '/validTo', code: 'transition-pay.wrong-range' }]);
}

/** Proposes a policy with its first version. */
export const proposePay = operation({
  name: 'transition.propose-pay',
  summary: 'Union or employer proposes a policy on pay or support for a unit and everything under it.',
  kind: 'write',
  http: 'POST /transition/pay-policies',
  permission: PROPOSE,
  unit: (_ctx, { unitId }) => unitId,
  input: Type.Object(
    {
      unitId: Type.String({ format: 'uuid', description: 'Unit, with everything under it' }),
      side: Type.Enum(['union', 'employer'], { description: 'Who proposes' }),
      title: Type.String({ minLength: 5, maxLength: 200, description: 'Title' }),
      reason: Type.String({ minLength: 10, maxLength: 4000, description: 'Why' }),
      ...wording,
    },
    closed,
  ),
  output: Type.Object({ id }, closed),
  trace: ({ unitId }, output) => ({ unitId, subject: output.id }),
  run: async (ctx, { unitId, side, title, reason, measures, ...range }) => {
    mustBeInOrder(range);
    const policyId = newId();
    const by = personOf(ctx.actor) ?? null;
    await addPolicy(ctx.db, { id: policyId, unitId, side, title, reason, by, on: ctx.today });
    await addVersion(ctx.db, policyId, { number: 1, validFrom: range.validFrom, validTo: range.validTo ?? FOREVER, measures, by, on: ctx.today });
    return { id: policyId };
  },
});

/** Words a policy anew; earlier versions stay. */
export const revisePay = operation({
  name: 'transition.revise-pay',
  summary: 'A new version of a proposed policy; the earlier ones stay readable.',
  kind: 'write',
  http: 'POST /transition/pay-policies/{id}/versions',
  permission: PROPOSE,
  unit: unitOfPolicy,
  input: Type.Object({ id, ...wording }, closed),
  output: Type.Object({ number: Type.Integer({ description: 'Number of the version' }) }, closed),
  trace: (input) => ({ subject: input.id }),
  run: async (ctx, { id: policyId, measures, ...range }) => {
    mustBeInOrder(range);
    await mustBeOpen(ctx, policyId);
    const number = (await policyOf(ctx, policyId)).versions + 1;
    await addVersion(ctx.db, policyId, { number, validFrom: range.validFrom, validTo: range.validTo ?? FOREVER, measures, by: personOf(ctx.actor) ?? null, on: ctx.today });
    return { number };
  },
});

/** All policies. */
export const listPay = operation({
  name: 'transition.list-pay',
  summary: 'The policies on pay that were proposed, newest first.',
  kind: 'read',
  http: 'GET /transition/pay-policies',
  permission: 'signed-in',
  input: Type.Object({}, closed),
  output: Type.Array(Type.Object(Line, closed)),
  run: (ctx) => listPolicies(ctx.db, ctx.today),
});

/** A policy with its versions, simulations and decision. */
export const readPay = operation({
  name: 'transition.read-pay',
  summary: 'A policy on pay: versions, what they do to groups, the decision.',
  kind: 'read',
  http: 'GET /transition/pay-policies/{id}',
  permission: 'signed-in',
  input: Type.Object({ id }, closed),
  output: Type.Object(
    {
      policy: Type.Object(Line, closed),
      versions: Type.Array(Version, { description: 'Latest first' }),
      simulations: Type.Array(Simulation, { description: 'Latest first' }),
      decision: nullable(Decision),
      mayPropose: Type.Boolean({ description: 'Whether the asker may propose and simulate here' }),
      mayDecide: Type.Boolean({ description: 'Whether the asker may decide here' }),
    },
    closed,
  ),
  run: async (ctx, input) => {
    const policy = await policyOf(ctx, input.id);
    const simulations = await listSimulations(ctx.db, { policyId: input.id });
    return {
      policy,
      versions: await listVersions(ctx.db, input.id),
      simulations: simulations.map(({ id: simulation, version, day: on, done, total, result }) => ({ id: simulation, version, day: on, done, total, result })),
      decision: (await findDecision(ctx.db, input.id)) ?? null,
      mayPropose: await may(ctx.db, ctx.actor, PROPOSE, policy.unitId, ctx.today),
      mayDecide: await may(ctx.db, ctx.actor, DECIDE, policy.unitId, ctx.today),
    };
  },
});

/** Asks for a simulation of the latest version; a job carries it out. */
export const simulatePay = operation({
  name: 'transition.simulate-pay',
  summary: 'Compute the latest version of a policy for everybody in post today, as groups: cost, who gains, who loses. A job does it; the policy shows how far it is.',
  kind: 'write',
  http: 'POST /transition/pay-policies/{id}/simulations',
  permission: PROPOSE,
  unit: unitOfPolicy,
  input: Type.Object({ id }, closed),
  output: Type.Object({ id: Type.String({ description: 'Simulation' }) }, closed),
  trace: (input) => ({ subject: input.id }),
  run: async (ctx, input) => {
    await mustBeOpen(ctx, input.id);
    const simulationId = newId();
    const version = (await policyOf(ctx, input.id)).versions;
    await addSimulation(ctx.db, { id: simulationId, policyId: input.id, version, day: ctx.today, by: personOf(ctx.actor) ?? null, at: ctx.now.toString() });
    await enqueue(ctx.db, simulateJob, { id: simulationId });
    return { id: simulationId };
  },
});

/** Decides about a policy; only once its latest version was simulated. */
export const decidePay = operation({
  name: 'transition.decide-pay',
  summary: 'Adopt or reject a policy on pay, with reasons; only after its latest version was simulated on groups.',
  kind: 'write',
  http: 'POST /transition/pay-policies/{id}/decision',
  permission: DECIDE,
  unit: unitOfPolicy,
  input: Type.Object({ id, outcome, reason: Type.String({ minLength: 10, maxLength: 4000, description: 'Why' }) }, closed),
  output: Type.Object({ version: Type.Integer({ description: 'Version decided on' }) }, closed),
  trace: (input) => ({ subject: input.id, detail: { outcome: input.outcome } }),
  run: async (ctx, input) => {
    const { versions: version } = await policyOf(ctx, input.id);
    const simulations = await listSimulations(ctx.db, { policyId: input.id });
    if (!simulations.some((one) => one.version === version && one.result !== null)) throw new Problem('conflict', 'transition-pay.not-simulated');
    const first = await addDecision(ctx.db, input.id, { version, outcome: input.outcome, reason: input.reason, by: personOf(ctx.actor) ?? null, on: ctx.today });
    if (!first) throw new Problem('conflict', 'transition-pay.decided');
    return { version };
  },
});

/** The operations about pay policies. */
export const payOperations = [proposePay, revisePay, listPay, readPay, simulatePay, decidePay];
