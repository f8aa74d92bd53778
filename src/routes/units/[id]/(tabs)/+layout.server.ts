import { readUnit } from '#modules/directory/index.ts';
import { dayOf, load as run } from '#web/load.ts';
import type { LayoutServerLoad } from './$types';

/** The unit that all tabs are about, on the day asked for. */
export const load: LayoutServerLoad = async (event) => {
  const day = dayOf(event);
  return { day, today: event.locals.ctx.today, unit: await run(event, readUnit, { id: event.params.id, day }) };
};
