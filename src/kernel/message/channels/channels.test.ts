import { createPublicKey, verify } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '#base/clock/index.ts';
import { all, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { actorWith, testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { addPush, createGateway, createPush, deliverMails, listPush, notify, queueMail, readGatewayConfig, removePush, signatureOf, takeReceipts } from '../index.ts';
import { encryptPush, MAX_PLAIN_BYTES } from './encryption.ts';
import { browser, listen, localPush, type Got } from './testing.ts';

const { db, owner } = await testDatabase();
const SECRET = 'a secret that both sides know, of 40 signs';
const KEY = 'message.mail.digest-intro';
const at = (time: string, day = '2026-11-23') => fixedClock(day, time).now();

/** What the push service and the gateway answer; each test sets what it needs. */
let pushAnswer: (got: Got) => { status: number; body?: string } | undefined = () => ({ status: 201 });
let gatewayAnswer: (got: Got) => { status: number; body?: string } | undefined = () => undefined;
const service = await listen((got) => pushAnswer(got));
const gateway = await listen((got) => gatewayAnswer(got));
afterAll(() => {
  service.server.close();
  gateway.server.close();
});
const push = localPush();
const services = { push, gateway: createGateway({ url: `${gateway.url}/send`, secret: SECRET }) };
const ctxAt = (time: string, more: Partial<Ctx['services']> = {}, day?: string): Ctx => testCtx(db, { now: at(time, day), services: { ...services, ...more } });

type Sent = { messages: { id: string; to: string; text: string; locale: string }[] };
const messagesOf = ({ body }: Got): Sent['messages'] => (JSON.parse(body.toString()) as Sent).messages;
const accepting = (got: Got) => ({ status: 200, body: JSON.stringify({ results: messagesOf(got).map(({ id }) => ({ id, state: 'accepted' })) }) });
const states = () =>
  all(owner, sql<{ channel: string; state: string; attempts: number; error: string | null }>`select channel, state, attempts, error from kernel.outbox order by id`);

async function person(): Promise<string> {
  const id = newId();
  await sql`insert into kernel.person (id, staff_code, name, name_sort) values (${id}, ${id}, 'Nguyễn Văn An', 'An Nguyễn Văn')`.execute(owner);
  return id;
}

const as = (personId: string, time = '09:00'): Ctx => ({ ...ctxAt(time), actor: actorWith(personId) });
const sms = (address: string, count = 3) => ({
  channel: 'sms' as const,
  address,
  locale: 'vi' as const,
  subjectKey: KEY,
  bodyKey: KEY,
  values: { count },
  href: '/today',
  secret: true,
});

beforeEach(async () => {
  service.got.length = 0;
  gateway.got.length = 0;
  pushAnswer = () => ({ status: 201 });
  gatewayAnswer = accepting;
  for (const table of ['outbox', 'message', 'push_subscription']) await sql`delete from ${sql.table(`kernel.${table}`)}`.execute(owner);
});

describe('encryption', () => {
  test('the example of RFC 8291, appendix A, comes out byte for byte', () => {
    const key = (text: string): Buffer => Buffer.from(text, 'base64url');
    const sealed = encryptPush(
      'When I grow up, I want to be a watermelon',
      { p256dh: key('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'), auth: key('BTBZMqHH6r4Tts7J_aSIgg') },
      { salt: key('DGv6ra1nlYgDCS1FRnbzlw'), privateKey: key('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw') },
    );
    expect(sealed.toString('base64url')).toBe(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
  });

  test('a text that no push service would take is refused before it is sent', () => {
    const { keys } = browser();
    const own = { p256dh: Buffer.from(keys.p256dh, 'base64url'), auth: Buffer.from(keys.auth, 'base64url') };
    expect(encryptPush('a'.repeat(MAX_PLAIN_BYTES), own)).toHaveLength(4096);
    expect(() => encryptPush('a'.repeat(MAX_PLAIN_BYTES + 1), own)).toThrow(RangeError);
  });
});

describe('web push', () => {
  test('a notice reaches the browser, which alone can read it, with a token that the public key verifies', async () => {
    const an = await person();
    const own = browser();
    const { publicKey } = await perform(listPush, as(an), {});
    expect(await perform(addPush, as(an), { endpoint: `${service.url}/an`, ...own.keys, label: 'Firefox' })).toEqual({ browsers: 1 });
    await notify(as(an), { to: [an], key: KEY, values: { count: 4 }, href: '/today', push: true });
    await deliverMails(ctxAt('09:03'));
    expect(service.got).toHaveLength(1);
    const [got] = service.got;
    expect(got?.body.toString('latin1')).not.toContain('Khu');
    expect(JSON.parse(own.read(got?.body ?? Buffer.alloc(0)))).toMatchObject({ body: 'Anh/Chị có 4 thông báo mới trên Khuê:', href: 'http://localhost:3000/today' });
    expect(got?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '259200' });
    expect(got?.headers['topic']).toMatch(/^[0-9a-f]{32}$/);
    const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(got?.headers.authorization ?? '') ?? [];
    expect(key).toBe(publicKey);
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(key, 'base64url');
    const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')];
    const known = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), { key: known, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ aud: service.url, sub: 'mailto:khue@example.org' });
    expect(await states()).toEqual([{ channel: 'web-push', state: 'sent', attempts: 1, error: null }]);
  });

  test('a browser that is gone is forgotten; the other one of the person is enough', async () => {
    const an = await person();
    const [old, fresh] = [browser(), browser()];
    await perform(addPush, as(an), { endpoint: `${service.url}/old`, ...old.keys });
    await perform(addPush, as(an), { endpoint: `${service.url}/fresh`, ...fresh.keys });
    pushAnswer = ({ path }) => ({ status: path === '/old' ? 410 : 201 });
    await notify(as(an), { to: [an], key: KEY, values: { count: 1 }, push: true });
    await deliverMails(ctxAt('09:03'));
    expect(await states()).toMatchObject([{ state: 'sent' }]);
    expect((await perform(listPush, as(an), {})).browsers).toHaveLength(1);
  });

  test('with no browser left the letter has failed, and whoever has none gets no letter', async () => {
    const [an, binh] = [await person(), await person()];
    await perform(addPush, as(an), { endpoint: `${service.url}/an`, ...browser().keys });
    pushAnswer = () => ({ status: 404 });
    await notify(as(an), { to: [an, binh], key: KEY, values: { count: 1 }, push: true });
    await deliverMails(ctxAt('09:03'));
    expect(await states()).toMatchObject([{ channel: 'web-push', state: 'failed' }]);
  });

  test.each([
    ['an address that is no push service', { endpoint: 'https://169.254.169.254/latest' }],
    ['a key that is no point', { p256dh: 'AAAA' }],
    ['a secret of another length', { auth: 'AAAA' }],
  ])('%s is refused', async (_what, wrong) => {
    const an = await person();
    await expect(perform(addPush, as(an), { endpoint: `${service.url}/an`, ...browser().keys, ...wrong })).rejects.toMatchObject({ code: 'message.bad-browser' });
  });

  test('nobody removes the browser of somebody else', async () => {
    const [an, binh] = [await person(), await person()];
    await perform(addPush, as(an), { endpoint: `${service.url}/an`, ...browser().keys });
    const id = (await perform(listPush, as(an), {})).browsers[0]?.id ?? '';
    await expect(perform(removePush, as(binh), { id })).rejects.toMatchObject({ code: 'message.no-browser' });
    await perform(removePush, as(an), { id });
    expect((await perform(listPush, as(an), {})).browsers).toEqual([]);
  });

  test.each([
    ['https://fcm.googleapis.com/fcm/send/x', true],
    ['https://updates.push.services.mozilla.com/wpush/v2/x', true],
    ['https://wns2-par02p.notify.windows.com/w/?token=x', true],
    ['https://web.push.apple.com/x', true],
    ['https://push.example.org/x', true],
    ['http://fcm.googleapis.com/x', false],
    ['https://fcm.googleapis.com:8443/x', false],
    ['https://fcm.googleapis.com.example.org/x', false],
    ['https://evilnotify.windows.com.example/x', false],
    ['https://127.0.0.1/x', false],
    ['nonsense', false],
  ])('may the server call %s: %s', (endpoint, may) => {
    const made = createPush(join(tmpdir(), `khue-push-${process.pid}.key`), 'mailto:a@example.org', { KHUE_PUSH_HOSTS: 'push.example.org' });
    expect(made.mayCall(endpoint)).toBe(may);
  });
});

