import { fail, redirect } from '@sveltejs/kit';
import { isId } from '#base/id/index.ts';
import { accountAction } from '#web/account-action.ts';
import { safePath } from '#web/address.ts';
import { demoPeople } from '#web/demo.ts';
import { orErrorPage } from '#web/load.ts';
import { setCookies, visitOf } from '#web/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const next = safePath(url.searchParams.get('next'));
  const { ctx } = locals;
  if (ctx.actor.kind === 'person') redirect(303, next);
  return { next, demo: await demoPeople(ctx), sso: ctx.services.accounts.ssoName, done: url.searchParams.get('done'), refused: url.searchParams.get('problem') === 'sso' };
};

export const actions: Actions = {
  password: accountAction(async (accounts, text, event) => {
    const { cookies, needsSecondFactor } = await accounts.signIn({ login: text('login'), password: text('password') }, visitOf(event));
    setCookies(event.cookies, cookies);
    const next = safePath(text('next'));
    redirect(303, needsSecondFactor ? `/sign-in/second-step?next=${encodeURIComponent(next)}` : next);
  }),
  demo: async (event) => {
    const form = await event.request.formData();
    if (!event.locals.ctx.services.demo) return fail(403);
    const person = String(form.get('person') ?? '');
    if (!isId(person)) return fail(422);
    const { cookies } = await orErrorPage(event, () => event.locals.ctx.services.accounts.signInAs(person, visitOf(event)));
    setCookies(event.cookies, cookies);
    redirect(303, safePath(form.get('next')));
  },
};
