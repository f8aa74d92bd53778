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
const Credentials = Type.Object({ credentialIDs: Type.Array(Type.String(), { minItems: 1 }) });
const Info = Type.Object({
  key: Type.Object({ status: Type.String(), algo: Type.Array(Type.String()) }),
  cert: Type.Object({ certificates: Type.Array(Type.String(), { minItems: 1 }) }),
});
const Authorisation = Type.Object({ SAD: Type.String() });
const Signatures = Type.Object({ signatures: Type.Array(Type.String(), { minItems: 1 }) });

const TIME_OUT_MS = 30_000;

/**
 * A key that lies with the signing service. The person's PIN goes to it with the digest and is kept nowhere. Throws `invalid` when the service does not
 * know the account, `conflict` when it cannot be reached or answers otherwise than the standard says; signing throws `invalid` when the PIN is refused.
 */
export async function openCsc(config: CscConfig, { account, pin }: CscAccess): Promise<SigningKey> {
  const token = (await post(`${config.url}/oauth2/token`, Token, { grant_type: 'client_credentials', client_id: config.clientId, client_secret: config.clientSecret }))
    .access_token;
  const ask = <S extends TSchema>(method: string, schema: S, body: object): Promise<Static<S>> => post(`${config.url}/${method}`, schema, body, token);
  const unknown = new Problem('invalid', 'sign.csc-account', {}, [{ at: '/account', code: 'sign.csc-account' }]);
  const credentialID = (await refusedAs(unknown, ask('credentials/list', Credentials, { userID: account }))).credentialIDs[0];
  if (credentialID === undefined) throw unknown;
  const info = await ask('credentials/info', Info, { credentialID, certificates: 'chain', certInfo: true, authInfo: true });
  if (info.key.status !== 'enabled') throw new Problem('conflict', 'sign.csc-disabled');
  const [certificate = new Uint8Array(), ...chain] = info.cert.certificates.map((base64) => new Uint8Array(Buffer.from(base64, 'base64')));
  const { kind, algorithm } = kindOf(certificate);
  const wrongPin = new Problem('invalid', 'sign.csc-pin', {}, [{ at: '/pin', code: 'sign.csc-pin' }]);
  return {
    transport: 'csc',
    certificate,
    chain,
    kind,
    sign: async (data) => {
      const hashes = [createHash('sha256').update(data).digest('base64')];
      const order = { credentialID, numSignatures: 1, hashes, hashAlgorithmOID: OID.sha256, authData: [{ id: 'PIN', value: pin }] };
      const { SAD } = await refusedAs(wrongPin, ask('credentials/authorize', Authorisation, order));
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

/** A refusal of the service (status 400 to 499) that means something particular here. */
async function refusedAs<T>(problem: Problem, asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    throw error instanceof Problem && error.code === 'sign.csc-refused' ? problem : error;
  });
}

async function post<S extends TSchema>(url: string, schema: S, body: object, token?: string): Promise<Static<S>> {
  const headers = { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), redirect: 'error', signal: AbortSignal.timeout(TIME_OUT_MS) }).catch(() => undefined);
  if (response === undefined || response.status >= 500) throw new Problem('conflict', 'sign.csc-unreachable');
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new Problem('conflict', 'sign.csc-refused');
  if (!Value.Check(schema, answer)) throw new Problem('conflict', 'sign.csc-answer');
  return answer;
}
