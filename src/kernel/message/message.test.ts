import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { SMTPServer } from 'smtp-server';
import { fixedClock } from '#base/clock/index.ts';
import { all, inTransaction, one, sql } from '#base/db/index.ts';
import { newId } from '#base/id/index.ts';
import { createLog } from '#base/log/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { system } from '#kernel/org/index.ts';
import { testDatabase } from '#tests/database.ts';
import { createMailer, deliverMails, eraseMessages, isQuiet, listMine, listOutbox, markRead, notBefore, notify, queueMail, showHeld } from './index.ts';

const { db, owner } = await testDatabase();
const log = createLog('silent');
const addresses = new Map<string, string>();

type Received = { to: string[]; subject: string; text: string; headers: string };
const received: Received[] = [];
let refuse: ((address: string) => boolean) | undefined;
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo(address, _session, done) {
    if (refuse?.(address.address)) return done(Object.assign(new Error('Mailbox busy, try later'), { responseCode: 450 }));
    done();
  },
  onData(stream, session, done) {
    let raw = '';
    stream.setEncoding('utf8').on('data', (part: string) => (raw += part));
    stream.on('end', () => {
      received.push({ to: session.envelope.rcptTo.map(({ address }) => address), ...parse(raw) });
      done();
    });
  },
});
await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
const { port } = smtp.server.address() as { port: number };
const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'Khuê <khue@hanoi.example>' });
afterAll(async () => {
  mailer.close();
  await new Promise<void>((resolve) => smtp.close(resolve));
});

function parse(raw: string): Omit<Received, 'to'> {
  const [headers = '', ...rest] = raw.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const bytes = /base64/i.test(/Content-Transfer-Encoding: (.*)/i.exec(headers)?.[1] ?? '') ? Buffer.from(body, 'base64') : quoted(body);
  const subject = (/^Subject: ((?:.|\r\n\s)*)$/im.exec(headers)?.[1] ?? '').replace(/\r\n\s/g, '');
  const words = subject
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?(.*?)\?=/gi, (_all, kind: string, text: string) =>
      kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : quoted(text.replace(/_/g, ' ')).toString(),
    );
  return { subject: words, text: bytes.toString(), headers };
}

function quoted(text: string): Buffer {
  const latin = text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin, /[^\0-\u00ff]/.test(latin) ? 'utf8' : 'latin1');
}

async function person(email?: string): Promise<string> {
  const id = newId();
  await sql`insert into kernel.person (id, staff_code, name, name_sort) values (${id}, ${id}, 'Nguyễn Văn An', 'An Nguyễn Văn')`.execute(owner);
  if (email) addresses.set(id, email);
  return id;
}

function ctxAt(time: string, options: { mailer?: Ctx['services']['mailer']; actor?: Ctx['actor'] } = {}): Ctx {
  const clock = fixedClock('2026-11-23', time);
  const services = {
    root: process.cwd(),
    log,
    publicUrl: 'https://khue.example',
    mailer: 'mailer' in options ? options.mailer : mailer,
    addressOf: async (_db, ids) => new Map(ids.flatMap((id) => (addresses.has(id) ? [[id, { email: addresses.get(id) ?? '', locale: 'vi' as const }] as const] : []))),
  } satisfies Partial<Ctx['services']> as Ctx['services'];
  return { db, actor: options.actor ?? system('test'), today: clock.today(), now: clock.now(), locale: 'vi', requestId: newId(), purpose: undefined, services };
}

const states = () => all(owner, sql<{ state: string; attempts: number }>`select state, attempts from kernel.outbox order by id`);

const KEY = 'message.mail.digest-intro';
const told = (to: string[], count = 1) => ({ to, key: KEY, values: { count }, href: '/today', email: true });
// Ids sort by the millisecond they are made in.
const later = <T>(work: () => Promise<T>) => new Promise((resolve) => setTimeout(resolve, 2)).then(work);

beforeEach(async () => {
  received.length = 0;
  refuse = undefined;
  await sql`delete from kernel.outbox`.execute(owner);
  await sql`delete from kernel.message`.execute(owner);
});

