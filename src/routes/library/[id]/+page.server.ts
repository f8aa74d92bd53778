import { mayAnywhere } from '#kernel/org/index.ts';
import { readDocument } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** A document in force with its plain version. */
export const load: PageServerLoad = async (event) => ({
  ...(await read(event, readDocument, { id: event.params.id })),
  mayHelp: mayAnywhere(event.locals.ctx.actor, 'campaigns.help-unit'),
  mayEdit: mayAnywhere(event.locals.ctx.actor, 'campaigns.prepare'),
});
