import { privateEncrypt } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Constructed, Enumerated, GeneralizedTime, Integer, OctetString, Primitive } from 'asn1js';
import {
  AuthenticatedSafe,
  BasicOCSPResponse,
  CertID,
  OCSPResponse,
  ResponseBytes,
  SingleResponse,
  type Certificate,
  CertBag,
  ContentInfo,
  EncapsulatedContentInfo,
  PFX,
  PKCS8ShroudedKeyBag,
  PKIStatusInfo,
  PrivateKeyInfo,
  SafeBag,
  SafeContents,
  SignedData,
  SignerInfo,
  IssuerAndSerialNumber,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
  type Extension,
} from 'pkijs';
import { bufferOf, derOf, parseDer } from './der.ts';
import { engine } from './engine.ts';
import type { SigningKey } from './key.ts';
import { makeCertificate, makeKeys } from './make-certificate.ts';
import { signWith } from './test-authority.ts';

/** Somebody with a key and a certificate, in tests. */
export type Holder = { certificate: Certificate; der: Uint8Array; privateKey: CryptoKey };

/** The moment of tests of signing. */
export const AT = Temporal.Instant.from('2026-11-23T02:00:00Z');

/** An authority for tests, real in all but name: it issues certificates that may be expired, name addresses for revocation, or serve as time stamps. */
export async function makeAuthority(name = 'Cơ quan chứng thực A') {
  const keys = await makeKeys();
  const from = AT.subtract({ hours: 24 * 3650 });
  const until = AT.add({ hours: 24 * 3650 });
  const root = await makeCertificate({ subject: { name, organisation: 'Thử' }, publicKey: keys.publicKey, from, until, authority: true, signingKey: keys.privateKey });
  const issue = async (
    subject: string,
    more: { from?: Temporal.Instant; until?: Temporal.Instant; uses?: string[]; extensions?: Extension[]; keys?: { privateKey: CryptoKey; publicKey: CryptoKey } } = {},
  ): Promise<Holder> => {
    const own = more.keys ?? (await makeKeys());
    const certificate = await makeCertificate({
      subject: { name: subject, organisation: 'Phường Thử' },
      publicKey: own.publicKey,
      from: more.from ?? AT.subtract({ hours: 24 }),
      until: more.until ?? AT.add({ hours: 24 * 365 }),
      authority: false,
      issuer: { certificate: root },
      signingKey: keys.privateKey,
      ...(more.uses && { uses: more.uses }),
      ...(more.extensions && { extensions: more.extensions }),
    });
    return { certificate, der: derOf(certificate), privateKey: own.privateKey };
  };
  return { root, der: derOf(root), privateKey: keys.privateKey, issue };
}

/** What `makeAuthority` makes. */
export type Authority = Awaited<ReturnType<typeof makeAuthority>>;

/** A holder's key, ready to sign. */
export function keyOf(holder: Holder, chain: Uint8Array[]): SigningKey {
  return { transport: 'pkcs12', certificate: holder.der, chain, kind: 'ECDSA', sign: (data) => signWith(holder.privateKey, data) };
}

/** A PKCS#12 file with the holder's key; the authority's certificate comes first, as some programs write it. */
export async function pkcs12Of(holder: Holder, authority: Certificate, password: string): Promise<Uint8Array> {
  const secret = bufferOf(new TextEncoder().encode(password));
  const shrouded = new PKCS8ShroudedKeyBag({ parsedValue: new PrivateKeyInfo({ schema: parseDer(new Uint8Array(await crypto.subtle.exportKey('pkcs8', holder.privateKey))) }) });
  const cost = { hmacHashAlgorithm: 'SHA-256', iterationCount: 2000 };
  await shrouded.makeInternalValues({
    password: secret,
    contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256, iv: bufferOf(crypto.getRandomValues(new Uint8Array(16))) },
    ...cost,
  });
  const bags = [
    new SafeBag({ bagId: '1.2.840.113549.1.12.10.1.3', bagValue: new CertBag({ parsedValue: authority }) }),
    new SafeBag({ bagId: '1.2.840.113549.1.12.10.1.3', bagValue: new CertBag({ parsedValue: holder.certificate }) }),
    new SafeBag({ bagId: '1.2.840.113549.1.12.10.1.2', bagValue: shrouded }),
  ];
  const safe = new AuthenticatedSafe({ parsedValue: { safeContents: [{ privacyMode: 0, value: new SafeContents({ safeBags: bags }) }] } });
  await safe.makeInternalValues({ safeContents: [{}] });
  const file = new PFX({ parsedValue: { integrityMode: 0, authenticatedSafe: safe } });
  await file.makeInternalValues({ password: secret, iterations: 2000, pbkdf2HashAlgorithm: { name: 'SHA-256', length: 256 }, hmacHashAlgorithm: 'SHA-256' });
  return derOf(file);
}

