import { mayAnywhere } from '#kernel/org/index.ts';
import { readProcedure } from '#kernel/procedure/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** A procedure: states, steps, terms; with two versions a way to move open cases for whoever may. */
export const load: PageServerLoad = async (event) => {
  const version = event.url.searchParams.get('version');
  const read = await run(event, readProcedure, { name: event.params.name, ...(version === null ? {} : { version }) });
  return { ...read, mayMove: read.versions.length > 1 && mayAnywhere(event.locals.ctx.actor, 'case.move-version') };
};
