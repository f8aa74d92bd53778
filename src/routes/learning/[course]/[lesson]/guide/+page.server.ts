import { readGuide } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The trainer's guide of a lesson. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { course, lesson } = event.params;
  return { ...(await read(event, readGuide, { course, lesson })), course, lesson };
};
