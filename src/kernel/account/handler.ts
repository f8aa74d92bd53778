import { APIError } from 'better-auth/api';
import { one, sql } from '#base/db/index.ts';
import { Problem } from '#base/problem/index.ts';
import { ADDRESS_HEADER } from './auth.ts';
import type { AccountConfig } from './config.ts';
import { cookiesOf, readSigned, sessionCookieName, type SetCookie } from './cookie.ts';
import { tellChange } from './factor.ts';
import { SSO } from './oidc.ts';
import { sessionOf } from './session.ts';
import { signedIn, type Running } from './sign-in.ts';
import { auditAccount, type Visit } from './visit.ts';

const BASE = '/api/auth';

/** The only addresses of better-auth that are open, with whether somebody must be signed in. Everything else is asked for by our pages. */
const OPEN: Record<string, { signedIn: boolean; does?: 'sign-in' | 'sso' | 'add-passkey' }> = {
  'GET /passkey/generate-authenticate-options': { signedIn: false },
  'POST /passkey/verify-authentication': { signedIn: false, does: 'sign-in' },
  'GET /passkey/generate-register-options': { signedIn: true },
  'POST /passkey/verify-registration': { signedIn: true, does: 'add-passkey' },
  [`GET /callback/${SSO}`]: { signedIn: false, does: 'sso' },
};

/** Answers a request under /api/auth: passkey ceremonies and the way back from the single sign-on; 404 for anything else. */
export async function handle(running: Running, request: Request, visit: Visit): Promise<Response> {
  const { config, auth } = running;
  const url = new URL(request.url);
  const open = OPEN[`${request.method} ${url.pathname.slice(BASE.length)}`];
  if (open === undefined || !url.pathname.startsWith(`${BASE}/`)) return new Response(null, { status: 404 });
  const session = open.signedIn ? await sessionOf(config, request.headers) : undefined;
  if (open.signedIn && session === undefined) return new Response(null, { status: 401 });
  const headers = new Headers(request.headers);
  headers.set(ADDRESS_HEADER, visit.ip);
  const answer = await auth.handler(new Request(`${config.publicUrl}${url.pathname}${url.search}`, { ...(await bodyOf(request)), headers }));
  if (open.does === 'add-passkey' && session !== undefined && answer.ok) {
    await auditAccount(config.db, visit, { operation: 'account.add-passkey', personId: session.personId, by: 'owner' });
    await tellChange(config, config.db, session.personId, 'passkey-added');
  }
  if (open.does === 'sign-in' || open.does === 'sso') return finish(running, answer, open.does === 'sso' ? 'sso' : 'passkey', visit);
  return answer;
}

async function bodyOf(request: Request): Promise<RequestInit> {
  return request.method === 'POST' ? { method: 'POST', body: await request.arrayBuffer() } : { method: request.method };
}

/** Notes a sign-in or its refusal; a closed account gets no session whichever way it came. */
async function finish(running: Running, answer: Response, method: 'sso' | 'passkey', visit: Visit): Promise<Response> {
  const { config } = running;
  const login = await newLogin(config, cookiesOf(answer.headers));
  if (login === undefined) {
    await auditAccount(config.db, visit, { operation: 'account.sign-in', personId: undefined, problem: `account.${method}-refused`, method });
    // The body of a passkey's answer is for our script, which needs nothing of it but the status.
    return answer;
  }
  await signedIn(running, login, method, visit);
  return method === 'sso' ? answer : withoutBody(answer);
}

/** The session's own token must not reach a script. */
function withoutBody(answer: Response): Response {
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  headers.set('content-type', 'application/json');
  return new Response('{}', { status: answer.status, headers });
}

async function newLogin(config: AccountConfig, cookies: SetCookie[]): Promise<{ id: string; personId: string } | undefined> {
  const name = sessionCookieName(config.publicUrl);
  const cookie = cookies.find((given) => given.name === name && given.options.maxAge !== 0);
  if (cookie === undefined) return undefined;
  const token = readSigned(new Headers({ cookie: `${name}=${encodeURIComponent(cookie.value)}` }), name, config.secret);
  const row = await one(
    config.db,
    sql<{ id: string; person_id: string }>`
      select login.id, login.person_id
      from account.session
      join account.login on login.id = session.login_id
      where session.token = ${token ?? ''}
        and login.disabled_at is null`,
  );
  return row && { id: row.id, personId: row.person_id };
}

/**
 * Starts the single sign-on: the address to send the browser to, and cookies to set first. `next` is a path of ours to return to.
 * Call it for a GET of a link, not for a form: the content policy lets forms lead to our own pages only. Throws `missing` when none is configured or it does not answer.
 */
export async function startSso(running: Running, next: string, visit: Visit): Promise<{ location: string; cookies: SetCookie[] }> {
  const { config, auth } = running;
  if (config.oidc === undefined) throw new Problem('missing', 'account.no-sso');
  const local = /^\/(?![/\\])/.test(next) ? next : '/';
  try {
    const { headers, response } = await auth.api.signInSocial({
      body: { provider: SSO, callbackURL: local, errorCallbackURL: '/sign-in?problem=sso', disableRedirect: true },
      headers: new Headers({ [ADDRESS_HEADER]: visit.ip }),
      returnHeaders: true,
    });
    if (response.url === undefined) throw new Problem('missing', 'account.no-sso');
    return { location: response.url, cookies: cookiesOf(headers) };
  } catch (error) {
    if (error instanceof APIError) throw new Problem('missing', 'account.no-sso');
    throw error;
  }
}
