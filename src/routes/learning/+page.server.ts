import { mayAnywhere } from '#kernel/org/index.ts';
import { listCourses, listCurricula, listMyLearning, listRecommended } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** What I must learn and by when, what I hold, what would help me, and all courses with how far I have come. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { actor } = event.locals.ctx;
  const mine = await read(event, listMyLearning, {});
  const held = (await read(event, listCurricula, {})).filter((line) => line.held !== null);
  const recommended = await read(event, listRecommended, {});
  const may = (what: string): boolean => mayAnywhere(actor, `learning.${what}`);
  const allowed = { assign: may('assign'), team: may('see-team'), moderate: may('moderate'), author: may('author'), mark: may('mark') };
  return { mine, held, recommended, courses: await read(event, listCourses, {}), may: allowed };
};
