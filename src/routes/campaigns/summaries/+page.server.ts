import { listSummaries } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** How far officials have understood, for residents. */
export const load: PageServerLoad = async (event) => ({ campaigns: await read(event, listSummaries, {}) });
