import { previewLesson } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** A lesson of a draft as its learners will see it. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { course, lesson } = event.params;
  return { ...(await read(event, previewLesson, { course, lesson })), course, lesson };
};
