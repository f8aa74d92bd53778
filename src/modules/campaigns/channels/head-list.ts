import type { Channel } from './channel.ts';

/** The list of the unit's contact: the person's line stands there from now on, with whom to speak to in person. */
export const headList: Channel = {
  name: 'head-list',
  available: () => true,
  disturbs: false,
  tires: false,
  within: 'transaction',
  deliver: async (_ctx, due) => due.map(({ id }) => ({ id, state: 'delivered' })),
};
