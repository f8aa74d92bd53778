import { mayAnywhere } from '#kernel/org/index.ts';
import { listMessages } from '#modules/campaigns/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The messages that campaigns can carry. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { messages: await read(event, listMessages, {}), mayPrepare: mayAnywhere(event.locals.ctx.actor, 'campaigns.prepare'), dropped: event.url.searchParams.has('dropped') };
};
