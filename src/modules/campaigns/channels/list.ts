import type { ChannelName } from '../model.ts';
import type { Channel } from './channel.ts';
import { headList, inApp, kiosk, letter, session } from './on-lists.ts';
import { email, shortMessage, webPush } from './outbox.ts';

/** Every channel of this program, in the order in which ladders offer them. */
export const channels: Channel[] = [inApp, email, webPush, shortMessage, headList, kiosk, session, letter];

/** The channel of a name; undefined for one that this program does not have. */
export function channelOf(name: ChannelName): Channel | undefined {
  return channels.find((channel) => channel.name === name);
}
