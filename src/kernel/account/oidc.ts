import type { GenericOAuthConfig } from 'better-auth/plugins/generic-oauth';
import { one, sql, type Db } from '#base/db/index.ts';
import type { AccountConfig, OidcConfig } from './config.ts';
import { ensureLogin, type Login } from './login.ts';

/** Name of the single sign-on in tables and addresses: `/api/auth/callback/sso`. */
export const SSO = 'sso';

type Claims = Record<string, unknown>;

/**
 * The single sign-on as better-auth takes it: code flow with PKCE, state and nonce, ID token checked against the issuer's keys.
 * Who comes back is matched to a person here; for anybody else the answer is empty, and the sign-in is refused.
 */
export function provider(config: AccountConfig, oidc: OidcConfig): GenericOAuthConfig {
  return {
    providerId: SSO,
    name: oidc.name,
    discoveryUrl: `${oidc.issuer}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    disableSignUp: true,
    getUserInfo: async ({ idToken, accessToken }) => {
      // Verified by better-auth before it calls this.
      if (idToken === undefined) return null;
      const claims = await allClaims(oidc, payload(idToken), accessToken);
      const login = await match(config, oidc, claims);
      if (login === undefined || login.disabled) return null;
      return { sub: String(claims['sub']), id: String(claims['sub']), email: login.email, emailVerified: true, name: '' };
    },
  };
}

/** The claims of the ID token, with those that the issuer gives at its user-info address only. */
async function allClaims(oidc: OidcConfig, own: Claims, accessToken: string | undefined): Promise<Claims> {
  const described = await json(`${oidc.issuer}/.well-known/openid-configuration`);
  const address = described?.['userinfo_endpoint'];
  if (typeof address !== 'string' || accessToken === undefined) return own;
  const more = await json(address, { authorization: `Bearer ${accessToken}` });
  // An answer about somebody else must not be believed (OpenID Connect Core 5.3.2).
  return more !== undefined && more['sub'] === own['sub'] ? { ...more, ...own } : own;
}

/** What a token says; its signature was checked before. */
function payload(token: string): Claims {
  const body: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {};
}

async function json(url: string, headers: Record<string, string> = {}): Promise<Claims | undefined> {
  const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(10_000) });
  if (!response.ok || !(response.headers.get('content-type') ?? '').includes('json')) return undefined;
  const body: unknown = await response.json();
  return typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : undefined;
}

/** The account of the person whom the claims name: by an earlier sign-in, by staff code, or by a verified mail address. */
async function match(config: AccountConfig, oidc: OidcConfig, claims: Claims): Promise<Login | undefined> {
  const personId =
    (await personBySubject(config.db, claims['sub'])) ??
    (await personByStaffCode(config.db, oidc.staffCodeClaim === undefined ? undefined : claims[oidc.staffCodeClaim])) ??
    (claims['email_verified'] === true ? await personByEmail(config, claims['email']) : undefined);
  return personId === undefined ? undefined : ensureLogin(config.db, personId);
}

async function personBySubject(db: Db, subject: unknown): Promise<string | undefined> {
  if (typeof subject !== 'string') return undefined;
  const row = await one(
    db,
    sql<{ person_id: string }>`
      select login.person_id
      from account.credential
      join account.login on login.id = credential.login_id
      where credential.provider_id = ${SSO}
        and credential.account_id = ${subject}`,
  );
  return row?.person_id;
}

async function personByStaffCode(db: Db, code: unknown): Promise<string | undefined> {
  if (typeof code !== 'string' || code === '') return undefined;
  const row = await one(
    db,
    sql<{ id: string }>`
      select person.id
      from kernel.person
      where person.staff_code = ${code}
        and person.erased_at is null`,
  );
  return row?.id;
}

async function personByEmail(config: AccountConfig, email: unknown): Promise<string | undefined> {
  if (typeof email !== 'string' || !email.includes('@')) return undefined;
  const wanted = email.trim().toLowerCase();
  const row = await one(config.db, sql<{ person_id: string }>`select login.person_id from account.login where login.email = ${wanted}`);
  return row?.person_id ?? config.findByEmail(config.db, wanted);
}
