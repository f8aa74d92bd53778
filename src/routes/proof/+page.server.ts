import { listCheckpointsOperation, LOGS } from '#kernel/proof/index.ts';
import { load as read } from '#web/load.ts';
import type { PageServerLoad } from './$types';

/** The signed checkpoints of the logs; of one log (`?log=`) page by page. */
export const load: PageServerLoad = async (event) => {
  const log = LOGS.find((name) => name === event.url.searchParams.get('log'));
  const below = Number(event.url.searchParams.get('below') ?? '');
  const paged = log !== undefined && Number.isSafeInteger(below) && below > 0;
  return { log, paged, logs: await read(event, listCheckpointsOperation, { ...(log && { log }), ...(paged && { below }) }) };
};
