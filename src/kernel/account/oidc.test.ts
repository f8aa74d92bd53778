import { createServer } from 'node:http';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import Provider from 'oidc-provider';
import { all, one, sql } from '#base/db/index.ts';
import { testDatabase } from '#tests/database.ts';
import { jar, PASSWORD, setting, visit } from './testing.ts';

// A real OpenID provider, run here: whoever comes is `claims`, without being asked.
let claims: Record<string, unknown> & { sub: string } = { sub: 'nobody' };
const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'khue',
      client_secret: 'a client secret',
      redirect_uris: ['http://localhost:3000/api/auth/callback/sso'],
      response_types: ['code'],
      grant_types: ['authorization_code'],
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ['sub', 'staff_code'], email: ['email', 'email_verified'], profile: ['name'] },
  findAccount: async (_ctx, sub) => ({ accountId: sub, claims: async () => claims }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client?.clientId ?? '', accountId: ctx.oidc.session?.accountId ?? '' });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
  features: { devInteractions: { enabled: false } },
  interactions: { url: async (_ctx, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: ['a key of the provider in this test'] },
  jwks: undefined,
  ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
});
const answer = provider.callback();
server.on('request', (request, response) => {
  if (request.url?.startsWith('/interaction/')) {
    void provider.interactionFinished(request, response, { login: { accountId: claims.sub } });
  } else void answer(request, response);
});

