import { mayAnywhere } from '#kernel/org/index.ts';
import { listIndexes } from '#modules/programme/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The indexes by which units are scored. */
export const load: PageServerLoad = async (event) => ({
  indexes: await run(event, listIndexes, {}),
  mayImport: mayAnywhere(event.locals.ctx.actor, 'programme.edit-indexes'),
});
