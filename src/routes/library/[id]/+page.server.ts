import { readDocument } from '#modules/campaigns/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** A document in force with its plain version. */
export const load: PageServerLoad = (event) => read(event, readDocument, { id: event.params.id });
