import { mayAnywhere } from '#kernel/org/index.ts';
import { listClasses } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

const WHICH = ['coming', 'mine', 'led'] as const;

/** Classes to come, mine, or those I lead. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const which = WHICH.find((one) => one === event.url.searchParams.get('which')) ?? 'coming';
  return { which, classes: await read(event, listClasses, { which }), mayOpen: mayAnywhere(event.locals.ctx.actor, 'learning.assign') };
};
