import { redirect } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import { safePath } from '#web/address.ts';
import { refuse } from '#web/form.ts';
import { signedIn } from '#web/load.ts';
import type { Actions, PageServerLoad } from './$types';

/** Seconds for which a purpose holds, for the record it was given for. */
const LASTS = 900;
const REASONS = ['training', 'posting', 'register', 'rights', 'communication'];

/** The page of the record that an address lies under: `/people/ID/edit` → `/people/ID`. */
const recordOf = (next: string): string => /^\/people\/[0-9a-f-]+/.exec(next)?.[0] ?? next.split('?')[0] ?? '/';

export const load: PageServerLoad = (event) => {
  signedIn(event);
  return { next: safePath(event.url.searchParams.get('next')) };
};

export const actions: Actions = {
  default: async ({ request, locals, url, cookies }) => {
    const form = await request.formData();
    const next = safePath(url.searchParams.get('next'));
    const reason = String(form.get('purpose') ?? '');
    const words = String(form.get('words') ?? '')
      .trim()
      .slice(0, 200);
    const known = REASONS.includes(reason) ? locals.t(`people.purpose-${reason}`) : '';
    const purpose = [known, words].filter(Boolean).join(': ');
    if (known === '' && reason !== 'other') return refuse(new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/purpose', code: 'people.purpose-choose' }]), form);
    if (purpose.length < 10) return refuse(new Problem('invalid', 'operation.input-invalid', {}, [{ at: '/words', code: 'people.purpose-words-missing' }]), form);
    cookies.set('purpose', purpose, { path: recordOf(next), maxAge: LASTS, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' });
    redirect(303, next);
  },
};
