import { readFramework, replayResult } from '#modules/skills/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** A sitting played again: the own one, or with `?person=` that of somebody else for whoever may see it. */
export const load: PageServerLoad = async (event) => {
  const own = signedIn(event);
  const personId = event.url.searchParams.get('person') ?? own;
  const { framework } = await read(event, readFramework, { id: 'digcomp-2-2' });
  return { replay: await read(event, replayResult, { personId, sitting: event.params.id }), id: event.params.id, own: personId === own, personId, parts: framework.parts };
};
