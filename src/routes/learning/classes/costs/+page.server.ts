import { listCourseCosts } from '#modules/learning/index.ts';
import { load as read } from '#web/load.ts';
import { mayOrErrorPage } from '#web/may.ts';
import { unitsWith } from '../../units.ts';
import type { PageServerLoad } from './$types';

/** What classes cost by course, in a unit and year. */
export const load: PageServerLoad = async (event) => {
  mayOrErrorPage(event, 'learning.assign');
  const own = await unitsWith(event, 'learning.assign');
  const now = Number(event.locals.ctx.today.slice(0, 4));
  const year = Math.max(2018, Math.min(now + 1, Number.parseInt(event.url.searchParams.get('year') ?? '', 10) || now));
  const costs = own.unit === undefined ? undefined : await read(event, listCourseCosts, { unitId: own.unit.id, year });
  return { ...own, now, year, courses: costs?.courses ?? [] };
};