describe('gateway', () => {
  test('a message is sent once, signed, under the id of its row, and ends as sent with its link wiped', async () => {
    await queueMail(ctxAt('09:00'), [sms('+84912345678')]);
    await deliverMails(ctxAt('09:03'));
    await deliverMails(ctxAt('10:03'));
    expect(gateway.got).toHaveLength(1);
    const [got] = gateway.got;
    const seconds = Number(got?.headers['x-khue-timestamp']);
    expect(got?.headers['x-khue-signature']).toBe(signatureOf(SECRET, seconds, got?.body.toString() ?? ''));
    expect(got && messagesOf(got)).toMatchObject([{ to: '+84912345678', text: 'Anh/Chị có 3 thông báo mới trên Khuê: http://localhost:3000/today', locale: 'vi' }]);
    expect(await all(owner, sql`select state, href from kernel.outbox`)).toEqual([{ state: 'sent', href: null }]);
  });

  test('down for a day: nothing is lost, nothing is given up, each message arrives once', async () => {
    const numbers = Array.from({ length: 250 }, (_, n) => `+84900000${String(n).padStart(3, '0')}`);
    await queueMail(
      ctxAt('09:00'),
      numbers.map((number) => sms(number)),
    );
    gatewayAnswer = (got) => (got.path === '/send' ? { status: 503 } : undefined);
    for (let hour = 9; hour < 21; hour += 1) await deliverMails(ctxAt(`${String(hour).padStart(2, '0')}:30`));
    expect(new Set((await states()).map(({ state }) => state))).toEqual(new Set(['queued']));
    gateway.got.length = 0;
    gatewayAnswer = accepting;
    await deliverMails(ctxAt('09:30', {}, '2026-11-24'));
    const got = gateway.got.flatMap(messagesOf);
    expect(got.map(({ to }) => to).toSorted()).toEqual(numbers);
    expect(new Set(got.map(({ id }) => id)).size).toBe(numbers.length);
    expect(new Set((await states()).map(({ state }) => state))).toEqual(new Set(['sent']));
  });

  test('a gateway that is down is called once a turn, not once for every hundred messages', async () => {
    await queueMail(
      ctxAt('09:00'),
      Array.from({ length: 900 }, (_, n) => sms(`+84911000${String(n).padStart(3, '0')}`)),
    );
    gatewayAnswer = () => undefined;
    await deliverMails(ctxAt('09:03'));
    expect(gateway.got.length).toBeLessThanOrEqual(2);
  });

  test('a number that is refused fails at once; one that must wait is tried again; what the answer leaves out too', async () => {
    await queueMail(ctxAt('09:00'), [sms('+84900000001'), sms('+84900000002'), sms('+84900000003')]);
    gatewayAnswer = (got) => ({
      status: 200,
      body: JSON.stringify({
        results: messagesOf(got).flatMap(({ id, to }) =>
          to.endsWith('1') ? [{ id, state: 'rejected', error: 'no such number' }] : to.endsWith('2') ? [{ id, state: 'later' }] : [],
        ),
      }),
    });
    await deliverMails(ctxAt('09:03'));
    expect((await states()).map(({ state, error }) => [state, error])).toEqual([
      ['failed', 'gateway: no such number'],
      ['queued', 'gateway: later'],
      ['queued', 'gateway: later'],
    ]);
  });

  test('without a gateway messages are held, and go out when there is one', async () => {
    await queueMail(ctxAt('09:00'), [sms('+84900000001')]);
    await deliverMails(ctxAt('09:03', { gateway: undefined }));
    expect(await states()).toMatchObject([{ state: 'held' }]);
    await deliverMails(ctxAt('09:04'));
    expect(await states()).toMatchObject([{ state: 'sent' }]);
  });

  test('nothing leaves at night', async () => {
    await queueMail(ctxAt('20:30'), [sms('+84900000001')]);
    await deliverMails(ctxAt('22:00'));
    expect(gateway.got).toEqual([]);
  });

  test.each([
    [{ KHUE_GATEWAY_URL: 'https://sms.example.org' }, /belong together/],
    [{ KHUE_GATEWAY_URL: 'http://sms.example.org', KHUE_GATEWAY_SECRET: SECRET }, /https/],
    [{ KHUE_GATEWAY_URL: 'https://sms.example.org', KHUE_GATEWAY_SECRET: 'short' }, /32/],
  ])('settings %o are refused in one sentence', (env, sentence) => expect(() => readGatewayConfig(env)).toThrow(sentence));
});

