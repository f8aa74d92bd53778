import { mayAnywhere } from '#kernel/org/index.ts';
import { listPoolRequests, REQUEST_STATES } from '#modules/learning/index.ts';
import { load as read, signedIn, pageOf } from '#web/load.ts';
import { choiceIn } from '../choice.ts';
import type { PageServerLoad } from './$types';

/** Requests to me, of my units, or to staff of my units. */
export const load: PageServerLoad = async (event) => {
  signedIn(event);
  const { actor } = event.locals.ctx;
  const may = { mine: true, asked: mayAnywhere(actor, 'learning.ask-pool'), lent: mayAnywhere(actor, 'learning.lend-pool') };
  const open = (['mine', 'asked', 'lent'] as const).filter((one) => may[one]);
  const which = choiceIn(event.url, 'which', open) ?? 'mine';
  const state = choiceIn(event.url, 'state', REQUEST_STATES);
  const list = await read(event, listPoolRequests, { which, ...(state === undefined ? {} : { state }), page: pageOf(event) });
  return { open, which, state: state ?? null, states: REQUEST_STATES, list };
};
