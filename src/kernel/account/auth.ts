import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import pg from 'pg';
import { APP_ROLE } from '#base/db/index.ts';
import type { AccountConfig } from './config.ts';
import { provider, SSO } from './oidc.ts';
import { hashPassword, PASSWORD_LENGTH, verifyPassword } from './password.ts';
import { TABLES } from './tables.ts';
import { take } from './throttle.ts';

/** A session ends 7 days after the sign-in, whatever happens; sooner when it is not used (see session.ts). */
export const SESSION_SECONDS = 7 * 24 * 3600;

/** Header in which we hand better-auth the address of the client; the one that comes in is thrown away. */
export const ADDRESS_HEADER = 'x-khue-address';

/** The connections of better-auth: role of the application, schema `account`. */
export function accountPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    options: `-c role=${APP_ROLE} -c search_path=account`,
    max: 5,
    application_name: 'khue account',
  });
  pool.on('error', () => {
    // Replaced by the pool; the next statement reports a lasting fault.
  });
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

/** better-auth over our tables. Nobody signs up; every account is made by us for a known person. */
export function makeAuth(config: AccountConfig, pool: pg.Pool) {
  return betterAuth({
    appName: 'Khuê',
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    secret: config.secret,
    database: pool,
    telemetry: { enabled: false },
    logger: { level: 'error' as const, log: (_level: string, message: string) => config.services.log.warn({ auth: message }, 'sign-in') },
    ...modelOptions(),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: 2 * PASSWORD_LENGTH.max,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    rateLimit: rateLimit(config),
    advanced: advanced(config.publicUrl.startsWith('https://')),
    onAPIError: { errorURL: `${config.publicUrl}/sign-in?problem=sso` },
    // We want to know who it is, and nothing else of the single sign-on: its tokens are not kept.
    databaseHooks: { account: { create: { before: async (account) => ({ data: { ...account, ...NO_TOKENS } }) } } },
    plugins: [
      twoFactor({ issuer: 'Khuê', schema: TABLES.twoFactor, twoFactorCookieMaxAge: 600 }),
      passkeys(config.publicUrl),
      genericOAuth({ config: config.oidc === undefined ? [] : [provider(config, config.oidc)] }),
    ],
  });
}
export type Auth = ReturnType<typeof makeAuth>;

function passkeys(publicUrl: string) {
  return passkey({
    rpID: new URL(publicUrl).hostname,
    rpName: 'Khuê',
    origin: publicUrl,
    schema: TABLES.passkey,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    // A passkey stands for two factors, so the device must have checked who holds it; better-auth asks for that but does not insist.
    registration: { afterVerification: async ({ verification }) => insist(verification.registrationInfo?.userVerified) },
    authentication: { afterVerification: async ({ verification }) => insist(verification.authenticationInfo.userVerified) },
  });
}

function insist(userVerified: boolean | undefined): void {
  if (userVerified !== true) throw new APIError('UNAUTHORIZED', { message: 'user not verified' });
}

/** For the addresses under /api/auth only; what pages ask for is limited in sign-in.ts. Everyone of an office comes from one address. */
function rateLimit({ db }: AccountConfig) {
  return {
    enabled: true,
    window: 60,
    max: 600,
    customStorage: {
      consume: async (key: string, rule: { window: number; max: number }) => {
        const { allowed, wait } = await take(db, `auth:${key}`, rule.max, rule.window);
        return { allowed, retryAfter: allowed ? null : Math.ceil(wait) };
      },
    },
    customRules: { '/*': { window: 60, max: 600 } },
  };
}

function advanced(secure: boolean) {
  return {
    database: { generateId: 'uuid' as const },
    ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    useSecureCookies: false,
    cookiePrefix: secure ? '__Host-khue' : 'khue',
    defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax' as const, path: '/' },
    disableOriginCheck: false,
    disableCSRFCheck: false,
  };
}

const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null, accessTokenExpiresAt: null, refreshTokenExpiresAt: null, scope: null };

function modelOptions() {
  return {
    user: TABLES.user,
    session: { ...TABLES.session, expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    account: {
      ...TABLES.account,
      updateAccountOnSignIn: false,
      // The provider's answer was matched to a person by us before better-auth sees it.
      accountLinking: { enabled: true, trustedProviders: [SSO], requireLocalEmailVerified: false },
    },
    verification: TABLES.verification,
  };
}
