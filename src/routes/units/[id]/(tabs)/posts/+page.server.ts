import { listPosts } from '#modules/directory/index.ts';
import { dayOf, load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The posts of the unit on the day. */
export const load: PageServerLoad = async (event) => ({ staff: await run(event, listPosts, { unitId: event.params.id, day: dayOf(event) }) });
