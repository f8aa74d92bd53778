import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { all, sql } from '#base/db/index.ts';
import { testDatabase } from '#tests/database.ts';
import { jar, PASSWORD, setting, visit } from './testing.ts';

const database = await testDatabase();
const { accounts, member, audits, used, db } = setting(database);
afterAll(() => accounts.close());

const ORIGIN = 'http://localhost:3000';
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();

/** CBOR (RFC 8949) of what an attestation is made of: whole numbers, texts, bytes and maps. */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (major: number, n: number) =>
    n < 24 ? Buffer.from([(major << 5) | n]) : n < 256 ? Buffer.from([(major << 5) | 24, n]) : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const pairs = [...value].flatMap(([key, one]) => [cbor(key), cbor(one as never)]);
  return Buffer.concat([head(5, value.size), ...pairs]);
}

/** An authenticator in software: keeps one key, signs as WebAuthn level 3 says. */
function authenticator(options: { verifiesUser?: boolean; origin?: string; rpId?: string } = {}) {
  const { origin = ORIGIN, rpId = 'localhost' } = options;
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  let counter = 0;
  const state = { verifiesUser: options.verifiesUser ?? true };
  const flags = (attested: boolean) => 0x01 | (state.verifiesUser ? 0x04 : 0) | (attested ? 0x40 : 0);
  const authData = (attested: Buffer) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(++counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags(attested.length > 0)]), count, attested]);
  };
  const clientData = (type: string, challenge: string) => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  return {
    state,
    create(challenge: string) {
      const jwk = publicKey.export({ format: 'jwk' });
      const point = (text: string | undefined) => Buffer.from(text ?? '', 'base64url');
      const key = cbor(
        new Map<number, unknown>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, point(jwk.x)],
          [-3, point(jwk.y)],
        ]),
      );
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, key]);
      const attestation = cbor(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData(attested)],
        ]),
      );
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData('webauthn.create', challenge).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      };
    },
    get(challenge: string) {
      const data = authData(Buffer.alloc(0));
      const client = clientData('webauthn.get', challenge);
      const signature = createSign('sha256')
        .update(Buffer.concat([data, sha256(client)]))
        .sign(privateKey);
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: signature.toString('base64url'),
        },
      };
    },
  };
}

type Answer = { challenge: string; rp?: unknown; authenticatorSelection?: unknown };
type Browser = ReturnType<typeof jar>;

async function ask(browser: Browser, path: string, body?: unknown, headers: Record<string, string> = { origin: ORIGIN }) {
  const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const request = new Request(`${ORIGIN}/api/auth/passkey/${path}`, { ...post, headers: browser.headers({ 'content-type': 'application/json', ...headers }) });
  const response = await accounts.handler(request, visit());
  for (const line of response.headers.getSetCookie()) {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    browser.kept.set(pair.slice(0, at), decodeURIComponent(pair.slice(at + 1)));
  }
  const text = await response.text();
  const json: Answer = text === '' ? { challenge: '' } : JSON.parse(text);
  return { status: response.status, text, json };
}

async function withPasskey(device = authenticator()) {
  const who = await member();
  const browser = jar();
  browser.take((await accounts.signIn({ login: who.code, password: PASSWORD }, visit())).cookies);
  const { json } = await ask(browser, 'generate-register-options');
  const added = await ask(browser, 'verify-registration', { response: device.create(json.challenge), name: 'Máy cơ quan' });
  return { ...who, browser, device, options: json, added };
}

async function signInWith(device: ReturnType<typeof authenticator>, headers?: Record<string, string>) {
  const browser = jar();
  const { json } = await ask(browser, 'generate-authenticate-options');
  const answer = await ask(browser, 'verify-authentication', { response: device.get(json.challenge) }, headers);
  return { browser, answer, session: await accounts.sessionOf(browser.headers()) };
}

test('a passkey is added by the signed-in person, who is told, and then signs in without a password', async () => {
  const { id, device, options, added } = await withPasskey();
  expect(options.rp).toEqual({ name: 'Khuê', id: 'localhost' });
  expect(options.authenticatorSelection).toMatchObject({ userVerification: 'required', residentKey: 'required' });
  expect(added.status).toBe(200);
  expect(await accounts.listPasskeys(id)).toMatchObject([{ name: 'Máy cơ quan' }]);
  const { session, answer } = await signInWith(device);
  expect(session).toMatchObject({ personId: id });
  expect(answer.text).toBe('{}');
  expect((await audits(id)).map(({ operation, detail }) => [operation, detail])).toEqual([
    ['account.sign-in', { method: 'password' }],
    ['account.add-passkey', {}],
    ['account.sign-in', { method: 'passkey' }],
  ]);
  expect(used.filter((one) => one === id)).toHaveLength(1);
  expect(await all(db, sql`select body_key from kernel.outbox where person_id = ${id}`)).toEqual([{ body_key: 'account.mail.passkey-added' }]);
});

