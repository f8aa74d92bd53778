import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createVapid } from './vapid.ts';
import type { Push } from './web-push.ts';

/** What a server got. */
export type Got = { path: string; headers: IncomingHttpHeaders; body: Buffer };

/** A local server that keeps what it gets; `answer` says with what it answers. */
export async function listen(answer: (got: Got) => { status: number; body?: string } | undefined): Promise<{ url: string; got: Got[]; server: Server }> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts) };
      got.push(one);
      const said = answer(one);
      if (said === undefined) return void response.destroy();
      response.writeHead(said.status, { 'content-type': 'application/json' }).end(said.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, got, server };
}

/** A browser as a push service knows it: it alone can read what is sent to it. */
export function browser() {
  const pair = createECDH('prime256v1');
  const p256dh = pair.generateKeys();
  const auth = randomBytes(16);
  const derive = (key: Buffer, salt: Buffer, info: Buffer, bytes: number): Buffer => Buffer.from(hkdfSync('sha256', key, salt, info, bytes));
  const read = (sent: Buffer): string => {
    const salt = sent.subarray(0, 16);
    const keyLength = sent.readUInt8(20);
    const senderPoint = sent.subarray(21, 21 + keyLength);
    const sealed = sent.subarray(21 + keyLength);
    const shared = derive(pair.computeSecret(senderPoint), auth, Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, senderPoint]), 32);
    const decipher = createDecipheriv(
      'aes-128-gcm',
      derive(shared, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16),
      derive(shared, salt, Buffer.from('Content-Encoding: nonce\0'), 12),
      {
        authTagLength: 16,
      },
    );
    decipher.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    if (plain.at(-1) !== 2) throw new Error('no mark of the last record');
    return plain.subarray(0, -1).toString();
  };
  return { keys: { p256dh: p256dh.toString('base64url'), auth: auth.toString('base64url') }, read };
}

/** Web push that calls local servers too. */
export function localPush(): Push {
  return { vapid: createVapid(Buffer.alloc(32, 7), 'mailto:khue@example.org'), mayCall: (endpoint) => endpoint.startsWith('http://127.0.0.1:') };
}
