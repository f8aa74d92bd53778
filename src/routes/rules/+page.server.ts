import { listParameters } from '#kernel/rule/index.ts';
import { load as run } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The figures of law. */
export const load: PageServerLoad = async (event) => ({ parameters: await run(event, listParameters, {}) });
