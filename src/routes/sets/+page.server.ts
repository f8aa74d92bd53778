import { listSetsOperation } from '#kernel/set/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** Every figure that Khuê counts. */
export const load: PageServerLoad = async (event) => ({ sets: await run(event, listSetsOperation, {}) });
