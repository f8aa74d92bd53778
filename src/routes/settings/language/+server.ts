import { redirect } from '@sveltejs/kit';
import { isLocale } from '#base/text/index.ts';
import { safePath } from '#web/address.ts';
import type { RequestHandler } from './$types';

/** Keeps the chosen language and returns to the page. */
export const POST: RequestHandler = async ({ request, cookies }) => {
  const form = await request.formData();
  const locale = form.get('locale');
  if (typeof locale === 'string' && isLocale(locale)) cookies.set('locale', locale, { path: '/', maxAge: 31_536_000, sameSite: 'lax', httpOnly: true });
  redirect(303, safePath(form.get('back')));
};
