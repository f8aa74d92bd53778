import { listOwnContests, listResults, readFramework } from '#modules/skills/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The own results over time, and what came of what one contested. */
export const load: PageServerLoad = async (event) => {
  const personId = signedIn(event);
  const { framework } = await read(event, readFramework, { id: 'digcomp-2-2' });
  return { ...(await read(event, listResults, { personId })), parts: framework.parts, contests: await read(event, listOwnContests, {}) };
};
