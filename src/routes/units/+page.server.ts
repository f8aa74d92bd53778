import { isId } from '#base/id/index.ts';
import { findUnits, listUnits, readUnit } from '#modules/directory/index.ts';
import { dayOf, load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The tree with the units named by `open` opened; with `at` one level of it; with `q` what a search finds. */
export const load: PageServerLoad = async (event) => {
  const day = dayOf(event);
  const query = (event.url.searchParams.get('q') ?? '').trim();
  const base = { day, today: event.locals.ctx.today, query };
  if (query !== '') return { ...base, found: await run(event, findUnits, { query, day }) };
  const roots = await run(event, listUnits, { day });
  const at = event.url.searchParams.get('at') ?? '';
  const level = isId(at) ? await run(event, readUnit, { id: at, day }) : undefined;
  const open = (event.url.searchParams.get('open') ?? '').split(',').filter(isId).slice(0, 60);
  const parentIds = level === undefined ? [...new Set([...roots.map(({ id }) => id), ...open])] : [level.id];
  return { ...base, roots, open, level, below: await run(event, listUnits, { parentIds, day }) };
};