describe('receipts', () => {
  const signed = (receipts: unknown, now = at('10:00')) => {
    const body = JSON.stringify({ receipts });
    const seconds = Math.floor(now.epochMilliseconds / 1000);
    return { seconds, body, signature: signatureOf(SECRET, seconds, body) };
  };
  const sentOne = async (): Promise<string> => {
    await queueMail(ctxAt('09:00'), [sms('+84900000001')]);
    await deliverMails(ctxAt('09:03'));
    return (await all(owner, sql<{ id: string }>`select id from kernel.outbox`))[0]?.id ?? '';
  };

  test('what arrived is noted once; what came back fails with the words of the gateway', async () => {
    const id = await sentOne();
    const own = () => ctxAt('10:00');
    expect(await perform(takeReceipts, own(), signed([{ id, state: 'delivered' }]))).toEqual({ noted: 1 });
    expect(await perform(takeReceipts, own(), signed([{ id, state: 'delivered' }]))).toEqual({ noted: 0 });
    await sql`delete from kernel.outbox`.execute(owner);
    const other = await sentOne();
    expect(await perform(takeReceipts, own(), signed([{ id: other, state: 'undelivered', error: 'absent' }]))).toEqual({ noted: 1 });
    expect(await states()).toMatchObject([{ state: 'failed', error: 'absent' }]);
  });

  test.each([
    ['another secret', (call: ReturnType<typeof signed>) => ({ ...call, signature: signatureOf('x'.repeat(40), call.seconds, call.body) })],
    ['another body', (call: ReturnType<typeof signed>) => ({ ...call, body: `${call.body} ` })],
    ['another moment', (call: ReturnType<typeof signed>) => ({ ...call, seconds: call.seconds + 1 })],
    ['no signature', (call: ReturnType<typeof signed>) => ({ ...call, signature: '' })],
  ])('%s is refused', async (_what, change) => {
    const id = await sentOne();
    await expect(perform(takeReceipts, ctxAt('10:00'), change(signed([{ id, state: 'delivered' }])))).rejects.toMatchObject({ code: 'message.bad-signature' });
  });

  test('a call that was caught is of no use six minutes later', async () => {
    const id = await sentOne();
    await expect(perform(takeReceipts, ctxAt('10:06'), signed([{ id, state: 'delivered' }]))).rejects.toMatchObject({ code: 'message.bad-signature' });
  });
});
