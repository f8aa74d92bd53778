import { readFramework } from '#modules/skills/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** A framework as a whole. */
export const load: PageServerLoad = (event) => read(event, readFramework, { id: event.params.id });
