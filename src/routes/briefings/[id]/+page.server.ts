import { readBriefing } from '#modules/programme/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** A briefing as it was kept, to read and to print. */
export const load: PageServerLoad = async (event) => ({ ...(await run(event, readBriefing, { id: event.params.id })), done: event.url.searchParams.get('done') });
