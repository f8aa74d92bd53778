import { readTranscript } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** What I have completed. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return read(event, readTranscript, {});
};
