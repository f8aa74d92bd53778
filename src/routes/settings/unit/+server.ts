import { redirect } from '@sveltejs/kit';
import { isId } from '#base/id/index.ts';
import { safePath } from '#web/address.ts';
import type { RequestHandler } from './$types';

const YEAR = 31_536_000;

/** Keeps the unit whose figures and tasks are shown first, and returns to the page. It is a preference, not a permission. */
export const POST: RequestHandler = async ({ request, cookies }) => {
  const form = await request.formData();
  const unit = form.get('unit');
  if (typeof unit === 'string' && isId(unit)) cookies.set('unit', unit, { path: '/', maxAge: YEAR, sameSite: 'lax', httpOnly: true });
  redirect(303, safePath(form.get('back')));
};
