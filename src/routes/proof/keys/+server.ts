import { listKeysOperation } from '#kernel/proof/index.ts';
import { load } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** The verification keys, a line each, the newest first: what `khue verify --key` and other programs take. */
export const GET: RequestHandler = async (event) => {
  const keys = await load(event, listKeysOperation, {});
  return new Response(keys.map(({ key }) => `${key}\n`).join(''), { headers: { 'content-type': 'text/plain; charset=utf-8' } });
};
