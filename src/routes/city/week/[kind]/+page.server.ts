import { error } from '@sveltejs/kit';
import { ACT_KINDS, listWeekActs } from '#modules/programme/index.ts';
import { dayOf, load as run, pageOf } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The very acts that a number under "what was done" on the page of the city counts. */
export const load: PageServerLoad = async (event) => {
  const kind = ACT_KINDS.find((one) => one === event.params.kind) ?? error(404);
  const [day, page] = [dayOf(event), pageOf(event)];
  return { kind, day, page, ...(await run(event, listWeekActs, { kind, day, page })) };
};
