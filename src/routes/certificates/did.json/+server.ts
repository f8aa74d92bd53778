import { readIssuer } from '#modules/skills/index.ts';
import { load } from '#web/load.ts';
import type { RequestHandler } from './$types';

/** The DID document of the issuer: where did:web leads. */
export const GET: RequestHandler = async (event) => {
  const { document } = await load(event, readIssuer, {});
  return new Response(`${JSON.stringify(document, null, 2)}\n`, {
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' },
  });
};
