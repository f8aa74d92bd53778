import { error } from '@sveltejs/kit';
import { LOGS, readCheckpoint } from '#kernel/proof/index.ts';
import { load } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** A signed checkpoint as a file, to be kept elsewhere. */
export const GET: RequestHandler = async (event) => {
  const log = LOGS.find((name) => name === event.params.log);
  const size = Number(event.params.size);
  if (log === undefined || !Number.isSafeInteger(size) || size < 1) error(404, { message: event.locals.t('proof.no-checkpoint') });
  const { note } = await load(event, readCheckpoint, { log, size });
  return new Response(note, {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'content-disposition': `attachment; filename="khue-checkpoint-${log}-${size}.txt"` },
  });
};
