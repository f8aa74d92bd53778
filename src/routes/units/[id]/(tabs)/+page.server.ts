import { listPosts } from '#modules/directory/index.ts';
import { dayOf, load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The leaders of the unit on the day. */
export const load: PageServerLoad = async (event) => {
  const { posts, counts, named } = await run(event, listPosts, { unitId: event.params.id, day: dayOf(event) });
  return { named, leaders: posts.filter(({ kind }) => kind === 'leader'), counts };
};
