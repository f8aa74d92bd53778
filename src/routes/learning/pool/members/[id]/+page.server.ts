import { readPoolMember } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** One member of the pool. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { one: await read(event, readPoolMember, { id: event.params.id }) };
};
