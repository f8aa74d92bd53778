import { mayAnywhere } from '#kernel/org/index.ts';
import { listCurricula } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The curricula there are, with where I stand. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { curricula: await read(event, listCurricula, {}), mayAssign: mayAnywhere(event.locals.ctx.actor, 'learning.assign') };
};
