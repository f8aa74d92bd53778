import { mayAnywhere } from '#kernel/org/index.ts';
import { listCourses, listMyLearning } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** What I must learn and by when, and all courses with how far I have come. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { actor } = event.locals.ctx;
  const [mine, courses] = await Promise.all([read(event, listMyLearning, {}), read(event, listCourses, {})]);
  const may = { assign: mayAnywhere(actor, 'learning.assign'), team: mayAnywhere(actor, 'learning.see-team') };
  return { mine, courses, may: { ...may, author: mayAnywhere(actor, 'learning.author'), mark: mayAnywhere(actor, 'learning.mark') } };
};
