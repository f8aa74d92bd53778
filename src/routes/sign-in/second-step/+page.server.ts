import { redirect } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import { safePath } from '#web/address.ts';
import { refuse } from '#web/form.ts';
import { setCookies, visitOf } from '#web/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({ next: safePath(url.searchParams.get('next')) });

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    try {
      const { cookies } = await event.locals.ctx.services.accounts.verifySecondFactor(event.request.headers, String(form.get('code') ?? ''), visitOf(event));
      setCookies(event.cookies, cookies);
    } catch (problem) {
      if (problem instanceof Problem) return refuse(problem, form);
      throw problem;
    }
    redirect(303, safePath(form.get('next')));
  },
};
