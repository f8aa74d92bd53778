import { listProcedures } from '#kernel/procedure/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The procedures there are. */
export const load: PageServerLoad = async (event) => ({ procedures: await run(event, listProcedures, {}) });
