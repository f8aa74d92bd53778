import { setCookies, visitOf } from '#web/session.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const { cookies } = await event.locals.ctx.services.accounts.signOut(event.request.headers, visitOf(event));
  setCookies(event.cookies, cookies);
  // What the reader kept on the device goes with the session: the next one at it may be somebody else (docs/decisions/0028).
  return new Response(null, { status: 303, headers: { location: '/sign-in?done=out', 'clear-site-data': '"storage"' } });
};
