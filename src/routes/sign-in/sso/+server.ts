import { redirect } from '@sveltejs/kit';
import { safePath } from '#web/address.ts';
import { orErrorPage } from '#web/load.ts';
import { setCookies, visitOf } from '#web/session.ts';
import type { RequestHandler } from './$types';

/** Sends the browser to the city's single sign-on. A GET of a link: the content policy lets forms lead to our own pages only. */
export const GET: RequestHandler = async (event) => {
  const next = safePath(event.url.searchParams.get('next'));
  const { location, cookies } = await orErrorPage(event, () => event.locals.ctx.services.accounts.startSso(next, visitOf(event)));
  setCookies(event.cookies, cookies);
  // Only the address of the issuer that the operator named leads away from here.
  redirect(303, location, { external: true });
};
