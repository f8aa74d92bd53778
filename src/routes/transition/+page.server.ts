import { listInitiatives } from '#modules/programme/index.ts';
import { listImpact } from '#modules/transition/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The initiatives that change posts, with how far each has come. */
export const load: PageServerLoad = async (event) => {
  const { initiatives } = await run(event, listInitiatives, {});
  const assessed = new Map((await run(event, listImpact, {})).map(({ initiative, posts }) => [initiative, posts]));
  const rows = initiatives.filter(({ changesPosts }) => changesPosts).map((one) => ({ ...one, posts: assessed.get(one.id) ?? null }));
  return { rows };
};