test('a device that does not check who holds it is refused, to add and to sign in', async () => {
  const careless = authenticator({ verifiesUser: false });
  const { id, added } = await withPasskey(careless);
  expect(added.status).toBeGreaterThanOrEqual(400);
  expect(await accounts.listPasskeys(id)).toEqual([]);
  const { device } = await withPasskey();
  device.state.verifiesUser = false;
  expect((await signInWith(device)).session).toBeUndefined();
  device.state.verifiesUser = true;
  expect((await signInWith(device)).session).toBeDefined();
});

test.each([
  ['made for another site', authenticator({ origin: 'https://evil.example' })],
  ['made for another host', authenticator({ rpId: 'evil.example' })],
])('a passkey %s is refused', async (_what, device) => {
  const { id, added } = await withPasskey(device);
  expect(added.status).toBeGreaterThanOrEqual(400);
  expect(await accounts.listPasskeys(id)).toEqual([]);
});

test('an unknown passkey, a used challenge and a wrong signature sign in nobody', async () => {
  const { device } = await withPasskey();
  expect((await signInWith(authenticator())).session).toBeUndefined();
  const browser = jar();
  const { json } = await ask(browser, 'generate-authenticate-options');
  const response = device.get(json.challenge);
  const forged = { ...response, response: { ...response.response, signature: randomBytes(70).toString('base64url') } };
  expect((await ask(browser, 'verify-authentication', { response: forged })).status).toBeGreaterThanOrEqual(400);
  // The challenge is spent by the failure.
  expect((await ask(browser, 'verify-authentication', { response })).status).toBeGreaterThanOrEqual(400);
  expect(await accounts.sessionOf(browser.headers())).toBeUndefined();
  const refused = await all(db, sql`select problem from kernel.audit where problem = 'account.passkey-refused'`);
  expect(refused.length).toBeGreaterThanOrEqual(3);
});

test('a removed passkey does not sign in any more; nobody removes those of others', async () => {
  const { id, device, browser } = await withPasskey();
  const other = await withPasskey();
  const [mine] = await accounts.listPasskeys(id);
  await expect(accounts.removePasskey(other.browser.headers(), mine?.id ?? '', visit())).rejects.toMatchObject({ code: 'account.no-passkey' });
  await expect(accounts.removePasskey(browser.headers(), "x' or true --", visit())).rejects.toMatchObject({ code: 'account.no-passkey' });
  await accounts.removePasskey(browser.headers(), mine?.id ?? '', visit());
  expect((await signInWith(device)).session).toBeUndefined();
});

test('a closed account is not opened by a passkey', async () => {
  const { id, device } = await withPasskey();
  await accounts.setClosed(db, id, true);
  expect((await signInWith(device)).session).toBeUndefined();
});

test('adding needs a session', async () => {
  const browser = jar();
  expect((await ask(browser, 'generate-register-options')).status).toBe(401);
  expect((await ask(browser, 'verify-registration', { response: {} })).status).toBe(401);
});

test('a request from another site is refused', async () => {
  const { device } = await withPasskey();
  expect((await signInWith(device, { origin: 'https://evil.example' })).session).toBeUndefined();
});

test.each([
  'POST /sign-up/email',
  'POST /sign-in/email',
  'POST /sign-in/social',
  'GET /get-session',
  'POST /change-password',
  'POST /update-user',
  'POST /delete-user',
  'POST /request-password-reset',
  'POST /reset-password',
  'POST /two-factor/enable',
  'POST /two-factor/verify-totp',
  'POST /passkey/delete-passkey',
  'GET /list-sessions',
  'POST /link-social',
  'GET /callback/other',
  'GET /',
  'GET /error',
])('%s is not open', async (line) => {
  const [method = '', path = ''] = line.split(' ');
  const { browser } = await withPasskey();
  const request = new Request(`${ORIGIN}/api/auth${path}`, {
    method,
    headers: browser.headers({ origin: ORIGIN, 'content-type': 'application/json' }),
    ...(method === 'POST' ? { body: '{}' } : {}),
  });
  expect((await accounts.handler(request, visit())).status).toBe(404);
});
