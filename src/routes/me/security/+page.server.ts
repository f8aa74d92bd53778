import type { RequestEvent } from '@sveltejs/kit';
import { renderSVG } from 'uqr';
import { Problem } from '#base/problem/index.ts';
import type { Accounts, Session } from '#kernel/account/index.ts';
import { refuse } from '#web/form.ts';
import { signedIn } from '#web/load.ts';
import { setCookies, visitOf } from '#web/session.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const personId = signedIn(event);
  const { accounts } = event.locals.ctx.services;
  const [factors, passkeys, sessions] = await Promise.all([accounts.factorsOf(personId), accounts.listPasskeys(personId), accounts.listSessions(personId, event.locals.sessionId)]);
  return { factors, passkeys, sessions };
};

/** An action of this page: what it did, or the refusal with its places. */
const action = <T extends object>(work: (accounts: Accounts, form: FormData, event: RequestEvent) => Promise<T>) => async (event: RequestEvent) => {
  const form = await event.request.formData();
  try {
    return await work(event.locals.ctx.services.accounts, form, event);
  } catch (problem) {
    if (problem instanceof Problem) return refuse(problem, form);
    throw problem;
  }
};

const text = (form: FormData, name: string) => String(form.get(name) ?? '');

export const actions = {
  password: action(async (accounts, form, event) => {
    await accounts.changePassword(event.request.headers, { current: text(form, 'current'), next: text(form, 'password') }, visitOf(event));
    return { done: 'changed' };
  }),
  enable: action(async (accounts, form, event) => {
    const { uri, secret, backupCodes } = await accounts.enableTotp(event.request.headers, text(form, 'current'), visitOf(event));
    return { picture: renderSVG(uri), secret, backupCodes };
  }),
  confirm: action(async (accounts, form, event) => {
    const { cookies } = await accounts.confirmTotp(event.request.headers, text(form, 'code'), visitOf(event));
    setCookies(event.cookies, cookies);
    return { done: 'totp-confirmed' };
  }),
  disable: action(async (accounts, form, event) => {
    const { cookies } = await accounts.disableTotp(event.request.headers, text(form, 'current'), visitOf(event));
    setCookies(event.cookies, cookies);
    return { done: 'totp-disabled' };
  }),
  passkey: action(async (accounts, form, event) => {
    await accounts.removePasskey(event.request.headers, text(form, 'passkey'), visitOf(event));
    return { done: 'passkey-removed' };
  }),
  session: action(async (accounts, form, event) => {
    const session: Session = { personId: signedIn(event), sessionId: event.locals.sessionId ?? '', accountId: '' };
    const one = text(form, 'session');
    return { ended: await accounts.revoke(session, one === '' ? 'others' : { sessionId: one }, visitOf(event)) };
  }),
};