/** A server of one answer on this machine; `url` without a slash at the end. */
export async function serve(answer: (path: string, body: Buffer, request: IncomingMessage) => Promise<{ status?: number; type?: string; body: Uint8Array | string }>) {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      answer(request.url ?? '/', Buffer.concat(parts), request).then(
        ({ status = 200, type = 'application/octet-stream', body }) => response.writeHead(status, { 'content-type': type }).end(body),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

/** A time stamping authority (RFC 3161). `spoil` changes what it is asked to stamp. */
export async function serveStamps(authority: Authority, more: { at?: Temporal.Instant; uses?: string[]; spoil?: boolean } = {}) {
  const holder = await authority.issue('Cấp dấu thời gian', { uses: more.uses ?? ['1.3.6.1.5.5.7.3.8'] });
  return serve(async (_path, body) => {
    const request = new TimeStampReq({ schema: parseDer(body) });
    if (more.spoil === true) request.messageImprint.hashedMessage = new OctetString({ valueHex: new ArrayBuffer(32) });
    const info = new TSTInfo({
      version: 1,
      policy: '1.2.3.4',
      messageImprint: request.messageImprint,
      serialNumber: new Integer({ value: 7 }),
      genTime: new Date((more.at ?? AT).epochMilliseconds),
      ...(request.nonce && { nonce: request.nonce }),
    });
    const token = await signContent(derOf(info), '1.2.840.113549.1.9.16.1.4', holder, authority.root);
    const response = new TimeStampResp({ status: new PKIStatusInfo({ status: 0 }), timeStampToken: token });
    return { type: 'application/timestamp-reply', body: derOf(response) };
  });
}

async function signContent(content: Uint8Array, eContentType: string, holder: Holder, root: Certificate): Promise<ContentInfo> {
  const enclosed = new EncapsulatedContentInfo({ eContentType });
  // Given to the constructor it would be cut into pieces (BER), which no authority does.
  enclosed.eContent = new OctetString({ valueHex: bufferOf(content) });
  const signed = new SignedData({
    version: 3,
    encapContentInfo: enclosed,
    signerInfos: [new SignerInfo({ version: 1, sid: new IssuerAndSerialNumber({ issuer: holder.certificate.issuer, serialNumber: holder.certificate.serialNumber }) })],
    certificates: [holder.certificate, root],
  });
  await signed.sign(holder.privateKey, 0, 'SHA-256');
  return new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signed.toSchema(true) });
}

// DigestInfo of SHA-256 before the digest (RFC 8017, 9.2).
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** The answer of a responder (RFC 6960) about a certificate, signed with that key; `revokedAt` when it is revoked. */
export async function ocspAnswer(authority: Authority, certificate: Certificate, { revokedAt, key = authority.privateKey }: { revokedAt?: Temporal.Instant; key?: CryptoKey }) {
  const certID = new CertID();
  await certID.createForCertificate(certificate, { hashAlgorithm: 'SHA-1', issuerCertificate: authority.root }, engine);
  const certStatus =
    revokedAt === undefined
      ? new Primitive({ idBlock: { tagClass: 3, tagNumber: 0 } })
      : new Constructed({ idBlock: { tagClass: 3, tagNumber: 1 }, value: [new GeneralizedTime({ valueDate: new Date(revokedAt.epochMilliseconds) })] });
  const single = new SingleResponse({ certID, thisUpdate: new Date(AT.subtract({ hours: 1 }).epochMilliseconds), nextUpdate: new Date(AT.add({ hours: 24 }).epochMilliseconds) });
  single.certStatus = certStatus;
  const basic = new BasicOCSPResponse();
  basic.tbsResponseData.responderID = authority.root.subject;
  basic.tbsResponseData.producedAt = new Date(AT.epochMilliseconds);
  basic.tbsResponseData.responses.push(single);
  await basic.sign(key, 'SHA-256', engine);
  const responseBytes = new ResponseBytes({ responseType: '1.3.6.1.5.5.7.48.1.1', response: new OctetString({ valueHex: bufferOf(derOf(basic)) }) });
  return derOf(new OCSPResponse({ responseStatus: new Enumerated({ value: 0 }), responseBytes }));
}

