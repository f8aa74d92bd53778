import { renderSVG } from 'uqr';
import { accountAction } from '#web/account-action.ts';
import { signedIn } from '#web/load.ts';
import { setCookies, visitOf } from '#web/session.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const personId = signedIn(event);
  const { accounts } = event.locals.ctx.services;
  const [factors, passkeys, sessions] = await Promise.all([accounts.factorsOf(personId), accounts.listPasskeys(personId), accounts.listSessions(personId, event.locals.sessionId)]);
  return { factors, passkeys, sessions };
};

export const actions = {
  password: accountAction(async (accounts, text, event) => {
    await accounts.changePassword(event.request.headers, { current: text('current'), next: text('password') }, visitOf(event));
    return { done: 'changed' };
  }),
  enable: accountAction(async (accounts, text, event) => {
    const { uri, secret, backupCodes } = await accounts.enableTotp(event.request.headers, text('current'), visitOf(event));
    return { picture: renderSVG(uri), secret, backupCodes };
  }),
  confirm: accountAction(async (accounts, text, event) => {
    setCookies(event.cookies, (await accounts.confirmTotp(event.request.headers, text('code'), visitOf(event))).cookies);
    return { done: 'totp-confirmed' };
  }),
  disable: accountAction(async (accounts, text, event) => {
    setCookies(event.cookies, (await accounts.disableTotp(event.request.headers, text('current'), visitOf(event))).cookies);
    return { done: 'totp-disabled' };
  }),
  passkey: accountAction(async (accounts, text, event) => {
    await accounts.removePasskey(event.request.headers, text('passkey'), visitOf(event));
    return { done: 'passkey-removed' };
  }),
  session: accountAction(async (accounts, text, event) => {
    const which = text('session') === '' ? 'others' : { sessionId: text('session') };
    return { ended: await accounts.revoke({ personId: signedIn(event), sessionId: event.locals.sessionId ?? '', accountId: '' }, which, visitOf(event)) };
  }),
};
