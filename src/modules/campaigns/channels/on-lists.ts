import type { ChannelName } from '../model.ts';
import type { Channel } from './channel.ts';

/** A channel that carries nothing anywhere: from now on the person's line stands on a page, where somebody finds it. */
function onList(name: ChannelName, state: 'delivered' | 'handed'): Channel {
  return { name, available: () => true, disturbs: false, tires: false, within: 'transaction', deliver: async (_ctx, due) => due.map(({ id }) => ({ id, state })) };
}

/** On Today: `listAwaiting` shows every open line. */
export const inApp = onList('in-app', 'delivered');
/** On the list of the unit's contact, as somebody to speak to. */
export const headList = onList('head-list', 'delivered');
/** On the list of the unit's contact, as somebody who gets a code for the shared computer. */
export const kiosk = onList('kiosk', 'delivered');
/** Among those whom the unit's contact invites to a group session. */
export const session = onList('session', 'delivered');
/** Among the letters to print; delivered once the contact says that they were handed over. */
export const letter = onList('letter', 'handed');
