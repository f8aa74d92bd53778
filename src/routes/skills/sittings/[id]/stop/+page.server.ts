import { readSitting } from '#modules/skills/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** Asks before a sitting is ended for good. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { sitting: await read(event, readSitting, { id: event.params.id }) };
};
