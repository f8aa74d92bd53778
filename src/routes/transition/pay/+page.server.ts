import { mayAnywhere } from '#kernel/org/index.ts';
import { listPay } from '#modules/transition/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The policies on pay. */
export const load: PageServerLoad = async (event) => ({
  policies: await run(event, listPay, {}),
  mayPropose: mayAnywhere(event.locals.ctx.actor, 'transition.propose-pay'),
});
