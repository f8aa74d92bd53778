import { readSheet } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The sheet of a lesson, to print and keep. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { course, lesson } = event.params;
  return { ...(await read(event, readSheet, { course, lesson })), course, lesson };
};
