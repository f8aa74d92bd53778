import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from '#base/db/index.ts';
import type { Services } from '#kernel/operation/index.ts';

/** The city's single sign-on (OpenID Connect), for example the portal of VNeID accounts. */
export type OidcConfig = {
  /** Issuer, whose `/.well-known/openid-configuration` describes the rest. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the button says: "Sign in with …". */
  name: string;
  /** Claim that holds the staff code; undefined when only a verified mail address is to be believed. */
  staffCodeClaim: string | undefined;
};

/** Everything that sign-in needs from outside. */
export type AccountConfig = {
  /** Address of the database, as its owner; sign-in takes on the application's role. */
  url: string;
  /** The application's pool. */
  db: Db;
  /** Address people use, without a slash at the end. On https cookies are bound to the host (`__Host-`). */
  publicUrl: string;
  /** At least 32 characters; signs cookies and encrypts the secrets of authenticator apps. */
  secret: string;
  /** Whether `signInAs` works. */
  demo: boolean;
  /** Failed attempts to sign in that one network address has in 15 minutes; offices share one address. */
  failuresPerAddress: number;
  oidc: OidcConfig | undefined;
  services: Pick<Services, 'addressOf' | 'publicUrl' | 'log'>;
  /** The one person whose contact this mail address is; undefined when nobody's or several people's. */
  findByEmail: (db: Db, email: string) => Promise<string | undefined>;
  /** Called the first time on each day that a person uses the account. */
  onSignedIn: (personId: string) => Promise<void>;
};

/** The part of the configuration that the environment decides. Throws an `Error` with one sentence when a value cannot be used. */
export function readAccountConfig(dataFolder: string, env: NodeJS.ProcessEnv = process.env): Pick<AccountConfig, 'secret' | 'oidc' | 'failuresPerAddress'> {
  const failuresPerAddress = Number(env['KHUE_SIGN_IN_FAILURES'] ?? 100);
  if (!Number.isInteger(failuresPerAddress) || failuresPerAddress < 1) {
    throw new Error(`KHUE_SIGN_IN_FAILURES must be a whole number of at least 1, not "${env['KHUE_SIGN_IN_FAILURES']}".`);
  }
  return { secret: readSecret(dataFolder, env), oidc: readOidc(env), failuresPerAddress };
}

function readOidc(env: NodeJS.ProcessEnv): OidcConfig | undefined {
  const issuer = env['KHUE_OIDC_ISSUER'];
  const clientId = env['KHUE_OIDC_CLIENT_ID'];
  const clientSecret = env['KHUE_OIDC_CLIENT_SECRET'];
  if (!issuer && !clientId && !clientSecret) return undefined;
  if (!issuer || !clientId || !clientSecret) {
    throw new Error('KHUE_OIDC_ISSUER, KHUE_OIDC_CLIENT_ID and KHUE_OIDC_CLIENT_SECRET belong together: set all three, or none.');
  }
  if (!URL.canParse(issuer)) throw new Error(`KHUE_OIDC_ISSUER must be an address such as https://sso.example.vn, not "${issuer}".`);
  return {
    issuer: issuer.replace(/\/$/, ''),
    clientId,
    clientSecret,
    name: env['KHUE_OIDC_NAME'] || new URL(issuer).hostname,
    staffCodeClaim: env['KHUE_OIDC_STAFF_CODE_CLAIM'] || undefined,
  };
}

function readSecret(dataFolder: string, env: NodeJS.ProcessEnv): string {
  const given = env['KHUE_SECRET'];
  if (given !== undefined && given !== '') {
    if (given.length < 32) throw new Error('KHUE_SECRET must have at least 32 characters; make one with: openssl rand -base64 32');
    return given;
  }
  const file = join(dataFolder, 'secret');
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Made on an earlier start, or by another process just now.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const kept = readFileSync(file, 'utf8').trim();
  if (kept.length < 32) throw new Error(`The file ${file} is damaged: restore it from a backup, or delete it, which signs everyone out and ends two-step sign-in for all.`);
  return kept;
}
