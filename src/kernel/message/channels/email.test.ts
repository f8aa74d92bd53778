import { createServer, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '#base/clock/index.ts';
import { all, sql } from '#base/db/index.ts';
import { perform, type Ctx } from '#kernel/operation/index.ts';
import { testCtx } from '#tests/ctx.ts';
import { testDatabase } from '#tests/database.ts';
import { createMailer, deliverMails, listOutbox, queueMail, settleUnknown } from '../index.ts';

const { db, owner } = await testDatabase();
const KEY = 'message.mail.digest-intro';
const ctxAt = (time: string, services: Partial<Ctx['services']> = {}): Ctx => testCtx(db, { now: fixedClock('2026-11-23', time).now(), services });

const FROM = 'Khuê <khue@example.org>';
const one = (address: string) => ({ address, locale: 'vi' as const, subjectKey: KEY, bodyKey: KEY, values: { count: 1 } });
const states = () => all(owner, sql<{ state: string; attempts: number }>`select state, attempts from kernel.outbox order by id`);

beforeEach(async () => {
  await sql`delete from kernel.outbox`.execute(owner);
});

/** What a server says to each line of a dialogue; undefined breaks the connection. */
type Say = (line: string) => string | undefined;

/** A mail server that answers every line as it is told; `mails` counts the last dots that it saw. */
async function dialogue(say: Say) {
  const seen = { mails: 0, port: 0, close: (): void => undefined };
  const server = createServer((socket: Socket) => {
    let [data, rest] = [false, ''];
    socket.on('error', () => undefined);
    const answer = (line: string): void => {
      const said = say(line);
      if (said === undefined) socket.destroy();
      else if (said !== '') socket.write(`${said}\r\n`);
    };
    answer('');
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      for (let at = rest.indexOf('\r\n'); at >= 0; at = rest.indexOf('\r\n')) {
        const line = rest.slice(0, at);
        rest = rest.slice(at + 2);
        if (data && line !== '.') continue;
        if (data) seen.mails += 1;
        data = line === 'DATA';
        answer(line);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  seen.port = typeof address === 'object' && address !== null ? address.port : 0;
  seen.close = () => void server.close();
  return seen;
}

const usual: Say = (line) => (line === '' ? '220 here' : line === 'DATA' ? '354 go on' : '250 ok');

describe('a mail server that is away', () => {
  test.each([
    ['nothing listens', undefined],
    ['it closes its doors with 421', (line: string) => (line === '' ? '421 closing' : '250 ok')],
    ['it breaks the connection before the mail is over', (line: string) => (line === 'DATA' ? undefined : usual(line))],
  ])('for three days, nothing is lost, given up or sent twice: %s', async (_how, say) => {
    const broken = await dialogue(say ?? (() => undefined));
    if (say === undefined) broken.close();
    const away = createMailer({ smtpUrl: `smtp://127.0.0.1:${broken.port}`, from: FROM });
    await queueMail(
      ctxAt('09:00'),
      Array.from({ length: 20 }, (_, n) => one(`a${n}@example.org`)),
    );
    const first = ctxAt('09:03', { mailer: away });
    for (let hours = 0; hours <= 72; hours += 6) await deliverMails({ ...first, now: first.now.add({ hours }) });
    expect(new Set((await states()).map(({ state }) => state))).toEqual(new Set(['queued']));
    away.close();
    broken.close();
    const back = await dialogue(usual);
    const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${back.port}`, from: FROM });
    await deliverMails({ ...ctxAt('10:00', { mailer }), now: first.now.add({ hours: 73 }) });
    mailer.close();
    back.close();
    expect(back.mails).toBe(20);
    expect(new Set((await states()).map(({ state }) => state))).toEqual(new Set(['sent']));
  });
});

describe('a mail server that puts a mail off', () => {
  test('again and again: the mail is given up after three days, not before, with the words of the server, and costs few attempts', async () => {
    const busy = await dialogue((line) => (line.startsWith('RCPT') ? '450 Mailbox busy' : usual(line)));
    const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${busy.port}`, from: FROM });
    await queueMail(ctxAt('07:00'), [one('an@example.org')]);
    const first = ctxAt('07:03', { mailer });
    for (let minutes = 0; minutes < 72 * 60; minutes += 15) await deliverMails({ ...first, now: first.now.add({ minutes }) });
    const [waiting] = await states();
    expect(waiting?.state).toBe('queued');
    expect(waiting?.attempts).toBeLessThan(25);
    await deliverMails({ ...first, now: first.now.add({ hours: 77 }) });
    mailer.close();
    busy.close();
    expect(await all(owner, sql`select state, error from kernel.outbox`)).toEqual([{ state: 'failed', error: expect.stringContaining('Mailbox busy') }]);
    expect(busy.mails).toBe(0);
  });

  test('a mail whose attempts never come back is given up in the end', async () => {
    await queueMail(ctxAt('07:00'), [one('an@example.org')]);
    await sql`update kernel.outbox set attempts = 60`.execute(owner);
    await deliverMails(ctxAt('09:00', { mailer: { send: () => Promise.reject(new Error('not to be asked')), close: () => undefined } }));
    expect(await states()).toEqual([{ state: 'failed', attempts: 60 }]);
  });
});

describe('a mail server that breaks off after the last dot', () => {
  const brokenOff = async () => {
    let dots = 0;
    const server = await dialogue((line) => (line === '.' && (dots += 1) === 1 ? undefined : usual(line)));
    const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${server.port}`, from: FROM });
    await queueMail(ctxAt('09:00'), [one('an@example.org')]);
    for (const time of ['09:03', '09:10', '12:00', '20:00']) await deliverMails(ctxAt(time, { mailer }));
    const { mails } = await perform(listOutbox, ctxAt('20:00'), { state: 'unknown' });
    return { server, mailer, id: mails[0]?.id ?? '', carriedAs: mails[0]?.carriedAs };
  };

  test('gets the mail once: it is not sent again by itself, and is listed as unknown with its Message-ID', async () => {
    const { server, mailer, id, carriedAs } = await brokenOff();
    expect([server.mails, carriedAs]).toEqual([1, id]);
    await perform(settleUnknown, ctxAt('20:01'), { id, arrived: true });
    await deliverMails(ctxAt('20:05', { mailer }));
    mailer.close();
    server.close();
    expect([server.mails, await states()]).toEqual([1, [{ state: 'sent', attempts: 1 }]]);
    await expect(perform(settleUnknown, ctxAt('20:06'), { id, arrived: false })).rejects.toMatchObject({ code: 'message.no-mail' });
  });

  test('gets it again once somebody has found that it did not arrive', async () => {
    const { server, mailer, id } = await brokenOff();
    await perform(settleUnknown, ctxAt('20:01'), { id, arrived: false });
    await deliverMails(ctxAt('20:05', { mailer }));
    mailer.close();
    server.close();
    expect([server.mails, await states()]).toEqual([2, [{ state: 'sent', attempts: 1 }]]);
  });
});

describe('two processes with the same mail', () => {
  test('the one whose claim is over does not hand it over, and does not undo what the other one noted', async () => {
    const server = await dialogue(usual);
    const quick = createMailer({ smtpUrl: `smtp://127.0.0.1:${server.port}`, from: FROM });
    const slow = createMailer({ smtpUrl: `smtp://127.0.0.1:${server.port}`, from: FROM });
    let go = (): void => undefined;
    const waited = new Promise<void>((resolve) => (go = resolve));
    await queueMail(ctxAt('09:00'), [one('an@example.org')]);
    const first = deliverMails(ctxAt('09:03', { mailer: { ...slow, send: (mail, leaving) => slow.send(mail, () => waited.then(leaving)) } }));
    await expect.poll(states).toEqual([{ state: 'queued', attempts: 1 }]);
    await deliverMails(ctxAt('09:05', { mailer: quick }));
    go();
    await first;
    quick.close();
    slow.close();
    server.close();
    expect([server.mails, await states()]).toEqual([1, [{ state: 'sent', attempts: 2 }]]);
  });
});

describe('a mail server that refuses half', () => {
  test('takes one half once; the other half has failed at once and is not tried again', async () => {
    const taken: string[] = [];
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) => done(/[02468]@/.test(address) ? undefined : Object.assign(new Error('No such user'), { responseCode: 550 })),
      onData: (stream, session, done) => {
        stream.resume();
        stream.on('end', () => {
          taken.push(...session.envelope.rcptTo.map(({ address }) => address));
          done();
        });
      },
    });
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
    const address = smtp.server.address();
    const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, from: 'Khuê <khue@example.org>' });
    const mails = Array.from({ length: 100 }, (_, n) => ({ address: `a${n}@example.org`, locale: 'vi' as const, subjectKey: KEY, bodyKey: KEY, values: { count: n } }));
    await queueMail(ctxAt('09:00'), mails);
    for (const time of ['09:03', '09:10', '10:00']) await deliverMails(ctxAt(time, { mailer }));
    mailer.close();
    await new Promise<void>((resolve) => smtp.close(resolve));
    expect(taken.toSorted()).toEqual(
      mails
        .map((mail) => mail.address)
        .filter((one) => /[02468]@/.test(one))
        .toSorted(),
    );
    const ends = await all(owner, sql<{ state: string; attempts: number }>`select state, attempts from kernel.outbox`);
    expect(ends.filter(({ state }) => state === 'failed')).toHaveLength(50);
    expect(ends.every(({ attempts }) => attempts === 1)).toBe(true);
  });
});
