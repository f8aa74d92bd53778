import { formatDay, startOfPeriod } from '#base/day/index.ts';
import { newId } from '#base/id/index.ts';
import { listSetsOperation, readPlace } from '#kernel/set/index.ts';
import { load as run, orErrorPage } from '#web/load.ts';
import { again, check, save } from '../steps.ts';
import type { Actions, PageServerLoad } from './$types';

/** A new indicator over existing sets, or a reported one. */
export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const sets = await run(event, listSetsOperation, {});
  const { unit } = await orErrorPage(event, () => readPlace(ctx.db, undefined, ctx.today, ctx.today));
  const day = formatDay(ctx.today);
  const first = { basedOn: '0', from: day, kind: 'ratio', factor: '100', measure: 'percent', unitVi: '%', decimals: '1', direction: 'higher', owner: unit.nameVi };
  return { sets, first: { ...first, periodicity: 'month', termWorkingDays: '10', reportingFrom: formatDay(startOfPeriod(ctx.today, 'year')) }, requestId: newId() };
};

export const actions: Actions = { check, save, again };
