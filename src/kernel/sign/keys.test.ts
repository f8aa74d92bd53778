import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { openCsc } from './csc.ts';
import { openPkcs12 } from './pkcs12.ts';
import { AT, makeAuthority, pkcs12Of, serveCsc } from './testing.ts';
import { typeset } from '#base/typeset/index.ts';
import { signPdf } from './pdf-sign.ts';
import { verifyPdf } from './verify.ts';

const authority = await makeAuthority();
const { bytes: plain } = await typeset(process.cwd(), { template: 'note', at: AT, data: { title: 'Thư', footer: '', paragraphs: ['Kính gửi.'] } });
const verdictOf = async (bytes: Uint8Array) => {
  const { signatures } = await verifyPdf(bytes, { anchors: { trusted: [authority.der], test: undefined }, now: AT, ask: async () => undefined, reader: 'staff' });
  return signatures.map(({ signer, checks }) => [signer, checks.find(({ check }) => check === 'integrity')?.outcome]);
};
const words = { name: 'Nguyễn Văn An', reason: 'Ký', location: 'Hà Nội', at: AT };

describe('a PKCS#12 file', () => {
  const file = authority.issue('Nguyễn Văn An').then((holder) => pkcs12Of(holder, authority.root, 'mật khẩu tệp'));

  test('signs with its password, whatever the order of its certificates', async () => {
    const key = await openPkcs12(await file, 'mật khẩu tệp');
    expect(await verdictOf(await signPdf(plain, { ...words, key }))).toEqual([['Nguyễn Văn An', 'good']]);
  });

  test.each([
    ['a wrong password', async () => openPkcs12(await file, 'sai'), 'sign.pkcs12-password', '/pkcs12Password'],
    ['no password', async () => openPkcs12(await file, ''), 'sign.pkcs12-password', '/pkcs12Password'],
    ['a file of another kind', async () => openPkcs12(new TextEncoder().encode('không phải'), 'x'), 'sign.pkcs12-unreadable', '/pkcs12'],
    ['no file', async () => openPkcs12(new Uint8Array(), 'x'), 'sign.pkcs12-needed', '/pkcs12'],
  ])('%s has a sentence of its own', async (_title, open, code, at) => {
    await expect(open()).rejects.toMatchObject({ kind: 'invalid', code, errors: [{ at, code }] });
  });
});

describe('remote signing (Cloud Signature Consortium 2)', () => {
  const access = { account: 'an.nguyen', pin: '123456' };

  test('signs the digest that the person authorised', async () => {
    const server = await serveCsc(authority, 'Nguyễn Văn An');
    const key = await openCsc(server.config, access);
    expect(await verdictOf(await signPdf(plain, { ...words, key }))).toEqual([['Nguyễn Văn An', 'good']]);
    expect(server.calls).toEqual(['oauth2/token', 'credentials/list', 'credentials/info', 'credentials/authorize', 'signatures/signHash']);
    await server.close();
  });

  test.each<[string, Parameters<typeof serveCsc>[2], Partial<typeof access & { clientSecret: string }>, string, string]>([
    ['an account it does not know', {}, { account: 'ai.do' }, 'invalid', 'sign.csc-account'],
    ['an account without a key', {}, { account: 'chua.co' }, 'invalid', 'sign.csc-no-key'],
    ['a wrong PIN', {}, { pin: '000000' }, 'invalid', 'sign.csc-pin'],
    ['a disabled key', { status: 'disabled' }, {}, 'conflict', 'sign.csc-disabled'],
    ['a service that is down', { failing: 'signatures/signHash' }, {}, 'conflict', 'sign.csc-unreachable'],
    ['an answer of another form', { garbled: 'credentials/info' }, {}, 'conflict', 'sign.csc-answer'],
    ['an installation it does not let in', {}, { clientSecret: 'sai' }, 'conflict', 'sign.csc-refused'],
  ])('%s has a sentence of its own', async (_title, more, { clientSecret, ...given }, kind, code) => {
    const server = await serveCsc(authority, 'Nguyễn Văn An', more);
    const sign = async () => (await openCsc({ ...server.config, ...(clientSecret !== undefined && { clientSecret }) }, { ...access, ...given })).sign(new Uint8Array(8));
    await expect(sign()).rejects.toMatchObject({ kind, code });
    await server.close();
  });

  test('what is missing is named in its field before the service is asked at all', async () => {
    const server = await serveCsc(authority, 'Nguyễn Văn An');
    const errors = [
      { at: '/account', code: 'sign.csc-account-needed' },
      { at: '/pin', code: 'sign.csc-pin-needed' },
    ];
    await expect(openCsc(server.config, { account: '', pin: '' })).rejects.toMatchObject({ kind: 'invalid', errors });
    expect(server.calls).toEqual([]);
    await server.close();
  });

  test.each(['oauth2/token', 'credentials/info', 'credentials/authorize', 'signatures/signHash'])(
    'a service that does not answer %s is waited for only so long',
    async (silent) => {
      const server = await serveCsc(authority, 'Nguyễn Văn An', { silent });
      const sign = async () => (await openCsc(server.config, access, 300)).sign(new Uint8Array(8));
      await expect(sign()).rejects.toMatchObject({ kind: 'conflict', code: 'sign.csc-slow' });
      await server.close();
    },
  );

  test('a service that falls silent in the middle of an answer', async () => {
    const server = createServer((_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"access_'));
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const config = { url: `http://127.0.0.1:${port}`, name: 'x', clientId: 'khue', clientSecret: 'secret' };
    await expect(openCsc(config, access, 300)).rejects.toMatchObject({ code: 'sign.csc-slow' });
    server.closeAllConnections();
    server.close();
  });

  test('a service that is not there', async () => {
    const server = await serveCsc(authority, 'Nguyễn Văn An');
    await server.close();
    await expect(openCsc(server.config, access)).rejects.toMatchObject({ code: 'sign.csc-unreachable' });
  });
});
