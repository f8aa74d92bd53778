import { isId } from '#base/id/index.ts';
import { listInitiatives, listPlans, listUnitsToChoose, STATES } from '#modules/programme/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';
import { chartOf } from './chart.ts';

/** The roadmap as the address narrows it: a chart over time, and the list. */
export const load: PageServerLoad = async (event) => {
  const asked = (name: string): string => event.url.searchParams.get(name) ?? '';
  const state = STATES.find((one) => one === asked('state'));
  const filters = {
    ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(asked('plan')) && { plan: asked('plan') }),
    ...(state !== undefined && { state }),
    ...(isId(asked('unitId')) && { unitId: asked('unitId') }),
    ...(asked('late') === 'yes' && { late: true }),
  };
  const [list, { plans }, units] = await Promise.all([run(event, listInitiatives, filters), run(event, listPlans, {}), run(event, listUnitsToChoose, {})]);
  const today = event.locals.ctx.today;
  return { ...list, filters, plans, units, states: STATES, today, chart: chartOf(list.initiatives, today) };
};
