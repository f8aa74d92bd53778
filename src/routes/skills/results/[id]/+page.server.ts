import { readFramework, readResult } from '#modules/skills/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** One result: the own one, or with `?person=` that of somebody else for whoever may see it. */
export const load: PageServerLoad = async (event) => {
  const own = signedIn(event);
  const personId = event.url.searchParams.get('person') ?? own;
  const { framework } = await read(event, readFramework, { id: 'digcomp-2-2' });
  return { ...(await read(event, readResult, { personId, sitting: event.params.id })), id: event.params.id, parts: framework.parts, own: personId === own, personId };
};
