import { readPlaceOperation } from '#kernel/set/index.ts';
import { listTargets } from '#modules/programme/index.ts';
import { changesOf, mapOf } from '#web/city.ts';
import { figuresOf, FIRST_FIGURES } from '#web/figures.ts';
import { dayOf, load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The city on a day: figures, targets, the map of one figure, what changed in a week. */
export const load: PageServerLoad = async (event) => {
  const day = dayOf(event);
  const asked = event.url.searchParams.get('figure') ?? '';
  const figure = FIRST_FIGURES.includes(asked) ? asked : 'directory.share-accounts-used';
  const { unit } = await run(event, readPlaceOperation, { name: figure, day });
  const [block, map, changes, targets] = await Promise.all([
    figuresOf(event, unit.id, day),
    mapOf(event, figure, unit.id, day),
    changesOf(event, unit.id, day),
    run(event, listTargets, { limit: 6 }),
  ]);
  return { day, today: event.locals.ctx.today, unit, block, map, changes, targets };
};
