import type { Cookies, RequestEvent } from '@sveltejs/kit';
import type { SetCookie, Visit } from '#kernel/account/index.ts';
import { ANONYMOUS, type Actor } from '#kernel/org/index.ts';
import type { Program } from '#program/index.ts';

/** Who sends a request, by its cookies, with the roles of today. */
export async function whoAsks(program: Program, headers: Headers): Promise<{ actor: Actor; sessionId: string | undefined }> {
  const session = await program.services.accounts.sessionOf(headers, program.clock.today());
  return session === undefined ? { actor: ANONYMOUS, sessionId: undefined } : { actor: session.actor, sessionId: session.sessionId };
}

/** From where a request comes, for the audit and the limits of sign-in. */
export function visitOf({ request, getClientAddress, locals }: Pick<RequestEvent, 'request' | 'getClientAddress' | 'locals'>): Visit {
  return { ip: getClientAddress(), userAgent: request.headers.get('user-agent')?.slice(0, 300) ?? '', requestId: locals.ctx.requestId };
}

/** Passes on the cookies that signing in or out sets. */
export function setCookies(cookies: Cookies, given: SetCookie[]): void {
  for (const { name, value, options } of given) cookies.set(name, value, options);
}
