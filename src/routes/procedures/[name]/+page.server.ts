import { readProcedure } from '#kernel/procedure/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** A procedure: states, steps, terms. */
export const load: PageServerLoad = async (event) => {
  const version = event.url.searchParams.get('version');
  return run(event, readProcedure, { name: event.params.name, ...(version === null ? {} : { version }) });
};
