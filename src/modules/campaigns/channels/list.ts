import type { ChannelName } from '../model.ts';
import type { Channel } from './channel.ts';
import { email } from './email.ts';
import { headList } from './head-list.ts';
import { inApp } from './in-app.ts';

/** Every channel of this program, in the order in which ladders offer them. */
export const channels: Channel[] = [inApp, email, headList];

/** The channel of a name; undefined for one that this program does not have. */
export function channelOf(name: ChannelName): Channel | undefined {
  return channels.find((channel) => channel.name === name);
}
