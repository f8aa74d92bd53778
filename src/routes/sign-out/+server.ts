import { redirect } from '@sveltejs/kit';
import { setCookies, visitOf } from '#web/session.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  const { cookies } = await event.locals.ctx.services.accounts.signOut(event.request.headers, visitOf(event));
  setCookies(event.cookies, cookies);
  redirect(303, '/sign-in?done=out');
};
