import { listMeetings } from '#modules/programme/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The meetings that the asker may read. */
export const load: PageServerLoad = async (event) => run(event, listMeetings, {});
