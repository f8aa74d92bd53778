import { readFileOf } from '#modules/campaigns/index.ts';
import { load } from '#web/load.ts';
import { sendPart } from '#web/stream.ts';
import type { RequestHandler } from './$types';

/** Sends a picture, audio or video of a message, whole or the part that a player asks for; its kind was read from its bytes when it came in. */
export const GET: RequestHandler = async (event) => sendPart(event, await load(event, readFileOf, { id: event.params.id }));
