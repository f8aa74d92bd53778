import { listHandIns } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** What waits for a mark. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { waiting: await read(event, listHandIns, {}), marked: event.url.searchParams.get('done') };
};
