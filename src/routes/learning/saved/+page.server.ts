import { listMarks } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** My bookmarks and notes. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { marks: await read(event, listMarks, {}) };
};
