import { newId } from '#base/id/index.ts';
import { addTime, dropTime, FIELDS, KINDS, LANGUAGES, leavePool, readOwnProfile, stateProfile } from '#modules/learning/index.ts';
import { load as read, signedIn } from '#web/load.ts';
import { act } from '../act.ts';
import type { Actions, PageServerLoad } from './$types';

/** My profile in the pool. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  return { own: await read(event, readOwnProfile, {}), kinds: KINDS, fields: FIELDS, languages: LANGUAGES, done: event.url.searchParams.get('done'), requestId: newId() };
};

export const actions: Actions = {
  state: act(stateProfile, 'stated'),
  leave: act(leavePool, 'left'),
  time: act(addTime, 'time'),
  drop: act(dropTime, 'dropped'),
};
