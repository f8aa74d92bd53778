import { listInitiatives, listTargets, readPlan } from '#modules/programme/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** A programme with its legal basis, its goals and their targets, its initiatives and its history. */
export const load: PageServerLoad = async (event) => {
  const { key } = event.params;
  const read = await run(event, readPlan, { key });
  const [{ targets }, { initiatives }] = await Promise.all([run(event, listTargets, { plan: key, limit: 500 }), run(event, listInitiatives, { plan: key })]);
  return { ...read, targets, initiatives, today: event.locals.ctx.today, done: event.url.searchParams.has('done') };
};
