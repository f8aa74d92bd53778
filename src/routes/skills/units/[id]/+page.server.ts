import { parseDay } from '#base/day/index.ts';
import { mayAnywhere } from '#kernel/org/index.ts';
import { readUnitSkills } from '#modules/skills/index.ts';
import { mapOf } from '#web/city.ts';
import { dayOf, load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

const MAP = 'skills.share-at-required-level';

/** How a unit stands on a day, or on two; for the city with the map of its communes. */
export const load: PageServerLoad = async (event) => {
  const day = dayOf(event);
  const before = parseDay(event.url.searchParams.get('before') ?? '');
  const skills = await read(event, readUnitSkills, { unitId: event.params.id, day, ...(before === undefined ? {} : { before }) });
  const map = skills.above.length === 0 ? await mapOf(event, MAP, skills.unit.id, day) : null;
  return { day, before: before ?? null, skills, map, maySeePeople: mayAnywhere(event.locals.ctx.actor, 'skills.see-results') };
};
