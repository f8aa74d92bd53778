import { createHash, createPublicKey } from 'node:crypto';
import Type, { type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { createCMSECDSASignature } from 'pkijs';
import { Problem } from '#base/problem/index.ts';
import { bufferOf, derOf, parseCertificate } from './der.ts';
import type { SigningKey } from './key.ts';
import { OID } from './cms.ts';

/** A remote signing service in the form of the Cloud Signature Consortium, API version 2. */
export type CscConfig = {
  /** Address of the service, without a slash at the end: `https://host/csc/v2`. */
  url: string;
  /** How to call it on pages. */
  name: string;
  /** What this installation signs in with (OAuth 2.0 client credentials). */
  clientId: string;
  clientSecret: string;
};

/** What a person gives to sign remotely: the account at the service, and the PIN or one-time code that frees the key. */
export type CscAccess = { account: string; pin: string };

const Token = Type.Object({ access_token: Type.String() });
const Credentials = Type.Object({ credentialIDs: Type.Array(Type.String()) });
const Info = Type.Object({
  key: Type.Object({ status: Type.String(), algo: Type.Array(Type.String()) }),
  cert: Type.Object({ certificates: Type.Array(Type.String(), { minItems: 1 }) }),
  // What the service asks of the person, by the name it has there.
  auth: Type.Optional(Type.Object({ objects: Type.Optional(Type.Array(Type.Object({ id: Type.String() }))) })),
});
const Authorisation = Type.Object({ SAD: Type.String() });
const Signatures = Type.Object({ signatures: Type.Array(Type.String(), { minItems: 1 }) });

/** How long a person waits for the service, all its answers together: less than browsers and proxies wait, long enough to confirm on a phone. */
const PATIENCE_MS = 45_000;

/**
 * A key that lies with the signing service. The person's PIN goes to it with the digest and is kept nowhere. Throws `invalid` when account or PIN are missing
 * or the service does not know the account or has no key for it, `conflict` when it cannot be reached, does not answer within `patienceMs` or answers otherwise than the standard
 * says; signing throws `invalid` when the PIN is refused.
 */
export async function openCsc(config: CscConfig, { account, pin }: CscAccess, patienceMs = PATIENCE_MS): Promise<SigningKey> {
  mustBeGiven({ account, pin });
  const signal = AbortSignal.timeout(patienceMs);
  // RFC 6749, 4.4.2: the token is asked for as a form; all else of the standard is JSON.
  const client = new URLSearchParams({ grant_type: 'client_credentials', client_id: config.clientId, client_secret: config.clientSecret });
  const { access_token: token } = await post(`${config.url}/oauth2/token`, Token, { body: client, signal });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const ask = <S extends TSchema>(method: string, schema: S, body: object): Promise<Static<S>> =>
    post(`${config.url}/${method}`, schema, { headers, body: JSON.stringify(body), signal });
  const { credentialIDs } = await refusedAs(refusal('account', 'sign.csc-account'), ask('credentials/list', Credentials, { userID: account }));
  const [credentialID] = credentialIDs;
  if (credentialID === undefined) throw refusal('account', 'sign.csc-no-key');
  const info = await ask('credentials/info', Info, { credentialID, certificates: 'chain', certInfo: true, authInfo: true });
  if (info.key.status !== 'enabled') throw new Problem('conflict', 'sign.csc-disabled');
  const [certificate = new Uint8Array(), ...chain] = info.cert.certificates.map((base64) => new Uint8Array(Buffer.from(base64, 'base64')));
  const { kind, algorithm } = kindOf(certificate);
  const secret = info.auth?.objects?.[0]?.id ?? 'PIN';
  return {
    transport: 'csc',
    certificate,
    chain,
    kind,
    sign: async (data) => {
      const hashes = [createHash('sha256').update(data).digest('base64')];
      const order = { credentialID, numSignatures: 1, hashes, hashAlgorithmOID: OID.sha256, authData: [{ id: secret, value: pin }] };
      const { SAD } = await refusedAs(refusal('pin', 'sign.csc-pin'), ask('credentials/authorize', Authorisation, order));
      const { signatures } = await ask('signatures/signHash', Signatures, { credentialID, SAD, hashes, hashAlgorithmOID: OID.sha256, signAlgo: algorithm });
      return plainSignature(kind, new Uint8Array(Buffer.from(signatures[0] ?? '', 'base64')));
    },
  };
}

function kindOf(certificate: Uint8Array): { kind: SigningKey['kind']; algorithm: string } {
  try {
    const key = createPublicKey({ key: Buffer.from(derOf(parseCertificate(certificate).subjectPublicKeyInfo)), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'rsa' ? { kind: 'RSA', algorithm: OID.sha256WithRsa } : { kind: 'ECDSA', algorithm: OID.sha256WithEcdsa };
  } catch {
    throw new Problem('conflict', 'sign.csc-answer');
  }
}

/** Services give ECDSA signatures as r and s side by side or as DER; CMS wants DER. */
function plainSignature(kind: SigningKey['kind'], signature: Uint8Array): Uint8Array {
  const isDer = signature[0] === 0x30 && signature[1] === signature.length - 2;
  return kind === 'RSA' || isDer ? signature : new Uint8Array(createCMSECDSASignature(bufferOf(signature)));
}

/** Nothing is asked of the service while something is missing: each empty try may count there. */
function mustBeGiven({ account, pin }: CscAccess): void {
  const missing = [...(account === '' ? [{ at: '/account', code: 'sign.csc-account-needed' }] : []), ...(pin === '' ? [{ at: '/pin', code: 'sign.csc-pin-needed' }] : [])];
  const [first] = missing;
  if (first !== undefined) throw new Problem('invalid', first.code, {}, missing);
}

function refusal(field: keyof CscAccess, code: string): Problem {
  return new Problem('invalid', code, {}, [{ at: `/${field}`, code }]);
}

/** A refusal of the service (status 400 to 499) that means something particular here. */
async function refusedAs<T>(problem: Problem, asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    throw error instanceof Problem && error.code === 'sign.csc-refused' ? problem : error;
  });
}

async function post<S extends TSchema>(url: string, schema: S, request: Pick<RequestInit, 'headers' | 'body' | 'signal'>): Promise<Static<S>> {
  const { status, text } = await read(url, request);
  // 429: too many at once, which passes like a service that is down.
  if (status >= 500 || status === 429) throw new Problem('conflict', 'sign.csc-unreachable');
  if (status < 200 || status > 299) throw new Problem('conflict', 'sign.csc-refused');
  const answer = jsonOf(text);
  if (!Value.Check(schema, answer)) throw new Problem('conflict', 'sign.csc-answer');
  return answer;
}

/** The whole answer: a service may also fall silent in the middle of one. */
async function read(url: string, request: Pick<RequestInit, 'headers' | 'body' | 'signal'>): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, { method: 'POST', redirect: 'error', ...request });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new Problem('conflict', error instanceof Error && error.name === 'TimeoutError' ? 'sign.csc-slow' : 'sign.csc-unreachable');
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