describe('quiet hours', () => {
  test.each([
    ['20:59', false],
    ['21:00', true],
    ['23:59', true],
    ['00:00', true],
    ['06:29', true],
    ['06:30', false],
    ['12:00', false],
  ])('at %s it is quiet: %s', (time, quiet) => {
    expect(isQuiet(fixedClock('2026-11-23', time).now())).toBe(quiet);
  });

  test.each([
    ['12:00', false, '2026-11-23T12:02'],
    ['12:00', true, '2026-11-23T12:00'],
    ['20:57', false, '2026-11-23T20:59'],
    ['20:58', false, '2026-11-24T06:30'],
    ['23:59', false, '2026-11-24T06:30'],
    ['03:00', false, '2026-11-23T06:30'],
    ['03:00', true, '2026-11-23T03:00'],
    ['06:29', false, '2026-11-23T06:31'],
  ])('written at %s (urgent: %s) it leaves at %s', (time, urgent, expected) => {
    const leaves = notBefore(fixedClock('2026-11-23', time).now(), urgent).toZonedDateTimeISO('Asia/Ho_Chi_Minh');
    expect(leaves.toPlainDateTime().toString({ smallestUnit: 'minute' })).toBe(expected);
  });

  test('a mail that can wait is not sent at night, nor when it was written by day and is due by night; an urgent one is', async () => {
    const an = await person('an@hanoi.example');
    await notify(ctxAt('20:50'), told([an]));
    await queueMail(ctxAt('22:00'), [{ address: 'binh@hanoi.example', locale: 'vi', subjectKey: KEY, bodyKey: KEY, values: { count: 3 }, urgent: true }]);
    await deliverMails(ctxAt('22:00'));
    expect(received.map(({ to }) => to)).toEqual([['binh@hanoi.example']]);
    await deliverMails({ ...ctxAt('06:30'), now: fixedClock('2026-11-24', '06:31').now() });
    expect(received.map(({ to }) => to)).toEqual([['binh@hanoi.example'], ['an@hanoi.example']]);
  });
});

