import { verify, X509Certificate } from 'node:crypto';
import { Problem } from '#base/problem/index.ts';
import { sameStatement } from './compare.ts';
import { isObject, objectsIn, textIn, type JsonObject } from './json.ts';
import { SIGNATURE, type Received } from './model.ts';

const ALGORITHMS: Readonly<Record<string, string>> = { RS256: 'RSA-SHA256', RS384: 'RSA-SHA384', RS512: 'RSA-SHA512' };

/**
 * Checks the signatures of a statement (part two, 2.6): each is a JWS in compact form that came with it, its payload is the same statement, its algorithm one of
 * RSA with SHA-2, and the signature itself holds where the header brings a certificate. Throws `invalid` otherwise. `statement` is as it was received.
 */
export function checkSignatures(statement: JsonObject, received: readonly Received[], at: string): void {
  for (const one of objectsIn(statement, 'attachments').filter(({ usageType }) => usageType === SIGNATURE)) {
    if (textIn(one, 'contentType') !== 'application/octet-stream') wrong(at, 'type');
    const sha2 = textIn(one, 'sha2')?.toLowerCase();
    const bytes = received.find((part) => part.sha2 === sha2)?.bytes;
    if (bytes === undefined) return wrong(at, 'missing');
    checkJws(statement, bytes.toString('utf8').trim(), at);
  }
}

function checkJws(statement: JsonObject, jws: string, at: string): void {
  const [header = '', payload = '', signature = '', ...more] = jws.split('.');
  if (more.length > 0 || [header, payload, signature].some((part) => !/^[A-Za-z0-9_-]+$/.test(part))) wrong(at, 'form');
  const [head, body] = [parsed(header), parsed(payload)];
  if (head === undefined || body === undefined) return wrong(at, 'form');
  const algorithm = ALGORITHMS[textIn(head, 'alg') ?? ''];
  if (algorithm === undefined) return wrong(at, 'algorithm');
  if (!sameStatement({ ...body, stored: undefined }, statement)) wrong(at, 'other');
  const chain = head['x5c'];
  if (chain === undefined) return;
  if (!holds(chain, algorithm, `${header}.${payload}`, signature)) wrong(at, 'wrong');
}

function holds(chain: unknown, algorithm: string, signed: string, signature: string): boolean {
  const first: unknown = Array.isArray(chain) ? chain[0] : undefined;
  if (typeof first !== 'string') return false;
  try {
    const certificate = new X509Certificate(Buffer.from(first, 'base64'));
    return certificate.publicKey.asymmetricKeyType === 'rsa' && verify(algorithm, Buffer.from(signed), certificate.publicKey, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

function parsed(part: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function wrong(at: string, code: string): never {
  throw new Problem('invalid', `learning-records.signature-${code}`, { at: at === '' ? 'attachments' : `${at}/attachments` });
}
