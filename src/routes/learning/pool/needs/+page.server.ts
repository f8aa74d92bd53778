import { listNeeds } from '#modules/learning/index.ts';
import { load as read, signedIn, pageOf } from '#web/load.ts';
import { choiceIn } from '../choice.ts';
import type { PageServerLoad } from './$types';

/** Needs of my units. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const which = choiceIn(event.url, 'which', ['open', 'nobody', 'closed', 'all'] as const) ?? 'open';
  return { which, list: await read(event, listNeeds, { which, page: pageOf(event) }) };
};
