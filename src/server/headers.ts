import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
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
 * guards sessions; these addresses know no session, only what a program proves with each request (files of packages: their address). To be called after `settleHeaders`.
 */
export function admitPrograms(headers: IncomingHttpHeaders, url: string): void {
  if (url.startsWith('/xapi/') || url.startsWith('/packages/')) headers.origin = `${String(headers['x-forwarded-proto'])}://${headers.host ?? ''}`;
}

/** The variables by which adapter-node reads the headers above; they are to be set before the built pages are loaded. */
export const ADAPTER_ENVIRONMENT = {
  PROTOCOL_HEADER: 'x-forwarded-proto',
  ADDRESS_HEADER: 'x-forwarded-for',
  // The largest of all, a course in one file; what else is sent is held to less by `limitBody`.
  BODY_SIZE_LIMIT: '1040M',
};

/** Addresses that take a file in as it comes: packages, and files of courses. */
const STREAMED = /^\/learning\/(?:packages\/upload|authoring\/[a-z0-9-]+\/files)$/;

/** The address that takes a whole course in as it comes. */
const COURSE = '/learning/authoring/import/upload';

/** Most bytes of a request's body: of those that are taken in as they come, and of anything else. */
const MOST_BYTES = { course: 1040 * 1_048_576, package: 320 * 1_048_576, other: 64 * 1_048_576 };

/** How many bytes the body of a request to this address may have. */
export function mostBytes(url: string): number {
  const path = url.split('?')[0] ?? '';
  if (path === COURSE) return MOST_BYTES.course;
  return STREAMED.test(path) ? MOST_BYTES.package : MOST_BYTES.other;
}

/** Ends the connection of a request whose body grows beyond what its address allows; answers false when it says so beforehand. */
export function limitBody(request: IncomingMessage): boolean {
  const most = mostBytes(request.url ?? '');
  if (Number(request.headers['content-length'] ?? 0) > most) return false;
  const push = request.push.bind(request);
  let size = 0;
  request.push = (chunk: Uint8Array | null, encoding?: BufferEncoding): boolean => {
    size += chunk?.length ?? 0;
    if (size <= most) return push(chunk, encoding);
    request.destroy();
    return false;
  };
  return true;
}
