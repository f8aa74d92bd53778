import { listPlans, listTargets } from '#modules/programme/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The programmes, each with how its targets stand. */
export const load: PageServerLoad = async (event) => {
  const [{ plans, mayEdit }, { targets }] = await Promise.all([run(event, listPlans, {}), run(event, listTargets, { limit: 500 })]);
  return { plans, mayEdit, targets: targets.map(({ plan, status }) => ({ plan: plan.key, status })) };
};
