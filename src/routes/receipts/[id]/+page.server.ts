import { compareReadingOperation, readPublication } from '#kernel/proof/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** A published reading; with `?compare=1` also what the same definition gives now. */
export const load: PageServerLoad = async (event) => {
  const { id } = event.params;
  const publication = await read(event, readPublication, { id });
  // Whoever may not compare still reads what was published.
  const comparison = publication.mayCompare && event.url.searchParams.has('compare') ? await read(event, compareReadingOperation, { id }) : undefined;
  return { id, ...publication, comparison, isNew: event.url.searchParams.has('published') };
};
