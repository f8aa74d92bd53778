import { generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { AT, makeAuthority } from '#kernel/sign/testing.ts';
import { testDatabase } from '#tests/database.ts';
import { agentNamed, fresh, multipart, reading, sha256, testClient, type Json, type TestClient } from '../testing.ts';

const { db } = await testDatabase();
let all: TestClient;
beforeAll(async () => {
  all = await testClient(db, 'all');
});
const { store } = reading(() => all);

describe('1.5.2 and 2.4.11: attachments', () => {
  const bytes = 'đây là tệp kèm theo';
  const said = (more: Json = {}) => ({
    usageType: 'http://example.com/use',
    display: { vi: 'Tệp' },
    contentType: 'text/plain',
    length: Buffer.byteLength(bytes),
    sha2: sha256(bytes),
    ...more,
  });
  const binary = { 'Content-Transfer-Encoding': 'binary', 'X-Experience-API-Hash': sha256(bytes) };
  const send = (statement: unknown, parts: Parameters<typeof multipart>[1]) => all('POST', 'statements', multipart(statement, parts));

  test('come with their statement and are given out with it', async () => {
    const statement = fresh({ attachments: [said()] });
    expect(await send(statement, [{ bytes }])).toMatchObject({ status: 200, json: [statement.id] });
    const answer = await all('GET', 'statements', { query: { statementId: statement.id, attachments: 'true' } });
    const boundary = /boundary=(.+)$/.exec(answer.headers.get('content-type') ?? '')?.[1] ?? '-';
    const [, first = '', second = '', end] = answer.text.split(`--${boundary}`);
    expect(first).toContain('Content-Type: application/json');
    expect(JSON.parse(first.split('\r\n\r\n')[1] ?? '')).toMatchObject({ id: statement.id });
    expect(second).toContain(`X-Experience-API-Hash: ${sha256(bytes)}`);
    expect(second).toContain('Content-Transfer-Encoding: binary');
    expect(second.split('\r\n\r\n')[1]).toBe(`${bytes}\r\n`);
    expect(end).toBe('--\r\n');
    expect((await all('GET', 'statements', { query: { statementId: statement.id, attachments: 'false' } })).headers.get('content-type')).toBe('application/json');
  });

  test('bytes are given out with the statement they came with only', async () => {
    const [with_, without] = [fresh({ attachments: [said()] }), fresh({ attachments: [said({ fileUrl: 'http://example.com/f' })] })];
    await send(with_, [{ bytes }]);
    await store(without);
    expect((await all('GET', 'statements', { query: { statementId: without.id, attachments: 'true' } })).text).not.toContain(bytes);
  });

  const cases: [section: string, what: string, attachments: Json[], parts: Parameters<typeof multipart>[1], status: number][] = [
    ['1.5.2.s2.b2.b3', 'without its hash', [said()], [{ headers: { 'Content-Transfer-Encoding': 'binary' }, bytes }], 400],
    ['1.5.2.s2.b2.b4', 'without its encoding', [said()], [{ headers: { 'X-Experience-API-Hash': sha256(bytes) }, bytes }], 400],
    ['1.5.2.s2.b2.b4', 'with another encoding', [said()], [{ headers: { ...binary, 'Content-Transfer-Encoding': 'base64' }, bytes }], 400],
    ['1.5.2.s2.b2.b7', 'of another type', [said()], [{ headers: { ...binary, 'Content-Type': 'image/png' }, bytes }], 400],
    ['1.5.2.s2.b2.b7', 'of another length', [said({ length: 1 })], [{ bytes }], 400],
    ['1.5.2.s1.b4', 'with other bytes than its hash says', [said()], [{ headers: binary, bytes: 'khác' }], 400],
    ['1.5.2.s3.b5', 'that is missing', [said()], [], 400],
    ['1.5.2.s3.b5', 'that is missing but has an address', [said({ fileUrl: 'http://example.com/f' })], [], 200],
    ['1.5.2.s2.b2', 'that no statement names', [], [{ bytes }], 400],
    ['1.5.2.s3.b8', 'in none at all', [], [], 200],
  ];
  test.each(cases)('%s: an attachment %s', async (_section, _what, attachments, parts, status) => {
    expect(await send(fresh({ attachments }), parts)).toMatchObject({ status });
  });

  test('a batch with one attachment for two statements, of SHA-512 and large', async () => {
    const large = Buffer.alloc(3_000_000, 'x');
    const both = [fresh({ attachments: [said({ length: large.length, sha2: sha256(large) })] }), fresh({ attachments: [said({ length: large.length, sha2: sha256(large) })] })];
    expect(await send(both, [{ bytes: large }])).toMatchObject({ status: 200 });
    const answer = await all('GET', 'statements', { query: { statementId: both[1]?.id, attachments: 'true' } });
    expect(answer.text.length).toBeGreaterThan(large.length);
  });

  test('1.5.1.s1.b2: JSON alone may name attachments by address only', async () => {
    expect(await all('POST', 'statements', { body: fresh({ attachments: [said({ fileUrl: 'http://example.com/f' })] }) })).toMatchObject({ status: 200 });
    expect(await all('POST', 'statements', { body: fresh({ attachments: [said()] }) })).toMatchObject({ status: 400 });
  });

  test.each([
    ['without boundary', 'multipart/mixed', '--x\r\n\r\n{}\r\n--x--'],
    ['broken off', 'multipart/mixed; boundary=x', '--x\r\nContent-Type: application/json\r\n\r\n{}'],
    ['without a part of JSON', 'multipart/mixed; boundary=x', '--x\r\nContent-Type: text/plain\r\n\r\n{}\r\n--x--\r\n'],
    ['without parts', 'multipart/mixed; boundary=x', '--x--\r\n'],
  ])('1.5.2.s2.b2: a body %s is 400', async (_what, type, body) => {
    expect(await all('POST', 'statements', { body, headers: { 'content-type': type } })).toMatchObject({ status: 400 });
  });

  describe('2.6: signatures', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const jws = (statement: unknown, alg = 'RS256', header: Json = {}, key = privateKey) => {
      const signed = `${part({ alg, ...header })}.${part(statement)}`;
      return `${signed}.${sign(`RSA-SHA${alg.slice(2)}`, Buffer.from(signed), key).toString('base64url')}`;
    };
    const signedWith = (statement: Json, token: string, type = 'application/octet-stream') => ({
      ...statement,
      attachments: [
        { usageType: 'http://adlnet.gov/expapi/attachments/signature', display: { en: 'Signature' }, contentType: type, length: Buffer.byteLength(token), sha2: sha256(token) },
      ],
    });
    const cases2: [section: string, what: string, make: (statement: Json) => [Json, string], status: number][] = [
      ['b3', 'of the statement', (s) => [s, jws(s)], 200],
      ['b3', 'of the statement with what the store adds', (s) => [s, jws({ ...s, authority: agentNamed('x'), stored: '2026-01-01T00:00:00Z', version: '1.0.0' })], 200],
      ['b4', 'with RS384', (s) => [s, jws(s, 'RS384')], 200],
      ['b4', 'with RS512', (s) => [s, jws(s, 'RS512')], 200],
      ['b4', 'with another algorithm', (s) => [s, `${part({ alg: 'HS256' })}.${part(s)}.AAAA`], 400],
      ['b3', 'of another statement', (s) => [s, jws({ ...s, verb: { id: 'http://example.com/other' } })], 400],
      ['b1', 'that is no JWS', (s) => [s, 'not a signature'], 400],
      ['s5.b3.b3', 'with a certificate that is none', (s) => [s, jws(s, 'RS256', { x5c: ['AAAA'] })], 400],
    ];
    test.each(cases2)('2.6.s4.%s: a signature %s', async (_section, _what, make, status) => {
      const [statement, token] = make(fresh());
      expect(await send(signedWith(statement, token), [{ bytes: token }])).toMatchObject({ status });
    });

    describe('2.6.s4.b6, 2.6.s5.b3.b3: certificates in the header (RFC 7515, 4.1.6)', async () => {
      const [root, stranger] = [await makeAuthority('Gốc'), await makeAuthority('Khác')];
      const keys = await crypto.subtle.generateKey({ name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, true, [
        'sign',
        'verify',
      ]);
      const own = KeyObject.from(keys.privateKey);
      const [leaf, curve] = [await root.issue('Người ký', { keys }), await root.issue('Người ký bằng ECDSA')];
      const late = await root.issue('Hết hạn', { keys, from: AT.subtract({ hours: 48 }), until: AT.subtract({ hours: 24 }) });
      const chain = (...certificates: Uint8Array[]) => certificates.map((der) => Buffer.from(der).toString('base64'));
      const cases3: [what: string, x5c: unknown, key: KeyObject, more: Json, status: number][] = [
        ['alone, of the key', chain(leaf.der), own, {}, 200],
        ['with the one that issued it', chain(leaf.der, root.der), own, {}, 200],
        ['of another key', chain(leaf.der), privateKey, {}, 400],
        ['with one that did not issue it', chain(leaf.der, stranger.der), own, {}, 400],
        ['with one that is no authority', chain(leaf.der, late.der), own, {}, 400],
        ['the other way round', chain(root.der, leaf.der), own, {}, 400],
        ['that has run out', chain(late.der), own, {}, 400],
        ['that has run out since, but not when it happened', chain(late.der), own, { timestamp: AT.subtract({ hours: 36 }).toString() }, 200],
        ['of a key that is not RSA', chain(curve.der), own, {}, 400],
        ['none', [], own, {}, 400],
        ['as one text', chain(leaf.der)[0], own, {}, 400],
        ['and something else', [...chain(leaf.der), 'AAAA'], own, {}, 400],
      ];
      test.each(cases3)('a certificate %s', async (_what, x5c, key, more, status) => {
        const statement = fresh(more);
        const token = jws(statement, 'RS256', { x5c }, key);
        expect(await send(signedWith(statement, token), [{ bytes: token }])).toMatchObject({ status });
      });
    });

    test('2.6.s4.b1: a signature has its own media type and comes along', async () => {
      const statement = fresh();
      const token = jws(statement);
      expect(await send(signedWith(statement, token, 'text/plain'), [{ bytes: token }])).toMatchObject({ status: 400 });
      const [attachment] = signedWith(statement, token).attachments;
      expect(await all('POST', 'statements', { body: { ...statement, attachments: [{ ...attachment, fileUrl: 'http://example.com/s' }] } })).toMatchObject({ status: 400 });
    });
  });
});
