import { listUnits } from '#modules/directory/index.ts';
import { dayOf, load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The units directly under this one on the day. */
export const load: PageServerLoad = async (event) => ({ below: await run(event, listUnits, { parentIds: [event.params.id], day: dayOf(event) }) });
