import { exportRoster } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The roster of my units, after a purpose was given. */
export const load: PageServerLoad = async (event) => ({ id: event.params.id, ...(await read(event, exportRoster, { id: event.params.id })) });
