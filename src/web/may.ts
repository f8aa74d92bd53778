import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { mayAnywhere, permissionTitle } from '#kernel/org/index.ts';

/** The error page for whoever has the permission nowhere; whoever is not signed in is sent to the sign-in page. For pages that only hold a form. */
export function mayOrErrorPage({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>, permission: string): void {
  const { actor, locale } = locals.ctx;
  if (actor.kind === 'anonymous') redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
  if (!mayAnywhere(actor, permission)) error(403, { message: locals.t('operation.not-allowed', { permission: permissionTitle(permission, locale) }) });
}