describe('delivery', () => {
  test('a mail is delivered with its sentence, its link and the headers of a machine', async () => {
    const an = await person('an@hanoi.example');
    await notify(ctxAt('09:00'), told([an], 7));
    await deliverMails(ctxAt('09:03'));
    expect(received).toHaveLength(1);
    expect(received[0]?.to).toEqual(['an@hanoi.example']);
    expect(received[0]?.subject).toBe('Anh/Chị có 7 thông báo mới trên Khuê:');
    expect(received[0]?.text).toContain('Kính gửi Anh/Chị');
    expect(received[0]?.text).toContain('https://khue.example/today');
    expect(received[0]?.headers).toMatch(/Auto-Submitted: auto-generated/i);
    expect(await states()).toEqual([{ state: 'sent', attempts: 1 }]);
    await deliverMails(ctxAt('10:00'));
    expect(received).toHaveLength(1);
  });

  test('nothing is told or sent when the act is rolled back', async () => {
    const an = await person('an@hanoi.example');
    await expect(
      inTransaction(db, async (tx) => {
        await notify({ ...ctxAt('09:00'), db: tx }, told([an]));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await deliverMails(ctxAt('10:00'));
    expect(received).toEqual([]);
    expect(await all(owner, sql`select id from kernel.message`)).toEqual([]);
  });

  test('a refused mail is tried again after a minute, then after five, and is delivered when the server takes it', async () => {
    const an = await person('an@hanoi.example');
    await notify(ctxAt('09:00'), told([an]));
    refuse = () => true;
    await deliverMails(ctxAt('09:03'));
    expect(await states()).toEqual([{ state: 'queued', attempts: 1 }]);
    await deliverMails(ctxAt('09:03'));
    expect(await states()).toEqual([{ state: 'queued', attempts: 1 }]);
    await deliverMails(ctxAt('09:04'));
    expect(await states()).toEqual([{ state: 'queued', attempts: 2 }]);
    await deliverMails(ctxAt('09:08'));
    expect(await states()).toEqual([{ state: 'queued', attempts: 2 }]);
    refuse = undefined;
    await deliverMails(ctxAt('09:09'));
    expect(await states()).toEqual([{ state: 'sent', attempts: 3 }]);
    expect(received).toHaveLength(1);
  });

  test('a mail claimed by a process that died is tried again', async () => {
    const an = await person('an@hanoi.example');
    await notify(ctxAt('09:00'), told([an]));
    const broken = { send: () => new Promise<void>(() => undefined), close: () => undefined };
    void deliverMails(ctxAt('09:03', { mailer: broken }));
    await expect.poll(states).toEqual([{ state: 'queued', attempts: 1 }]);
    await deliverMails(ctxAt('09:05'));
    expect(received).toHaveLength(1);
    expect(await states()).toEqual([{ state: 'sent', attempts: 2 }]);
  });

  test('one refused address does not hold up the others', async () => {
    const [an, binh] = [await person('an@hanoi.example'), await person('binh@hanoi.example')];
    refuse = (address) => address.startsWith('an');
    await notify(ctxAt('09:00'), told([an, binh]));
    await deliverMails(ctxAt('09:03'));
    expect(received.map(({ to }) => to)).toEqual([['binh@hanoi.example']]);
  });

  test('several mails to one address become one digest, in the order they were written', async () => {
    const [an, binh] = [await person('an@hanoi.example'), await person('binh@hanoi.example')];
    for (const count of [11, 22, 33]) await later(() => notify(ctxAt('09:00'), told([an], count)));
    await notify(ctxAt('09:00'), told([binh], 44));
    await later(() => notify(ctxAt('09:01'), told([an], 55)));
    await deliverMails(ctxAt('09:02'));
    expect(received).toHaveLength(2);
    const digest = received.find(({ to }) => to[0] === 'an@hanoi.example');
    expect(digest?.subject).toBe('Khuê: Anh/Chị có 4 thông báo mới');
    expect([...(digest?.text ?? '').matchAll(/^\d\. .*?(\d\d)/gm)].map(([, n]) => n)).toEqual(['11', '22', '33', '55']);
    expect((await states()).every(({ state }) => state === 'sent')).toBe(true);
  });

  test('a confidential mail goes alone and its link is wiped once it is out', async () => {
    const secret = { address: 'an@hanoi.example', locale: 'vi' as const, subjectKey: KEY, bodyKey: KEY, values: { count: 1 }, urgent: true, secret: true };
    await queueMail(ctxAt('09:00'), [
      { ...secret, href: '/reset/one' },
      { ...secret, href: '/reset/two' },
    ]);
    await deliverMails(ctxAt('09:00'));
    expect(received).toHaveLength(2);
    expect(await all(owner, sql`select href, data from kernel.outbox`)).toEqual([
      { href: null, data: {} },
      { href: null, data: {} },
    ]);
  });

  test('a mail that came too late is not sent', async () => {
    const expiresAt = fixedClock('2026-11-23', '10:00').now();
    await queueMail(ctxAt('09:00'), [{ address: 'an@hanoi.example', locale: 'vi', subjectKey: KEY, bodyKey: KEY, values: { count: 1 }, secret: true, href: '/x', expiresAt }]);
    await deliverMails(ctxAt('10:00'));
    expect(received).toEqual([]);
    expect(await one(owner, sql`select state, href from kernel.outbox`)).toEqual({ state: 'failed', href: null });
  });
});

describe('without a mail server', () => {
  test('mails are held, can be shown to the administrator, and go out once there is a server', async () => {
    const an = await person('an@hanoi.example');
    await notify(ctxAt('09:00'), told([an], 5));
    await deliverMails(ctxAt('09:00', { mailer: undefined }));
    expect(await states()).toEqual([{ state: 'held', attempts: 0 }]);
    const { mails, ...rest } = await perform(listOutbox, ctxAt('09:01', { mailer: undefined }), { state: 'held' });
    expect(rest).toEqual({ mailServer: false });
    expect(mails[0]).toMatchObject({ personId: an, address: 'a…@hanoi.example', state: 'held' });
    const shown = await perform(showHeld, ctxAt('09:01'), { id: mails[0]?.id });
    expect(shown.link).toBe('https://khue.example/today');
    expect(await one(owner, sql`select subject from kernel.audit where operation = 'message.show-held'`)).toEqual({ subject: an });
    await deliverMails(ctxAt('09:05'));
    expect(received).toHaveLength(1);
  });

  test('a mail without an address is held, and stays so', async () => {
    await queueMail(ctxAt('09:00'), [{ address: undefined, locale: 'vi', subjectKey: KEY, bodyKey: KEY, values: { count: 1 } }]);
    await deliverMails(ctxAt('10:00'));
    expect(await states()).toEqual([{ state: 'held', attempts: 0 }]);
  });
});

describe('in Khuê', () => {
  const as = (personId: string) => ({ actor: { kind: 'person' as const, personId, name: 'An', grants: [] } });

  test('a person reads their own messages, newest first, and marks them read', async () => {
    const [an, binh] = [await person(), await person()];
    for (const count of [1, 2, 3]) await later(() => notify(ctxAt('09:00'), { to: [an, an], key: KEY, values: { count } }));
    await notify(ctxAt('09:00'), { to: [binh], key: KEY, values: { count: 9 } });
    const mine = await perform(listMine, ctxAt('09:01', as(an)), { limit: 2 });
    expect(mine.unread).toBe(3);
    expect(mine.messages.map(({ text }) => text)).toEqual(['Anh/Chị có 3 thông báo mới trên Khuê:', 'Anh/Chị có 2 thông báo mới trên Khuê:']);
    const older = await perform(listMine, ctxAt('09:01', as(an)), { before: mine.messages[1]?.id ?? '' });
    expect(older.messages).toHaveLength(1);
    const ids = [mine.messages[0]?.id ?? ''];
    expect(await perform(markRead, ctxAt('09:02', as(binh)), { ids })).toEqual({ marked: 0 });
    expect(await perform(markRead, ctxAt('09:02', as(an)), { ids })).toEqual({ marked: 1 });
    expect((await perform(listMine, ctxAt('09:03', as(an)), { unread: true })).messages).toHaveLength(2);
    expect(await perform(markRead, ctxAt('09:02', as(an)), {})).toEqual({ marked: 2 });
  });

  test('nobody without the permission lists the outbox', async () => {
    const an = await person();
    await expect(perform(listOutbox, ctxAt('09:01', as(an)), {})).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test('erasing a person leaves no message of theirs', async () => {
    const an = await person('an@hanoi.example');
    await notify(ctxAt('09:00'), told([an]));
    await eraseMessages(db, an);
    expect(await states()).toEqual([]);
    expect(await all(owner, sql`select id from kernel.message`)).toEqual([]);
  });
});
