import { listPosts } from '#modules/directory/index.ts';
import { readUnitProgramme } from '#modules/programme/index.ts';
import { figuresOf } from '#web/figures.ts';
import { dayOf, load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The figures of the unit and its leaders on the day; its targets, reports and initiatives today. */
export const load: PageServerLoad = async (event) => {
  const day = dayOf(event);
  const [block, { posts, counts, named }, programme] = await Promise.all([
    figuresOf(event, event.params.id, day),
    run(event, listPosts, { unitId: event.params.id, day }),
    run(event, readUnitProgramme, { unitId: event.params.id }),
  ]);
  return { block, programme, named, leaders: posts.filter(({ kind }) => kind === 'leader'), counts };
};
