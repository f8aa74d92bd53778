import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { mayAnywhere, permissionTitle } from '#kernel/org/index.ts';

/** The error page for whoever has the permission nowhere; whoever is not signed in is sent to the sign-in page. For pages that only hold a form. */
export function mayOrErrorPage({ locals, url, request }: Pick<RequestEvent, 'locals' | 'url' | 'request'>, permission: string): void {
  const { actor, locale } = locals.ctx;
  if (actor.kind === 'anonymous') redirect(303, `/sign-in?next=${encodeURIComponent(pageOf(url, request))}`);
  if (!mayAnywhere(actor, permission)) error(403, { message: locals.t('operation.not-allowed', { permission: permissionTitle(permission, locale) }) });
}

/** The page to come back to: what was asked for, or, of a form that was sent, the page on which it stands. */
function pageOf(url: URL, request: Request): string {
  const from = request.method === 'POST' ? URL.parse(request.headers.get('referer') ?? '') : url;
  return from?.origin === url.origin ? from.pathname + from.search : '/';
}
