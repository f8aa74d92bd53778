import { readExport } from '#kernel/set/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** How far a file is; the page asks again by itself until it is there. */
export const load: PageServerLoad = async (event) => ({ id: event.params.id, file: await run(event, readExport, { id: event.params.id }) });
