import { verify, X509Certificate } from 'node:crypto';
import { Problem } from '#base/problem/index.ts';
import { momentOf } from './check/values.ts';
import { sameStatement } from './compare.ts';
import { isObject, objectsIn, textIn, type JsonObject } from './json.ts';
import { SIGNATURE, type Received } from './model.ts';

const ALGORITHMS: Readonly<Record<string, string>> = { RS256: 'RSA-SHA256', RS384: 'RSA-SHA384', RS512: 'RSA-SHA512' };
/** Certificates that a header may bring. */
const LONGEST_CHAIN = 10;

/**
 * Checks the signatures of a statement (part two, 2.6): each is a JWS in compact form that came with it, its payload is the same statement, its algorithm one of
 * RSA with SHA-2, and where the header brings certificates, the signature holds by the first and each is certified by the next. Throws `invalid` otherwise.
 * Whether the last is to be trusted is for readers to decide. `statement` is as it was received, `now` the moment for one without a timestamp.
 */
export function checkSignatures(statement: JsonObject, received: readonly Received[], at: string, now: Temporal.Instant): void {
  for (const one of objectsIn(statement, 'attachments').filter(({ usageType }) => usageType === SIGNATURE)) {
    if (textIn(one, 'contentType') !== 'application/octet-stream') wrong(at, 'type');
    const sha2 = textIn(one, 'sha2')?.toLowerCase();
    const bytes = received.find((part) => part.sha2 === sha2)?.bytes;
    if (bytes === undefined) return wrong(at, 'missing');
    checkJws(statement, bytes.toString('utf8').trim(), at, now);
  }
}

function checkJws(statement: JsonObject, jws: string, at: string, now: Temporal.Instant): void {
  const [header = '', payload = '', signature = '', ...more] = jws.split('.');
  if (more.length > 0 || [header, payload, signature].some((part) => !/^[A-Za-z0-9_-]+$/.test(part))) wrong(at, 'form');
  const [head, body] = [parsed(header), parsed(payload)];
  if (head === undefined || body === undefined) return wrong(at, 'form');
  const algorithm = ALGORITHMS[textIn(head, 'alg') ?? ''];
  if (algorithm === undefined) return wrong(at, 'algorithm');
  if (!sameStatement({ ...body, stored: undefined }, statement)) wrong(at, 'other');
  if (head['x5c'] === undefined) return;
  const chain = certificatesIn(head['x5c']);
  const key = chain?.[0]?.publicKey;
  if (chain === undefined || key?.asymmetricKeyType !== 'rsa') return wrong(at, 'wrong');
  if (!verify(algorithm, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) wrong(at, 'wrong');
  if (!isChain(chain, momentOf(textIn(statement, 'timestamp') ?? '', false) ?? now)) wrong(at, 'chain');
}

/** The certificates of an `x5c` header (RFC 7515, 4.1.6); undefined when it holds anything else. */
function certificatesIn(chain: unknown): X509Certificate[] | undefined {
  if (!Array.isArray(chain) || chain.length === 0 || chain.length > LONGEST_CHAIN) return undefined;
  try {
    return chain.map((one: unknown) => new X509Certificate(Buffer.from(typeof one === 'string' ? one : '', 'base64')));
  } catch {
    return undefined;
  }
}

/** Whether each certificate was issued and signed by the next (RFC 7515, 4.1.6), and all were valid at a moment. */
function isChain(chain: readonly X509Certificate[], moment: Temporal.Instant): boolean {
  const at = moment.epochMilliseconds;
  return chain.every((one, index) => {
    const issuer = chain[index + 1];
    const certified = issuer === undefined || (issuer.ca && one.checkIssued(issuer) && one.verify(issuer.publicKey));
    return certified && one.validFromDate.getTime() <= at && at <= one.validToDate.getTime();
  });
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
