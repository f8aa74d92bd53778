import { listMemberCases } from '#modules/transition/index.ts';
import { load as run } from '#web/load.ts';
import { passed } from '../../work/passed.ts';
import type { PageServerLoad } from './$types';

/** How the case of everybody in the units of the union officer stands. */
export const load: PageServerLoad = async (event) => {
  const members = event.url.searchParams.has('members');
  return { ...(await run(event, listMemberCases, { from: passed(event.url), members })), members };
};
