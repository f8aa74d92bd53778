import Type from 'typebox';
import { found } from '#base/problem/index.ts';
import { job } from '#kernel/job/index.ts';
import type { Ctx } from '#kernel/operation/index.ts';
import { at, currentBook, decimalText } from '#kernel/rule/index.ts';
import { closed } from '../model.ts';
import { tallyOf } from './rules.ts';
import { countInPost, listInPost, listPolicies, listSimulations, listVersions, noteProgress } from './store.ts';

/** People read at a time; progress is noted after each. */
const AT_A_TIME = 10_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Computes a version for everybody in post in the unit of its policy. Beginning again after a stop gives the same result. */
export async function simulate(ctx: Pick<Ctx, 'db' | 'services' | 'today'>, id: string): Promise<void> {
  const simulation = found((await listSimulations(ctx.db, { id }))[0], 'transition-pay.no-simulation');
  const policy = found((await listPolicies(ctx.db, ctx.today, simulation.policyId))[0], 'transition-pay.no-policy');
  const version = found(
    (await listVersions(ctx.db, simulation.policyId)).find(({ number }) => number === simulation.version),
    'transition-pay.no-policy',
  );
  const base = at(await currentBook(ctx.db, ctx.services.root), 'base-salary', simulation.day);
  const total = await countInPost(ctx.db, policy.unitId, simulation.day);
  const tally = tallyOf(version.measures, base.value, simulation.day);
  let done = 0;
  for (let after = BEFORE_ALL; done < total;) {
    const people = await listInPost(ctx.db, policy.unitId, simulation.day, after, AT_A_TIME);
    people.forEach(tally.add);
    done += people.length;
    const last = people.at(-1);
    if (last === undefined) break;
    after = last.id;
    await noteProgress(ctx.db, id, done, total, null);
  }
  await noteProgress(ctx.db, id, done, total, tally.close(base.verified, decimalText(base.value)));
}

/** Carries a simulation out after the request. */
export const simulateJob = job({
  name: 'transition.simulate-pay',
  input: Type.Object({ id: Type.String() }, closed),
  run: async (ctx, { id }) => simulate(ctx, id),
});
