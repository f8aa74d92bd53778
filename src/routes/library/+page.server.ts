import { mayAnywhere } from '#kernel/org/index.ts';
import { listLibrary } from '#modules/campaigns/index.ts';
import { load as read, pageOf } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** Rules in force, for everyone. */
export const load: PageServerLoad = async (event) => {
  const query = event.url.searchParams;
  const find = (query.get('find') ?? '').slice(0, 100);
  const past = query.get('past') === 'on';
  const { actor } = event.locals.ctx;
  return {
    ...(await read(event, listLibrary, { find, past, page: pageOf(event) })),
    find,
    past,
    signedIn: actor.kind === 'person',
    mayEdit: mayAnywhere(actor, 'campaigns.prepare'),
  };
};
