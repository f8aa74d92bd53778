import { readSummary } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** What anyone may know of a campaign. */
export const load: PageServerLoad = (event) => read(event, readSummary, { id: event.params.id });