const database = await testDatabase();
const { accounts, config, person, member, audits, addresses, db, owner } = setting(database, {
  oidc: { issuer, clientId: 'khue', clientSecret: 'a client secret', name: 'Cổng đăng nhập thành phố', staffCodeClaim: 'staff_code' },
});
afterAll(async () => {
  await accounts.close();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => void (claims = { sub: 'nobody' }));

/** Goes through the whole code flow as a browser does; returns where it ends and the cookies of Khuê. */
async function throughSso(next = '/today', change: (callback: URL) => void = () => undefined) {
  const browser = jar();
  const start = await accounts.startSso(next, visit());
  browser.take(start.cookies);
  const callback = await askProvider(start.location);
  change(callback);
  const response = await accounts.handler(new Request(callback, { headers: browser.headers() }), visit());
  const setCookies = response.headers.getSetCookie().map((line) => {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    return {
      name: pair.slice(0, at),
      value: decodeURIComponent(pair.slice(at + 1)),
      options: { path: '/', httpOnly: true, secure: false, sameSite: 'lax' as const, ...(/max-age=0/i.test(line) ? { maxAge: 0 } : {}) },
    };
  });
  browser.take(setCookies);
  return { browser, location: response.headers.get('location') ?? '', session: await accounts.sessionOf(browser.headers()), callback };
}

/** Follows the provider's redirects until it sends the browser back to us. */
async function askProvider(location: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = location;
  for (let step = 0; step < 10; step++) {
    const response = await fetch(url, { redirect: 'manual', headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const target = new URL(response.headers.get('location') ?? '', url);
    if (target.origin === 'http://localhost:3000') return target;
    url = target.href;
  }
  throw new Error('The provider never came back.');
}

describe('single sign-on', () => {
  test('a person known by a verified mail address is signed in, with an account made for them', async () => {
    const { id, email } = await person();
    claims = { sub: 'an', email, email_verified: true, name: 'Somebody Else' };
    const { session, location } = await throughSso();
    expect(session).toMatchObject({ personId: id });
    expect(location).toBe('/today');
    expect(await audits(id)).toEqual([{ operation: 'account.sign-in', outcome: 'done', problem: null, detail: { method: 'sso' } }]);
    expect(await accounts.factorsOf(id)).toMatchObject({ sso: true, password: false });
    const kept = await one(owner, sql`select account_id, access_token, refresh_token, id_token, scope from account.credential where provider_id = 'sso' and account_id = 'an'`);
    expect(kept).toEqual({ account_id: 'an', access_token: null, refresh_token: null, id_token: null, scope: null });
  });

  test('a person with a password keeps it, and is known by the staff code without any mail address', async () => {
    const { id, code } = await member();
    claims = { sub: 'binh', staff_code: code };
    expect((await throughSso()).session).toMatchObject({ personId: id });
    await accounts.signIn({ login: code, password: PASSWORD }, visit());
    expect(await accounts.factorsOf(id)).toMatchObject({ sso: true, password: true });
  });

  test('who came once is known by the subject, whatever the mail address says later', async () => {
    const [first, other] = [await person(), await person()];
    claims = { sub: 'chi', email: first.email, email_verified: true };
    await throughSso();
    claims = { sub: 'chi', email: other.email, email_verified: true };
    expect((await throughSso()).session).toMatchObject({ personId: first.id });
    claims = { sub: 'chi' };
    expect((await throughSso()).session).toMatchObject({ personId: first.id });
  });

  test('nobody unknown is let in, and no account is made', async () => {
    const { email } = await person();
    const count = () => one(owner, sql<{ logins: number }>`select count(*) as logins from account.login`);
    const before = await count();
    for (const [sub, more] of Object.entries({
      u1: { email: 'stranger@elsewhere.example', email_verified: true },
      u2: { email, email_verified: false },
      u3: { email },
      u4: { email, email_verified: 'true' },
      u5: { staff_code: 'CB-NOBODY' },
      u6: { staff_code: '' },
      u7: {},
    })) {
      claims = { sub, ...more };
      const { session, location } = await throughSso();
      expect(session, sub).toBeUndefined();
      expect(location, sub).toContain('/sign-in?problem=sso');
    }
    expect(await count()).toEqual(before);
    const refused = await all(owner, sql`select problem from kernel.audit where problem = 'account.sso-refused'`);
    expect(refused.length).toBeGreaterThanOrEqual(7);
  });

  test('an address that two people have lets neither in', async () => {
    const [an, binh] = [await person(), await person()];
    addresses.set(binh.id, an.email);
    claims = { sub: 'both', email: an.email, email_verified: true };
    expect((await throughSso()).session).toBeUndefined();
    addresses.delete(binh.id);
    expect((await throughSso()).session).toMatchObject({ personId: an.id });
  });

  test('a closed account and an erased person stay out', async () => {
    const [closed, erased] = [await member(), await person()];
    await accounts.setClosed(db, closed.id, true);
    await sql`update kernel.person set erased_at = now() where id = ${erased.id}`.execute(owner);
    claims = { sub: 'closed', staff_code: closed.code };
    expect((await throughSso()).session).toBeUndefined();
    claims = { sub: 'erased', staff_code: erased.code };
    expect((await throughSso()).session).toBeUndefined();
  });

  test('an answer with another state, another code or used a second time is refused', async () => {
    const { code } = await person();
    claims = { sub: 'dung', staff_code: code };
    expect((await throughSso('/', (url) => url.searchParams.set('state', 'x'))).session).toBeUndefined();
    expect((await throughSso('/', (url) => url.searchParams.set('code', 'x'))).session).toBeUndefined();
    const done = await throughSso();
    expect(done.session).toBeDefined();
    const again = await accounts.handler(new Request(done.callback), visit());
    expect(again.headers.getSetCookie().join()).not.toMatch(/session_token=[^;]/);
  });

  test('the answer of one browser does not sign in another', async () => {
    const { code } = await person();
    claims = { sub: 'emily', staff_code: code };
    const start = await accounts.startSso('/', visit());
    const callback = await askProvider(start.location);
    const response = await accounts.handler(new Request(callback), visit());
    expect(response.headers.getSetCookie().join()).not.toMatch(/session_token=[^;]/);
  });

  test('one comes back to our own pages only', async () => {
    const { code } = await person();
    claims = { sub: 'giang', staff_code: code };
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) expect((await throughSso(next)).location).toBe('/');
  });

  test('a provider that was out of reach at the start is tried again', async () => {
    let listening = false;
    const late = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => late.listen(0, '127.0.0.1', resolve));
    const port = (late.address() as { port: number }).port;
    late.close();
    const tried = setting(database, { oidc: { ...config.oidc, issuer: `http://127.0.0.1:${port}`, clientId: 'khue', clientSecret: 's', name: 'SSO', staffCodeClaim: undefined } });
    await expect(tried.accounts.startSso('/', visit())).rejects.toMatchObject({ kind: 'missing', code: 'account.no-sso' });
    await new Promise<void>((resolve) => late.listen(port, '127.0.0.1', () => resolve(void (listening = true))));
    expect(listening).toBe(true);
    expect((await tried.accounts.startSso('/', visit())).location).toContain('/auth?');
    await tried.accounts.close();
    await new Promise((resolve) => late.close(resolve));
  });

  test('without configuration there is none', async () => {
    const bare = setting(database);
    expect(bare.accounts.ssoName).toBeUndefined();
    await expect(bare.accounts.startSso('/', visit())).rejects.toMatchObject({ code: 'account.no-sso' });
    await bare.accounts.close();
  });
});