/**
 * A remote signing service (Cloud Signature Consortium, API version 2) with one account `an.nguyen`, PIN `123456`, which it calls `ma-pin`, and one without a key,
 * `chua.co`; `calls` are the methods asked.
 */
export async function serveCsc(authority: Authority, name: string, more: { status?: string; failing?: string; garbled?: string; silent?: string } = {}) {
  const keys = await crypto.subtle.generateKey({ name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' }, true, [
    'sign',
    'verify',
  ]);
  const holder = await authority.issue(name, { keys });
  const key = `-----BEGIN PRIVATE KEY-----\n${Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')}\n-----END PRIVATE KEY-----`;
  const calls: string[] = [];
  const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64');
  const json = (value: unknown, status = 200) => ({ status, type: 'application/json', body: JSON.stringify(value) });
  const allowed = new Map<string, string>();
  const answers: Record<string, (asked: Record<string, unknown>) => { status: number; type: string; body: string }> = {
    'oauth2/token': ({ client_secret }) => (client_secret === 'secret' ? json({ access_token: 'token', token_type: 'Bearer' }) : json({ error: 'invalid_client' }, 401)),
    'credentials/list': ({ userID }) => {
      const known: Record<string, string[]> = { 'an.nguyen': ['credential-1'], 'chua.co': [] };
      const credentialIDs = known[String(userID)];
      return credentialIDs === undefined ? json({ error: 'invalid_request' }, 400) : json({ credentialIDs });
    },
    'credentials/info': () =>
      json({
        key: { status: more.status ?? 'enabled', algo: ['1.2.840.113549.1.1.11'], len: 2048 },
        cert: { certificates: [base64(holder.der), base64(authority.der)] },
        auth: { mode: 'explicit', objects: [{ type: 'Password', id: 'ma-pin', format: 'N', label: 'PIN' }] },
      }),
    'credentials/authorize': ({ authData, hashes }) => {
      if (JSON.stringify(authData) !== '[{"id":"ma-pin","value":"123456"}]') return json({ error: 'invalid_pin' }, 400);
      allowed.set('sad-1', JSON.stringify(hashes));
      return json({ SAD: 'sad-1', expiresIn: 60 });
    },
    'signatures/signHash': ({ SAD, hashes }) => {
      // Only the digests that were authorised, and once.
      if (typeof SAD !== 'string' || allowed.get(SAD) !== JSON.stringify(hashes) || !Array.isArray(hashes)) return json({ error: 'invalid_sad' }, 400);
      allowed.delete(SAD);
      return json({ signatures: hashes.map((hash) => privateEncrypt(key, Buffer.concat([DIGEST_INFO, Buffer.from(String(hash), 'base64')])).toString('base64')) });
    },
  };
  const server = await serve(async (path, body, { headers }) => {
    const method = path.replace('/csc/v2/', '');
    calls.push(method);
    if (more.failing === method) return { status: 503, body: '' };
    if (more.garbled === method) return json({ hello: 'world' });
    if (method !== 'oauth2/token' && headers.authorization !== 'Bearer token') return json({ error: 'invalid_token' }, 401);
    if (more.silent === method) return new Promise(() => undefined);
    // The token is asked for as RFC 6749 says, everything else in JSON.
    const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    if (form !== (method === 'oauth2/token')) return json({ error: 'invalid_request' }, 400);
    const asked: Record<string, unknown> = form ? Object.fromEntries(new URLSearchParams(body.toString('utf8'))) : JSON.parse(body.toString('utf8'));
    return answers[method]?.(asked) ?? json({ error: 'unknown' }, 404);
  });
  const config = { url: `${server.url}/csc/v2`, name: 'Dịch vụ ký thử', clientId: 'khue', clientSecret: 'secret' };
  return { ...server, config, calls, holder };
}
