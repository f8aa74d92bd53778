import { fail, redirect } from '@sveltejs/kit';
import { Problem } from '#base/problem/index.ts';
import { safePath } from '#web/address.ts';
import { demoPeople } from '#web/demo.ts';
import { setCookies, visitOf } from '#web/session.ts';
import { refuse } from '#web/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const next = safePath(url.searchParams.get('next'));
  const { ctx } = locals;
  if (ctx.actor.kind === 'person') redirect(303, next);
  return { next, demo: await demoPeople(ctx), sso: ctx.services.accounts.ssoName, done: url.searchParams.get('done'), refused: url.searchParams.get('problem') === 'sso' };
};

export const actions: Actions = {
  password: async (event) => {
    const form = await event.request.formData();
    const [login, password] = [String(form.get('login') ?? ''), String(form.get('password') ?? '')];
    try {
      const { cookies, needsSecondFactor } = await event.locals.ctx.services.accounts.signIn({ login, password }, visitOf(event));
      setCookies(event.cookies, cookies);
      if (needsSecondFactor) redirect(303, `/sign-in/second-step?next=${encodeURIComponent(safePath(form.get('next')))}`);
    } catch (problem) {
      if (problem instanceof Problem) return refuse(problem, form);
      throw problem;
    }
    redirect(303, safePath(form.get('next')));
  },
  demo: async (event) => {
    const form = await event.request.formData();
    if (!event.locals.ctx.services.demo) return fail(403);
    const { cookies } = await event.locals.ctx.services.accounts.signInAs(String(form.get('person') ?? ''), visitOf(event));
    setCookies(event.cookies, cookies);
    redirect(303, safePath(form.get('next')));
  },
};
