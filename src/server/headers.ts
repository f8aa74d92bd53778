import type { IncomingHttpHeaders } from 'node:http';
import { newId } from '#base/id/index.ts';

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/**
 * Sets the headers by which the pages learn protocol, client address and request id, so that a client cannot forge them:
 * they are believed only from a proxy we were told to trust (KHUE_TRUST_PROXY=1). Returns the request id.
 */
export function settleHeaders(headers: IncomingHttpHeaders, remoteAddress: string, trustProxy: boolean): string {
  const sentId = headers['x-request-id'];
  const id = trustProxy && typeof sentId === 'string' && REQUEST_ID.test(sentId) ? sentId : newId();
  const address = trustProxy ? headers['x-forwarded-for'] : undefined;
  // adapter-node has no default but https, and then refuses every form sent over plain HTTP as one of another site.
  headers['x-forwarded-proto'] = trustProxy && /^https\b/.test(String(headers['x-forwarded-proto'])) ? 'https' : 'http';
  headers['x-forwarded-for'] = address === undefined || address === '' ? remoteAddress : address;
  headers['x-request-id'] = id;
  delete headers['x-forwarded-host'];
  delete headers['x-forwarded-port'];
  return id;
}

/**
 * Lets programs of any address speak to the learning record store: SvelteKit refuses a DELETE without a body, or a form, that comes from another site, because it
 * guards sessions; this address knows no session, only what a program proves with each request. To be called after `settleHeaders`.
 */
export function admitPrograms(headers: IncomingHttpHeaders, url: string): void {
  if (url.startsWith('/xapi/')) headers.origin = `${String(headers['x-forwarded-proto'])}://${headers.host ?? ''}`;
}

/** The variables by which adapter-node reads the headers above; they are to be set before the built pages are loaded. */
export const ADAPTER_ENVIRONMENT = {
  PROTOCOL_HEADER: 'x-forwarded-proto',
  ADDRESS_HEADER: 'x-forwarded-for',
  BODY_SIZE_LIMIT: '64M',
};
