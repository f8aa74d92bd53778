import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { newId } from '#base/id/index.ts';
import { isLocale, catalogues, translatorOf } from '#base/text/index.ts';
import { countRequest } from '#web/metrics.ts';
import { isOpen } from '#web/open.ts';
import { admitPackages, refuseElsewhere } from '#web/package.ts';
import { theProgram } from '#web/program.ts';
import { whoAsks } from '#web/session.ts';
import { nameErrors } from '#web/summary.ts';

/** Starts the program before the first request. */
export const init: ServerInit = async () => void (await theProgram());

// The policy on referrers keeps secrets in addresses within the house; with a stricter one forms would not say where they come from, and be refused.
const SECURITY: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** Finds out who asks, gives the request its surroundings, logs it without personal data, and sets the headers every answer has. */
export const handle: Handle = async ({ event, resolve }) => {
  const begun = performance.now();
  const program = await theProgram();
  const elsewhere = refuseElsewhere(event.url, program.config.packagesUrl);
  if (elsewhere !== undefined) return elsewhere;
  const requestId = event.request.headers.get('x-request-id') ?? newId();
  // The page for residents is the same for everybody, so that it may be kept on the way: no session, no cookie.
  const open = isOpen(event.url.pathname);
  const chosen = open ? event.url.searchParams.get('lang') : event.cookies.get('locale');
  const locale = isLocale(chosen) ? chosen : 'vi';
  const { actor, sessionId } = await whoAsks(program, open ? new Headers() : event.request.headers);
  const purpose = event.cookies.get('purpose');
  event.locals.ctx = { ...program.ctx(actor, { locale, requestId, purpose }), countUse: program.services.accounts.countUsesOf(() => event.getClientAddress()) };
  event.locals.t = translatorOf(catalogues(program.config.root), locale);
  event.locals.sessionId = sessionId;
  const response = await resolve(event, { transformPageChunk: ({ html }) => nameErrors(html.replace('%khue.lang%', locale)) });
  admitPackages(event.url, response, program.config.packagesUrl);
  // Files of packages are read from a sandbox without an origin of its own, and say so themselves.
  for (const [name, value] of Object.entries(SECURITY)) if (!response.headers.has(name)) response.headers.set(name, value);
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-store');
  if (event.url.protocol === 'https:') response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  const seconds = (performance.now() - begun) / 1000;
  const route = event.route.id ?? 'none';
  countRequest(event.request.method, route, response.status, seconds);
  program.services.log.info({ request: requestId, method: event.request.method, route, status: response.status, ms: Math.round(seconds * 1000) }, 'request');
  return response;
};

/** An unknown error is a defect: the log has all of it under the request's id, the page shows only the id. */
export const handleError: HandleServerError = async ({ kind, error, event }) => {
  if (kind !== 'unknown') return;
  const program = await theProgram();
  program.services.log.error({ request: event.locals.ctx.requestId, route: event.route.id, err: error }, 'defect');
  return { id: event.locals.ctx.requestId };
};
