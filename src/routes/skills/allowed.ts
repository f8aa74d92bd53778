import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { mayAnywhere, permissionTitle } from '#kernel/org/index.ts';

/** Sends whoever lacks a permission everywhere to the sign-in page or the error page, before a form is shown that would be refused. */
export function mustHave({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>, permission: string): void {
  const { actor, locale } = locals.ctx;
  if (actor.kind === 'anonymous') redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
  if (!mayAnywhere(actor, permission)) error(403, { message: locals.t('operation.not-allowed', { permission: permissionTitle(permission, locale) }) });
}
