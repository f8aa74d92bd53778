import { readCityOperation } from '#modules/programme/index.ts';
import { changesOf, mapOf } from '#web/city.ts';
import { figuresOf } from '#web/figures.ts';
import { dayOf, load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** Figures of the week that are looked at unit by unit. */
const MOST_MOVED = 4;

/** The city on a day: main figures and targets, worst first, the map of one figure, what changed in a week, what needs a decision. */
export const load: PageServerLoad = async (event) => {
  const day = dayOf(event);
  const city = await run(event, readCityOperation, { day });
  const block = await figuresOf(event, city.unit.unitId, day);
  const names = block.figures.map(({ name }) => name);
  const asked = event.url.searchParams.get('figure') ?? '';
  const chosen = block.figures.find(({ name }) => name === asked) ?? block.figures.find(({ ratio }) => ratio) ?? block.figures[0];
  const [map, changes] = await Promise.all([
    chosen === undefined ? undefined : mapOf(event, chosen.name, city.unit.unitId, day),
    changesOf(event, names.slice(0, MOST_MOVED), city.unit.unitId, day),
  ]);
  // The divisions open with each figure; here they would drown what matters.
  return { day, today: event.locals.ctx.today, city, block: { ...block, figures: block.figures.map((figure) => ({ ...figure, divisions: [] })) }, map, changes };
};
